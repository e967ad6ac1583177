"""HTML view: the page of an entity as values, in the order in which it is read."""

from dataclasses import replace

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from opencollections.formats.facts import VALUE_LIMIT, VALUES_LIMIT, Fact
from opencollections.formats.html import EntityPage, Source, entity_page
from opencollections.formats.licences import licence
from opencollections.formats.links import Urls
from opencollections.formats.reader import Reader
from opencollections.formats.surroundings import Surroundings
from opencollections.formats.texts import Text
from opencollections.formats.wording import wording
from opencollections.iris import Identifiers
from opencollections.query.entity import Entity
from opencollections.resources import resource
from opencollections.vocabulary import expand

from .graphs import (
    AGENT,
    BASE,
    COMPANIONS,
    COVER,
    CRITIC,
    GRAPH,
    OBJECT,
    OWN,
    PERIOD,
    PLACE,
    RIGHTS,
    quad,
    said,
    typed,
)

PROFILE = wording(
    q.triple
    for q in parse(path=str(resource("ontology") / "profile.ttl"), format=RdfFormat.TURTLE, base_iri=BASE)
)
LABELS = {
    OBJECT: (said("HAFA 83. árjegyzék", "hu"), said("HAFA price list no. 83", "en")),
    AGENT: (said("Hatschek és Farkas", "hu"),),
    CRITIC: (said("Iván Hevesy"),),
    PLACE: (said("Budapest", "en"), said("Budapešť", "sk")),
    PERIOD: (said("1939. május", "hu"),),
}
READER = Reader(Urls(Identifiers(BASE)), PROFILE, ("en", "hu"), LABELS, {GRAPH: "HAFA"})
SOURCE = Source(
    GRAPH, "HAFA", "/members/hafa", "Prints", f"{BASE}/collections/hafa/prints", "/collections/hafa/prints", "hu",
    licence("https://creativecommons.org/publicdomain/zero/1.0/"), 3, "2026-11-23T10:00:00Z",
)  # fmt: skip


AROUND = Surroundings(COMPANIONS)


def page(
    own: tuple[Quad, ...] = OWN,
    around: Surroundings = AROUND,
    reader: Reader = READER,
    *,
    more: bool = False,
) -> EntityPage:
    return entity_page(Entity(OBJECT, own, (), more), around, [SOURCE], reader)


def told(fact: Fact) -> list[str]:
    return [value.link.text.text for value in fact.values]


def fact(found: EntityPage, name: str) -> Fact:
    return found.facts([expand(name)])[0]


def test_the_title_is_in_the_readers_language_and_the_others_are_beside_it() -> None:
    assert page().title == Text("HAFA price list no. 83", "en")
    assert page().also_called == (Text("HAFA 83. árjegyzék", "hu"),)
    hungarian = page(reader=replace(READER, languages=("hu", "en")))
    assert hungarian.title == Text("HAFA 83. árjegyzék", "hu")


def test_an_entity_without_a_name_is_called_by_its_number() -> None:
    assert page(reader=replace(READER, labels={})).title == Text("HAFA-83")


def test_one_sentence_is_made_of_the_facts() -> None:
    assert [part.text for part in page().sentence] == [
        "price list",
        "Hatschek és Farkas",
        "May 1939",
        "Budapest",
    ]
    assert page(own=OWN[:1]).sentence == ()


def test_the_sentence_has_the_date_in_words_where_the_period_has_short_ones() -> None:
    hungarian = tuple(q for q in OWN if "issued" not in q.predicate.value)
    assert "May 1939" in [part.text for part in page(own=hungarian).sentence]
    circa = (*hungarian, quad(OBJECT, "dcterms:created", said("1905 k.")))
    years = {PERIOD: [quad(PERIOD, "edm:begin", said("1903")), quad(PERIOD, "edm:end", said("1907"))]}
    around = Surroundings((*(q for q in COMPANIONS if q.subject.value != PERIOD), *years[PERIOD]))
    assert "1905 k." in [part.text for part in page(own=circa, around=around).sentence]


