"""DCAT: the network, its members and collections described for harvesters, in DCAT, VoID and schema.org at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from ..vocabulary import XSD, expand
from .void import Statistics, partitions

Term = NamedNode | Literal

_MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/"
_PROTOCOL: Final = "https://www.w3.org/TR/sparql11-protocol/"


@dataclass(frozen=True, slots=True)
class Publisher:
    """A member as the publisher of its collections."""

    iri: str
    name: str
    language: str
    homepage: str | None


@dataclass(frozen=True, slots=True)
class Dataset:
    """A published collection: times are ISO 8601, counts are of the version that is public now.

    ``dump`` is the address of that version's file, ``graph`` the IRI of the named graph it is queried as,
    ``statistics`` what it is made of, where that was asked for.
    """

    iri: str
    graph: str
    title: str
    language: str
    licence: str
    publisher: Publisher
    dump: str
    version: int
    modified: str
    records: int
    entities: int
    statements: int
    statistics: Statistics | None = None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The whole network: ``sparql`` is the address of its endpoint."""

    iri: str
    title: str
    language: str
    sparql: str
    datasets: tuple[Dataset, ...]


def catalogue(described: Catalogue) -> list[Quad]:
    """Describe the network with every collection and member in it."""
    service = f"{described.iri}#sparql"
    quads = [
        *_stated(described.iri, "rdf:type", *_named("dcat:Catalog", "schema:DataCatalog", "void:Dataset")),
        *_stated(described.iri, "dcterms:title", Literal(described.title, language=described.language)),
        *_stated(described.iri, "schema:name", Literal(described.title, language=described.language)),
        *_stated(described.iri, "void:sparqlEndpoint", NamedNode(described.sparql)),
        *_stated(described.iri, "dcat:service", NamedNode(service)),
        *_stated(service, "rdf:type", *_named("dcat:DataService")),
        *_stated(service, "dcterms:title", Literal("SPARQL", language="en")),
        *_stated(service, "dcat:endpointURL", NamedNode(described.sparql)),
        *_stated(service, "dcterms:conformsTo", NamedNode(_PROTOCOL)),
    ]
    for one in described.datasets:
        quads += _stated(described.iri, "dcat:dataset", NamedNode(one.iri))
        quads += _stated(described.iri, "schema:dataset", NamedNode(one.iri))
        quads += _stated(described.iri, "void:subset", NamedNode(one.iri))
        quads += _stated(service, "dcat:servesDataset", NamedNode(one.iri))
        quads += dataset(one, described.sparql)
    return list(dict.fromkeys(quads))


def dataset(described: Dataset, sparql: str) -> list[Quad]:
    """Describe one collection, its dump and its publisher."""
    iri, licence = described.iri, NamedNode(described.licence)
    title = Literal(described.title, language=described.language)
    modified = Literal(described.modified, datatype=NamedNode(XSD + "dateTime"))
    publisher = NamedNode(described.publisher.iri)
    return [
        *_stated(iri, "rdf:type", *_named("dcat:Dataset", "schema:Dataset", "void:Dataset")),
        *_both(iri, "dcterms:title", "schema:name", title),
        *_both(iri, "dcterms:license", "schema:license", licence),
        *_both(iri, "dcterms:publisher", "schema:publisher", publisher),
        *_both(iri, "dcterms:modified", "schema:dateModified", modified),
        *_both(iri, "dcat:version", "schema:version", Literal(str(described.version))),
        *_stated(iri, "void:triples", Literal(described.statements)),
        *_stated(iri, "void:entities", Literal(described.entities)),
        *_stated(iri, "void:sparqlEndpoint", NamedNode(sparql)),
        *_stated(iri, "sd:namedGraph", NamedNode(described.graph)),
        *(partitions(iri, described.statistics) if described.statistics is not None else ()),
        *_distribution(described),
        *member(described.publisher),
    ]


def member(described: Publisher) -> list[Quad]:
    """Describe a member as an organisation."""
    iri, name = described.iri, Literal(described.name, language=described.language)
    quads = [
        *_stated(iri, "rdf:type", *_named("foaf:Organization", "schema:Organization")),
        *_both(iri, "foaf:name", "schema:name", name),
    ]
    if described.homepage is not None:
        quads += _both(iri, "foaf:homepage", "schema:url", NamedNode(described.homepage))
    return quads


def _distribution(described: Dataset) -> list[Quad]:
    iri, file = f"{described.iri}#dump", NamedNode(described.dump)
    kind = NamedNode(_MEDIA_TYPES + "application/n-quads")
    return [
        *_both(described.iri, "dcat:distribution", "schema:distribution", NamedNode(iri)),
        *_stated(described.iri, "void:dataDump", file),
        *_stated(iri, "rdf:type", *_named("dcat:Distribution", "schema:DataDownload")),
        *_both(iri, "dcat:downloadURL", "schema:contentUrl", file),
        *_stated(iri, "dcat:mediaType", kind),
        *_stated(iri, "dcat:compressFormat", NamedNode(_MEDIA_TYPES + "application/gzip")),
        *_stated(iri, "schema:encodingFormat", Literal("application/n-quads")),
        *_both(iri, "dcterms:license", "schema:license", NamedNode(described.licence)),
    ]


def _stated(subject: str, predicate: str, *objects: Term) -> Iterator[Quad]:
    return (Quad(NamedNode(subject), NamedNode(expand(predicate)), term, DefaultGraph()) for term in objects)


def _both(subject: str, dcat: str, schema: str, term: Term) -> list[Quad]:
    return [*_stated(subject, dcat, term), *_stated(subject, schema, term)]


def _named(*names: str) -> list[NamedNode]:
    return [NamedNode(expand(name)) for name in names]
