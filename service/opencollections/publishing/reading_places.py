"""Reading places: how many files handed in are read at once for people and programs that wait for the answer.

A job has its lane; what is read to answer a request holds a thread of the service, and a file may take minutes. So
there are a few places, some may wait for one, and who comes then is asked to come again. Each process has its own.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from ..errors import ReadingPlacesTaken

AT_ONCE: Final = 4
"""Files that are read at the same time; each may be a process with the memory of a reader."""

WAITING: Final = 8
"""Requests that wait for a place, each in a thread; with those that read they leave most threads to everybody else."""

PATIENCE_S: Final = 10.0
"""How long one waits."""

_door: Final = threading.BoundedSemaphore(AT_ONCE + WAITING)
_places: Final = threading.BoundedSemaphore(AT_ONCE)


@contextmanager
def reading_place() -> Iterator[None]:
    """Hold a place while a file is read; raise ReadingPlacesTaken where none becomes free soon."""
    if not _door.acquire(blocking=False):
        raise ReadingPlacesTaken(limit=AT_ONCE)
    try:
        if not _places.acquire(timeout=PATIENCE_S):
            raise ReadingPlacesTaken(limit=AT_ONCE)
        try:
            yield
        finally:
            _places.release()
    finally:
        _door.release()