def test_facts_stand_under_the_questions_they_answer_in_the_order_of_reading() -> None:
    titles = [group.title for group in page().groups]
    assert titles == ["What", "Who", "When", "Where", "Rights", "Identifiers", "Links"]
    assert told(fact(page(), "dc:creator")) == ["Hatschek és Farkas"]
    assert fact(page(), "dc:creator").values[0].link.href == "/page/network/agent/hatschek-farkas"


def test_properties_are_called_in_plain_words() -> None:
    assert fact(page(), "dcterms:issued").label == PROFILE.heading(expand("dcterms:issued"))
    assert ":" not in "".join(f.label for g in page().groups for f in g.facts)


def test_what_is_said_of_the_aggregation_stands_with_the_object() -> None:
    (rights,) = fact(page(), "edm:rights").values
    assert rights.link.text.text == "Public Domain Mark 1.0: no known copyright"
    assert (rights.link.href, rights.link.foreign) == (RIGHTS, True)
    assert told(fact(page(), "edm:isShownBy")) == ["archive.example.org/hafa-83.pdf"]
    assert not page().facts([expand("edm:aggregatedCHO"), expand("rdf:type")])


def test_a_role_is_told_as_a_person_and_the_part_they_had() -> None:
    (role,) = fact(page(), "schema:contributor").values
    assert (role.link.text.text, role.link.href, role.note) == (
        "Iván Hevesy",
        "/page/network/agent/hevesy",
        "critic",
    )


def test_a_number_elsewhere_is_told_with_the_system_it_belongs_to() -> None:
    (number,) = fact(page(), "schema:identifier").values
    assert (number.link.text.text, number.note) == ("hafa-83-arjegyzek", "archive.org")


def test_a_period_is_told_as_written_with_its_bounds_beside_it() -> None:
    (period,) = fact(page(), "dcterms:temporal").values
    assert (period.link.text, period.note) == (Text("1939. május", "hu"), "May 1939")


def test_a_preview_is_the_picture_and_a_pdf_is_not() -> None:
    (picture,) = page().pictures
    assert (picture.src, picture.alt) == (COVER, "HAFA price list no. 83")
    assert picture.rights == licence(RIGHTS)


@pytest.mark.parametrize("property_", ["dcterms:rights", "dc:rights", "schema:license"])
def test_a_picture_has_the_rights_that_are_stated_of_it(property_: str) -> None:
    terms = "https://museum.example/terms"
    own = (quad(OBJECT, "schema:image", "http://e.org/a.jpg"), quad("http://e.org/a.jpg", property_, terms))
    (picture,) = page(own=own, around=Surroundings()).pictures
    assert picture.rights == licence(terms)


@pytest.mark.parametrize(
    ("quads", "shown"),
    [
        ([quad(OBJECT, "schema:image", "https://e.org/a")], ["https://e.org/a"]),
        ([quad(OBJECT, "schema:image", "http://e.org/a.jpg")], ["https://e.org/a.jpg"]),
        ([quad(OBJECT, "schema:image", "HTTP://e.org/a.jpg")], ["https://e.org/a.jpg"]),
        ([quad(OBJECT, "schema:image", "ftp://e.org/a.jpg")], []),
        ([quad(OBJECT, "schema:image", "javascript:alert(1)")], []),
        ([quad(OBJECT, "edm:isShownBy", "https://e.org/a.mp3")], []),
        ([quad(OBJECT, "edm:isShownBy", "https://e.org/a.JPG?x=1")], ["https://e.org/a.JPG?x=1"]),
        (
            [quad(OBJECT, "edm:isShownBy", "https://e.org/a"), quad(OBJECT, "edm:type", said("IMAGE"))],
            ["https://e.org/a"],
        ),
        (
            [
                quad(OBJECT, "edm:object", "https://e.org/small"),
                quad(OBJECT, "edm:isShownBy", "https://e.org/l.png"),
            ],
            ["https://e.org/l.png"],
        ),
        (
            [
                quad(OBJECT, "edm:isShownBy", "https://e.org/l.png"),
                quad("https://e.org/l.png", "dc:format", said("text/html")),
            ],
            [],
        ),
    ],
)
def test_only_pictures_that_a_page_may_show_are_shown(quads: list[Quad], shown: list[str]) -> None:
    assert [picture.src for picture in page(own=tuple(quads), around=Surroundings()).pictures] == shown


