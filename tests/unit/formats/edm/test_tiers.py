"""Tiers: how far a record reaches, and what would lift it."""

import pytest

from opencollections.formats.edm.content_tier import (
    ContentTier,
    MediaFacts,
    content_tier,
    most_by_rights,
)
from opencollections.formats.edm.improvements import Improvement, Lift, cheapest, lifts
from opencollections.formats.edm.metadata_tier import metadata_tier

from .records import record

OBJECT = "<https://example.org/id/m/object/83>"
AGGREGATION = "<https://example.org/id/m/aggregation/83>"


def test_a_record_with_languages_links_and_complete_context_reaches_c():
    assert metadata_tier(record()).tier == "C"


@pytest.mark.parametrize(
    ("without", "tier"),
    [
        (["place/budapest wgs84_pos:lat"], "C"),
        (["place/budapest wgs84_pos:lat", "agent/hevesy edm:begin", "agent/hevesy edm:end"], "C"),
        (
            [
                "place/budapest wgs84_pos:lat",
                "agent/hevesy edm:begin",
                "agent/hevesy edm:end",
                "time/83 edm:begin",
            ],
            "B",
        ),
    ],
)
def test_classes_count_when_they_are_complete(without, tier):
    assert metadata_tier(record(without=without)).tier == tier


def test_elements_without_a_language_count_against_the_record():
    plain = [
        f'{OBJECT} dc:subject "x" ; dc:coverage "x" ; dc:source "x" ; dcterms:medium "x" ; dc:format "x" .'
    ]
    assert metadata_tier(record(also=plain)).tier == "B"


def test_a_record_with_a_title_alone_reaches_nothing():
    gone = ["dc:type", "dcterms:created", "dcterms:temporal", "dcterms:spatial", "schema:contributor"]
    assert metadata_tier(record(without=[f"object/83 {name}" for name in gone])).tier == "0"


@pytest.mark.parametrize(
    ("rights", "most"),
    [
        ("http://creativecommons.org/licenses/by-sa/4.0/", 4),
        ("http://creativecommons.org/publicdomain/zero/1.0/", 4),
        ("http://creativecommons.org/licenses/by-nc-nd/3.0/", 3),
        ("http://rightsstatements.org/vocab/InC-EDU/1.0/", 3),
        ("http://rightsstatements.org/vocab/InC/1.0/", 2),
        ("http://rightsstatements.org/vocab/CNE/1.0/", 2),
        (None, 0),
    ],
)
def test_rights_bound_the_content_tier(rights, most):
    assert most_by_rights(rights) == most


def test_a_free_pdf_reaches_four_and_a_page_alone_one():
    assert content_tier(record(), {}) == ContentTier(4)
    assert content_tier(record(without=["aggregation/83 edm:isShownBy"]), {}) == ContentTier(1)


@pytest.mark.parametrize(
    ("facts", "tier"),
    [
        (MediaFacts(width=1200, height=900), ContentTier(4)),
        (MediaFacts(width=800, height=600), ContentTier(2)),
        (MediaFacts(width=400, height=300), ContentTier(1)),
        (MediaFacts(width=100, height=100), ContentTier(0)),
        (MediaFacts(), ContentTier(1, measured=False)),
    ],
)
def test_an_image_reaches_as_far_as_its_pixels(facts, tier):
    image = record(
        without=["object/83 edm:type", "aggregation/83 edm:isShownBy"],
        also=[f'{OBJECT} edm:type "IMAGE" . {AGGREGATION} edm:isShownBy <https://example.org/1.jpg> .'],
    )
    assert content_tier(image, {"https://example.org/1.jpg": facts}) == tier


def lifts_of(one):
    return lifts(one, metadata_tier(one))


def test_each_thing_that_is_not_complete_would_lift_the_record():
    lacking = [
        "agent/hevesy edm:begin",
        "agent/hevesy edm:end",
        "time/83 edm:begin",
        "place/budapest wgs84_pos:lat",
    ]
    assert lifts_of(record(without=lacking)) == [
        Lift("dates", "C", ("https://example.org/id/m/agent/hevesy",)),
        Lift("coordinates", "C", ("https://example.org/id/m/place/budapest",)),
        Lift("begin-and-end", "C", ("https://example.org/id/m/time/83",)),
    ]


def test_a_record_whose_texts_have_no_language_is_lifted_by_that():
    plain = [
        f'{OBJECT} dc:subject "x" ; dc:coverage "x" ; dc:source "x" ; dcterms:medium "x" ; dc:format "x" .'
    ]
    names = ("dc:coverage", "dc:format", "dc:source", "dc:subject", "dcterms:medium")
    assert lifts_of(record(also=plain)) == [Lift("languages", "C", names)]


def test_a_record_that_has_all_needs_nothing():
    assert lifts_of(record()) == []


def test_the_cheapest_improvements_come_first_and_three_are_told():
    many, few = Improvement("dates", "A", "B", 90, 100), Improvement("coordinates", "B", "C", 2, 20)
    column, own = Improvement("languages", "A", "B", 1, 60), Improvement("place", "A", "B", 5, 5)
    assert cheapest([own, many, few, column]) == [column, few, many]
