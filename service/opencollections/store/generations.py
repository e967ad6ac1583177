"""Generations: read-only snapshots of the whole store, cloned by hard links, one of them current.

A generation is a folder ``generations/{number}``. A writer clones the current one, applies a difference, flushes
and closes it; the number becomes current by the commit in the control database. What no commit names is swept.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from pyoxigraph import Store

from ..errors import DiskFull, EngineFailed
from .control import Control
from .embedded import EmbeddedEngine
from .engine import Engine

NO_SPACE = 28

_spoilt: set[Path] = set()
"""Folders whose store a failed write of this process may still hold open; their numbers are not used again."""


@dataclass(frozen=True, slots=True)
class Generation:
    """One opened snapshot: every answer comes from exactly one.

    ``published`` is the ISO time of the commit that made it current; None before the first publish.
    """

    number: int
    published: str | None
    engine: Engine


class Clone:
    """A generation in the making, the only store that is open for writing."""

    def __init__(self, number: int, store: Store) -> None:
        self.number = number
        self._store: Store | None = store

    @property
    def store(self) -> Store:
        if self._store is None:
            raise RuntimeError("the clone is finished")
        return self._store

    def finish(self) -> None:
        """Flush everything to disk (a store's own writes do not) and let go of the store."""
        self.store.flush()
        self._store = None


class Generations:
    """The folder of all generations of one data directory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, number: int) -> Path:
        return self.folder / f"{number:08d}"

    def current_number(self, control: Control) -> int:
        """Give the number of the current generation; 0 is the empty one before any publish."""
        return int(control.setting("generation") or 0)

    def open(self, control: Control) -> Generation:
        """Open the current generation for reading; the empty one is made when it is not there yet."""
        number = self.current_number(control)
        return Generation(number, control.setting("published"), EmbeddedEngine(self._read_only(number)))

    def _read_only(self, number: int) -> Store:
        if number == 0:
            self._make_empty()
        try:
            return Store.read_only(str(self.path(number)))
        except OSError as error:
            raise EngineFailed(path=self.path(number), detail=error) from error

    def _make_empty(self) -> None:
        path = self.path(0)
        if not path.is_dir():
            path.parent.mkdir(parents=True, exist_ok=True)
            store = Store(str(path))
            store.flush()
            del store

    @contextmanager
    def successor(self, control: Control) -> Iterator["Clone"]:
        """Clone the current generation for writing; the clone is removed again when the body fails.

        The body finishes the clone before it commits. Raises DiskFull or EngineFailed.
        """
        current = self.current_number(control)
        number = next(n for n in count(current + 1) if self.path(n) not in _spoilt)
        path = self.path(number)
        shutil.rmtree(path, ignore_errors=True)
        try:
            self._read_only(current).backup(str(path))
            yield Clone(number, Store(str(path)))
        except BaseException as error:
            _spoilt.add(path)
            shutil.rmtree(path, ignore_errors=True)
            if isinstance(error, OSError):
                raise self._failure(error, path) from error
            raise

    def _failure(self, error: OSError, path: Path) -> DiskFull | EngineFailed:
        full = error.errno == NO_SPACE or "No space left" in str(error)
        return DiskFull(path=path) if full else EngineFailed(path=path, detail=error)

    def sweep(self, control: Control) -> None:
        """Remove every generation but the current one and its predecessor, and files of broken loads.

        Readers that still hold an older one keep their open files.
        """
        current = self.current_number(control)
        there = sorted(int(path.name) for path in self.folder.glob("*") if path.name.isdigit())
        older = [number for number in there if number < current]
        for number in set(there) - {current, *older[-1:]}:
            shutil.rmtree(self.path(number), ignore_errors=True)
        for orphan in self.folder.glob("*/bulk-*.sst"):
            orphan.unlink(missing_ok=True)
