"""RDF: statements to bytes in each format; the same statements always give the same bytes."""

import re
from collections.abc import Iterable
from typing import Final

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
    ordered = _ordered(quads, first, with_graphs=format_ in _WITH_GRAPHS)
    if format_ == RDF_XML:
        for quad in ordered:
            check_xml(quad)
    statements: list[Quad] | list[Triple]
    statements = ordered if format_ in _WITH_GRAPHS else [quad.triple for quad in ordered]
    used = _used(prefixes, ordered) if format_ in (TURTLE, TRIG, RDF_XML) else {}
    data = ox.serialize(statements, format=_WRITERS[format_], prefixes=used) or b""
    # XML 1.0 §2.11: a reader turns a bare carriage return into a line feed, but keeps its reference.
    return data.replace(b"\r", b"&#13;") if format_ == RDF_XML else data


def _ordered(quads: Iterable[Quad], first: str, *, with_graphs: bool) -> list[Quad]:
    def key(quad: Quad) -> tuple[str, bool, str, bool, str, str]:
        subject, predicate = str(quad.subject), quad.predicate.value
        graph = str(quad.graph_name) if with_graphs else ""
        return graph, subject != top, subject, predicate != RDF_TYPE, predicate, str(quad.object)

    top = f"<{first}>"
    kept = quads if with_graphs else (Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    return sorted(set(kept), key=key)


def _used(prefixes: dict[str, str], quads: list[Quad]) -> dict[str, str]:
    """Give the prefixes that some IRI begins with, so that a small description has a small head."""
    iris = {term.value for quad in quads for term in quad if isinstance(term, NamedNode)}
    iris |= {quad.object.datatype.value for quad in quads if isinstance(quad.object, Literal)}
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
