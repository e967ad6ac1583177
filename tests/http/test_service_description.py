"""The three official tests of the SPARQL 1.1 Service Description, and that it agrees with the catalogue."""

import httpx
import pytest
from network import BASE
from pyoxigraph import NamedNode, RdfFormat, Store, parse
from speaking import Client

from opencollections.query.results import GRAPH_FORMATS
from opencollections.vocabulary import RDF_TYPE, expand

ENDPOINT = NamedNode(f"{BASE}/sparql")


def graph_of(response: httpx.Response) -> Store:
    media_type = response.headers["content-type"].partition(";")[0]
    store = Store()
    store.extend(parse(response.content, RdfFormat.from_media_type(media_type)))
    return store


@pytest.fixture
def description(client: Client) -> Store:
    return graph_of(client.get("/sparql", accept="text/turtle"))


def pairs(store: Store, subject: NamedNode, name: str, *of: str) -> set[tuple[str, ...]]:
    """Give what the parts of something say, as values of the named properties."""
    parts = [quad.object for quad in store.quads_for_pattern(subject, NamedNode(expand(name)), None)]
    return {
        tuple(
            next(store.quads_for_pattern(part, NamedNode(expand(property_)), None)).object.value
            for property_ in of
        )
        for part in parts
    }


@pytest.mark.parametrize("media_type", [one.media_type for one in GRAPH_FORMATS if one.name != "jsonld"])
def test_returns_rdf(client: Client, media_type: str) -> None:
    response = client.get("/sparql", accept=media_type)
    assert response.status_code == 200
    assert len(graph_of(response)) > 50


def test_has_endpoint_triple(description: Store) -> None:
    about = {
        quad.subject
        for quad in description.quads_for_pattern(None, NamedNode(expand("sd:endpoint")), ENDPOINT)
    }
    assert about == {ENDPOINT}


CLASSES = {
    "sd:endpoint": ("sd:Service", None),
    "sd:feature": ("sd:Service", None),
    "sd:supportedLanguage": ("sd:Service", None),
    "sd:resultFormat": ("sd:Service", None),
    "sd:extensionFunction": ("sd:Service", "sd:Function"),
    "sd:defaultEntailmentRegime": ("sd:Service", None),
    "sd:defaultDataset": ("sd:Service", "sd:Dataset"),
    "sd:defaultGraph": ("sd:Dataset", "sd:Graph"),
    "sd:namedGraph": ("sd:Dataset", "sd:NamedGraph"),
    "sd:graph": ("sd:NamedGraph", "sd:Graph"),
    "sd:name": ("sd:NamedGraph", None),
}
"""The properties of the vocabulary that are used, with the class of their subject and of their object (§3)."""


def test_conforms_to_schema(description: Store) -> None:
    def is_a(term: object, name: str) -> bool:
        return any(description.quads_for_pattern(term, NamedNode(RDF_TYPE), NamedNode(expand(name))))

    space = expand("sd:")
    used = {quad.predicate.value for quad in description if quad.predicate.value.startswith(space)}
    assert used == {expand(name) for name in CLASSES}
    for name, (domain, range_) in CLASSES.items():
        for quad in description.quads_for_pattern(None, NamedNode(expand(name)), None):
            assert is_a(quad.subject, domain)
            assert range_ is None or is_a(quad.object, range_)


@pytest.mark.parametrize("path", ["/.well-known/void", "/catalog"])
def test_the_catalogue_and_void_say_the_same_of_each_graph(
    client: Client, description: Store, path: str
) -> None:
    catalogue = graph_of(client.get(path, accept="text/turtle"))
    graphs = [
        quad.object for quad in description.quads_for_pattern(None, NamedNode(expand("sd:graph")), None)
    ]
    assert len(graphs) == 3
    for graph in graphs:
        for told in (description, catalogue):
            assert pairs(told, graph, "void:classPartition", "void:class", "void:entities")
        for name, of in (
            ("void:classPartition", ("void:class", "void:entities")),
            ("void:propertyPartition", ("void:property", "void:triples")),
        ):
            assert pairs(description, graph, name, *of) == pairs(catalogue, graph, name, *of)
        for name in ("void:triples", "void:entities", "dcterms:license"):
            one, other = (
                {quad.object for quad in told.quads_for_pattern(graph, NamedNode(expand(name)), None)}
                for told in (description, catalogue)
            )
            assert one == other != set()


def test_the_counts_are_those_of_the_data(description: Store) -> None:
    prints = NamedNode(f"{BASE}/collections/hafa/prints")
    classes = pairs(description, prints, "void:classPartition", "void:class", "void:entities")
    assert (expand("edm:ProvidedCHO"), "4") in classes


def test_an_unchanged_description_is_not_sent_again(client: Client) -> None:
    first = client.get("/sparql", accept="text/turtle")
    assert client.get("/sparql", accept="text/turtle", if_none_match=first.headers["etag"]).status_code == 304
