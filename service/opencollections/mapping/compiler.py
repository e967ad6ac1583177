"""From the expressions of a mapping to columns: which values a source must give, and what is made of them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from ..records.tables import NATURAL_TYPES
from ..vocabulary import XSD
from . import functions, nquads
from .functions import FUNCTIONS
from .model import Call, Constant, Expression, Reference, Template, TermMap, TermType

_HOST_ENDS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:(?://[^/?#]*[/?#]|(?!//)[^/]|/[^/])")
_UNSAFE: Final = frozenset({TermType.UNSAFE_IRI, TermType.UNSAFE_URI})

ValueTables = Callable[[str, str, str, str], Mapping[str, str]]
"""Gives a value table: file, from-column, to-column, delimiter (may be "") to value by value."""


@dataclass(frozen=True, slots=True)
class Term:
    """The column of one term map: N-Quads text, and null where no term is made.

    ``column`` is the text. Where a value can be unfit for a term, ``doubtful`` is that plain value: a row that
    has one and no text is a problem, of the kind ``code``. ``fixed`` is the text of a constant term.
    """

    column: pl.Expr
    doubtful: pl.Expr | None = None
    code: str = "iri-invalid"
    fixed: str | None = None


@dataclass(slots=True)
class Compiler:
    """Compiles for one logical source; collects the references to read and the lists to prepare.

    ``skolem`` is the beginning of the IRIs that stand for blank nodes; without it they stay blank nodes.
    ``typed`` names the columns whose values have a natural type beside them. ``strict`` writes what
    rml:UnsafeIRI makes even where that is no IRI.
    """

    base: str
    value_tables: ValueTables
    skolem: str | None = None
    strict: bool = False
    references: list[str] = field(default_factory=list)
    derived: list[tuple[str, pl.Expr]] = field(default_factory=list)
    typed: frozenset[str] = frozenset()
    _known_calls: dict[Call, str] = field(default_factory=dict)

    def value(self, expression: Expression) -> pl.Expr:
        """Give the column of an expression's plain values."""
        match expression:
            case Constant(value):
                return pl.lit(value, dtype=pl.String)
            case Reference(path):
                return pl.col(self._column(path))
            case Template(parts):
                return pl.concat_str([self._part(part, None) for part in parts])
            case Call():
                return self._call(expression)

    def _column(self, path: str) -> str:
        if path not in self.references:
            self.references.append(path)
        return f"v{self.references.index(path)}"

    def _part(self, part: str | Reference, encoding: TermType | None) -> pl.Expr:
        if isinstance(part, str):
            return pl.lit(part, dtype=pl.String)
        value = self.value(part)
        return value if encoding is None else nquads.encoded(value, encoding)

    def _call(self, call: Call) -> pl.Expr:
        function = FUNCTIONS[call.function]
        arguments = {name: self.value(value) for name, value in functions.arguments(call).items()}
        if call.function == functions.LOOKUP:
            return self._lookup(call, function.column(arguments))
        column = function.column(arguments)
        if not function.several:
            return column
        # A function with several values becomes a list column of its own, exploded like any other.
        if call not in self._known_calls:
            self._known_calls[call] = f"d{len(self.derived)}"
            self.derived.append((self._known_calls[call], column))
        return pl.col(self._known_calls[call])

    def _lookup(self, call: Call, value: pl.Expr) -> pl.Expr:
        given = {p: v.value for p, v in functions.arguments(call).items() if isinstance(v, Constant)}
        table = self.value_tables(
            given[functions.LOOKUP_FILE],
            given[functions.LOOKUP_FROM],
            given[functions.LOOKUP_TO],
            given.get(functions.LOOKUP_DELIMITER, ""),
        )
        return functions.looked_up(value, table)

    def term(self, term_map: TermMap) -> Term:
        """Give the column of a term map's N-Quads text."""
        made = self._term(term_map)
        if term_map.condition is None:
            return made
        holds = self.value(term_map.condition) == "true"
        doubtful = None if made.doubtful is None else pl.when(holds).then(made.doubtful)
        return Term(pl.when(holds).then(made.column), doubtful, made.code)

    def _term(self, term_map: TermMap) -> Term:
        match term_map.term_type:
            case TermType.LITERAL:
                return self._literal(term_map)
            case TermType.BLANK_NODE:
                return self._blank_node(term_map.expression)
            case _:
                return self._iri(term_map)

    def _blank_node(self, expression: Expression) -> Term:
        if expression == Template(()):
            # A node without any value is a new one for each record.
            value = pl.concat_str(pl.lit("row "), pl.col("row").cast(pl.String))
        else:
            value = self.value(expression).str.strip_prefix("_:")
        label = nquads.blank_label(value)
        if self.skolem is not None:
            return Term(pl.concat_str(pl.lit(f"<{self.skolem}"), label, pl.lit(">")))
        return Term(pl.concat_str(pl.lit("_:b"), label))

    def _iri(self, term_map: TermMap) -> Term:
        expression, base = term_map.expression, term_map.base or self.base
        is_safe = term_map.term_type not in _UNSAFE
        if isinstance(expression, Constant):
            iri = nquads.resolved(base, expression.value)
            if nquads.is_iri(iri):
                return Term(pl.lit(nquads.iri(iri), dtype=pl.String), fixed=nquads.iri(iri))
            text = pl.lit(iri, dtype=pl.String)
        elif isinstance(expression, Template):
            text = self._template(expression, term_map.term_type, base)
            if is_safe and _is_trusted(expression, base):
                return Term(_in_brackets(text))
        else:
            text = nquads.absolute(self.value(expression), base)
        if self.strict and not is_safe:
            return Term(_in_brackets(nquads.kept_in_brackets(text)))
        return Term(pl.when(nquads.valid_iri(text)).then(_in_brackets(text)), doubtful=text)

    def _template(self, template: Template, term_type: TermType, base: str) -> pl.Expr:
        first, *rest = template.parts
        if isinstance(first, str):
            parts: list[str | Reference] = [nquads.resolved(base, first), *rest]
        else:
            parts = [base, first, *rest]
        return pl.concat_str([self._part(part, term_type) for part in parts])

    def _literal(self, term_map: TermMap) -> Term:
        expression, language, datatype = term_map.expression, term_map.language, term_map.datatype
        if isinstance(expression, Constant) and _is_fixed(language) and _is_fixed(datatype):
            fixed = nquads.literal(expression.value, _fixed(language), _fixed(datatype))
            return Term(pl.lit(fixed, dtype=pl.String), fixed=fixed)
        text = nquads.escaped(self.value(expression))
        if language is not None:
            return self._tagged(text, language)
        if datatype is not None:
            return self._typed(text, datatype, term_map.base or self.base)
        return Term(pl.concat_str(pl.lit('"'), text, self._natural_end(expression)))

    def _natural_end(self, expression: Expression) -> pl.Expr:
        """Close a literal with the type its source gave the value, where the source has types."""
        if isinstance(expression, Reference) and (column := self._column(expression.path)) in self.typed:
            ends = [f'"^^<{natural}>' if natural else '"' for natural in NATURAL_TYPES]
            return (
                pl.col("t" + column[1:])
                .fill_null(0)
                .replace_strict(list(range(len(ends))), ends, return_dtype=pl.String)
            )
        return pl.lit('"')

    def _tagged(self, text: pl.Expr, language: Expression) -> Term:
        tag = self.value(language).str.to_lowercase()
        column = pl.concat_str(pl.lit('"'), text, pl.lit('"@'), tag)
        if isinstance(language, Constant):
            return Term(column)
        valid = tag.str.contains(nquads.LANGUAGE_TAG)
        return Term(pl.when(valid).then(column), doubtful=tag, code="language-invalid")

    def _typed(self, text: pl.Expr, datatype: Expression, base: str) -> Term:
        if isinstance(datatype, Constant):
            iri = nquads.resolved(base, datatype.value)
            end = '"' if iri == XSD + "string" else f'"^^<{iri}>'
            return Term(pl.concat_str(pl.lit('"'), text, pl.lit(end)))
        if isinstance(datatype, Template):
            iri_column = self._template(datatype, TermType.IRI, base)
        else:
            iri_column = nquads.absolute(self.value(datatype), base)
        column = pl.concat_str(pl.lit('"'), text, pl.lit('"^^<'), iri_column, pl.lit(">"))
        return Term(pl.when(nquads.valid_iri(iri_column)).then(column), doubtful=iri_column)


def _is_trusted(template: Template, base: str) -> bool:
    """Tell whether a template makes an IRI of any encoded values: they stand behind the host, and its texts fit."""
    first = template.parts[0]
    start = nquads.resolved(base, first) if isinstance(first, str) else base
    rest = template.parts[1:] if isinstance(first, str) else template.parts
    probe = start + "".join(part if isinstance(part, str) else "x" for part in rest)
    return _HOST_ENDS.match(start) is not None and nquads.is_iri(probe)


def _in_brackets(text: pl.Expr) -> pl.Expr:
    return pl.concat_str(pl.lit("<"), text, pl.lit(">"))


def _is_fixed(expression: Expression | None) -> bool:
    return expression is None or isinstance(expression, Constant)


def _fixed(expression: Expression | None) -> str | None:
    return expression.value if isinstance(expression, Constant) else None
