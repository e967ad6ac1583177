"""The disk: a full one is said in our own words, wherever something was being written."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import DiskFull


def is_full(error: OSError) -> bool:
    """Tell whether an error says that there is no space left; the store says so only in its text."""
    return error.errno == errno.ENOSPC or "No space left" in str(error)


@contextmanager
def disk_watched(path: Path) -> Iterator[None]:
    """Turn "no space left" below ``path`` into DiskFull; other errors pass."""
    try:
        yield
    except OSError as error:
        if is_full(error):
            raise DiskFull(path=path) from error
        raise
