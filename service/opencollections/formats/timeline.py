"""The timeline of an entity: its dates as they are written, as they are read, and beside each other on a line."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from ..vocabulary import expand
from .dates import date_told
from .groups import Group, group
from .reader import Reader
from .texts import NAME_LIMIT, Text, text

LENGTH: Final = 1000
"""Units of a timeline from its first year to its last."""

DATES_LIMIT: Final = 24
"""Dates that a timeline shows, the earliest of them; the facts have the others."""

_STEP_YEARS: Final = 25
_BEGIN: Final = expand("edm:begin")
_END: Final = expand("edm:end")
_WHOLE: Final = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?(?:T.*)?")
_SPAN: Final = re.compile(r"(\d{4}(?:-\d\d){0,2})\s*[/–-]\s*(\d{4}(?:-\d\d){0,2})")  # noqa: RUF001 - en dashes are written so
_YEAR: Final = re.compile(r"(?<!\d)(1\d{3}|20\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Dated:
    """One date: what it is of, how it is written, from and to when it is read, and its place on the line."""

    label: str
    written: Text
    begin: str
    end: str
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Dates on a line from the year ``first`` to the year ``last``."""

    first: int
    last: int
    dates: tuple[Dated, ...]


def timeline(quads: Iterable[Quad], subjects: Sequence[str], reader: Reader) -> Timeline | None:
    """Give the timeline of what is dated of the subjects, or None where no date can be read."""
    stated = list(quads)
    read = [
        (quad.predicate.value, written, *bounds)
        for quad in stated
        if isinstance(quad.subject, NamedNode)
        and quad.subject.value in subjects
        and group(quad.predicate.value) is Group.WHEN
        for written, bounds in [_read(quad, stated, reader)]
        if bounds is not None
    ]
    if not read:
        return None
    first = int(min(begin for _, _, begin, _ in read)[:4]) // _STEP_YEARS * _STEP_YEARS
    last = (int(max(end for *_, end in read)[:4]) // _STEP_YEARS + 1) * _STEP_YEARS
    dates = [
        _dated(reader.wording.heading(iri, reader.interface.tag), written, begin, end, of=(first, last))
        for iri, written, begin, end in dict.fromkeys(read)
    ]
    ordered = sorted(dates, key=lambda one: (one.start, one.length, one.label))
    return Timeline(first, last, tuple(ordered[:DATES_LIMIT]))


def _read(quad: Quad, quads: Iterable[Quad], reader: Reader) -> tuple[Text, tuple[str, str] | None]:
    """Give a date as it is written, and its first and last day, month or year; None where nobody can tell."""
    value = quad.object
    if isinstance(value, Literal):
        told = date_told(quad.predicate.value, value, reader.interface)
        return told or text(value, reader.interface, NAME_LIMIT), _bounds(value.value)
    said = {
        q.predicate.value: q.object.value
        for q in quads
        if q.subject == value and isinstance(q.object, Literal)
    }
    begin, end = said.get(_BEGIN, ""), said.get(_END, "")
    written = reader.called(value.value) if isinstance(value, NamedNode) else Text("")
    bounds = (begin or end, end or begin)
    return written, bounds if all(map(_WHOLE.fullmatch, bounds)) else None


def _bounds(written: str) -> tuple[str, str] | None:
    if _WHOLE.fullmatch(written):
        return written[:10], written[:10]
    span = _SPAN.fullmatch(written)
    if span is not None and all(map(_WHOLE.fullmatch, span.groups())):
        return (span[1], span[2]) if span[1][:4] <= span[2][:4] else None
    years = _YEAR.findall(written)
    return (min(years), max(years)) if years else None


def _dated(label: str, written: Text, begin: str, end: str, *, of: tuple[int, int]) -> Dated:
    start, stop = _place(begin, of, last=False), _place(end, of, last=True)
    return Dated(label, written, begin, end, start, max(stop - start, 6))


def _place(date: str, of: tuple[int, int], *, last: bool) -> int:
    """Give the place of a date on the line; a year or month stands for its first or its last moment."""
    found = _WHOLE.fullmatch(date)
    assert found is not None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    moment = float(year)
    moment += (month - 1) / 12 if month else float(last)
    moment += (day or (30 if last else 0)) / 365 if month else 0
    first, end = of
    return round(LENGTH * (moment - first) / (end - first))
