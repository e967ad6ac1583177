"""Functions of dates: read by a pattern, written as ISO 8601 has them.

Names of months are read in the language that is given, and in English where none is: never in that of the
machine, or the same file would give other data elsewhere.
"""

import re
from collections.abc import Callable
from typing import Final

import polars as pl

from ..phrases import Phrase
from ..values.month_names import MONTHS, english_month
from .date_patterns import DatePatternInvalid, percent_pattern
from .prefixes import GREL, IDLAB
from .signatures import VALUE, Arguments, Function, Result, Texts, none_of, per_value

_PATTERN: Final = GREL + "p_string_pattern"
_DATE: Final = GREL + "p_date_d"
_UNIT: Final = GREL + "p_string_unit"
_WRITTEN: Final = IDLAB + "strDate"
_IDLAB_PATTERN: Final = IDLAB + "pattern"
_LANGUAGE: Final = IDLAB + "lang"
_WORD: Final = re.compile(r"[^\W\d_]+\.?")


def _in_english(value: pl.Expr, language: str) -> pl.Expr:
    months = english_month(language)
    if not months:
        return value

    def translated(text: str) -> str:
        return _WORD.sub(lambda word: months.get(word[0].rstrip(".").lower(), word[0]), text)

    return per_value(translated, value)


def _date(value: pl.Expr, pattern: str) -> pl.Expr:
    return value.str.to_date(pattern, strict=False).dt.to_string("%Y-%m-%d")


def _date_time(value: pl.Expr, pattern: str) -> pl.Expr:
    """Read a moment; one with an offset from Greenwich is written in Greenwich time."""
    if "%z" in pattern:
        return value.str.to_datetime(pattern, strict=False, time_zone="UTC").dt.to_string(
            "%Y-%m-%dT%H:%M:%SZ"
        )
    return value.str.to_datetime(pattern, strict=False).dt.to_string("%Y-%m-%dT%H:%M:%S")


def _reader(parameters: tuple[str, ...], read: Callable[[pl.Expr, str], pl.Expr], result: Result) -> Function:
    value, pattern = parameters[:2]

    def column(a: Arguments) -> pl.Expr:
        text = _in_english(a[value].str.strip_chars(), a.text(_LANGUAGE, "en"))
        return read(text, percent_pattern(a.text(pattern)))

    def refusal(texts: Texts) -> Phrase | None:
        language = texts.get(_LANGUAGE, "en").partition("-")[0].lower()
        if language not in {"en", *MONTHS}:
            return Phrase(
                "the months of the language {language!r} are not known, but those of {known}",
                {"language": language, "known": ", ".join(("en", *MONTHS))},
            )
        try:
            percent_pattern(texts.get(pattern, ""))
        except DatePatternInvalid as error:
            return error.why
        return None

    return Function(parameters, column, result, fixed=parameters[1:], refusal=refusal, code="date-unread")


_UNITS: Final[dict[str, str]] = {
    **dict.fromkeys(("years", "year"), r"^(-?\d{4,})-"),
    **dict.fromkeys(("months", "month"), r"^-?\d{4,}-(\d{2})"),
    **dict.fromkeys(("days", "day", "d"), r"^-?\d{4,}-\d{2}-(\d{2})"),
    **dict.fromkeys(("hours", "hour", "h"), r"T(\d{2}):"),
    **dict.fromkeys(("minutes", "minute", "min"), r"T\d{2}:(\d{2})"),
    **dict.fromkeys(("seconds", "sec", "s"), r"T\d{2}:\d{2}:(\d{2})"),
}


def _date_part(a: Arguments) -> pl.Expr:
    part = a[_DATE].str.extract(_UNITS[a.text(_UNIT)])
    return part.cast(pl.Int64, strict=False).cast(pl.String)


def _unit_refusal(texts: Texts) -> Phrase | None:
    unit = texts.get(_UNIT, "")
    return None if unit in _UNITS else none_of(unit, _UNITS)


DATE_FUNCTIONS: Final[dict[str, Function]] = {
    GREL + "date_toDate": _reader((VALUE, _PATTERN), _date, Result.DATE),
    IDLAB + "normalizeDate": _reader((_WRITTEN, _IDLAB_PATTERN), _date, Result.DATE),
    IDLAB + "normalizeDateWithLang": _reader((_WRITTEN, _IDLAB_PATTERN, _LANGUAGE), _date, Result.DATE),
    IDLAB + "normalizeDateTime": _reader((_WRITTEN, _IDLAB_PATTERN), _date_time, Result.DATE_TIME),
    IDLAB + "normalizeDateTimeWithLang": _reader(
        (_WRITTEN, _IDLAB_PATTERN, _LANGUAGE), _date_time, Result.DATE_TIME
    ),
    GREL + "date_datePart": Function(
        (_DATE, _UNIT), _date_part, Result.NUMBER, fixed=(_UNIT,), refusal=_unit_refusal
    ),
}
