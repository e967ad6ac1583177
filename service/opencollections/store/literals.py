"""Literals: the text of a literal without the escapes that N-Quads puts into it."""

import re
from typing import Final

_ESCAPE: Final = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")
_PLAIN: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def plain(text: str) -> str:
    """Take the escapes out of a literal's text (N-Triples §2.4)."""
    return _ESCAPE.sub(_unescaped, text) if "\\" in text else text


def _unescaped(found: re.Match[str]) -> str:
    code = found[1]
    return chr(int(code[1:], 16)) if code[0] in "uU" and len(code) > 1 else _PLAIN.get(code, code)
