"""Generations: read-only snapshots of the whole store, cloned by hard links, one of them current.

A generation is a folder ``generations/{number}``. A writer clones the current one, applies a difference, flushes
and closes it; the number becomes current by the commit in the control database. Whoever reads a generation holds
its folder; what no commit names and nobody holds is swept.
"""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from pyoxigraph import Store

from ..errors import DiskFull, EngineFailed, HardLinksNeeded
from . import registry
from .clone import Clone, scattered
from .control import Control
from .disk import is_full
from .durable import UNFINISHED, make_folder
from .embedded import EmbeddedEngine
from .engine import Engine
from .holds import Hold, removed
from .published import PublishedGraph, VersionFile, published_versions
from .snapshots import opened
from .successor import Loaded

_spoilt: set[Path] = set()
"""Folders whose store a failed write of this process may still hold open; their numbers are not used again."""


@dataclass(frozen=True, slots=True)
class Generation:
    """One opened snapshot: every answer comes from exactly one. Its folder stays as long as its engine is there.

    ``published`` is the ISO time of the commit that made it current; None before the first publish.
    """

    number: int
    published: str | None
    engine: Engine


class Generations:
    """The folder of all generations of one data directory.

    ``version_file`` gives the file of a collection's version, ``work`` is a folder for what is unpacked.
    """

    def __init__(self, folder: Path, version_file: VersionFile, work: Path) -> None:
        self.folder = folder
        self._version_file = version_file
        self._work = work

    def path(self, number: int) -> Path:
        return self.folder / f"{number:08d}"

    def current_number(self, control: Control) -> int:
        """Give the number of the current generation; 0 is the empty one before any publish."""
        return registry.generation(control)

    def open(self, control: Control) -> Generation:
        """Open the current generation for reading; the empty one is made when it is not there yet.

        Raises GenerationGone where another became current meanwhile: begin the transaction anew and ask again.
        """
        number = self.current_number(control)
        store, hold = self._read_only(number)
        return Generation(number, control.setting("published"), EmbeddedEngine(store, hold))

    def _read_only(self, number: int) -> tuple[Store, Hold]:
        if number == 0:
            self._make_empty()
        return opened(self.path(number))

    def _make_empty(self) -> None:
        """Make the empty generation; it comes to its place as a whole, since a store half made cannot be opened."""
        path = self.path(0)
        if path.is_dir():
            return
        self._work.mkdir(parents=True, exist_ok=True)
        make_folder(path.parent)
        with tempfile.TemporaryDirectory(dir=self._work) as folder, Hold(Path(folder)):
            store = Store(f"{folder}/empty")
            store.flush()
            del store
            try:
                Path(folder, "empty").rename(path)
            except OSError:
                # Another process was faster, and its empty store is as good.
                if not path.is_dir():
                    raise

    def check(self, control: Control) -> None:
        """Tell nothing: a generation that can be opened is whole."""

    @contextmanager
    def successor(self, control: Control, *, empty: bool = False) -> Iterator[Clone]:
        """Clone the current generation for writing, or begin an empty one; it is removed when the body fails.

        The body finishes the clone before it commits, and holds the publishing lock. Raises DiskFull or
        EngineFailed.
        """
        current = self.current_number(control)
        published = published_versions(control, self._version_file)
        number = next(n for n in count(current + 1) if self._free(self.path(n)))
        path = self.path(number)
        try:
            make_folder(self.folder)
            if not empty:
                self._copy(current, path)
            yield Clone(number, path, published, self._work, self._scattered(control, published))
        except BaseException as error:
            # An interruption may also come after the commit, and then this is the current one.
            if self.current_number(control) != number:
                _spoilt.add(path)
                shutil.rmtree(path, ignore_errors=True)
            if isinstance(error, OSError):
                raise _failure(error, path) from error
            raise

    def rebuild(self, control: Control, loaded: Loaded) -> None:
        """Make a generation from the versions alone, and make it current; the one before is not looked at.

        Raises VersionDamaged, DiskFull and EngineFailed, after which the state is what it was.
        """
        graphs = published_versions(control, self._version_file)
        for one in graphs:
            one.check()
        with self.successor(control, empty=True) as clone:
            clone.load_published(graphs, loaded)
            clone.compact()
            clone.finish()
            with control.transaction():
                clone.enter(control)

    def compact(self, control: Control) -> None:
        """Make a generation current that says the same in merged files; raise DiskFull and EngineFailed."""
        with self.successor(control) as clone:
            clone.compact()
            clone.finish()
            with control.transaction():
                clone.enter(control)

    def _scattered(self, control: Control, published: Sequence[PublishedGraph]) -> int:
        """Count the statements in files that were not merged: all of a store that nobody has counted yet."""
        known = scattered(control)
        return known if known is not None else sum(one.version.quads for one in published)

    def _copy(self, number: int, target: Path) -> None:
        store, hold = self._read_only(number)
        with hold:
            store.backup(str(target))

    def _free(self, path: Path) -> bool:
        """Tell whether a generation can be made under this path; what a crash left there is removed."""
        return path not in _spoilt and (not path.exists() or removed(path))

    def sweep(self, control: Control) -> None:
        """Remove every generation but the current one that nobody reads, and files of broken loads.

        To be called while nobody publishes.
        """
        for path in self.leftovers(control):
            removed(path)

    def leftovers(self, control: Control) -> list[Path]:
        """Give the generations that are not current, and what killed processes left unfinished in the current one."""
        current = self.path(self.current_number(control))
        others = [path for path in self.folder.glob("*") if path != current]
        return [*others, *current.glob("bulk-*.sst"), *current.glob(f"*{UNFINISHED}")]


def _failure(error: OSError, path: Path) -> DiskFull | EngineFailed:
    if is_full(error):
        return DiskFull(path=path)
    # Where a file system says that it has no links, the store copies; some only say that they are not permitted.
    refused = HardLinksNeeded if "while link file" in str(error) else EngineFailed
    return refused(path=path, detail=error)
