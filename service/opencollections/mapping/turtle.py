"""Turtle with its lines: the triples of a mapping document in its order, each with the line it stands on."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import repeat
from typing import Final

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Triple, parse

from ..records.mistakes import rdf_mistake
from .findings import Findings
from .turtle_lines import Lines, scanned

SIZE_LIMIT: Final = 1_000_000
"""Bytes of a mapping in Turtle."""

_BASE: Final = "relative://mapping/a/b/"
_STEMS: Final = (_BASE, "relative://mapping/a/", "relative://mapping/")
_REST: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#rest")


@dataclass(frozen=True, slots=True)
class Statement:
    """A triple of the document and the line of its object, None where that stands in brackets."""

    triple: Quad
    line: int | None


@dataclass(frozen=True, slots=True)
class Document:
    """A Turtle document that was read."""

    statements: tuple[Statement, ...]
    prefixes: dict[str, str]


def read_turtle(text: str, findings: Findings) -> Document:
    """Read a Turtle document; raise MappingInvalid when it is too large or too deep, or is not Turtle 1.1.

    The line of a triple is exact where its object is an IRI, a literal or a labelled node. Relative IRIs of a
    document without ``@base`` are given back by ``relative``.
    """
    findings.check_size(text, SIZE_LIMIT)
    lines = scanned(text, findings)
    parser = parse(text, format=RdfFormat.TURTLE, base_iri=_BASE)
    try:
        quads = list(parser)
    except SyntaxError as error:
        findings.stop(
            "mapping-syntax",
            "This is not Turtle: {reason}.",
            "Correct this line, or the one before it: a dot, a semicolon or a bracket may be missing.",
            line=error.lineno,
            reason=rdf_mistake(re.sub(r"^Parser error at .*?: ", "", error.msg)),
        )
    return Document(tuple(_with_lines(quads, lines)), dict(parser.prefixes))


def relative(iri: str) -> str:
    """Give an IRI as the document wrote it where it is relative and there is no base; all others unchanged."""
    for ups, stem in enumerate(_STEMS):
        if iri.startswith(stem):
            return "../" * ups + iri[len(stem) :]
    return iri


def _with_lines(quads: list[Quad], lines: Lines) -> Iterator[Statement]:
    """Join triples and lines: the n-th object that is a word is the n-th that the scan met.

    Where the numbers differ, the document has something that the scan does not know, and no line is better
    than a wrong one.
    """
    words = [_is_word(quad, lines) for quad in quads]
    known: Iterable[int | None] = lines.objects if sum(words) == len(lines.objects) else repeat(None)
    following = iter(known)
    for quad, is_word in zip(quads, words, strict=True):
        yield Statement(quad, next(following) if is_word else None)


def _is_word(quad: Quad, lines: Lines) -> bool:
    """Tell whether the object is a word of the document, not brackets and not the end of the parser's own list."""
    if quad.predicate == _REST and _is_anonymous(quad.subject, lines):
        return False
    return not _is_anonymous(quad.object, lines)


def _is_anonymous(term: object, lines: Lines) -> bool:
    return isinstance(term, Triple) or (isinstance(term, BlankNode) and term.value not in lines.labels)
