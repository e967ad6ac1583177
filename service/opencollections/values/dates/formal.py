"""Formal dates: those that are EDTF (ISO 8601-2) as they stand, and how a set of dates is written in it."""

import re
from collections.abc import Sequence
from typing import Final

from .moments import OPEN, SEASONS, Moment, NoSuchDate, Span

_FORMAL_ONLY: Final = re.compile(r"[~%X]|\.\.|^[\[{][^?\]}]*,|^-\d{4}(?!\d)|\d-\d\d/\d{4}-\d\d")
"""What only a formal date has; anything else is read as people write."""

_MOMENT: Final = re.compile(
    r"(?P<year>-?\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?(?P<sign>[?~%]?)|(?P<decade>\d{3})X(?P<decade_sign>[?~%]?)"
    r"|(?P<century>\d\d)XX(?P<century_sign>[?~%]?)"
)
_UNSPECIFIED: Final = re.compile(
    r"\[?(?P<digits>\d{3}|\d\d)(?:(?<=\d{3})[-_xu?]|(?<!\d{3})(?:--|__|xx|uu|\?\?))(?P<doubt>\??)\]?"
)
"""A decade or century in the manner of libraries: 192-, 19--, 19uu, [192-?]."""

_SEASON: Final = re.compile(r"(?<!\d)\d{4}-2[1-4](?!\d)")

_SEASONS: Final = {number: season for season, number in SEASONS.items()}

_SET: Final = {"[": ("]", True), "{": ("}", False)}


def formal_reading(text: str) -> tuple[tuple[Span, ...], bool] | None:
    """Read a formal date: its spans, and whether one of them is meant; None where it is not one.

    Levels 0 to 2 as far as catalogues use them: qualifiers of a whole date, intervals, sets, decades, centuries.
    Raises NoSuchDate.
    """
    unspecified = _UNSPECIFIED.fullmatch(text)
    if unspecified:
        digits, sign = unspecified["digits"], "?" if unspecified["doubt"] else ""
        text = digits + "X" * (4 - len(digits)) + sign
    elif not _FORMAL_ONLY.search(text):
        return None
    elif found := _SEASON.search(text):
        # Whoever writes 1921-22 by hand may mean two years.
        raise NoSuchDate(found[0])
    return edtf_reading(text)


def edtf_reading(text: str) -> tuple[tuple[Span, ...], bool] | None:
    """Read what is known to be EDTF, seasons too: its spans, and whether one of them is meant; None where it is not.

    Raises NoSuchDate.
    """
    if not text:
        return None
    closing, one_of = _SET.get(text[0], ("", False))
    members = text[1:-1].split(",") if closing and text.endswith(closing) else [text]
    spans = [_span(member.strip(), "..") if closing else _span(member, "/") for member in members]
    return None if any(span is None for span in spans) else (tuple(span for span in spans if span), one_of)


def _span(text: str, sign: str) -> Span | None:
    first, between, last = text.partition(sign)
    if not between:
        moment = _moment(text)
        return Span.of(moment) if moment else None
    sides = [None if side in {"", OPEN} else _moment(side) for side in (first, last)]
    unread = [
        side
        for side, moment in zip((first, last), sides, strict=True)
        if side not in {"", OPEN} and not moment
    ]
    return None if unread or sides == [None, None] else Span(*sides)


def _moment(text: str) -> Moment | None:
    found = _MOMENT.fullmatch(text)
    if found is None:
        return None
    if found["decade"]:
        moment = Moment.decade(int(found["decade"]) * 10)
    elif found["century"]:
        moment = Moment.century(int(found["century"]) + 1)
    else:
        moment = _calendar(int(found["year"]), found["month"], found["day"])
    sign = found["sign"] or found["decade_sign"] or found["century_sign"]
    return moment.qualified(approximate=bool(sign) and sign in "~%", uncertain=bool(sign) and sign in "?%")


def _calendar(year: int, month: str | None, day: str | None) -> Moment:
    if day:
        return Moment.day(year, int(month or 0), int(day))
    if month and (season := _SEASONS.get(int(month))):
        return Moment.season(year, season)
    return Moment.month(year, int(month)) if month else Moment.year(year)


def set_of(spans: Sequence[Span], *, one_of: bool) -> str:
    """Write several dates: ``[1805,1810]`` is one of them, ``{1831,1834}`` is all of them."""
    members = ",".join("..".join(side.edtf if side else "" for side in _sides(span)) for span in spans)
    return f"[{members}]" if one_of else f"{{{members}}}"


def _sides(span: Span) -> tuple[Moment | None, ...]:
    return (span.begin,) if span.begin == span.end else (span.begin, span.end)
