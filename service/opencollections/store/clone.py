"""The clone: the next generation of the embedded store in the making, changed by a difference or loaded whole."""

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat, Store

from ..errors import VersionDamaged
from . import registry
from .control import Control
from .durable import flush_folder
from .published import PublishedGraph
from .statements import SortedStatements, quads_of
from .successor import GraphChange, Loaded
from .versions import unpacked_version

LOADED_BYTES: Final = 1 << 25
"""What is loaded at once, some 150,000 statements."""

MARK: Final = 2
"""What a statement that is taken out counts: it costs as much as loading one, and leaves a mark that slows reading."""

SCATTERED_SHARE: Final = 0.05
"""The part of a large store that may lie in the files of single loads. All are merged when it is more, so that what
is merged stays in proportion to what is published."""

SMALL: Final = 500_000
"""Statements of a store that is merged at every publish, which takes less than half a second."""

SCATTERED: Final = "scattered"
"""The setting that remembers how many statements were loaded or taken out since all files were merged."""


class Clone:
    """A generation in the making (``successor.Successor``), the only store that is open for writing.

    ``published`` are the graphs that the generation before has, of whose statements so many are ``scattered``;
    ``work`` takes what is unpacked.
    """

    def __init__(
        self, number: int, path: Path, published: Sequence[PublishedGraph], work: Path, scattered: int = 0
    ) -> None:
        self.number = number
        self._path = path
        self._published = published
        self._work = work
        self._scattered = scattered
        self._store: Store | None = Store(str(path))

    @property
    def store(self) -> Store:
        if self._store is None:
            raise RuntimeError("the clone is finished")
        return self._store

    def apply(self, changes: Sequence[GraphChange], loaded: Loaded) -> None:
        """Change graphs by their differences, or load everything anew where that is less work."""
        changed = {change.graph for change in changes}
        others = [one for one in self._published if one.graph not in changed]
        if is_large(changes, others) and _are_whole(others):
            self._begin_anew()
            self.load_published(others, lambda _: None)
            self._load([change.whole for change in changes], loaded)
        else:
            self._apply_differences(changes, loaded)
        whole = _whole(changes, others)
        if whole <= SMALL or self._scattered > SCATTERED_SHARE * whole:
            self.compact()

    def _apply_differences(self, changes: Sequence[GraphChange], loaded: Loaded) -> None:
        """Take out what is removed, and load what is added.

        In this order, since the store keeps one form of a number or date: it has 1 for both "01" and "1".
        """
        for change in changes:
            for quad in quads_of(change.difference.removed):
                self.store.remove(quad)
            self._scattered += MARK * change.difference.removed.count
        self._load([change.difference.added for change in changes], loaded)

    def load_published(self, graphs: Sequence[PublishedGraph], loaded: Loaded) -> None:
        """Load the files of published graphs."""
        self._work.mkdir(parents=True, exist_ok=True)
        count = 0
        for one in graphs:
            with tempfile.TemporaryDirectory(dir=self._work) as folder:
                self._load([unpacked_version(one.path, Path(folder))], lambda _: None)
            count += one.version.quads
            loaded(count)

    def _load(self, several: Sequence[SortedStatements], loaded: Loaded) -> None:
        """Load statements some at a time: the store takes three times their size until each load ends."""
        count = 0
        for text in (text for statements in several for text in statements.texts(LOADED_BYTES)):
            self.store.bulk_load(text, RdfFormat.N_QUADS)
            count += text.count(b"\n")
            loaded(count)
        self._scattered += count

    def compact(self) -> None:
        """Merge the files of all loads: a look-up that asks each of them takes twice as long."""
        self.store.optimize()
        self._scattered = 0

    def _begin_anew(self) -> None:
        self._store = None
        shutil.rmtree(self._path)
        self._store = Store(str(self._path))
        self._scattered = 0

    def finish(self) -> None:
        """Flush everything to disk (a store's own writes do not) and let go of the store."""
        self.store.flush()
        self._store = None
        flush_folder(self._path)
        flush_folder(self._path.parent)

    def enter(self, control: Control) -> None:
        """Make it the current one when the transaction commits."""
        registry.enter_generation(control, self.number)
        control.remember(SCATTERED, str(self._scattered))


def scattered(control: Control) -> int | None:
    """Give how many statements of the current generation lie in files of single loads; None where nobody counted."""
    known = control.setting(SCATTERED)
    return None if known is None else int(known)


def is_large(changes: Sequence[GraphChange], others: Sequence[PublishedGraph]) -> bool:
    """Tell whether loading everything anew is less work than applying the differences.

    A third of a store that is only changed is such a large difference.
    """
    added = sum(change.difference.added.count for change in changes)
    removed = sum(change.difference.removed.count for change in changes)
    return removed > 0 and added + MARK * removed > _whole(changes, others)


def _whole(changes: Sequence[GraphChange], others: Sequence[PublishedGraph]) -> int:
    """Count the statements that there are when the changes are made."""
    return sum(change.whole.count for change in changes) + sum(one.version.quads for one in others)


def _are_whole(graphs: Sequence[PublishedGraph]) -> bool:
    """Tell whether all files are what was published; nobody's publish waits for another's file to be mended."""
    try:
        for one in graphs:
            one.check()
    except VersionDamaged:
        return False
    return True
