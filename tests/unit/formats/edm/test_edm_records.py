"""EDM records: what a record holds, in which order, and why one would be refused."""

import pytest
from lxml import etree

from opencollections.formats.edm import Reason, reasons, written
from opencollections.formats.edm.elements import ORDER

from .records import SPACE, node, record

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"


def document(one):
    return etree.fromstring("".join(written([one])).encode())


def names(element):
    return [etree.QName(child).localname for child in element]


def test_a_record_has_one_object_one_aggregation_and_what_they_link_to():
    assert names(document(record())) == [
        *("ProvidedCHO", "WebResource", "Agent", "Place", "TimeSpan", "Concept", "Aggregation"),
    ]


def test_elements_stand_in_the_order_of_the_schema():
    for resource in record().resources:
        order = [element.name for element in ORDER[resource.class_]]
        places = [order.index(name) for name, _ in resource.values]
        assert places == sorted(places)


def test_the_title_for_search_engines_is_left_out_where_there_is_another():
    assert [text.value for text in record().object.texts("dc:title")] == ["83. árjegyzék"]
    alone = record(without=["object/83 dc:title"])
    assert [text.value for text in alone.object.texts("dc:title")] == ["Price list 83"]


def test_who_has_a_role_stands_in_place_of_the_role():
    assert record().object.all("dc:contributor") == [node("agent/hevesy")]


def test_organisations_go_by_their_names():
    aggregation = record().aggregation
    assert [name.value for name in aggregation.texts("edm:dataProvider", "edm:provider")] == [
        "Museum",
        "The network",
    ]


def test_reviewed_matches_of_a_person_are_the_same_and_candidates_are_left_out():
    agent = next(one for one in record().contextual if one.class_ == "edm:Agent")
    assert agent.links("owl:sameAs") == ["http://www.wikidata.org/entity/Q1234"]
    assert not any("viaf" in str(value) for _, value in agent.values)


def test_what_may_stand_once_stands_once():
    shown = record(
        also=["<https://example.org/id/m/aggregation/83> edm:isShownBy <https://example.org/82.pdf> ."]
    )
    assert shown.aggregation.links("edm:isShownBy") == ["https://example.org/82.pdf"]


def test_texts_are_escaped_and_what_xml_cannot_hold_is_left_out():
    found = document(record()).find(".//{http://purl.org/dc/elements/1.1/}description")
    assert found.text == "Prices & <terms> of 1939."


def test_texts_have_no_datatype_and_links_no_text():
    for element in document(
        record(also=["<https://example.org/id/m/object/83> dcterms:issued 1939 ."])
    ).iter():
        assert RDF + "datatype" not in element.attrib
        assert not (RDF + "resource" in element.attrib and element.text)


def test_two_records_share_what_both_link_to():
    assert "".join(written([record(), record()])).count("<edm:Place ") == 1


def test_a_whole_record_is_ready():
    assert reasons(record()) == ()


@pytest.mark.parametrize(
    ("without", "also", "reason"),
    [
        (["object/83 dc:title", "object/83 schema:name", "object/83 dc:description"], [], Reason.UNNAMED),
        (["object/83 edm:type"], [], Reason.MEDIUM_MISSING),
        (["object/83 dc:language"], [], Reason.LANGUAGE_MISSING),
        (
            ["object/83 dc:type", "object/83 dcterms:temporal", "object/83 dcterms:spatial"],
            [],
            Reason.UNCONNECTED,
        ),
        (["aggregation/83 edm:dataProvider"], [], Reason.PROVIDER_MISSING),
        (["aggregation/83 edm:provider"], [], Reason.NETWORK_MISSING),
        (["aggregation/83 edm:isShownAt", "aggregation/83 edm:isShownBy"], [], Reason.UNSHOWN),
        (["aggregation/83 edm:rights"], [], Reason.RIGHTS_MISSING),
        (
            ["aggregation/83 edm:rights"],
            ["edm:rights <https://creativecommons.org/licenses/by/4.0/>"],
            Reason.RIGHTS_REFUSED,
        ),
        (
            ["aggregation/83 edm:rights"],
            ["edm:rights <http://rightsstatements.org/vocab/NKC/1.0/>"],
            Reason.RIGHTS_REFUSED,
        ),
        (["aggregation/83 edm:isShownAt"], ["edm:isShownAt <urn:page:83>"], Reason.ADDRESS_REFUSED),
    ],
)
def test_a_record_that_would_be_refused_says_why(without, also, reason):
    found = record(without=without, also=[f"<{SPACE}aggregation/83> {text} ." for text in also])
    assert reasons(found) == (reason,)


def test_a_blank_title_is_none():
    blank = record(
        without=["object/83 dc:title", "object/83 schema:name", "object/83 dc:description"],
        also=['<https://example.org/id/m/object/83> dc:title "  "@hu .'],
    )
    assert Reason.UNNAMED in reasons(blank)
