"""Tombstones: what stands behind the identifier of a withdrawn entity, in the words of Activity Streams 2.0."""

from pyoxigraph import Literal, NamedNode, Triple

from ..vocabulary import RDF_TYPE, XSD, expand


def tombstone(
    iri: str, title: str | None, type_: str | None, withdrawn: str, reason: str | None, instead: str | None
) -> list[Triple]:
    """Write that an entity was withdrawn at an ISO time, and of its name, class, reason and successor what is known."""
    stone = NamedNode(iri)
    when = Literal(withdrawn, datatype=NamedNode(f"{XSD}dateTime"))
    triples = [
        Triple(stone, NamedNode(RDF_TYPE), NamedNode(expand("as:Tombstone"))),
        Triple(stone, NamedNode(expand("as:deleted")), when),
    ]
    if title:
        triples.append(Triple(stone, NamedNode(expand("rdfs:label")), Literal(title)))
    if type_:
        triples.append(Triple(stone, NamedNode(expand("as:formerType")), NamedNode(type_)))
    if reason:
        triples.append(Triple(stone, NamedNode(expand("as:summary")), Literal(reason)))
    if instead:
        triples.append(Triple(stone, NamedNode(expand("dcterms:isReplacedBy")), NamedNode(instead)))
    return triples
