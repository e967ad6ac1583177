"""RDF: statements to bytes in each format; the same statements always give the same bytes."""

import re
from collections.abc import Iterable, Sequence
from typing import Final, TypeVar

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple

from ..errors import Unwritable
from ..vocabulary import PREFIXES, RDF_TYPE, expand
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

# No format spells these out: they are "a", a plain string and a language tag.
_UNSPOKEN: Final = {RDF_TYPE, expand("xsd:string"), expand("rdf:langString")}


def written(quads: Iterable[Quad], format_: Format, first: str, prefixes: dict[str, str] = PREFIXES) -> bytes:
    """Write statements in any format but JSON-LD, those about the entity ``first`` on top.

    TriG and N-Quads keep the named graphs, the other formats merge them. Raises Unwritable where RDF/XML has
    no way to say something.
    """
    statements: list[Quad] | list[Triple]
    if format_ in _WITH_GRAPHS:
        statements = _grouped(quads, first)
    else:
        statements = _ordered({quad.triple for quad in quads}, first)
    if format_ == RDF_XML:
        for statement in statements:
            check_xml(statement)
    used = _used(prefixes, statements) if format_ in (TURTLE, TRIG, RDF_XML) else {}
    data = ox.serialize(statements, format=_WRITERS[format_], prefixes=used) or b""
    # XML 1.0 §2.11: a reader turns a bare carriage return into a line feed, but keeps its reference.
    return data.replace(b"\r", b"&#13;") if format_ == RDF_XML else data


def _grouped(quads: Iterable[Quad], first: str) -> list[Quad]:
    """Order statements by their named graph, and within each as everywhere."""
    return sorted(_ordered(set(quads), first), key=lambda quad: str(quad.graph_name))


def _ordered(statements: Iterable[Statement], first: str) -> list[Statement]:
    """Order statements by subject, property and object; ``first`` comes first, and of each subject its classes."""
    top = f"<{first}>"

    def key(statement: Statement) -> tuple[bool, str, bool, str, str]:
        subject, predicate = str(statement.subject), statement.predicate.value
        return subject != top, subject, predicate != RDF_TYPE, predicate, str(statement.object)

    return sorted(statements, key=key)


def _used(prefixes: dict[str, str], statements: Sequence[Quad | Triple]) -> dict[str, str]:
    """Give the prefixes that some IRI begins with, so that a small description has a small head."""
    terms = {term for statement in statements for term in statement}
    iris = {term.value for term in terms if isinstance(term, NamedNode)}
    iris |= {term.datatype.value for term in terms if isinstance(term, Literal)}
    spaces = {iri[: max(iri.rfind("/"), iri.rfind("#")) + 1] for iri in iris - _UNSPOKEN}
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
