"""How deep JSON text nests, measured on its bytes before anything parses it."""

import re
from typing import Final

from ..errors import TooDeep

DEPTH_LIMIT: Final = 100

_ESCAPE: Final = re.compile(rb"\\.", re.DOTALL)
_NO_STRUCTURE: Final = bytes(set(range(256)) - set(b'[]{}"'))
_ONE_BRACKET: Final = bytes.maketrans(b"{}", b"[]")


class Depth:
    """Follows the brackets of JSON text that comes in pieces; strings are known as such."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._open = 0
        self._in_string = False
        self._torn = b""

    def feed(self, chunk: bytes) -> None:
        """Measure a piece of UTF-8; raise TooDeep where brackets nest deeper than the limit."""
        text = self._torn + chunk
        self._torn = b"\\" if (len(text) - len(text.rstrip(b"\\"))) % 2 else b""
        text = text.removesuffix(self._torn)
        if b"\\" in text:
            text = _ESCAPE.sub(b"", text)
        # Two quotes side by side, such as remain of a string without brackets, change nothing beside them.
        quoted = text.translate(_ONE_BRACKET, _NO_STRUCTURE).replace(b'""', b"").split(b'"')
        brackets = b"".join(quoted[self._in_string :: 2])
        self._in_string ^= len(quoted) % 2 == 0
        if self._open + _height_at_most(brackets) > DEPTH_LIMIT:
            self._refuse_deep(brackets)
        self._open += 2 * brackets.count(b"[") - len(brackets)

    def _refuse_deep(self, brackets: bytes) -> None:
        depth = self._open
        for bracket in brackets:
            depth += 1 if bracket == ord("[") else -1
            if depth > DEPTH_LIMIT:
                raise TooDeep(file=self._file, limit=DEPTH_LIMIT)


def _height_at_most(brackets: bytes) -> int:
    """Bound how far brackets climb: matching ones go layer by layer, and records have few layers."""
    layers = 0
    while b"[]" in brackets and layers <= DEPTH_LIMIT:
        brackets = brackets.replace(b"[]", b"")
        layers += 1
    return layers + brackets.count(b"[")
