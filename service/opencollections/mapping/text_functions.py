"""Functions from text to text: letters, blanks, parts and replacements."""

import re
from collections.abc import Callable
from typing import Final

import polars as pl

from ..phrases import Phrase
from .number_functions import whole_number
from .patterns import between_slashes, pattern_refusal, replacement
from .prefixes import GREL, IDLAB
from .signatures import (
    ANY,
    FIRST,
    PLACE,
    SECOND,
    SPARQL,
    STR,
    VALUE,
    Arguments,
    Function,
    Result,
    Texts,
    per_value,
)

_FIND: Final = GREL + "p_string_find"
_REPLACE: Final = GREL + "p_string_replace"
_SEPARATOR: Final = GREL + "p_string_sep"
_SUB: Final = GREL + "string_sub"
FROM: Final = GREL + "param_int_i_from"
TO: Final = GREL + "param_int_i_opt_to"
_OTHER: Final = IDLAB + "otherStr"
_DELIMITER: Final = IDLAB + "delimiter"
_SEQUENCE: Final = PLACE + "nnn"


def _of_value(change: Callable[[pl.Expr], pl.Expr], parameter: str = VALUE) -> Function:
    return Function((parameter,), lambda a: change(a[parameter]))


def _titled(text: str) -> str:
    """Give each word its capital letter; a word ends at a blank, so *d'Orsay* becomes *D'orsay* as in GREL."""
    return re.sub(r"\S+", lambda word: word[0][0].title() + word[0][1:].lower(), text)


def _replaced(a: Arguments) -> pl.Expr:
    """Replace a text, or what a pattern between slashes fits, wherever it stands."""
    find, pattern = a[_FIND], between_slashes(a.text(_FIND))
    if pattern is not None:
        return _pattern_replaced(a, pattern)
    if a.text(_FIND) and _REPLACE in a.fixed:
        return a[VALUE].str.replace_all(find, a[_REPLACE], literal=True)
    # Polars replaces no text that changes from record to record; to split and join again is the same.
    return per_value(
        lambda value, old, new: value.replace(old, new) if old else value, a[VALUE], find, a[_REPLACE]
    )


def _pattern_replaced(a: Arguments, pattern: str) -> pl.Expr:
    if _REPLACE in a.fixed:
        return a[VALUE].str.replace_all(pattern, replacement(a.text(_REPLACE)))
    # A dollar sign of the data is no group.
    new = a[_REPLACE].str.replace_all("$", "$$", literal=True)
    value = pl.concat_str(a[VALUE], new.str.head(0))
    return value.str.replace_all(pattern, new)


def _find_refusal(texts: Texts) -> Phrase | None:
    pattern = between_slashes(texts.get(_FIND, ""))
    return None if pattern is None else pattern_refusal(pattern)


def _characters_replaced(a: Arguments) -> pl.Expr:
    old, new = a.text(_FIND), a.text(_REPLACE)
    return a[VALUE].str.replace_many(list(old), list(new))


def _characters_refusal(texts: Texts) -> Phrase | None:
    old, new = texts.get(_FIND, ""), texts.get(_REPLACE, "")
    if len(old) == len(new) == len(set(old)) or not old:
        return None
    return Phrase(
        "{old!r} and {new!r} must have as many characters, the first each only once", {"old": old, "new": new}
    )


def _part(a: Arguments) -> pl.Expr:
    """Cut out the part from one character to before another, counted from 0; negative ones count from the end.

    A beginning after the end of the text, or after the end of the part, gives nothing.
    """
    value = a[VALUE]
    length = value.str.len_chars().cast(pl.Int64)
    start = _counted(whole_number(a[FROM]), length)
    end = _counted(whole_number(a[TO]), length) if TO in a else length
    return pl.when((start <= length) & (start <= end)).then(
        value.str.slice(start, (end - start).clip(lower_bound=0))
    )


def _counted(place: pl.Expr, length: pl.Expr) -> pl.Expr:
    return pl.when(place < 0).then((length + place).clip(lower_bound=0)).otherwise(place)


def _place_of(find: Callable[[str, str], int]) -> Function:
    """Give the place of a text in another, counted in characters from 0, and -1 where it is not."""
    column = lambda a: per_value(lambda value, sub: str(find(value, sub)), a[VALUE], a[_SUB])  # noqa: E731 - the table needs a value
    return Function((VALUE, _SUB), column, Result.NUMBER)


def _joined(a: Arguments) -> pl.Expr:
    return pl.concat_str(a[STR], a.get(_DELIMITER, ""), a[_OTHER])


def _all_joined(a: Arguments) -> pl.Expr:
    """Join those of the texts that are there."""
    parts = pl.concat_list(a.every(_SEQUENCE)).list.drop_nulls()
    return pl.when(parts.list.len() > 0).then(parts.list.join(a.get(_DELIMITER, "")))


def _before(value: str, mark: str) -> str:
    return value.partition(mark)[0] if mark and mark in value else ""


def _after(value: str, mark: str) -> str:
    return value.partition(mark)[2] if mark else value


def _pair(change: Callable[[str, str], str]) -> Function:
    return Function((FIRST, SECOND), lambda a: per_value(change, a[FIRST], a[SECOND]))


TEXT_FUNCTIONS: Final[dict[str, Function]] = {
    GREL + "toUpperCase": _of_value(lambda value: value.str.to_uppercase()),
    GREL + "toLowerCase": _of_value(lambda value: value.str.to_lowercase()),
    GREL + "string_toTitlecase": _of_value(lambda value: per_value(_titled, value)),
    GREL + "string_trim": _of_value(lambda value: value.str.strip_chars()),
    GREL + "string_chomp": Function((VALUE, _SEPARATOR), lambda a: a[VALUE].str.strip_suffix(a[_SEPARATOR])),
    GREL + "string_toString": _of_value(lambda value: value, ANY),
    GREL + "string_length": Function(
        (VALUE,), lambda a: a[VALUE].str.len_chars().cast(pl.String), Result.NUMBER
    ),
    GREL + "string_indexOf": _place_of(str.find),
    GREL + "string_lastIndexOf": _place_of(str.rfind),
    GREL + "string_substring": Function((VALUE, FROM, TO), _part, optional=(TO,)),
    GREL + "string_replace": Function((VALUE, _FIND, _REPLACE), _replaced, refusal=_find_refusal),
    GREL + "string_replaceChars": Function(
        (VALUE, _FIND, _REPLACE), _characters_replaced, fixed=(_FIND, _REPLACE), refusal=_characters_refusal
    ),
    IDLAB + "concat": Function((STR, _OTHER, _DELIMITER), _joined, optional=(_DELIMITER,)),
    IDLAB + "concatSequence": Function(
        (_SEQUENCE, _DELIMITER), _all_joined, optional=(_DELIMITER,), many=_SEQUENCE
    ),
    IDLAB + "toUpperCaseURL": _of_value(
        lambda value: (
            pl.when(value.str.to_uppercase().str.contains("^HTTPS?://"))
            .then(value.str.to_uppercase())
            .otherwise(pl.concat_str(pl.lit("http://"), value.str.to_uppercase()))
        ),
        STR,
    ),
    IDLAB + "alwaysReturnsABC": Function((), lambda _: pl.lit("ABC")),
    SPARQL + "strbefore": _pair(_before),
    SPARQL + "strafter": _pair(_after),
}
