"""The successor: the next generation in the making, of whichever engine."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from .control import Control
from .statements import Difference, SortedStatements

Loaded = Callable[[int], None]
"""Told how many of the added statements the engine has by now."""


@dataclass(frozen=True, slots=True)
class GraphChange:
    """What becomes of a named graph: the difference, and the whole that comes of it."""

    graph: str
    difference: Difference
    whole: SortedStatements

    @property
    def share(self) -> float:
        """The size of the difference as a share of the new whole; 1 and more where little or nothing stays."""
        changed = self.difference.added.count + self.difference.removed.count
        return changed / self.whole.count if self.whole.count else 1.0


class Successor(Protocol):
    """A generation that is being made; the commit in the control database makes it current."""

    number: int

    def apply(self, changes: Sequence[GraphChange], loaded: Loaded) -> None:
        """Change graphs; raise EngineFailed, or OSError where the disk does not play along."""

    def finish(self) -> None:
        """See to it that all of it lasts; to be called before the commit."""

    def enter(self, control: Control) -> None:
        """Make it the current one when the transaction commits; to be called when it is finished."""
