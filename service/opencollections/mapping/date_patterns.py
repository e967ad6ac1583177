"""Patterns of dates: Java's letters (``dd/MM/yyyy``, which GREL and IDLab mean) or Python's signs (``%d/%m/%Y``)."""

import re
from typing import Final

from ..phrases import Unreadable
from .findings import told

_PIECE: Final = re.compile(
    r"'(?P<quoted>(?:[^']|'')*)'|(?P<letters>(?P<letter>[A-Za-z])(?P=letter)*)|[^A-Za-z']+|'"
)
_SIGN: Final = re.compile(r"%(.?)", re.DOTALL)
_KNOWN: Final = frozenset("aAbBdefHIjmMpSTyYzF%")
_PARTS: Final = {
    told("the pattern {pattern!r} has no year"): ("%Y", "%y", "%F"),
    told("the pattern {pattern!r} has no month"): ("%m", "%b", "%B", "%j", "%F"),
    told("the pattern {pattern!r} has no day"): ("%d", "%e", "%j", "%F"),
}
"""The signs of which a whole date has one each, by what is said where there is none."""

_BY_LETTER: Final = {
    letter: sign
    for sign, letters in {
        "%m": "ML",
        "%d": "d",
        "%j": "D",
        "%H": "H",
        "%I": "h",
        "%M": "m",
        "%S": "s",
        "%p": "a",
        "%z": "XxZ",
    }.items()
    for letter in letters
}


class DatePatternInvalid(Unreadable):
    """A pattern that cannot be read."""


def percent_pattern(pattern: str) -> str:
    """Give a pattern with percent signs; raise DatePatternInvalid where it makes no whole date."""
    written = pattern if "%" in pattern else "".join(_pieces(pattern))
    for sign in _SIGN.finditer(written):
        if sign[1] not in _KNOWN:
            raise DatePatternInvalid("{sign!r} is no part of a date", sign=sign[0])
    for lacking, signs in _PARTS.items():
        if not any(sign in written for sign in signs):
            raise DatePatternInvalid(lacking, pattern=pattern)
    # The sign of the long name reads the short one too, and not the other way round.
    return written.replace("%b", "%B").replace("%a", "%A")


def _pieces(pattern: str) -> list[str]:
    pieces = []
    for found in _PIECE.finditer(pattern):
        if found["letters"]:
            pieces.append(_sign(found["letters"]))
        elif found[0] == "'":
            raise DatePatternInvalid("a quotation mark is not closed")
        else:
            pieces.append(found[0] if found["quoted"] is None else found["quoted"].replace("''", "'") or "'")
    return pieces


def _sign(letters: str) -> str:
    """Give the percent sign for a run of one letter in a Java pattern."""
    match letters[0]:
        case "y" | "u":
            return "%y" if len(letters) == 2 else "%Y"
        case "M" | "L" if len(letters) > 2:
            return "%B"
        case "E":
            return "%A"
        case letter if letter in _BY_LETTER:
            return _BY_LETTER[letter]
    raise DatePatternInvalid(
        "{letters!r} is no part of a date; letters that mean themselves stand in quotes", letters=letters
    )
