"""Terms: what a column of RDF terms in N-Quads says, column by column: texts, languages, datatypes, numbers."""

import re
from typing import Final

import polars as pl

_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_ESCAPED: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def is_iri(term: pl.Expr) -> pl.Expr:
    return term.str.starts_with("<")


def is_literal(term: pl.Expr) -> pl.Expr:
    return term.str.starts_with('"')


def text(term: pl.Expr) -> pl.Expr:
    """Give an IRI without its brackets and a literal's lexical form; null for a nameless node."""
    quoted = term.str.extract(r'(?s)^"(.*)"[^"]*$', 1)
    plain = pl.when(is_iri(term)).then(term.str.slice(1).str.head(-1)).otherwise(quoted)
    return plain.map_batches(_unescaped, return_dtype=pl.String, is_elementwise=True)


def ending(term: pl.Expr) -> pl.Expr:
    """Give what stands behind the text of a literal: ``@hu``, ``^^<…>`` or nothing; null for what is none."""
    return pl.when(is_literal(term)).then(term.str.extract(r'"([^"]*)$', 1))


def language(term: pl.Expr) -> pl.Expr:
    """Give the language tag of a literal in small letters; null where it has none."""
    return ending(term).str.extract("^@(.+)$", 1).str.to_lowercase()


def unescaped(term: str) -> str:
    """Give the text of one term."""
    if not term.startswith('"'):
        return term.removeprefix("<").removesuffix(">")
    return _ESCAPE.sub(_character, term[1 : term.rindex('"')])


def _unescaped(texts: pl.Series) -> pl.Series:
    """Undo escapes; a column without any, as nearly all are, pays one scan."""
    mask = texts.str.contains("\\", literal=True)
    if not mask.any():
        return texts
    return texts.map_elements(lambda one: _ESCAPE.sub(_character, one), return_dtype=pl.String)


def _character(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _ESCAPED.get(found[3], found[3])
