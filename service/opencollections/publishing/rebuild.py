"""Rebuild: the store made anew from the versions alone, as a new generation."""

from dataclasses import dataclass
from typing import Final

from ..store import ledger
from ..store.disk import disk_watched
from ..store.folders import DataFolder, Waiting
from .progress import Progress

DOING: Final = "the store is being rebuilt"


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What was made: the generation, and how many collections and statements are in it."""

    generation: int
    collections: int
    quads: int


def rebuild(data: DataFolder, waiting: Waiting, progress: Progress) -> Rebuilt:
    """Load the current version of every collection into a new store, and make it the current generation.

    The ledger stays as it is; readers follow as they follow a publish. Raises VersionDamaged, DiskFull and
    EngineFailed, after which the state is what it was.
    """
    with data.publishing(DOING, waiting), data.control() as control:
        with disk_watched(data.root):
            data.generations.rebuild(control, lambda count: progress("loading", count))
        data.generations.sweep(control)
        versions = ledger.current(control)
        number = data.generations.current_number(control)
        return Rebuilt(number, len(versions), sum(version.quads for version in versions))
