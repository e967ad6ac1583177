"""EDM records: what a record holds, in which order, and why one would be refused."""

import pytest
from lxml import etree

from opencollections.formats.edm import Reason, reasons, written
from opencollections.formats.edm.elements import ORDER

from .records import SPACE, node, record

XSD_YEAR = "http://www.w3.org/2001/XMLSchema#gYear"
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


def test_of_several_files_one_is_shown_and_the_others_are_further_views():
    shown = record(
        also=["<https://example.org/id/m/aggregation/83> edm:isShownBy <https://example.org/82.pdf> ."]
    )
    assert shown.aggregation.links("edm:isShownBy") == ["https://example.org/82.pdf"]
    assert shown.aggregation.links("edm:hasView") == ["https://example.org/83.pdf"]
    assert reasons(shown) == ()


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
        (
            ["aggregation/83 edm:rights"],
            ['edm:rights "http://creativecommons.org/licenses/by/4.0/"'],
            Reason.RIGHTS_MISSING,
        ),
        ([], ["edm:rights <http://creativecommons.org/licenses/by/4.0/>"], Reason.RIGHTS_AMBIGUOUS),
        (["aggregation/83 edm:isShownAt"], ["edm:isShownAt <urn:page:83>"], Reason.ADDRESS_REFUSED),
        ([], ["edm:hasView <https:/example.org/83.jpg>"], Reason.ADDRESS_REFUSED),
        (["aggregation/83 edm:dataProvider"], ['edm:dataProvider " \\u0001 "'], Reason.PROVIDER_MISSING),
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


CC = "http://creativecommons.org/licenses"
FILE = "<https://example.org/83.pdf>"
OBJECT = f"<{SPACE}object/83>"


@pytest.mark.parametrize(
    ("also", "found"),
    [
        (f"{FILE} edm:rights <http://creativecommons.org/licenses/by/4.0/> .", ()),
        (
            f"{FILE} edm:rights <https://creativecommons.org/licenses/by/4.0/> .",
            (Reason.FILE_RIGHTS_REFUSED,),
        ),
        (
            f"{FILE} edm:rights <{CC}/by/4.0/>, <{CC}/by-sa/4.0/> .",
            (Reason.FILE_RIGHTS_REFUSED,),
        ),
        (f'{OBJECT} edm:type "IMAGE" .', (Reason.MEDIUM_AMBIGUOUS,)),
        (f'{OBJECT} edm:type "TEXT"@en .', (Reason.MEDIUM_AMBIGUOUS,)),
    ],
)
def test_rights_of_a_file_and_kinds_that_contradict_are_looked_at(also, found):
    assert reasons(record(also=[also])) == found


def test_a_title_of_nothing_that_xml_can_hold_is_none():
    empty = record(
        without=["object/83 dc:title", "object/83 schema:name", "object/83 dc:description"],
        also=[f'{OBJECT} dc:title "\\u0001\\uFFFE" .'],
    )
    assert reasons(empty) == (Reason.UNNAMED,)
    assert "<dc:title" not in "".join(written([empty]))


@pytest.mark.parametrize("latitude", ["47,5", "47° 30'", "N 47.5", "NaN", "INF", ""])
def test_a_coordinate_that_is_no_number_is_left_out(latitude):
    place = record(
        without=["place/budapest wgs84_pos:lat"],
        also=[f'<{SPACE}place/budapest> wgs84_pos:lat "{latitude}" .'],
    )
    assert "wgs84_pos:lat" not in "".join(written([place]))


def test_a_thing_that_is_shown_at_its_own_identifier_is_no_web_resource():
    shown = record(
        without=["aggregation/83 edm:isShownAt", "aggregation/83 edm:isShownBy"],
        also=[f"<{SPACE}aggregation/83> edm:isShownAt {OBJECT} ."],
    )
    assert shown.web_resources == ()
    assert reasons(shown) == ()


def test_a_page_that_is_described_as_a_web_resource_is_one():
    page = "<https://example.org/page/83>"
    described = record(also=[f'{page} a edm:WebResource ; dc:format "text/html" .'])
    assert [one.iri for one in described.web_resources] == [
        "https://example.org/83.pdf",
        "https://example.org/page/83",
    ]


def test_an_aggregation_of_two_objects_points_to_the_one_of_the_record():
    both = record(also=[f"<{SPACE}aggregation/83> edm:aggregatedCHO <{SPACE}object/1> ."])
    assert both.aggregation.links("edm:aggregatedCHO") == [f"{SPACE}object/83"]


def test_what_has_no_name_and_nothing_that_links_to_it_are_left_out():
    unnamed = record(
        without=["place/budapest skos:prefLabel"],
        also=[
            f"<{SPACE}agent/nobody> a edm:Agent ; <http://www.w3.org/2004/02/skos/core#prefLabel> 'Nobody' ."
        ],
    )
    assert [one.class_ for one in unnamed.contextual] == ["edm:Agent", "edm:TimeSpan", "skos:Concept"]


def test_a_link_that_is_a_text_and_a_text_that_is_a_link_are_left_out():
    wrong = record(
        also=[
            f'{OBJECT} dcterms:hasPart "part 1" ; dc:identifier <https://example.org/x> ; dc:language <urn:hu> .'
        ]
    )
    assert not wrong.object.all("dcterms:hasPart")
    assert [text.value for text in wrong.object.texts("dc:identifier", "dc:language")] == ["83", "hu"]
    assert reasons(wrong) == ()


def test_the_same_text_with_a_datatype_stands_once():
    doubled = record(also=[f'{OBJECT} dcterms:issued "1939" , "1939"^^<{XSD_YEAR}> .'])
    assert "".join(written([doubled])).count(">1939<") == 1
