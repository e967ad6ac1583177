"""RDF: statements to bytes in each format; the same statements always give the same bytes."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from typing import Final

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple

from ..errors import Unwritable
from ..vocabulary import PREFIXES, RDF_TYPE
from .negotiation import N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE, Format

_WRITERS: Final = {
    TURTLE: RdfFormat.TURTLE,
    N_TRIPLES: RdfFormat.N_TRIPLES,
    RDF_XML: RdfFormat.RDF_XML,
    N_QUADS: RdfFormat.N_QUADS,
    TRIG: RdfFormat.TRIG,
}
_WITH_GRAPHS: Final = (N_QUADS, TRIG)
_WITH_PREFIXES: Final = (TURTLE, TRIG, RDF_XML)

# XML 1.0 §2.2: these cannot stand in a document, not even as a reference.
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Namespaces in XML §3: what an element's local name may be, in the alphabet that real vocabularies use.
_LOCAL_NAME: Final = re.compile(r"[^\W\d][\w.-]*$")

_IS_A: Final = f" <{RDF_TYPE}> "
_SPACE: Final = re.compile("<([^>]*[/#])")


def written(quads: Iterable[Quad], format_: Format, first: str, prefixes: dict[str, str] = PREFIXES) -> bytes:
    """Write statements in any format but JSON-LD, those about the entity ``first`` on top; raise Unwritable."""
    return document(in_order(quads, first), format_, prefixes)


def document(
    quads: Sequence[Quad],
    format_: Format,
    prefixes: dict[str, str] = PREFIXES,
    namespaces: Collection[str] | None = None,
) -> bytes:
    """Write statements in any format but JSON-LD, in the order in which they are given.

    TriG and N-Quads keep the named graphs, one after the other; the other formats merge them. Who knows their
    ``namespaces`` saves looking for them. Raises Unwritable where RDF/XML has no way to say something.
    """
    statements: Iterable[Quad] | Iterable[Triple]
    if format_ in _WITH_GRAPHS:
        statements = sorted(quads, key=lambda quad: str(quad.graph_name))
    else:
        statements = dict.fromkeys([quad.triple for quad in quads])
    if format_ == RDF_XML:
        for statement in statements:
            check_xml(statement)
    used = {}
    if format_ in _WITH_PREFIXES:
        # A small description has a small head.
        begun_with = spaces(statements) if namespaces is None else namespaces
        used = {prefix: space for prefix, space in prefixes.items() if space in begun_with}
    data = ox.serialize(statements, format=_WRITERS[format_], prefixes=used) or b""
    # XML 1.0 §2.11: a reader turns a bare carriage return into a line feed, but keeps its reference.
    return data.replace(b"\r", b"&#13;") if format_ == RDF_XML else data


def in_order(quads: Iterable[Quad], first: str = "") -> list[Quad]:
    """Order statements by subject, property and object; ``first`` comes first, and of each subject its classes.

    What is given twice stays once. Writing a statement once costs a third of asking it for each of its terms.
    """
    by_text = {str(quad).replace(_IS_A, " ! ", 1): quad for quad in quads}
    texts = sorted(by_text)
    begin = bisect_left(texts, f"<{first}> ")
    end = bisect_left(texts, f"<{first}>!", begin)
    return [by_text[text] for text in (*texts[begin:end], *texts[:begin], *texts[end:])]


def spaces(statements: Iterable[Quad] | Iterable[Triple]) -> frozenset[str]:
    """Give what IRIs begin with that could have a prefix, each up to its last slash or hash."""
    text = ox.serialize(statements, format=RdfFormat.N_QUADS) or b""
    # Turtle has a word of its own for the class of something.
    return frozenset(_SPACE.findall(text.decode().replace(_IS_A, " ")))


def check_xml(statement: Quad | Triple) -> None:
    """Raise Unwritable where RDF/XML has no way to say a statement."""
    if not isinstance(statement.object, Literal | NamedNode | BlankNode):
        raise Unwritable(format=RDF_XML.words, what="a statement about a statement")
    if _LOCAL_NAME.search(statement.predicate.value) is None:
        raise Unwritable(format=RDF_XML.words, what=f"the property {statement.predicate.value}")
    if isinstance(statement.object, Literal) and _NOT_XML.search(statement.object.value):
        what = f"a control character in a text of {statement.predicate.value}"
        raise Unwritable(format=RDF_XML.words, what=what)
