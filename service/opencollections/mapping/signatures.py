"""What a function is to a mapping: its parameters, what it gives, and the names that others use for both.

GREL and IDLab name each parameter and each output twice: by its description (``grel:valueParam``) and by the
predicate that points to it (``grel:valueParameter``). Mappings in the wild use either, so both are known; here
the predicate is the name. What only SPARQL names is known by SPARQL's IRI and takes its arguments by place.
Sources: the published grel.ttl and functions_idlab.ttl, and https://www.w3.org/ns/sparql.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

import polars as pl

from ..phrases import Phrase
from ..vocabulary import expand
from .prefixes import GREL, IDLAB

SPARQL: Final = "http://www.w3.org/ns/sparql#"

FIRST: Final = expand("rdf:_1")
SECOND: Final = expand("rdf:_2")
THIRD: Final = expand("rdf:_3")
PLACE: Final = FIRST[:-1]
"""What the names of arguments by place begin with; a number follows."""

VALUE: Final = GREL + "valueParameter"
VALUE_2: Final = GREL + "valueParameter2"
ANY: Final = GREL + "p_any_e"
STR: Final = IDLAB + "str"

ValueTables = Callable[[str, str, str, str], Mapping[str, str]]
"""Gives a value table: file, from-column, to-column, delimiter (may be "") to value by value."""


class Result(Enum):
    """What a function gives; the value is the outputs that a mapping may ask for by ``rml:return``."""

    TEXT = (GREL + "stringOut", GREL + "stringOutput", IDLAB + "_stringOut", IDLAB + "stringOut")
    NUMBER = (GREL + "output_number", GREL + "o_number")
    TRUTH = (GREL + "output_bool", GREL + "o_bool", IDLAB + "_boolOut", IDLAB + "o_boolOut")
    LIST = (GREL + "output_array", GREL + "o_array", IDLAB + "_listOut", IDLAB + "listOut")
    DATE = (GREL + "output_date", GREL + "o_date", *TEXT)
    DATE_TIME = (GREL + "output_datetime", GREL + "o_datetime", *TEXT)
    ANY = (GREL + "output_any", GREL + "o_any", *TEXT)


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of one call: a column for each parameter that is given, a list column where it takes a list.

    ``fixed`` has the texts of those that are constants; ``record`` is a text that only this record of this
    source has; ``value_table`` reads a table beside the mapping.
    """

    columns: Mapping[str, tuple[pl.Expr, ...]]
    fixed: Mapping[str, str] = field(default_factory=dict)
    record: pl.Expr = field(default_factory=lambda: pl.lit(""))
    value_table: ValueTables = field(default=lambda *_: {})

    def __contains__(self, parameter: str) -> bool:
        return parameter in self.columns

    def __getitem__(self, parameter: str) -> pl.Expr:
        return self.columns[parameter][0]

    def get(self, parameter: str, default: str | None = None) -> pl.Expr:
        """Give the column of an optional parameter, or a column of the default."""
        return self[parameter] if parameter in self else pl.lit(default, dtype=pl.String)

    def every(self, parameter: str) -> list[pl.Expr]:
        """Give the columns of a parameter that is given many times."""
        return list(self.columns.get(parameter, ()))

    def text(self, parameter: str, default: str = "") -> str:
        """Give the text of a constant."""
        return self.fixed.get(parameter, default)


Texts = Mapping[str, str]
"""The constants of a call, by parameter."""


def none_of(word: str, known: Iterable[str]) -> Phrase:
    """Say of a constant that it is none of those that a parameter takes."""
    return Phrase("{word!r} is none of {known}", {"word": word, "known": ", ".join(known)})


@dataclass(frozen=True, slots=True)
class Function:
    """A function: its parameters in order (the optional ones last) and the column it makes of them.

    ``fixed`` names parameters that must be constants, ``many`` the one that may be given many times, each time
    for itself, and ``lists`` those that take all values of a record together. ``refusal`` says of the constants
    of a call why they cannot be used. ``code`` is the problem of a record that has a value for which the function
    should give one and does not: a value of the first argument, or what ``doubted`` makes of the arguments.
    """

    parameters: tuple[str, ...]
    column: Callable[[Arguments], pl.Expr]
    result: Result = Result.TEXT
    optional: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()
    many: str | None = None
    lists: tuple[str, ...] = ()
    refusal: Callable[[Texts], Phrase | None] | None = None
    code: str | None = None
    doubted: Callable[[Arguments], pl.Expr] | None = None

    def doubtful(self, given: Arguments) -> pl.Expr:
        """Give the column of values of which it should make something."""
        return given[self.parameters[0]] if self.doubted is None else self.doubted(given)

    @property
    def is_derived(self) -> bool:
        """Tell whether its column is made before all others: it gives several values, or takes several at once."""
        return self.result is Result.LIST or bool(self.lists)

    def parameter_at(self, place: int) -> str | None:
        """Give the parameter of an argument by its place, counted from 1."""
        names = self.parameters
        if self.many in names[:place]:
            return self.many
        return names[place - 1] if 0 < place <= len(names) else None


