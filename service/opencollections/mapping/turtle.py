"""Turtle with its lines: the triples of a mapping document in its order, each with the line it stands on."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import repeat
from typing import Final

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Triple, parse

from ..problems import Fact, Phrase
from .findings import Findings, told
from .turtle_lines import Lines, scanned

SIZE_LIMIT: Final = 1_000_000
"""Bytes of a mapping in Turtle."""

_BASE: Final = "relative://mapping/a/b/"
_STEMS: Final = (_BASE, "relative://mapping/a/", "relative://mapping/")
_REASONS: Final = {
    "Unexpected end.*": told("it ends in the middle"),
    "A dot is expected at the end of statements": told("a statement does not end with a dot"),
    r"The prefix (?P<prefix>\S*) has not been declared": told("the prefix {prefix} is not declared"),
    "(?P<word>.+) is not a valid subject or graph name": told("{word} cannot be a subject"),
    "(?P<word>.+) is not a valid predicate": told("{word} cannot be a predicate"),
    "(?P<word>.+) is not a valid RDF object": told("{word} cannot be an object"),
    "blank node property lists should end with a ']'": told("a bracket [ is not closed with ]"),
    "Invalid IRI (?:code point|percent encoding) (?P<found>.+)": told("{found} cannot stand in an IRI"),
    "The PREFIX .+": told("a prefix is not written as PREFIX name: <IRI>"),
}
"""What the parser says of the usual mistakes, and how that is told."""

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
            reason=_reason(re.sub(r"^Parser error at .*?: ", "", error.msg)),
        )
    return Document(tuple(_with_lines(quads, lines)), dict(parser.prefixes))


def _reason(said: str) -> Fact:
    """Say what the parser found in the reader's language too, where it is one of the usual mistakes."""
    for pattern, reason in _REASONS.items():
        if found := re.fullmatch(pattern, said, re.DOTALL):
            return Phrase(reason, found.groupdict())
    return said


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
