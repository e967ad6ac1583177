from dataclasses import replace

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from opencollections.formats.dcat import Catalogue
from opencollections.formats.service_description import FUNCTIONS, Endpoint, Limit, service_description
from opencollections.formats.void import Statistics
from opencollections.vocabulary import expand

from .test_dcat import PRINTS

ADDRESS = "https://data.example.org/sparql"
TURTLE = "http://www.w3.org/ns/formats/Turtle"
ENDPOINT = Endpoint(ADDRESS, (TURTLE,))
COUNTED = replace(
    PRINTS,
    statistics=Statistics(
        9, ((expand("edm:ProvidedCHO"), 3),), ((expand("dc:title"), 4), (expand("dc:date"), 2))
    ),
)
CATALOGUE = Catalogue("https://e.org/catalog", "Network", "en", ADDRESS, (COUNTED,))


def objects(quads: list[Quad], subject: NamedNode | BlankNode | str, name: str) -> set:
    subject = NamedNode(subject) if isinstance(subject, str) else subject
    return {q.object for q in quads if q.subject == subject and q.predicate.value == expand(name)}


def values(quads: list[Quad], subject: NamedNode | BlankNode | str, name: str) -> set[str]:
    return {term.value for term in objects(quads, subject, name)}


def test_the_service_is_described_by_its_own_address() -> None:
    described = service_description(ENDPOINT, CATALOGUE)
    assert values(described, ADDRESS, "sd:endpoint") == {ADDRESS}
    assert values(described, ADDRESS, "sd:resultFormat") == {TURTLE}
    assert values(described, ADDRESS, "sd:supportedLanguage") == {expand("sd:SPARQL11Query")}
    assert values(described, ADDRESS, "sd:feature") == {expand("sd:UnionDefaultGraph")}


def test_federation_is_claimed_only_where_it_is_allowed() -> None:
    described = service_description(replace(ENDPOINT, federates=True), CATALOGUE)
    assert expand("sd:BasicFederatedQuery") in values(described, ADDRESS, "sd:feature")


def test_updates_are_never_claimed() -> None:
    assert NamedNode(expand("sd:SPARQL11Update")) not in {
        quad.object for quad in service_description(ENDPOINT, CATALOGUE)
    }


def test_each_graph_is_described_as_the_collection_that_it_holds() -> None:
    described = service_description(ENDPOINT, CATALOGUE)
    (dataset,) = objects(described, ADDRESS, "sd:defaultDataset")
    assert values(described, dataset, "sd:namedGraph") == {PRINTS.graph}
    assert values(described, PRINTS.graph, "sd:name") == {PRINTS.graph}
    assert values(described, PRINTS.graph, "sd:graph") == {PRINTS.iri}
    assert values(described, PRINTS.iri, "dcterms:license") == {PRINTS.licence}
    assert values(described, PRINTS.iri, "void:triples") == {"1742"}


def test_a_graph_tells_what_it_is_made_of() -> None:
    described = service_description(ENDPOINT, CATALOGUE)
    classes = {
        (*values(described, part, "void:class"), *values(described, part, "void:entities"))
        for part in objects(described, PRINTS.iri, "void:classPartition")
    }
    properties = {
        (*values(described, part, "void:property"), *values(described, part, "void:triples"))
        for part in objects(described, PRINTS.iri, "void:propertyPartition")
    }
    assert classes == {(expand("edm:ProvidedCHO"), "3")}
    assert properties == {(expand("dc:title"), "4"), (expand("dc:date"), "2")}


def test_a_limit_is_told_with_its_unit() -> None:
    limited = replace(ENDPOINT, limits=(Limit("query_timeout_s", "Longest time.", 10, "seconds"),))
    described = service_description(limited, CATALOGUE)
    (limit,) = objects(described, ADDRESS, "schema:additionalProperty")
    assert values(described, limit, "schema:propertyID") == {"query_timeout_s"}
    assert objects(described, limit, "schema:value") == {Literal(10)}
    assert values(described, limit, "schema:unitText") == {"seconds"}


def test_every_node_of_it_is_reached_from_the_service() -> None:
    described = service_description(ENDPOINT, CATALOGUE)
    assert {quad.subject for quad in described} - {quad.object for quad in described} == set()


def test_the_same_service_is_described_alike_each_time() -> None:
    assert service_description(ENDPOINT, CATALOGUE) == service_description(ENDPOINT, CATALOGUE)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_engine_has_each_function_that_is_claimed(function: str) -> None:
    # The engine refuses a name that it does not know, and binds nothing where only the arguments are unfit.
    Store().query(f"ASK {{ BIND(<{function}>(1, 2) AS ?x) }}")
