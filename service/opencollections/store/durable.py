"""Durable files: a file has its name only when it is whole and on disk, so that a power cut leaves no half one."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final
from uuid import uuid4

from .holds import Hold

UNFINISHED: Final = ".unfinished"


@contextmanager
def written(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write; at the end of the block it is flushed and gets its name, or is removed on any error.

    Until then it lies beside its place under another name, and is held, so that no sweep takes it away.
    """
    make_folder(path.parent)
    unfinished = path.with_name(f"{path.name}.{uuid4().hex}{UNFINISHED}")
    try:
        with unfinished.open("xb") as file, Hold(unfinished):
            yield file
            file.flush()
            os.fsync(file.fileno())
            unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    flush_folder(path.parent)


def linked(source: Path, target: Path) -> None:
    """Give a file that never changes a second name, or copy it where that cannot be; its folder is made."""
    make_folder(target.parent)
    try:
        os.link(source, target)
    except (FileNotFoundError, FileExistsError):
        raise
    except OSError:
        with source.open("rb") as reading, written(target) as writing:
            shutil.copyfileobj(reading, writing, 1 << 20)


def is_unfinished(path: Path) -> bool:
    """Tell whether a file is only being written, or whoever wrote it ended before it had its name."""
    return not path.exists() and any(path.parent.glob(f"{path.name}.*{UNFINISHED}"))


def digest(path: Path) -> str:
    """Give the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def make_folder(folder: Path) -> None:
    """Make a folder and those above it; each new one is flushed into the one that names it."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        flush_folder(folder.parent)


def flush_folder(folder: Path) -> None:
    """Flush a folder's entries, so that a file just named is found after a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
