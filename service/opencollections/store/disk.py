"""The disk: one that is full, or can only be read, is said in our own words, wherever something was being written."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from ..errors import DiskFull, DiskReadOnly

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})


def is_full(error: OSError) -> bool:
    """Tell whether an error says that no space is left, on the disk or of a quota; the store says it only in words."""
    return error.errno in _FULL or any(said in str(error) for said in ("No space left", "quota exceeded"))


def refusal(error: OSError, path: Path) -> DiskFull | DiskReadOnly | None:
    """Give what a disk refused by an error while ``path`` was being written; None where it was other trouble."""
    if is_full(error):
        return DiskFull(path=path)
    return DiskReadOnly(path=path) if error.errno == errno.EROFS else None


@contextmanager
def disk_watched(path: Path) -> Iterator[None]:
    """Turn "no space left" below ``path`` into DiskFull, and a read-only disk into DiskReadOnly; other errors pass."""
    try:
        yield
    except OSError as error:
        refused = refusal(error, path)
        if refused is None:
            raise
        raise refused from error
