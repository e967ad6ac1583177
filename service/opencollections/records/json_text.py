"""JSON text, read piece by piece: only one value is in memory at a time.

The depth is measured on the bytes before a value is parsed, since parsers give up (or crash) on deep nesting.
"""

import codecs
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final, Never

from ..errors import BrokenFile, TooDeep, TooLarge

DEPTH_LIMIT: Final = 100
VALUE_LIMIT_CHARS: Final = 64_000_000
"""Longest single value (a record, or a document read whole)."""

_BLANKS: Final = re.compile(r"[ \t\n\r]*")
_ESCAPE: Final = re.compile(rb"\\.", re.DOTALL)
_NO_STRUCTURE: Final = bytes(set(range(256)) - set(b'[]{}"'))
_ONE_BRACKET: Final = bytes.maketrans(b"{}", b"[]")
# The longest token that can be torn at the end of the text is an escaped surrogate pair.
_TORN_CHARS: Final = 12


class Depth:
    """Measures how deep brackets nest in JSON text that comes in pieces, without parsing it."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._open = 0
        self._in_string = False
        self._rest = b""

    def feed(self, chunk: bytes) -> None:
        """Measure a piece of UTF-8; raise TooDeep where brackets nest deeper than the limit."""
        chunk = self._rest + chunk
        torn = len(chunk) - len(chunk.rstrip(b"\\"))
        self._rest = b"\\" if torn % 2 else b""
        whole = chunk[: len(chunk) - torn % 2]
        # What remains are brackets and quotes. Two quotes side by side change nothing for what follows them.
        structure = _ESCAPE.sub(b"", whole) if b"\\" in whole else whole
        parts = structure.translate(_ONE_BRACKET, _NO_STRUCTURE).replace(b'""', b"").split(b'"')
        brackets = b"".join(parts[1::2] if self._in_string else parts[::2])
        self._in_string ^= len(parts) % 2 == 0
        self._climb(brackets)

    def _climb(self, brackets: bytes) -> None:
        """Take matching brackets away layer by layer, which is fast, because there are few layers."""
        layers = 0
        while b"[]" in brackets and layers <= DEPTH_LIMIT:
            brackets = brackets.replace(b"[]", b"")
            layers += 1
        closing = brackets.count(b"]")
        opening = len(brackets) - closing
        if self._open + opening + layers > DEPTH_LIMIT:
            self._climb_exactly(brackets, layers)
        self._open += opening - closing

    def _climb_exactly(self, brackets: bytes, layers: int) -> None:
        ...


class JSONText:
    """A position in JSON text that grows at its end as it is read."""

    def __init__(self, file: str, chunks: Iterable[bytes]) -> None:
        self._file = file
        self._chunks = iter(chunks)