def truth(value: pl.Expr) -> pl.Expr:
    """Read "true" as true; all else, and no value, as false."""
    return (value.str.to_lowercase() == "true").fill_null(value=False)


def told(holds: pl.Expr) -> pl.Expr:
    """Write a condition as "true" or "false", so that any function can be a condition; unknown is "false"."""
    return pl.when(holds.fill_null(value=False)).then(pl.lit("true")).otherwise(pl.lit("false"))


def per_value(change: Callable[..., str | None], *columns: pl.Expr) -> pl.Expr:
    """Apply a Python function to the values of each record; where one is missing the result is missing.

    For what Polars has no expression for: some hundred thousand records a second instead of some million.
    """

    def changed(records: pl.Series) -> pl.Series:
        values = zip(*(records.struct.field(name).to_list() for name in records.struct.fields), strict=True)
        made = [None if None in row else change(*row) for row in values]
        return pl.Series(made, dtype=pl.String)

    together = pl.struct(column.alias(str(n)) for n, column in enumerate(columns))
    return together.map_batches(changed, return_dtype=pl.String, is_elementwise=True)


def _by_predicate() -> dict[str, str]:
    grel = {
        "valueParam": "valueParameter",
        "valueParam2": "valueParameter2",
        "modeParam": "modeParameter",
        "bool_array_b": "param_rep_b",
        "param_a": "p_array_a",
        "param_any_e": "p_any_e",
        "param_any_rep_e": "p_any_rep_e",
        "param_b": "bool_b",
        "param_date_d": "p_date_d",
        "param_datetime_d": "p_datetime_d",
        "param_datetime_d2": "p_datetime_d2",
        "param_dec_n": "p_dec_n",
        "param_dec_n2": "param_n2",
        "param_dec_n_exp": "p_any_exp",
        "param_false": "any_false",
        "param_find": "p_string_find",
        "param_int_i": "p_int_i",
        "param_int_i2": "p_int_i2",
        "param_regex": "p_string_regex",
        "param_replace": "p_string_replace",
        "param_string_pattern": "p_string_pattern",
        "param_string_sep": "p_string_sep",
        "param_string_sub": "string_sub",
        "param_string_timeunit": "p_string_timeunit",
        "param_string_unit": "p_string_unit",
        "param_true": "any_true",
        "p_int_i_from": "param_int_i_from",
        "p_int_i_opt_to": "param_int_i_opt_to",
    }
    idlab = "delimiter expectedStr fromColumn inputFile lang list otherStr pattern result str strBoolean strDate toColumn"
    return {
        **{GREL + description: GREL + predicate for description, predicate in grel.items()},
        **{f"{IDLAB}_{name}": IDLAB + name for name in idlab.split()},
        **{f"{IDLAB}_{name}": f"{IDLAB}p_{name}" for name in ("test", "from", "to")},
    }


PARAMETERS: Final[Mapping[str, str]] = _by_predicate()
"""Names of parameters as their descriptions give them, to the predicates that are their names here."""

NAMESPACES: Final[Mapping[str, str]] = {
    "https://users.ugent.be/~bjdmeest/function/grel.ttl#": GREL,
    "http://w3id.org/imec/idlab/function#": IDLAB,
    "http://example.com/idlab/function/": IDLAB,
}
"""Other writings of the namespaces: with the other scheme, and as IDLab's own files had it."""


def parameter_name(iri: str) -> str:
    """Give the one name of a parameter, whichever of its names and namespaces a mapping uses."""
    name = in_namespace(iri)
    return PARAMETERS.get(name, name)


def in_namespace(iri: str) -> str:
    """Give an IRI in the namespace that its own one is another writing of."""
    for other, namespace in NAMESPACES.items():
        if iri.startswith(other):
            return namespace + iri.removeprefix(other)
    return iri
