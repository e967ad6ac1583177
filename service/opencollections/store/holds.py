"""Holds: what is in use is marked, so that a sweep leaves it alone.

A hold is a shared lock (flock) on the folder or file itself. It ends with the process, however that ends, so that
nothing is kept for ever, and a sweep needs no list of who reads what.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self


class Hold:
    """A hold on a folder or file; it ends with ``release``, with the last reference, or with the process."""

    def __init__(self, path: Path) -> None:
        """Take hold; raise FileNotFoundError where the path is not there, or is just being removed."""
        self.path = path
        self._descriptor = os.open(path, os.O_RDONLY)
        if not _locked(self._descriptor, fcntl.LOCK_SH) or not _named(self._descriptor, path):
            self.release()
            raise FileNotFoundError(f"{path} is being removed")

    def release(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __del__(self) -> None:
        # A hold may fail before it has a descriptor.
        if hasattr(self, "_descriptor"):
            self.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def removed(path: Path) -> bool:
    """Remove a folder or file, unless somebody holds it; tell whether it is gone."""
    with _alone(path) as alone:
        if alone:
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    return not path.exists()


def held(path: Path) -> bool:
    """Tell whether somebody holds a folder or file."""
    with _alone(path) as alone:
        return not alone and path.exists()


@contextmanager
def _alone(path: Path) -> Iterator[bool]:
    """Keep others from taking hold while the block runs; False where somebody has."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        yield False
        return
    try:
        yield _locked(descriptor, fcntl.LOCK_EX)
    finally:
        os.close(descriptor)


def _locked(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _named(descriptor: int, path: Path) -> bool:
    """Tell whether the path still names what was opened: it may have been removed before the lock was had."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return False
    return os.path.samestat(os.fstat(descriptor), found)
