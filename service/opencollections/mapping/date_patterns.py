"""Patterns of dates: Java's letters (``dd/MM/yyyy``, which GREL and IDLab mean) or Python's signs (``%d/%m/%Y``)."""

import re
from typing import Final

_PIECE: Final = re.compile(
    r"'(?P<quoted>(?:[^']|'')*)'|(?P<letters>(?P<letter>[A-Za-z])(?P=letter)*)|[^A-Za-z']+|'"
)
_SIGN: Final = re.compile(r"%(.?)", re.DOTALL)
_KNOWN: Final = frozenset("aAbBdefHIjmMpSTyYzF%")
_YEAR: Final = ("%Y", "%y", "%F")
_MONTH: Final = ("%m", "%b", "%B", "%j", "%F")
_DAY: Final = ("%d", "%e", "%j", "%F")

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


class DatePatternInvalid(ValueError):
    """A pattern that cannot be read; its text says why."""


def percent_pattern(pattern: str) -> str:
    """Give a pattern with percent signs; raise DatePatternInvalid where it makes no whole date."""
    written = pattern if "%" in pattern else "".join(_pieces(pattern))
    for sign in _SIGN.finditer(written):
        if sign[1] not in _KNOWN:
            raise DatePatternInvalid(f"{sign[0]!r} is no part of a date")
    for part, signs in (("year", _YEAR), ("month", _MONTH), ("day", _DAY)):
        if not any(sign in written for sign in signs):
            raise DatePatternInvalid(f"the pattern {pattern!r} has no {part}")
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
        f"{letters!r} is no part of a date; letters that mean themselves stand in quotes"
    )
