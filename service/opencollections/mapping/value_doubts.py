"""Doubts about values, told to the member: what is wrong with a cell, and what to write instead."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Any, Final

from ..phrases import Fact, Phrase
from ..problems import Severity, Telling
from ..values.coordinates import CoordinatesDoubt, read_coordinates
from ..values.dates import Doubt, read_date
from ..values.identifiers import BY_NAME, IdentifierDoubt, read_identifier
from ..values.languages import LanguageDoubt, read_languages
from ..values.rights import RightsDoubt, read_rights
from .cell_problems import VALUE_LIMIT

DATE: Final = "value-date"
RIGHTS: Final = "value-rights"
LANGUAGE: Final = "value-language"
COORDINATES: Final = "value-coordinates"
IDENTIFIER: Final = "value-identifier-"
"""Beginning of the codes of identifiers; the scheme follows."""


@dataclass(frozen=True, slots=True)
class Told:
    """A doubt as the report has it: its code, how to tell what is wrong and what to do, and how much it matters."""

    code: str
    telling: Telling
    severity: Severity = Severity.WARNING

    @property
    def message(self) -> str:
        """What is wrong, in English."""
        return self.telling.filled()[0]

    @property
    def advice(self) -> str:
        """What to do, in English."""
        return self.telling.filled()[1]


_DATES: Final = {
    Doubt.AMBIGUOUS: ("{value!r} can be more than one date.", "Write the one that is meant: {readings}."),
    Doubt.IMPOSSIBLE: (
        "{value!r} is no date: there is no {readings}.",
        "Look it up, and correct day, month or year.",
    ),
    Doubt.UNREAD: (
        "{value!r} is not understood as a date, so that it is kept as it is written and cannot be searched by time.",
        "Write a year, a range or a day, such as 1912, 1912-1915, c. 1912 or 1912-05-31.",
    ),
    Doubt.FUTURE: (
        "{value!r} lies far in the future, so that it is kept as it is written and cannot be searched by time.",
        "Correct the year.",
    ),
    Doubt.REVERSED: ("{value!r} ends before it begins.", "Put the earlier date first."),
    Doubt.TOO_LONG: (
        "The cell for a date has a whole text.",
        "Write the date alone, and the text into a column for notes.",
    ),
}
_RIGHTS: Final = {
    RightsDoubt.UNREAD: (
        "{value!r} is not understood as a rights statement.",
        "Write a licence such as CC BY 4.0 or CC0, or Public Domain, or In Copyright.",
    ),
    RightsDoubt.VERSION_UNSAID: (
        "{value!r} does not say which version of the licence is meant; 4.0 was taken, which is what is meant today.",
        "Write the version that holds, such as CC BY 4.0, or CC BY 3.0 DE for what was given under an earlier one.",
    ),
    RightsDoubt.NOT_FOR_EUROPEANA: (
        "{value!r} is a rights statement that Europeana does not take.",
        "Where it holds, keep it; else take In Copyright, or Copyright Not Evaluated.",
    ),
}
_TAKEN: Final = frozenset({RightsDoubt.VERSION_UNSAID, RightsDoubt.NOT_FOR_EUROPEANA})
"""Doubts about values that were taken all the same."""

_LANGUAGES: Final = {
    LanguageDoubt.COUNTRY: (
        "{value!r} is a country and not a language.",
        "Write the language, such as Hungarian or hu.",
    ),
    LanguageDoubt.UNREAD: (
        "{value!r} is not understood as a language.",
        "Write its name or its code, such as hu.",
    ),
}
_COORDINATES: Final = {
    CoordinatesDoubt.UNREAD: (
        "{value!r} is not understood as coordinates.",
        "Write latitude and longitude as decimals, such as 47.49648, 19.05668.",
    ),
    CoordinatesDoubt.OUT_OF_RANGE: (
        "{value!r} is not on the globe.",
        "A latitude is between -90 and 90, a longitude between -180 and 180.",
    ),
    CoordinatesDoubt.SWAPPED: (
        "{value!r} has latitude and longitude the wrong way round.",
        "Write {readings}.",
    ),
    CoordinatesDoubt.ZERO: (
        "{value!r} is a point in the sea off Africa, which stands for none.",
        "Leave the cell empty.",
    ),
}
_IDENTIFIERS: Final = {
    IdentifierDoubt.CHECK_DIGIT: (
        "The check digit of {value!r} is wrong for {label}, so that no link was made of it.",
        "Compare it with the thing itself or with its source.",
    ),
    IdentifierDoubt.SHORTENED: (
        "{value!r} seems to have lost digits in a spreadsheet, so that no link was made of it.",
        "Make the column one of text, and write {readings}.",
    ),
    IdentifierDoubt.UNREAD: (
        "{value!r} is not understood as {label}.",
        "Write the number alone, or its web address.",
    ),
    IdentifierDoubt.SEVERAL: (
        "{value!r} has several of {label} in one cell.",
        "Split the cell in the mapping, or give each a column of its own.",
    ),
}

SENTENCES: Final = tuple(
    sentence
    for texts in (_DATES, _RIGHTS, _LANGUAGES, _COORDINATES, _IDENTIFIERS)
    for told in texts.values()
    for sentence in told
)
"""Every sentence of these doubts, for those who translate them."""


@cache
def this_year() -> int:
    """Give the present year, by which dates of the future are known.

    It is looked up once, so that a run that goes on over New Year reads all cells alike.
    """
    return datetime.now(UTC).year


def told(code: str, value: str, now: int) -> Told | None:
    """Tell what is doubtful about a value that a function of this code gave nothing for; None for other codes.

    ``now`` is the present year.
    """
    if code == DATE:
        date = read_date(value, now)
        return _told(_DATES, date.doubt, value, ", ".join(date.readings))
    if code == RIGHTS:
        return _told(_RIGHTS, read_rights(value).doubt, value)
    if code == LANGUAGE:
        return _told(_LANGUAGES, read_languages(value).doubt, value)
    if code == COORDINATES:
        point = read_coordinates(value)
        return _told(_COORDINATES, point.doubt, value, ", ".join(point.proposal or ()))
    if code.startswith(IDENTIFIER):
        scheme = BY_NAME[code.removeprefix(IDENTIFIER)]
        found = read_identifier(value, scheme.name)
        return _told(
            _IDENTIFIERS, found.doubt, value, found.proposal or Phrase("all its digits"), scheme.label
        )
    return None


def _told(
    texts: dict[Any, tuple[str, str]], doubt: StrEnum | None, value: str, readings: Fact = "", label: str = ""
) -> Told | None:
    if doubt not in texts:
        return None
    facts: dict[str, Fact] = {"value": value[:VALUE_LIMIT], "readings": readings, "label": label}
    severity = Severity.ADVICE if doubt in _TAKEN else Severity.WARNING
    return Told(str(doubt), Telling(*texts[doubt], facts), severity)