def test_links_that_would_run_are_texts() -> None:
    own = (
        quad(OBJECT, "schema:url", "javascript:alert(1)"),
        quad(OBJECT, "rdfs:seeAlso", said("javascript:alert(2)")),
    )
    found = page(own=own)
    assert fact(found, "schema:url").values[0].link.href is None
    assert fact(found, "rdfs:seeAlso").values[0].link.href is None


def test_latitude_and_longitude_are_one_fact() -> None:
    own = (
        quad(OBJECT, "wgs84_pos:lat", typed("47.49648", "xsd:decimal")),
        quad(OBJECT, "wgs84_pos:long", typed("19.05668", "xsd:decimal")),
    )
    (found,) = page(own=own, around=Surroundings()).groups
    assert [(f.label, told(f)) for f in found.facts] == [("Coordinates", ["47.49648, 19.05668"])]


def test_members_that_disagree_are_named_and_those_that_agree_are_not() -> None:
    other = f"{BASE}/graph/npg/portraits"
    own = (
        quad(OBJECT, "dcterms:created", said("1939")),
        quad(OBJECT, "dcterms:created", said("1939"), other),
        quad(OBJECT, "dcterms:extent", said("20 cm")),
        quad(OBJECT, "dcterms:extent", said("21 cm"), other),
        quad(OBJECT, "dcterms:medium", said("ink")),
    )
    members = {GRAPH: "HAFA", other: "Portrait Gallery"}
    found = page(own=own, reader=replace(READER, members=members))
    assert [(v.link.text.text, v.sources) for v in fact(found, "dcterms:extent").values] == [
        ("20 cm", ("HAFA",)),
        ("21 cm", ("Portrait Gallery",)),
    ]
    assert [v.sources for v in fact(found, "dcterms:created").values] == [()]
    assert [v.sources for v in fact(found, "dcterms:medium").values] == [()]


def test_a_page_has_no_link_to_itself() -> None:
    own_page = OBJECT.replace("/id/", "/page/")
    own = (quad(OBJECT, "edm:isShownAt", own_page), quad(OBJECT, "edm:isRelatedTo", OBJECT))
    assert page(own=own, around=Surroundings()).groups == ()


def test_a_name_is_told_once_with_its_language_where_one_is_known() -> None:
    own = (
        quad(OBJECT, "skos:prefLabel", said("Name", "en")),
        quad(OBJECT, "skos:prefLabel", said("Név", "hu")),
        quad(OBJECT, "skos:altLabel", said("Név")),
        quad(OBJECT, "skos:altLabel", said("Name")),
    )
    labels = {OBJECT: (said("Name", "en"), said("Név", "hu"))}
    found = page(own=own, around=Surroundings(), reader=replace(READER, labels=labels))
    assert (found.title, found.also_called) == (Text("Name", "en"), (Text("Név", "hu"),))


def test_an_endless_list_is_cut_and_counted() -> None:
    own = tuple(quad(OBJECT, "dcterms:hasPart", f"{OBJECT}/{n}") for n in range(VALUES_LIMIT + 3))
    found = fact(page(own=own), "dcterms:hasPart")
    assert (len(found.values), found.more) == (VALUES_LIMIT, 3)


def test_an_endless_text_is_cut_among_the_facts() -> None:
    own = (quad(OBJECT, "dcterms:extent", said("x" * 100_000, "en")),)
    assert told(fact(page(own=own), "dcterms:extent")) == ["x" * VALUE_LIMIT + "…"]


