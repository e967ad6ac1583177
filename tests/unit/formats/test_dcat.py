"""DCAT, VoID and schema.org: what harvesters look for in the description of a collection and of the network."""

from dataclasses import replace

from pyoxigraph import Literal, NamedNode, Quad

from opencollections.formats import dcat
from opencollections.formats.dcat import Catalogue, Dataset, Publisher
from opencollections.vocabulary import expand

MEMBER = Publisher("https://e.org/members/hafa", "HAFA Archívum", "hu", "https://hafa.example/")
PRINTS = Dataset(
    iri="https://e.org/collections/hafa/prints",
    graph="https://e.org/graph/hafa/prints",
    title="Kisnyomtatványok",
    language="hu",
    licence="https://creativecommons.org/publicdomain/zero/1.0/",
    publisher=MEMBER,
    dump="https://e.org/dumps/hafa/prints.nq.gz",
    version=3,
    modified="2026-11-23T10:00:00Z",
    records=60,
    entities=140,
    statements=1_742,
)
SPARQL = "https://e.org/sparql"


def values(quads: list[Quad], subject: str, name: str) -> set[str]:
    return {q.object.value for q in quads if q.subject.value == subject and q.predicate.value == expand(name)}


def test_a_collection_has_what_a_register_of_datasets_demands() -> None:
    quads = dcat.dataset(PRINTS, SPARQL)
    title = NamedNode(expand("dcterms:title"))
    assert Literal("Kisnyomtatványok", language="hu") in {q.object for q in quads if q.predicate == title}
    for vocabulary in ("dcterms:license", "schema:license"):
        assert values(quads, PRINTS.iri, vocabulary) == {PRINTS.licence}
    for vocabulary in ("dcterms:publisher", "schema:publisher"):
        assert values(quads, PRINTS.iri, vocabulary) == {MEMBER.iri}
    assert values(quads, PRINTS.iri, "void:triples") == {"1742"}
    assert values(quads, PRINTS.iri, "rdf:type") == {
        expand(name) for name in ("dcat:Dataset", "schema:Dataset", "void:Dataset")
    }


def test_its_file_can_be_found_by_every_vocabulary() -> None:
    quads = dcat.dataset(PRINTS, SPARQL)
    (distribution,) = values(quads, PRINTS.iri, "dcat:distribution")
    assert values(quads, distribution, "dcat:downloadURL") == {PRINTS.dump}
    assert values(quads, distribution, "schema:contentUrl") == {PRINTS.dump}
    assert values(quads, PRINTS.iri, "void:dataDump") == {PRINTS.dump}


def test_a_member_without_a_homepage_has_none_in_its_description() -> None:
    assert values(dcat.member(MEMBER), MEMBER.iri, "foaf:homepage") == {"https://hafa.example/"}
    assert not values(dcat.member(replace(MEMBER, homepage=None)), MEMBER.iri, "foaf:homepage")


def test_the_catalogue_has_every_collection_once_and_says_where_to_query() -> None:
    other = replace(PRINTS, iri="https://e.org/collections/hafa/photos")
    quads = dcat.catalogue(Catalogue("https://e.org/catalog", "Network", "en", SPARQL, (PRINTS, other)))
    assert values(quads, "https://e.org/catalog", "dcat:dataset") == {PRINTS.iri, other.iri}
    assert values(quads, "https://e.org/catalog", "void:sparqlEndpoint") == {SPARQL}
    assert len(quads) == len(set(quads))
