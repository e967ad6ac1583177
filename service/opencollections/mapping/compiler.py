"""From term maps to columns: the N-Quads text of each term, and the values that are unfit for it."""

import re
from dataclasses import dataclass, field, replace
from typing import Final, TypeGuard

import polars as pl

from ..records.tables import NATURAL_TYPES
from ..vocabulary import XSD
from . import nquads
from .lexical_forms import LEXICAL_FORMS
from .model import Call, Constant, Expression, Reference, Template, TermMap, TermType
from .signatures import Result
from .value_columns import ValueColumns

_HOST_ENDS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:(?://[^/?#]*[/?#]|(?!//)[^/]|/[^/])")
_UNSAFE: Final = frozenset({TermType.UNSAFE_IRI, TermType.UNSAFE_URI})


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
    reads: tuple[str, ...] = field(init=False)
    """The columns that the text is made of."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "reads", tuple(self.column.meta.root_names()))


@dataclass(slots=True)
class Compiler:
    """Compiles the term maps over one logical source, of its ``values``; relative IRIs are under ``base``.

    ``skolem`` is the beginning of the IRIs that stand for blank nodes; without it they stay blank nodes. ``strict``
    writes what rml:UnsafeIRI makes even where that is no IRI. With ``keep_empty`` a function that leaves nothing of
    a text gives an empty text.
    """

    base: str
    values: ValueColumns
    skolem: str | None = None
    strict: bool = False
    keep_empty: bool = False

    def term(self, term_map: TermMap) -> Term:
        """Give the column of a term map's N-Quads text."""
        made = self._with_doubt(self._term(term_map), term_map)
        if term_map.condition is None:
            return made
        holds = self.values.of(term_map.condition) == "true"
        doubtful = None if made.doubtful is None else pl.when(holds).then(made.doubtful)
        return Term(pl.when(holds).then(made.column), doubtful, made.code)

    def _with_doubt(self, term: Term, term_map: TermMap) -> Term:
        """Let a value that a function can make nothing of be a problem; the letter of RML-FNML knows no such thing."""
        call = term_map.expression
        if not isinstance(call, Call) or self.strict or term.code != "iri-invalid":
            return term
        doubt = self.values.doubt(call)
        return term if doubt is None else replace(term, doubtful=doubt[0], code=doubt[1])

    def _result(self, expression: Expression) -> pl.Expr:
        """Give the values of a term; a function that leaves nothing of a text gives none, as an empty cell does."""
        value = self.values.of(expression)
        is_plain = self.keep_empty or not isinstance(expression, Call)
        return value if is_plain else pl.when(value != "").then(value)

    def _term(self, term_map: TermMap) -> Term:
        match term_map.term_type:
            case TermType.LITERAL:
                return self._literal(term_map)
            case TermType.BLANK_NODE:
                return self._blank_node(term_map)
            case _:
                return self._iri(term_map)

    def _blank_node(self, term_map: TermMap) -> Term:
        if term_map.expression == Template(()):
            # A node without any value is a new one for each record. The label of a value never has two lines
            # where a sign begins, so the two kinds do not meet.
            row = nquads.blank_label(pl.col("row").cast(pl.String))
            label = pl.concat_str(pl.lit(f"{nquads.label(term_map.scope or '')}__"), row)
        else:
            label = nquads.blank_label(self.values.of(term_map.expression).str.strip_prefix("_:"))
        return Term(nquads.blank_node(label, self.skolem))

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
            text = nquads.absolute(self._result(expression), base)
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

    def _part(self, part: str | Reference, encoding: TermType) -> pl.Expr:
        if isinstance(part, str):
            return pl.lit(part, dtype=pl.String)
        return nquads.encoded(self.values.of(part), encoding)

    def _literal(self, term_map: TermMap) -> Term:
        expression, language, datatype = term_map.expression, term_map.language, term_map.datatype
        fixed = self._fixed_literal(term_map)
        if fixed is not None:
            return Term(pl.lit(fixed, dtype=pl.String), fixed=fixed)
        text = nquads.escaped(self._result(expression))
        if language is not None:
            return self._tagged(text, language)
        if datatype is not None:
            iri = self._fixed_datatype(datatype, term_map.base or self.base)
            if iri is not None and self.values.has_types(expression):
                text = nquads.as_datatype(text, self.values.natural_types(expression), iri)
            return self._with_form(
                self._typed(text, datatype, term_map.base or self.base), text, term_map, iri
            )
        return Term(pl.concat_str(pl.lit('"'), text, self._natural_end(expression)))

    def _with_form(self, term: Term, text: pl.Expr, term_map: TermMap, datatype: str | None) -> Term:
        """Let a value that is not written as its datatype is be a problem; the letter of RML writes it all the same."""
        form = None if self.strict or datatype is None else LEXICAL_FORMS.get(datatype)
        if form is None:
            return term
        value = self._result(term_map.expression)
        return Term(
            pl.when(text.str.contains(form)).then(term.column), doubtful=value, code="lexical-invalid"
        )

    def _fixed_literal(self, term_map: TermMap) -> str | None:
        """Give the literal that is the same for every record, or None where it depends on one or is none."""
        if not isinstance(term_map.expression, Constant):
            return None
        language = datatype = None
        if term_map.language is not None:
            if not _is_language(term_map.language):
                return None
            language = term_map.language.value
        if term_map.datatype is not None:
            datatype = self._fixed_datatype(term_map.datatype, term_map.base or self.base)
            if datatype is None:
                return None
        return nquads.literal(term_map.expression.value, language, datatype)

    def _fixed_datatype(self, datatype: Expression, base: str) -> str | None:
        iri = nquads.resolved(base, datatype.value) if isinstance(datatype, Constant) else None
        return iri if iri is not None and nquads.is_iri(iri) else None

    def _natural_end(self, expression: Expression) -> pl.Expr:
        """Close a literal with the type that its source or its function gave the value, where they have types."""
        if isinstance(expression, Call):
            return self._result_end(expression)
        if self.values.has_types(expression):
            ends = [f'"^^<{natural}>' if natural else '"' for natural in NATURAL_TYPES]
            codes = self.values.natural_types(expression).fill_null(0)
            return codes.replace_strict(list(range(len(ends))), ends, return_dtype=pl.String)
        return pl.lit('"')

    def _result_end(self, call: Call) -> pl.Expr:
        """Close a literal with the type of a function's output (RML-FNML: fno:type)."""
        match self.values.function(call).result:
            case Result.NUMBER:
                has_decimals = self.values.of(call).str.contains(".", literal=True)
                decimal, integer = (pl.lit(f'"^^<{XSD}{name}>') for name in ("decimal", "integer"))
                return pl.when(has_decimals).then(decimal).otherwise(integer)
            case Result.TRUTH:
                return pl.lit(f'"^^<{XSD}boolean>')
            case Result.DATE:
                return pl.lit(f'"^^<{XSD}date>')
            case Result.DATE_TIME:
                return pl.lit(f'"^^<{XSD}dateTime>')
        return pl.lit('"')

    def _tagged(self, text: pl.Expr, language: Expression) -> Term:
        tag = self.values.of(language).str.to_lowercase()
        column = pl.concat_str(pl.lit('"'), text, pl.lit('"@'), tag)
        if _is_language(language):
            return Term(column)
        valid = nquads.valid_language(tag)
        # A language without a text is no doubt, for there is nothing to say in it.
        doubtful = pl.when(text.is_not_null()).then(tag)
        return Term(pl.when(valid).then(column), doubtful=doubtful, code="language-invalid")

    def _typed(self, text: pl.Expr, datatype: Expression, base: str) -> Term:
        iri = self._fixed_datatype(datatype, base)
        if iri is not None:
            end = '"' if iri == XSD + "string" else f'"^^<{iri}>'
            return Term(pl.concat_str(pl.lit('"'), text, pl.lit(end)))
        if isinstance(datatype, Template):
            iri_column = self._template(datatype, TermType.IRI, base)
        else:
            iri_column = nquads.absolute(self.values.of(datatype), base)
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


def _is_language(expression: Expression) -> TypeGuard[Constant]:
    """Tell whether an expression is a language tag that is the same for every record."""
    return isinstance(expression, Constant) and nquads.is_language(expression.value.lower())
