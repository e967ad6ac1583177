"""Whole files: what a verb writes gets its name when it is done."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ..store.disk import disk_watched
from . import display


@contextmanager
def opened(output: str) -> Iterator[IO[bytes]]:
    """Open the file to write, which gets its name when it is whole, or standard output."""
    if output == "-":
        yield sys.stdout.buffer
        display.flush()
        return
    target = Path(output)
    unfinished = target.with_name(f"{target.name}.unfinished")
    with disk_watched(target):
        try:
            with unfinished.open("wb") as file:
                yield file
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
