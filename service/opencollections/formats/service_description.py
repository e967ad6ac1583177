"""The service description: what the SPARQL endpoint can do, for clients that federate (SPARQL 1.1 Service Description)."""

from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad

from ..vocabulary import RDF_TYPE, expand

_SIMPLE_ENTAILMENT: Final = "http://www.w3.org/ns/entailment/Simple"


def service_description(endpoint: str, result_formats: Iterable[str]) -> list[Quad]:
    """Describe an endpoint by its address and the IRIs of its result formats.

    It claims only what holds: queries without updates, over a default graph that is the union of all named
    graphs, and without SERVICE.
    """
    return list(_statements(endpoint, result_formats))


def _statements(endpoint: str, result_formats: Iterable[str]) -> Iterator[Quad]:
    service, dataset, graph = NamedNode(endpoint), BlankNode("dataset"), BlankNode("graph")
    yield _quad(service, RDF_TYPE, NamedNode(expand("sd:Service")))
    yield _quad(service, expand("sd:endpoint"), service)
    yield _quad(service, expand("sd:supportedLanguage"), NamedNode(expand("sd:SPARQL11Query")))
    yield _quad(service, expand("sd:feature"), NamedNode(expand("sd:UnionDefaultGraph")))
    yield _quad(service, expand("sd:defaultEntailmentRegime"), NamedNode(_SIMPLE_ENTAILMENT))
    for format_ in result_formats:
        yield _quad(service, expand("sd:resultFormat"), NamedNode(format_))
    yield _quad(service, expand("sd:defaultDataset"), dataset)
    yield _quad(dataset, RDF_TYPE, NamedNode(expand("sd:Dataset")))
    yield _quad(dataset, expand("sd:defaultGraph"), graph)
    yield _quad(graph, RDF_TYPE, NamedNode(expand("sd:Graph")))


def _quad(subject: NamedNode | BlankNode, predicate: str, value: NamedNode | BlankNode) -> Quad:
    return Quad(subject, NamedNode(predicate), value, DefaultGraph())
