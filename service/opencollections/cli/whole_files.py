"""Whole files: what a verb writes gets its name when it is done."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ..errors import WrongOption
from ..store.disk import disk_watched
from . import display


@contextmanager
def opened(output: str) -> Iterator[IO[bytes]]:
    """Open the file to write, which gets its name when it is whole, or standard output; raise WrongOption."""
    if output == "-":
        yield sys.stdout.buffer
        display.flush()
        return
    target = named(Path(output))
    unfinished = target.with_name(f"{target.name}.unfinished")
    with disk_watched(target):
        try:
            with unfinished.open("wb") as file:
                yield file
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)


def named(output: Path) -> Path:
    """Give a path back that can be that of a file; raise WrongOption where it has no name, as / and . have none."""
    if not output.name:
        raise WrongOption(option="-o", value=str(output), wanted="the name of a file")
    return output
