"""Compaction: a generation whose files are merged takes the place of one that single loads have scattered.

It says the same, and only costs less to read. Whoever publishes does not wait for it: a large store is compacted when
nothing has been published for a while.
"""

import shutil
from typing import Final

from ..store.clone import scattered
from ..store.disk import disk_watched
from ..store.folders import DataFolder

DOING: Final = "compaction"

ROOM: Final = 2
"""How many times the size of the store has to be free: the merged files, and as much again while they are made."""


def is_worth_compacting(data: DataFolder) -> bool:
    """Tell whether the current generation would be read faster compacted, and the disk has room for that."""
    with data.control() as control:
        number = data.generations.current_number(control)
        if data.endpoint is not None or number == 0 or scattered(control) == 0:
            return False
    return has_room(data, number, ROOM)


def has_room(data: DataFolder, number: int, share: float) -> bool:
    """Tell whether so large a share of the size of a generation's store is free on the disk."""
    size = sum(path.stat().st_size for path in data.generations.path(number).glob("*.sst"))
    return shutil.disk_usage(data.root).free > share * size


def compact(data: DataFolder) -> None:
    """Make a compacted generation current, which readers follow as a publish; raise DiskFull and EngineFailed."""
    with data.publishing(DOING), data.control() as control, disk_watched(data.root):
        data.generations.compact(control)
        data.generations.sweep(control)
