from pyoxigraph import BlankNode, Dataset, NamedNode

from opencollections.formats.service_description import service_description
from opencollections.vocabulary import expand

ENDPOINT = "https://data.example.org/sparql"


def test_the_service_is_described_by_its_own_address() -> None:
    described = service_description(ENDPOINT, ["http://www.w3.org/ns/formats/Turtle"])
    told = {(quad.subject.value, quad.predicate.value, quad.object.value) for quad in described}
    assert (ENDPOINT, expand("sd:endpoint"), ENDPOINT) in told
    assert (ENDPOINT, expand("sd:resultFormat"), "http://www.w3.org/ns/formats/Turtle") in told
    assert (ENDPOINT, expand("sd:supportedLanguage"), expand("sd:SPARQL11Query")) in told


def test_nothing_is_claimed_that_does_not_hold() -> None:
    claims = {quad.object for quad in service_description(ENDPOINT, [])}
    assert NamedNode(expand("sd:BasicFederatedQuery")) not in claims
    assert NamedNode(expand("sd:SPARQL11Update")) not in claims


def test_every_node_of_it_is_reached_from_the_service() -> None:
    described = Dataset(service_description(ENDPOINT, ["http://www.w3.org/ns/formats/Turtle"]))
    subjects = {quad.subject for quad in described}
    objects = {quad.object for quad in described if isinstance(quad.object, BlankNode | NamedNode)}
    assert subjects - objects == set()
