"""Functions of several values: what makes several of one, and what looks at all of a record together."""

from collections.abc import Callable
from typing import Final

import polars as pl

from ..phrases import Phrase
from .number_functions import total, whole_number
from .patterns import between_slashes, groups, pattern_refusal, whole
from .prefixes import GREL, IDLAB
from .signatures import STR, VALUE, Arguments, Function, Result, Texts, told
from .text_functions import FROM, TO

_LIST: Final = GREL + "p_array_a"
_ELEMENTS: Final = IDLAB + "list"
_SEPARATOR: Final = GREL + "p_string_sep"
_PATTERN: Final = GREL + "p_string_regex"
_NEVER: Final = "\x00"
"""A character that no file has, since no reader lets it pass."""


def _split(a: Arguments) -> pl.Expr:
    """Split a cell; blanks around the parts are taken off, and parts without anything left out."""
    value, separator, pattern = a[VALUE], a[_SEPARATOR], between_slashes(a.text(_SEPARATOR))
    if pattern is not None:
        value, separator = value.str.replace_all(pattern, _NEVER), pl.lit(_NEVER)
    parts = value.str.split(separator)
    return parts.list.eval(pl.element().str.strip_chars().filter(pl.element().str.strip_chars() != ""))


def _separator_refusal(texts: Texts) -> Phrase | None:
    separator = texts.get(_SEPARATOR)
    pattern = between_slashes(separator or "")
    if separator == "":
        return Phrase("the separator is empty")
    return None if pattern is None else pattern_refusal(pattern)


def _pattern(a: Arguments | Texts) -> str:
    text = a.text(_PATTERN) if isinstance(a, Arguments) else a.get(_PATTERN, "")
    return between_slashes(text) or text


def _matched(a: Arguments) -> pl.Expr:
    return groups(a[VALUE], whole(_pattern(a)))


def _refusal(texts: Texts) -> Phrase | None:
    return pattern_refusal(_pattern(texts))


def _of_list(change: Callable[[pl.Expr], pl.Expr], result: Result = Result.LIST) -> Function:
    return Function((_LIST,), lambda a: change(a[_LIST]), result, lists=(_LIST,))


def _joined(a: Arguments) -> pl.Expr:
    return pl.when(a[_LIST].list.len() > 0).then(a[_LIST].list.join(a[_SEPARATOR]))


def _sliced(a: Arguments) -> pl.Expr:
    """Give the values from one place to before another, counted from 0; negative ones count from the end."""
    values, start = a[_LIST], whole_number(a[FROM])
    length = values.list.len().cast(pl.Int64)
    start = pl.when(start < 0).then((length + start).clip(lower_bound=0)).otherwise(start)
    end = whole_number(a[TO]) if TO in a else length
    end = pl.when(end < 0).then(length + end).otherwise(end)
    return values.list.slice(start, (end - start).clip(lower_bound=0))


def _got(a: Arguments) -> pl.Expr:
    """Give one value by its place, or those from one place to before another."""
    return _sliced(a) if TO in a else a[_LIST].list.get(whole_number(a[FROM]), null_on_oob=True)


def _summed(values: pl.Expr) -> pl.Expr:
    def sums(lists: pl.Series) -> pl.Series:
        return pl.Series([None if each is None else total(each) for each in lists.to_list()], dtype=pl.String)

    return values.map_batches(sums, return_dtype=pl.String, is_elementwise=True)


LIST_FUNCTIONS: Final[dict[str, Function]] = {
    GREL + "string_split": Function((VALUE, _SEPARATOR), _split, Result.LIST, refusal=_separator_refusal),
    GREL + "string_match": Function(
        (VALUE, _PATTERN), _matched, Result.LIST, fixed=(_PATTERN,), refusal=_refusal
    ),
    GREL + "string_find": Function(
        (VALUE, _PATTERN),
        lambda a: a[VALUE].str.extract_all(_pattern(a)),
        Result.LIST,
        fixed=(_PATTERN,),
        refusal=_refusal,
    ),
    GREL + "array_join": Function((_LIST, _SEPARATOR), _joined, lists=(_LIST,)),
    GREL + "array_get": Function((_LIST, FROM, TO), _got, Result.LIST, optional=(TO,), lists=(_LIST,)),
    GREL + "array_slice": Function((_LIST, FROM, TO), _sliced, Result.LIST, optional=(TO,), lists=(_LIST,)),
    GREL + "array_length": _of_list(lambda values: values.list.len().cast(pl.String), Result.NUMBER),
    GREL + "array_reverse": _of_list(lambda values: values.list.reverse()),
    GREL + "array_sort": _of_list(lambda values: values.list.sort()),
    GREL + "array_uniques": _of_list(lambda values: values.list.unique(maintain_order=True)),
    GREL + "array_sum": _of_list(_summed, Result.NUMBER),
    IDLAB + "listContainsElement": Function(
        (_ELEMENTS, STR), lambda a: told(a[_ELEMENTS].list.contains(a[STR])), Result.TRUTH, lists=(_ELEMENTS,)
    ),
}
