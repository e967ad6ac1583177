"""What the SPARQL endpoint can do, told to clients that federate (SPARQL 1.1 Service Description)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from ..vocabulary import RDF_TYPE, expand
from .dcat import Catalogue, Dataset
from .void import partitions

_SIMPLE_ENTAILMENT: Final = "http://www.w3.org/ns/entailment/Simple"

GEOSPARQL: Final = "http://www.opengis.net/def/function/geosparql/"

FUNCTIONS: Final = tuple(
    GEOSPARQL + name
    for name in (
        *("sfEquals", "sfDisjoint", "sfIntersects", "sfTouches", "sfCrosses", "sfWithin", "sfContains"),
        *("sfOverlaps", "ehEquals", "ehDisjoint", "ehMeet", "ehOverlap", "ehCovers", "ehCoveredBy"),
        *("ehInside", "ehContains", "rcc8eq", "rcc8dc", "rcc8ec", "rcc8po", "rcc8tppi", "rcc8tpp"),
        *("rcc8ntpp", "rcc8ntppi", "envelope", "convexHull", "intersection", "union", "centroid"),
        *("getSRID", "dimension", "isEmpty", "isSimple", "asGeoJSON"),
    )
)
"""Functions beyond the standard that the engine has in expressions: those of GeoSPARQL 1.1."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of the service: a name, a sentence, and the value in a unit."""

    name: str
    meaning: str
    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What is told of the endpoint at ``address``; ``federates`` where SERVICE is allowed to some others."""

    address: str
    result_formats: tuple[str, ...]
    federates: bool = False
    limits: tuple[Limit, ...] = ()


def service_description(endpoint: Endpoint, catalogue: Catalogue) -> list[Quad]:
    """Describe an endpoint and the graphs that it answers from.

    It claims only what holds: queries without updates, over a default graph that is the union of all named
    graphs. Each named graph is described as the collection that it holds.
    """
    return [*_service(endpoint), *_dataset(endpoint, catalogue)]


def _service(endpoint: Endpoint) -> Iterator[Quad]:
    service = NamedNode(endpoint.address)
    yield _quad(service, RDF_TYPE, NamedNode(expand("sd:Service")))
    yield _quad(service, expand("sd:endpoint"), service)
    yield _quad(service, expand("sd:supportedLanguage"), NamedNode(expand("sd:SPARQL11Query")))
    yield _quad(service, expand("sd:feature"), NamedNode(expand("sd:UnionDefaultGraph")))
    if endpoint.federates:
        yield _quad(service, expand("sd:feature"), NamedNode(expand("sd:BasicFederatedQuery")))
    yield _quad(service, expand("sd:defaultEntailmentRegime"), NamedNode(_SIMPLE_ENTAILMENT))
    for format_ in endpoint.result_formats:
        yield _quad(service, expand("sd:resultFormat"), NamedNode(format_))
    for function in FUNCTIONS:
        yield _quad(service, expand("sd:extensionFunction"), NamedNode(function))
        yield _quad(NamedNode(function), RDF_TYPE, NamedNode(expand("sd:Function")))
    for limit in endpoint.limits:
        yield from _limit(service, limit)


def _limit(service: NamedNode, limit: Limit) -> Iterator[Quad]:
    node = BlankNode(f"limit-{limit.name}")
    yield _quad(service, expand("schema:additionalProperty"), node)
    yield _quad(node, RDF_TYPE, NamedNode(expand("schema:PropertyValue")))
    yield _quad(node, expand("schema:propertyID"), Literal(limit.name))
    yield _quad(node, expand("schema:name"), Literal(limit.meaning, language="en"))
    yield _quad(node, expand("schema:value"), Literal(limit.value))
    yield _quad(node, expand("schema:unitText"), Literal(limit.unit))


def _dataset(endpoint: Endpoint, catalogue: Catalogue) -> Iterator[Quad]:
    dataset, default = BlankNode("dataset"), BlankNode("default-graph")
    yield _quad(NamedNode(endpoint.address), expand("sd:defaultDataset"), dataset)
    yield _quad(dataset, RDF_TYPE, NamedNode(expand("sd:Dataset")))
    yield _quad(dataset, expand("dcterms:isPartOf"), NamedNode(catalogue.iri))
    yield _quad(dataset, expand("sd:defaultGraph"), default)
    yield _quad(default, RDF_TYPE, NamedNode(expand("sd:Graph")))
    for one in catalogue.datasets:
        yield from _named_graph(dataset, one)


def _named_graph(dataset: BlankNode, one: Dataset) -> Iterator[Quad]:
    name, collection = NamedNode(one.graph), NamedNode(one.iri)
    yield _quad(dataset, expand("sd:namedGraph"), name)
    yield _quad(name, RDF_TYPE, NamedNode(expand("sd:NamedGraph")))
    yield _quad(name, expand("sd:name"), name)
    yield _quad(name, expand("sd:graph"), collection)
    yield _quad(collection, RDF_TYPE, NamedNode(expand("sd:Graph")))
    yield _quad(collection, RDF_TYPE, NamedNode(expand("void:Dataset")))
    yield _quad(collection, expand("dcterms:title"), Literal(one.title, language=one.language))
    yield _quad(collection, expand("dcterms:license"), NamedNode(one.licence))
    yield _quad(collection, expand("void:triples"), Literal(one.statements))
    yield _quad(collection, expand("void:entities"), Literal(one.entities))
    if one.statistics is not None:
        yield from partitions(one.iri, one.statistics)


def _quad(subject: NamedNode | BlankNode, predicate: str, value: NamedNode | BlankNode | Literal) -> Quad:
    return Quad(subject, NamedNode(predicate), value, DefaultGraph())
