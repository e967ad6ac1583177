"""The data folder: where everything lies that the service keeps, and who may write it."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ..errors import DataBusy, DataUnreadable
from .control import Control
from .generations import Generations


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The layout below ``--data DIR`` (design: Files); nothing is written outside it."""

    root: Path

    @property
    def uploads(self) -> Path:
        return self.root / "uploads"

    @property
    def versions(self) -> Path:
        return self.root / "versions"

    @property
    def generations(self) -> Generations:
        return Generations(self.root / "generations")

    def control(self) -> Control:
        """Open the control database, making the folder when it is new."""
        return Control(self.root / "control.sqlite")

    def upload(self, sha256: str) -> Path:
        return self.uploads / sha256[:2] / sha256

    def version_file(self, collection: str, number: int) -> Path:
        """Give the path of a version's sorted, gzipped N-Quads, which is also the public dump."""
        return self.versions / collection / f"{number}.nq.gz"

    def report_file(self, collection: str, number: int) -> Path:
        """Give the path of a version's problem report (JSON)."""
        return self.versions / collection / f"{number}.problems.json"

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Hold the place of the one ``ocn serve`` of this folder; raise DataBusy when it is taken."""
        with self._lock("serving.lock") as descriptor:
            if not _locked(descriptor, wait=False):
                holder = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip() or "unknown"
                raise DataBusy(path=self.root, process=holder)
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, str(os.getpid()).encode(), 0)
            yield

    @contextmanager
    def publishing(self, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
        """Hold the one publishing lock; call ``waiting`` once when somebody else publishes just now."""
        with self._lock("publishing.lock") as descriptor:
            if not _locked(descriptor, wait=False):
                waiting()
                _locked(descriptor, wait=True)
            yield

    def sweep(self) -> None:
        """Remove what unfinished work left behind; called at start, when nobody publishes."""
        with self._lock("publishing.lock") as descriptor:
            if not _locked(descriptor, wait=False):
                return
            shutil.rmtree(self.root / "work", ignore_errors=True)
            for unfinished in self.root.glob("*/**/*.unfinished"):
                unfinished.unlink(missing_ok=True)
            with self.control() as control:
                self.generations.sweep(control)

    @contextmanager
    def _lock(self, name: str) -> Iterator[int]:
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self.root / name, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise DataUnreadable(path=self.root, detail=error) from error
        try:
            yield descriptor
        finally:
            os.close(descriptor)


def _locked(descriptor: int, *, wait: bool) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True
