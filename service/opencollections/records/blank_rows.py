"""Blank rows: millions of them are a few megabytes, so they are counted and not read one by one."""

from collections.abc import Iterator
from itertools import chain

_LINE_ENDS = b"\r\n"


def is_blank(text: bytes) -> bool:
    """Tell whether a text of whole rows has nothing but line ends."""
    return not text.strip(_LINE_ENDS)


def line_ends(text: bytes) -> int:
    """Count the ends of lines: LF, CR, and CR LF, which is one."""
    return text.count(b"\n") + text.count(b"\r") - text.count(_LINE_ENDS)


def without_blank_ends(text: bytes) -> tuple[int, bytes, int]:
    """Take the blank rows at both ends away from whole rows: how many stood before, the rest, and how many after."""
    rest = text.lstrip(_LINE_ENDS)
    kept = rest.rstrip(_LINE_ENDS)
    ends = rest[len(kept) :]
    own = _LINE_ENDS if ends.startswith(_LINE_ENDS) else ends[:1]
    before, after = line_ends(text[: len(text) - len(rest)]), line_ends(ends)
    return before, kept + own, after - bool(own)


def after_blank_rows(chunks: Iterator[bytes]) -> tuple[int, Iterator[bytes]]:
    """Count the blank rows that fill the first chunks of a text, and give the chunks from there on."""
    count, rest = 0, b""
    for chunk in chunks:
        text = rest + chunk
        if not is_blank(text):
            return count, chain([text], chunks)
        # A CR at the end may be half of a CR LF.
        rest = b"\r" if text.endswith(b"\r") else b""
        count += line_ends(text) - len(rest)
    return count, iter([rest])
