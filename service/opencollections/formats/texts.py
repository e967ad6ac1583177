"""Texts: which of several languages a reader sees, and how it is told when it is another one."""

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from pyoxigraph import Literal

from ..vocabulary import PREFIXES
from .interface import ENGLISH, Interface, marked

TEXT_LIMIT: Final = 10_000
"""Characters of one text that a page shows; the rest is in the data."""

NAME_LIMIT: Final = 300
"""Characters of a name that a page shows: it stands above the page, in links to it, and in what is cited."""

UNDETERMINED: Final = "und"

SPAN: Final = " – "  # noqa: RUF001 - an en dash means "to"
_DATE: Final = re.compile(r"(-?\d{4,})(?:-(\d\d)(?:-(\d\d))?)?(?:T.*|Z|[+-]\d\d:\d\d)?")
_DATE_TYPES: Final = {PREFIXES["xsd"] + name for name in ("date", "dateTime", "gYear", "gYearMonth")}


@dataclass(frozen=True, slots=True)
class Text:
    """A text as a page shows it; ``language`` is its tag, and None where the data does not say."""

    text: str
    language: str | None = None


def text(literal: Literal, interface: Interface = ENGLISH, limit: int = TEXT_LIMIT) -> Text:
    """Give a literal as a reader wants it: dates written out, and texts cut that are longer than ``limit``."""
    value = literal.value
    if literal.datatype.value in _DATE_TYPES:
        return Text(written_out(value, interface))
    tag = literal.language
    return Text(cut(value, limit), None if tag is None or tag == UNDETERMINED else tag)


def cut(words: str, limit: int) -> str:
    """Give the beginning of a text with a mark that there is more, or all of it where it is no longer than that."""
    return words if len(words) <= limit else f"{words[:limit]}…"


def written_out(date_: str, interface: Interface = ENGLISH) -> str:
    """Write an XML Schema date such as ``1939-05`` as ``May 1939``; anything else stays as it is."""
    found = _DATE.fullmatch(date_)
    if found is None:
        return date_
    year, month, day = found.groups()
    if month is None:
        return year
    try:
        moment = date(int(year), int(month), int(day or 1))
    except ValueError:
        return date_
    return interface.month(moment) if day is None else interface.day(moment)


def said(reason: str | None) -> str:
    """Write a reason that somebody gave as a sentence after another one; without one, nothing."""
    return f" Reason: {reason.strip().removesuffix('.')}." if reason and reason.strip() else ""


def span(begin: str, end: str, interface: Interface = ENGLISH) -> str:
    """Write a period in as few words as say it: a whole month or year by its name, others from and to."""
    whole = _whole(begin, end, interface)
    first, last = whole or (written_out(begin, interface), written_out(end, interface))
    # Catalogues give a beginning alone for what began then, and for what is of that year alone.
    return from_to(first, last, interface) if last else first


def from_to(first: str, last: str, interface: Interface) -> str:
    """Write from when to when, in words; an empty side is open."""
    if first == last:
        return first
    if first and last:
        return f"{first}{SPAN}{last}"
    if first:
        return interface.gettext(marked("from %(date)s"), date=first)
    return interface.gettext(marked("until %(date)s"), date=last)


def _whole(begin: str, end: str, interface: Interface) -> tuple[str, str] | None:
    """Give the months or years that a period fills from the first to the last day, or None."""
    try:
        first, last = date.fromisoformat(begin), date.fromisoformat(end)
    except ValueError:
        return None
    if first.day != 1 or last.day != monthrange(last.year, last.month)[1]:
        return None
    if first.month == 1 and last.month == 12:
        return str(first.year), str(last.year)
    return written_out(begin[:7], interface), written_out(end[:7], interface)


def best(
    literals: Iterable[Literal],
    languages: Sequence[str],
    interface: Interface = ENGLISH,
    limit: int = TEXT_LIMIT,
) -> Text | None:
    """Give the text in the first of a reader's languages that there is, then one without language, then any."""
    found = sorted(literals, key=lambda literal: _rank(literal, languages))
    return text(found[0], interface, limit) if found else None


def _rank(literal: Literal, languages: Sequence[str]) -> tuple[int, str, str]:
    tag = (literal.language or "").lower()
    primary = tag.partition("-")[0]
    if primary in languages:
        return languages.index(primary), tag, literal.value
    return len(languages) + (1 if tag else 0), tag, literal.value
