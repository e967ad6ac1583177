"""Functions that tell whether something holds, and those that choose by it."""

from collections.abc import Callable
from typing import Final

import polars as pl

from ..phrases import Phrase
from .number_functions import number
from .patterns import pattern_refusal
from .prefixes import GREL, IDLAB
from .signatures import (
    ANY,
    FIRST,
    SECOND,
    SPARQL,
    STR,
    THIRD,
    VALUE,
    VALUE_2,
    Arguments,
    Function,
    Result,
    Texts,
    per_value,
    told,
    truth,
)

_CONDITION: Final = GREL + "bool_b"
_CONDITIONS: Final = GREL + "param_rep_b"
_SUB: Final = GREL + "string_sub"
_TRUE: Final = GREL + "any_true"
_FALSE: Final = GREL + "any_false"
_CHOICES: Final = GREL + "p_any_rep_e"
_OTHER: Final = IDLAB + "otherStr"
_DELIMITER: Final = IDLAB + "delimiter"
_TRUTH: Final = IDLAB + "strBoolean"
_EXPECTED: Final = IDLAB + "expectedStr"
_RESULT: Final = IDLAB + "result"
_TEST: Final = IDLAB + "p_test"
_FROM: Final = IDLAB + "p_from"
_TO: Final = IDLAB + "p_to"


def _about(parameter: str, holds: Callable[[pl.Expr], pl.Expr]) -> Function:
    return Function((parameter,), lambda a: told(holds(a[parameter])), Result.TRUTH)


def _of_two(first: str, second: str, holds: Callable[[pl.Expr, pl.Expr], pl.Expr]) -> Function:
    return Function((first, second), lambda a: told(holds(a[first], a[second])), Result.TRUTH)


def _of_all(holds: Callable[[list[pl.Expr]], pl.Expr]) -> Function:
    def column(a: Arguments) -> pl.Expr:
        return told(holds([truth(condition) for condition in a.every(_CONDITIONS)]))

    return Function((_CONDITIONS,), column, Result.TRUTH, many=_CONDITIONS)


def _is_blank(value: pl.Expr) -> pl.Expr:
    return value.is_null() | (value.str.strip_chars() == "")


def _is_number(value: pl.Expr) -> pl.Expr:
    return per_value(lambda text: "true" if number(text) is not None else "false", value) == "true"


def _odd(conditions: list[pl.Expr]) -> pl.Expr:
    """Tell whether an odd number of conditions hold, which for two is that exactly one does."""
    return pl.sum_horizontal([each.cast(pl.UInt32) for each in conditions]) % 2 == 1


def _in_range(a: Arguments) -> pl.Expr:
    """Tell whether a number is at least the one and less than the other; a limit that is not given is none."""

    def holds(tested: str, least: str, end: str) -> str:
        value, lower, upper = number(tested), number(least), number(end)
        within = value is not None and (lower is None or value >= lower) and (upper is None or value < upper)
        return "true" if within else "false"

    return per_value(holds, *(a.get(each, "").fill_null("") for each in (_TEST, _FROM, _TO)))


def _fitting(a: Arguments) -> pl.Expr:
    flags = f"(?{a.text(THIRD)})" if a.text(THIRD) else ""
    return told(a[FIRST].str.contains(flags + a.text(SECOND)))


def _pattern_refusal(texts: Texts) -> Phrase | None:
    flags = texts.get(THIRD, "")
    if not set(flags) <= set("imsx"):
        return Phrase("there are no flags {flags!r}; a pattern has i, m, s and x", {"flags": flags})
    return pattern_refusal(texts.get(SECOND, ""))


def _chosen(a: Arguments) -> pl.Expr:
    return pl.when(truth(a[_CONDITION])).then(a[_TRUE]).otherwise(a.get(_FALSE))


CONDITION_FUNCTIONS: Final[dict[str, Function]] = {
    IDLAB + "equal": _of_two(VALUE, VALUE_2, lambda value, other: value == other),
    IDLAB + "notEqual": _of_two(VALUE, VALUE_2, lambda value, other: value.ne_missing(other)),
    GREL + "string_contains": _of_two(VALUE, _SUB, lambda value, sub: value.str.contains(sub, literal=True)),
    GREL + "string_startsWith": _of_two(VALUE, _SUB, lambda value, sub: value.str.starts_with(sub)),
    GREL + "string_endsWith": _of_two(VALUE, _SUB, lambda value, sub: value.str.ends_with(sub)),
    IDLAB + "stringContainsOtherString": Function(
        (STR, _OTHER, _DELIMITER),
        lambda a: told(a[STR].str.split(a[_DELIMITER]).list.contains(a[_OTHER])),
        Result.TRUTH,
    ),
    SPARQL + "regex": Function(
        (FIRST, SECOND, THIRD),
        _fitting,
        Result.TRUTH,
        optional=(THIRD,),
        fixed=(SECOND, THIRD),
        refusal=_pattern_refusal,
    ),
    IDLAB + "isNull": _about(STR, lambda value: value.is_null()),
    IDLAB + "isSet": _about(VALUE, lambda value: value != ""),
    GREL + "controls_isNull": _about(ANY, lambda value: value.is_null()),
    GREL + "controls_isNotNull": _about(ANY, lambda value: value.is_not_null()),
    GREL + "controls_isBlank": _about(ANY, _is_blank),
    GREL + "controls_isNonBlank": _about(ANY, lambda value: ~_is_blank(value)),
    GREL + "controls_isNumeric": _about(ANY, _is_number),
    IDLAB + "inRange": Function((_TEST, _FROM, _TO), _in_range, Result.TRUTH, optional=(_FROM, _TO)),
    GREL + "boolean_and": _of_all(pl.all_horizontal),
    GREL + "boolean_or": _of_all(pl.any_horizontal),
    GREL + "boolean_xor": _of_all(_odd),
    GREL + "boolean_not": _about(_CONDITION, lambda condition: ~truth(condition)),
    GREL + "controls_if": Function((_CONDITION, _TRUE, _FALSE), _chosen, Result.ANY, optional=(_FALSE,)),
    GREL + "other_coalesce": Function(
        (_CHOICES,), lambda a: pl.coalesce(a.every(_CHOICES)), Result.ANY, many=_CHOICES
    ),
    IDLAB + "trueCondition": Function((_TRUTH, STR), lambda a: pl.when(truth(a[_TRUTH])).then(a[STR])),
    IDLAB + "decide": Function(
        (STR, _EXPECTED, _RESULT), lambda a: pl.when(a[STR] == a[_EXPECTED]).then(a[_RESULT])
    ),
}
