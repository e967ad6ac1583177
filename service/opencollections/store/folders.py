"""The data folder: where everything lies that the service keeps, and who may write it."""

import fcntl
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from ..errors import DataBusy, DataUnreadable
from ..settings import Settings
from .control import Control
from .disk import disk_watched, refusal
from .endpoint import Access, Endpoint
from .generations import Generations
from .holds import Hold, removed
from .remote_generations import RemoteGenerations


def data_folder(settings: Settings) -> "DataFolder":
    """Give the data folder that the settings name, with the engine that they name."""
    access = Access.of(settings)
    return DataFolder(settings.data, None if access is None else Endpoint(access))


@dataclass(frozen=True, slots=True)
class Turn:
    """Who publishes just now: a process, and what it is doing, such as the collection's name."""

    process: int | None
    doing: str


Waiting = Callable[[Turn], None]
"""Told whose turn it is, by somebody who waits for it to end."""


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The layout below ``--data DIR`` (design: Files); nothing is written outside it."""

    root: Path
    endpoint: Endpoint | None = None
    """The remote engine, where there is one."""

    def close(self) -> None:
        """Close the connections to a remote engine."""
        if self.endpoint is not None:
            self.endpoint.close()

    @property
    def uploads(self) -> Path:
        return self.root / "uploads"

    @property
    def drafts(self) -> Path:
        """Where the statements of drafts lie that are kept, a folder each."""
        return self.root / "drafts"

    @property
    def versions(self) -> Path:
        return self.root / "versions"

    @property
    def generations(self) -> Generations | RemoteGenerations:
        if self.endpoint is not None:
            return RemoteGenerations(self.endpoint, self.version_file, self.root / "work")
        return Generations(self.root / "generations", self.version_file, self.root / "work")

    @property
    def control_file(self) -> Path:
        return self.root / "control.sqlite"

    def control(self) -> Control:
        """Open the control database, making the folder when it is new."""
        return Control(self.control_file)

    def upload(self, sha256: str) -> Path:
        return self.uploads / sha256[:2] / sha256

    def version_file(self, collection: str, number: int) -> Path:
        """Give the path of a version's sorted, gzipped N-Quads, which is also the public dump."""
        return self.versions / collection / f"{number}.nq.gz"

    def report_file(self, collection: str, number: int) -> Path:
        """Give the path of a version's problem report (JSON)."""
        return self.versions / collection / f"{number}.problems.json"

    @contextmanager
    def working(self) -> Iterator[Path]:
        """Give a folder for unfinished work; it is held meanwhile, and removed afterwards.

        Raises DiskFull and DiskReadOnly where it cannot be made.
        """
        with disk_watched(self.root):
            folder, hold = self._begun()
        try:
            yield folder
        finally:
            hold.release()
            removed(folder)

    def _begun(self) -> tuple[Path, Hold]:
        root = self.root / "work"
        while True:
            root.mkdir(parents=True, exist_ok=True)
            try:
                folder = Path(tempfile.mkdtemp(dir=root))
                return folder, Hold(folder)
            except FileNotFoundError:
                # A sweep was faster than the hold.
                continue

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Hold the place of the one ``ocn serve`` of this folder; raise DataBusy when it is taken."""
        with self._lock("serving.lock") as descriptor:
            if not _locked(descriptor, wait=False):
                raise DataBusy(path=self.root, process=_turn(descriptor).process or "unknown")
            _sign(descriptor, "serving")
            yield

    @contextmanager
    def publishing(self, doing: str, waiting: Waiting = lambda _: None) -> Iterator[None]:
        """Hold the one publishing lock; ``waiting`` is told who has it, when somebody else has.

        ``doing`` is what they are told who wait for us: the collection's name, or another piece of work.
        """
        with self._lock("publishing.lock") as descriptor:
            if not _locked(descriptor, wait=False):
                waiting(_turn(descriptor))
                _locked(descriptor, wait=True)
            _sign(descriptor, doing)
            yield

    @contextmanager
    def undisturbed(self) -> Iterator[bool]:
        """Keep others from publishing for a moment; False where somebody publishes just now."""
        with self._lock("publishing.lock") as descriptor:
            yield _locked(descriptor, wait=False)

    @contextmanager
    def _lock(self, name: str) -> Iterator[int]:
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self.root / name, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise refusal(error, self.root) or DataUnreadable(path=self.root, detail=error) from error
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


def _sign(descriptor: int, doing: str) -> None:
    """Write who holds a lock into its file, for those who meet it; a full disk does not keep anybody from it."""
    text = json.dumps(asdict(Turn(os.getpid(), doing))).encode()
    with suppress(OSError):
        os.pwrite(descriptor, text, 0)
        os.ftruncate(descriptor, len(text))


def _turn(descriptor: int) -> Turn:
    try:
        return Turn(**json.loads(os.pread(descriptor, 4_096, 0)))
    except (ValueError, TypeError):
        # The other one has the lock and has not signed yet.
        return Turn(None, "it has just begun")
