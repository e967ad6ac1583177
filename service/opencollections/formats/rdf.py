"""RDF: statements to bytes in each format; the same statements always give the same bytes."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from typing import Final, TypeVar

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
Statement = TypeVar("Statement", Quad, Triple)

_WITH_GRAPHS: Final = (N_QUADS, TRIG)

# XML 1.0 §2.2: these cannot stand in a document, not even as a reference.
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Namespaces in XML §3: what an element's local name may be, in the alphabet that real vocabularies use.
_LOCAL_NAME: Final = re.compile(r"[^\W\d][\w.-]*$")

_IS_A: Final = f" <{RDF_TYPE}> "
_SPACE: Final = re.compile("<([^>]*[/#])")


def written(quads: Iterable[Quad], format_: Format, first: str, prefixes: dict[str, str] = PREFIXES) -> bytes:
    """Write statements in any format but JSON-LD, those about the entity ``first`` on top.

    TriG and N-Quads keep the named graphs, the other formats merge them. Raises Unwritable where RDF/XML has
    no way to say something.
    """
    statements: list[Quad] | list[Triple]
    if format_ in _WITH_GRAPHS:
        texts, quads_ = _ordered(quads, first)
        statements = sorted(quads_, key=lambda quad: str(quad.graph_name))
    else:
        texts, statements = _ordered([quad.triple for quad in quads], first)
    if format_ == RDF_XML:
        for statement in statements:
            check_xml(statement)
    used = _used(prefixes, texts) if format_ in (TURTLE, TRIG, RDF_XML) else {}
    data = ox.serialize(statements, format=_WRITERS[format_], prefixes=used) or b""
    # XML 1.0 §2.11: a reader turns a bare carriage return into a line feed, but keeps its reference.
    return data.replace(b"\r", b"&#13;") if format_ == RDF_XML else data


def _ordered(statements: Iterable[Statement], first: str) -> tuple[list[str], list[Statement]]:
    """Order statements by subject, property and object; ``first`` comes first, and of each subject its classes.

    What is given twice stays once. With them come the texts that they were ordered by, which have no property
    where a class is told: writing a statement once costs a third of asking it for each of its terms.
    """
    by_text = {str(statement).replace(_IS_A, " ! ", 1): statement for statement in statements}
    top = f"<{first}> "
    texts = sorted(by_text)
    begin = bisect_left(texts, top)
    end = bisect_left(texts, f"<{first}>!", begin)
    texts = texts[begin:end] + texts[:begin] + texts[end:]
    return texts, [by_text[text] for text in texts]


def _used(prefixes: dict[str, str], texts: Iterable[str]) -> dict[str, str]:
    """Give the prefixes that some IRI begins with, so that a small description has a small head."""
    spaces = set(_SPACE.findall("\n".join(texts)))
    return {prefix: space for prefix, space in prefixes.items() if space in spaces}


def check_xml(statement: Quad | Triple) -> None:
    """Raise Unwritable where RDF/XML has no way to say a statement."""
    if not isinstance(statement.object, Literal | NamedNode | BlankNode):
        raise Unwritable(format=RDF_XML.words, what="a statement about a statement")
    if _LOCAL_NAME.search(statement.predicate.value) is None:
        raise Unwritable(format=RDF_XML.words, what=f"the property {statement.predicate.value}")
    if isinstance(statement.object, Literal) and _NOT_XML.search(statement.object.value):
        what = f"a control character in a text of {statement.predicate.value}"
        raise Unwritable(format=RDF_XML.words, what=what)
