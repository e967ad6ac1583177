"""Texts: which of several languages a reader sees, and how it is told when it is another one."""

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from pyoxigraph import Literal

from ..vocabulary import PREFIXES

TEXT_LIMIT: Final = 10_000
"""Characters of one text that a page shows; the rest is in the data."""

UNDETERMINED: Final = "und"

LANGUAGES: Final = {
    "ar": "Arabic",
    "bg": "Bulgarian",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "et": "Estonian",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "ga": "Irish",
    "he": "Hebrew",
    "hr": "Croatian",
    "hu": "Hungarian",
    "is": "Icelandic",
    "it": "Italian",
    "ja": "Japanese",
    "la": "Latin",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "mt": "Maltese",
    "nl": "Dutch",
    "no": "Norwegian",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "se": "Northern Sami",
    "sk": "Slovak",
    "sl": "Slovenian",
    "sr": "Serbian",
    "sv": "Swedish",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "yi": "Yiddish",
    "zh": "Chinese",
}
"""The languages that a page calls by name (in English); others are shown by their tag."""

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
SPAN: Final = " – "  # noqa: RUF001 - an en dash means "to"
_DATE: Final = re.compile(r"(-?\d{4,})(?:-(\d\d)(?:-(\d\d))?)?(?:T.*|Z|[+-]\d\d:\d\d)?")
_DATE_TYPES: Final = {PREFIXES["xsd"] + name for name in ("date", "dateTime", "gYear", "gYearMonth")}


@dataclass(frozen=True, slots=True)
class Text:
    """A text as a page shows it; ``language`` is its tag, and None where the data does not say."""

    text: str
    language: str | None = None

    @property
    def language_name(self) -> str:
        """The name of its language in English, or the tag."""
        tag = self.language or ""
        return LANGUAGES.get(tag.partition("-")[0], tag)


def text(literal: Literal) -> Text:
    """Give a literal as a reader wants it: dates written out, and long texts cut."""
    value = literal.value
    if literal.datatype.value in _DATE_TYPES:
        return Text(written_out(value))
    shown = value if len(value) <= TEXT_LIMIT else value[:TEXT_LIMIT] + "…"
    tag = literal.language
    return Text(shown, None if tag is None or tag == UNDETERMINED else tag)


def written_out(date: str) -> str:
    """Write an XML Schema date such as ``1939-05`` as ``May 1939``; anything else stays as it is."""
    found = _DATE.fullmatch(date)
    if found is None:
        return date
    year, month, day = found.groups()
    if month is None or not 1 <= int(month) <= 12:
        return year if month is None else date
    words = f"{_MONTHS[int(month) - 1]} {year}"
    return words if day is None else f"{int(day)} {words}"


def said(reason: str | None) -> str:
    """Write a reason that somebody gave as a sentence after another one; without one, nothing."""
    return f" Reason: {reason.strip().removesuffix('.')}." if reason and reason.strip() else ""


def span(begin: str, end: str) -> str:
    """Write a period in as few words as say it: a whole month or year by its name, others from and to."""
    first, last = _whole(begin, end) or (written_out(begin), written_out(end))
    if first == last or not last:
        return first
    return f"{first}{SPAN}{last}" if first else f"until {last}"


def _whole(begin: str, end: str) -> tuple[str, str] | None:
    """Give the months or years that a period fills from the first to the last day, or None."""
    try:
        first, last = date.fromisoformat(begin), date.fromisoformat(end)
    except ValueError:
        return None
    if first.day != 1 or last.day != monthrange(last.year, last.month)[1]:
        return None
    if first.month == 1 and last.month == 12:
        return str(first.year), str(last.year)
    return written_out(begin[:7]), written_out(end[:7])


def best(literals: Iterable[Literal], languages: Sequence[str]) -> Text | None:
    """Give the text in the first of a reader's languages that there is, then one without language, then any."""
    found = sorted(literals, key=lambda literal: _rank(literal, languages))
    return text(found[0]) if found else None


def _rank(literal: Literal, languages: Sequence[str]) -> tuple[int, str, str]:
    tag = (literal.language or "").lower()
    primary = tag.partition("-")[0]
    if primary in languages:
        return languages.index(primary), tag, literal.value
    return len(languages) + (1 if tag else 0), tag, literal.value
