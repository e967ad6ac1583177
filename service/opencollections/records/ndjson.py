"""NDJSON: a JSON value in each line that is not blank."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from ..errors import BrokenFile
from ..phrases import Phrase
from .json_depth import Depth
from .json_text import DECODER, VALUE_LIMIT_CHARS, near, too_long_value
from .mistakes import json_mistake


def lines(file: str, chunks: Iterable[bytes]) -> Iterator[tuple[int, Any]]:
    """Parse the value of each line, and give it with the number of the line.

    Raises BrokenFile, TooDeep and TooLarge.
    """
    depth = Depth(file)
    number = 0
    for block in _whole_lines(file, chunks):
        depth.feed(block)
        for line in block.decode().split("\n")[: None if not block.endswith(b"\n") else -1]:
            number += 1
            if line and not line.isspace():
                yield number, _line_value(file, number, line)


def _line_value(file: str, number: int, line: str) -> Any:
    try:
        return DECODER.decode(line)
    except json.JSONDecodeError as error:
        detail = near(number, line, error.pos, json_mistake(error.msg))
    except ValueError as error:
        detail = near(number, line, 0, str(error))
    raise BrokenFile(file=file, kind="NDJSON", detail=detail)


def _whole_lines(file: str, chunks: Iterable[bytes]) -> Iterator[bytes]:
    waiting: list[bytes] = []
    size = 0
    for chunk in chunks:
        head, end, tail = chunk.rpartition(b"\n")
        if end:
            yield b"".join([*waiting, head, end])
            waiting, size = [], 0
        waiting.append(tail)
        size += len(tail)
        if size > VALUE_LIMIT_CHARS:
            raise too_long_value(file, Phrase("a line"))
    if size:
        yield b"".join(waiting)