def test_what_refers_to_it_is_grouped_by_relation_and_counted() -> None:
    pointing = tuple(quad(f"{BASE}/id/a/{n}", "dcterms:isPartOf", OBJECT) for n in range(20))
    pointing += (quad(f"{BASE}/id/b/1", "edm:isRelatedTo", OBJECT),)
    first, second = page(around=Surroundings(incoming=pointing), more=True).incoming
    assert (first.count, len(first.links), first.at_least) == (20, 12, True)
    assert (second.count, second.links[0].href) == (1, "/page/b/1")


@pytest.mark.parametrize(
    ("pointing", "more", "all_"),
    [
        ({"dcterms:spatial": 47}, False, [("/search", 47)]),
        ({"dcterms:spatial": 47, "edm:currentLocation": 3}, False, [("/search", None), ("/search", None)]),
        ({"dcterms:spatial": 48}, False, [("/search", None)]),
        ({"dcterms:spatial": 40}, True, [("/search", 47)]),
        ({"dcterms:spatial": 40, "edm:currentLocation": 3}, True, [("/search", None), ("/search", None)]),
        ({"dcterms:spatial": 47, "edm:isRelatedTo": 3}, False, [("/search", 47), None]),
    ],
    ids=[
        "all by one relation",
        "one list for two relations",
        "some without a title",
        "too many to be read",
        "too many by two relations",
        "another relation that has no list",
    ],
)
def test_a_list_of_all_is_told_with_its_number_where_that_is_the_number_of_the_relation(
    pointing: dict[str, int], *, more: bool, all_: list[tuple[str, int | None] | None]
) -> None:
    quads = tuple(
        quad(f"{BASE}/id/a/{name}/{n}", name, PLACE) for name, count in pointing.items() for n in range(count)
    )
    lists = {expand(name): ("/search", 47) for name in ("dcterms:spatial", "edm:currentLocation")}
    found = page(around=Surroundings(incoming=quads, lists=lists), more=more).incoming
    assert [relation.all for relation in found] == all_


def test_the_same_elsewhere_is_told_by_member() -> None:
    theirs = f"{BASE}/graph/npg/portraits"
    mentions = ((PLACE, (quad(f"{BASE}/id/npg/object/7", "dcterms:spatial", PLACE, theirs),)),)
    reader = replace(READER, members={theirs: "Portrait Gallery"})
    (found,) = page(around=Surroundings(elsewhere=mentions), reader=reader).elsewhere
    assert found.shared.text.text == "Budapest"
    assert [(link.href, member) for link, member in found.links] == [
        ("/page/npg/object/7", "Portrait Gallery")
    ]


def test_what_is_told_of_a_rare_thing_is_not_repeated_for_a_common_one() -> None:
    theirs = f"{BASE}/graph/npg/portraits"
    both, one = (f"{BASE}/id/npg/object/{n}" for n in (1, 2))
    mentions = (
        (PLACE, (quad(both, "dcterms:spatial", PLACE, theirs), quad(one, "dcterms:spatial", PLACE, theirs))),
        (AGENT, (quad(both, "dc:creator", AGENT, theirs),)),
    )
    reader = replace(READER, members={theirs: "Portrait Gallery"})
    found = page(around=Surroundings(elsewhere=mentions), reader=reader).elsewhere
    assert [(e.shared.text.text, [link.href for link, _ in e.links]) for e in found] == [
        ("Hatschek és Farkas", ["/page/npg/object/1"]),
        ("Budapest", ["/page/npg/object/2"]),
    ]


def test_nameless_nodes_are_told_as_lists_of_their_own() -> None:
    node = f"{BASE}/.well-known/genid/1"
    own = (
        quad(OBJECT, "schema:offers", node),
        Quad(NamedNode(node), NamedNode(expand("schema:price")), Literal("12"), NamedNode(GRAPH)),
        quad(node, "schema:priceCurrency", said("pengő", "hu")),
    )
    (value,) = fact(page(own=own), "schema:offers").values
    assert [told(f) for f in value.facts] == [["12"], ["pengő"]]
