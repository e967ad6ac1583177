"""The functions a mapping may call, as column expressions, by the IRIs that GREL and IDLab gave them.

A function never sees a row: it gets one expression per parameter and gives one. Conditions give "true" or
"false" as text, so that any function can be a condition.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from ..vocabulary import expand
from .model import Call, Expression, TermType
from .nquads import encoded

GREL: Final = "http://users.ugent.be/~bjdmeest/function/grel.ttl#"
IDLAB: Final = "https://w3id.org/imec/idlab/function#"

VALUE: Final = GREL + "valueParameter"
VALUE_2: Final = GREL + "valueParameter2"
CONDITION: Final = GREL + "bool_b"
LOOKUP: Final = IDLAB + "lookup"
LOOKUP_FILE: Final = IDLAB + "inputFile"
LOOKUP_FROM: Final = IDLAB + "fromColumn"
LOOKUP_TO: Final = IDLAB + "toColumn"
LOOKUP_DELIMITER: Final = IDLAB + "delimiter"

Arguments = Mapping[str, pl.Expr]

_POSITION: Final = expand("rdf:_1")[:-1]


@dataclass(frozen=True, slots=True)
class Function:
    """A function: its parameters in order (the optional ones last) and the column it makes of them.

    ``several`` marks a function whose column is List(String): each value goes on by itself. ``fixed`` names
    parameters that must be constants.
    """

    parameters: tuple[str, ...]
    column: Callable[[Arguments], pl.Expr]
    optional: tuple[str, ...] = ()
    several: bool = False
    fixed: tuple[str, ...] = ()


def _text(truth: pl.Expr) -> pl.Expr:
    return pl.when(truth.fill_null(value=False)).then(pl.lit("true")).otherwise(pl.lit("false"))


def _of_value(change: Callable[[pl.Expr], pl.Expr]) -> Function:
    return Function((VALUE,), lambda a: change(a[VALUE]))


def _replaced(a: Arguments) -> pl.Expr:
    return a[VALUE].str.replace_all(a[GREL + "p_string_find"], a[GREL + "p_string_replace"], literal=True)


def _part(a: Arguments) -> pl.Expr:
    start = a[GREL + "param_int_i_from"].cast(pl.Int64, strict=False)
    end = a.get(GREL + "param_int_i_opt_to")
    if end is None:
        return a[VALUE].str.slice(start)
    return a[VALUE].str.slice(start, (end.cast(pl.Int64, strict=False) - start).clip(lower_bound=0))


def _split(a: Arguments) -> pl.Expr:
    parts = a[VALUE].str.split(a[GREL + "p_string_sep"])
    return parts.list.eval(pl.element().str.strip_chars().filter(pl.element().str.strip_chars() != ""))


def _chosen(a: Arguments) -> pl.Expr:
    chosen = pl.when(a[CONDITION] == "true").then(a[GREL + "any_true"])
    return chosen.otherwise(a.get(GREL + "any_false", pl.lit(None, dtype=pl.String)))


_HTML: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}


def _escaped(a: Arguments) -> pl.Expr:
    mode, value = a[GREL + "modeParam"], a[VALUE]
    html = value.str.replace_many(list(_HTML), list(_HTML.values()))
    chosen = pl.when(mode.is_in(["html", "xml"])).then(html)
    return chosen.when(mode == "url").then(encoded(value, TermType.URI)).otherwise(value)


def _joined(a: Arguments) -> pl.Expr:
    parts = [a[IDLAB + "str"], a[IDLAB + "otherStr"]]
    delimiter = a.get(IDLAB + "delimiter")
    return pl.concat_str(parts if delimiter is None else [parts[0], delimiter, parts[1]])


FUNCTIONS: Final[dict[str, Function]] = {
    GREL + "toUpperCase": _of_value(lambda v: v.str.to_uppercase()),
    GREL + "toLowerCase": _of_value(lambda v: v.str.to_lowercase()),
    GREL + "toTitleCase": _of_value(lambda v: v.str.to_titlecase()),
    GREL + "string_toUpperCase": _of_value(lambda v: v.str.to_uppercase()),
    GREL + "string_toLowerCase": _of_value(lambda v: v.str.to_lowercase()),
    GREL + "string_trim": _of_value(lambda v: v.str.strip_chars()),
    GREL + "string_split": Function((VALUE, GREL + "p_string_sep"), _split, several=True),
    GREL + "string_replace": Function(
        (VALUE, GREL + "p_string_find", GREL + "p_string_replace"), _replaced, fixed=(GREL + "p_string_find",)
    ),
    GREL + "string_substring": Function(
        (VALUE, GREL + "param_int_i_from", GREL + "param_int_i_opt_to"),
        _part,
        optional=(GREL + "param_int_i_opt_to",),
    ),
    GREL + "string_contains": Function(
        (VALUE, GREL + "string_sub"),
        lambda a: _text(a[VALUE].str.contains(a[GREL + "string_sub"], literal=True)),
    ),
    GREL + "string_startsWith": Function(
        (VALUE, GREL + "string_sub"), lambda a: _text(a[VALUE].str.starts_with(a[GREL + "string_sub"]))
    ),
    GREL + "string_endsWith": Function(
        (VALUE, GREL + "string_sub"), lambda a: _text(a[VALUE].str.ends_with(a[GREL + "string_sub"]))
    ),
    GREL + "escape": Function((VALUE, GREL + "modeParam"), _escaped),
    IDLAB + "concat": Function(
        (IDLAB + "str", IDLAB + "otherStr", IDLAB + "delimiter"), _joined, optional=(IDLAB + "delimiter",)
    ),
    GREL + "boolean_not": Function((CONDITION,), lambda a: _text(a[CONDITION] != "true")),
    GREL + "controls_if": Function(
        (CONDITION, GREL + "any_true", GREL + "any_false"), _chosen, optional=(GREL + "any_false",)
    ),
    IDLAB + "equal": Function((VALUE, VALUE_2), lambda a: _text(a[VALUE] == a[VALUE_2])),
    IDLAB + "notEqual": Function((VALUE, VALUE_2), lambda a: _text(a[VALUE].ne_missing(a[VALUE_2]))),
    IDLAB + "isNull": Function((IDLAB + "str",), lambda a: _text(a[IDLAB + "str"].is_null())),
    IDLAB + "trueCondition": Function(
        (IDLAB + "strBoolean", IDLAB + "str"),
        lambda a: pl.when(a[IDLAB + "strBoolean"] == "true").then(a[IDLAB + "str"]),
    ),
    LOOKUP: Function(
        (IDLAB + "str", LOOKUP_FILE, LOOKUP_FROM, LOOKUP_TO, LOOKUP_DELIMITER),
        lambda a: a[IDLAB + "str"],
        optional=(LOOKUP_DELIMITER,),
        fixed=(LOOKUP_FILE, LOOKUP_FROM, LOOKUP_TO, LOOKUP_DELIMITER),
    ),
}
"""The functions on offer; ``lookup`` gets its table from the compiler, which may read files."""


def arguments(call: Call) -> dict[str, Expression]:
    """Give a call's arguments by parameter; those given by place get the name of their place."""
    function = FUNCTIONS[call.function]
    named: dict[str, Expression] = {}
    for parameter, value in call.arguments:
        place = parameter.removeprefix(_POSITION)
        if place != parameter and place.isdigit() and 0 < int(place) <= len(function.parameters):
            named[function.parameters[int(place) - 1]] = value
        else:
            named[parameter] = value
    return named


def looked_up(value: pl.Expr, table: Mapping[str, str]) -> pl.Expr:
    """Replace each value by what a value table says of it; a value that is not there becomes null."""
    return value.replace_strict(list(table), list(table.values()), default=None, return_dtype=pl.String)
