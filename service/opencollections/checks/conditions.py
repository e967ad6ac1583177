"""Conditions: the constraints that a value alone decides on, as expressions over a column of terms (SHACL §4)."""

from collections.abc import Callable, Mapping
from functools import reduce
from operator import and_, or_
from typing import Final

import polars as pl

from ..mapping.lexical_forms import DECIMALS, LEXICAL_FORMS
from ..vocabulary import XSD, expand
from . import terms
from .shapes import Constraint, Logical, Shape, Values

_LANG_STRING: Final = expand("rdf:langString")
_NUMBERS: Final = (*sorted(DECIMALS), XSD + "double", XSD + "float")
_CALENDAR: Final = frozenset({XSD + "date", XSD + "dateTime"})

Condition = Callable[[pl.Expr, tuple[str, ...]], pl.Expr]


def conforms(shape: Shape, value: pl.Expr) -> pl.Expr:
    """Tell which values conform to a shape that is about values."""
    return _all([holds(constraint, value) for constraint in shape.constraints])


def holds(constraint: Constraint, value: pl.Expr) -> pl.Expr:
    """Tell for which values a constraint holds that is about values."""
    if isinstance(constraint, Logical):
        inner = [conforms(shape, value) for shape in constraint.shapes]
        return _JOINED[constraint.parameter](inner)
    assert isinstance(constraint, Values)
    return _CONDITIONS[constraint.parameter](value, constraint.asked).fill_null(value=False)


def _all(conditions: list[pl.Expr]) -> pl.Expr:
    return reduce(and_, conditions, pl.lit(value=True))


_JOINED: Final[Mapping[str, Callable[[list[pl.Expr]], pl.Expr]]] = {
    "and": _all,
    "node": _all,
    "or": lambda conditions: reduce(or_, conditions, pl.lit(value=False)),
    "not": lambda conditions: ~conditions[0],
}


def _node_kind(value: pl.Expr, asked: tuple[str, ...]) -> pl.Expr:
    name = asked[0].rpartition("#")[2]
    nameless = value.str.starts_with("_:")
    kinds = {"IRI": terms.is_iri(value), "Literal": terms.is_literal(value), "BlankNode": nameless}
    return reduce(or_, (condition for kind, condition in kinds.items() if kind in name.split("Or")))


def _datatype(value: pl.Expr, asked: tuple[str, ...]) -> pl.Expr:
    """Tell which literals have a datatype and are written as it wants; an ill-typed one has none."""
    if asked[0] == _LANG_STRING:
        return terms.language(value).is_not_null()
    if asked[0] == XSD + "string":
        return terms.ending(value) == ""
    of_type = terms.ending(value) == f"^^<{asked[0]}>"
    form = LEXICAL_FORMS.get(asked[0])
    if form is None:
        return of_type
    written = terms.text(value)
    of_form = written.str.contains(form)
    if asked[0] in _CALENDAR:
        day = written.str.extract(r"^([0-9]{4}-[0-9]{2}-[0-9]{2})", 1)
        of_form &= day.is_null() | day.str.to_date("%Y-%m-%d", strict=False).is_not_null()
    return of_type & of_form


def _pattern(value: pl.Expr, asked: tuple[str, ...]) -> pl.Expr:
    return terms.text(value).str.contains(asked[0])


def _number(value: pl.Expr) -> pl.Expr:
    """Give the number that a literal of a numeric datatype stands for, null for any other term."""
    numeric = terms.ending(value).is_in([f"^^<{datatype}>" for datatype in _NUMBERS])
    return pl.when(numeric).then(terms.text(value).str.strip_prefix("+").cast(pl.Float64, strict=False))


def _language_in(value: pl.Expr, asked: tuple[str, ...]) -> pl.Expr:
    """Tell which texts are in one of some languages: ``hu`` takes ``hu-Latn`` too (langMatches, RFC 4647 §3.3.1)."""
    tag = terms.language(value)
    ranges = [one.lower() for one in asked]
    return reduce(or_, ((tag == one) | tag.str.starts_with(f"{one}-") for one in ranges), pl.lit(value=False))


_CONDITIONS: Final[Mapping[str, Condition]] = {
    "nodeKind": _node_kind,
    "datatype": _datatype,
    "pattern": _pattern,
    "minLength": lambda value, asked: terms.text(value).str.len_chars() >= int(asked[0]),
    "maxLength": lambda value, asked: terms.text(value).str.len_chars() <= int(asked[0]),
    "minInclusive": lambda value, asked: _number(value) >= float(asked[0]),
    "maxInclusive": lambda value, asked: _number(value) <= float(asked[0]),
    "in": lambda value, asked: value.is_in(asked),
    "languageIn": _language_in,
}
