"""Wording: every term of the profile has plain words, and others are spelt out."""

import pytest
from pyoxigraph import RdfFormat, parse

from opencollections.formats import groups
from opencollections.formats.interface import TAGS
from opencollections.formats.texts import Text
from opencollections.formats.wording import Wording, spelt_out, wording
from opencollections.resources import resource
from opencollections.vocabulary import compact, expand

TURTLE = """
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dcterms: <http://purl.org/dc/terms/> .
dcterms:extent rdfs:label "size"@en, "méret"@hu .
<http://e.org/types#print> skos:prefLabel "tlač"@sk .
[] sh:path dcterms:medium ; sh:name "material" .
[] sh:path dcterms:extent ; sh:name "not this" .
"""
WORDS = wording(quad.triple for quad in parse(TURTLE, format=RdfFormat.TURTLE))


@pytest.mark.parametrize(
    ("iri", "language", "word"),
    [
        (expand("dcterms:extent"), "en", "Size"),
        (expand("dcterms:extent"), "hu", "Méret"),
        (expand("dcterms:extent"), "nl", "Size"),
        (expand("dcterms:medium"), "en", "Material"),
        ("http://e.org/types#print", "en", "Tlač"),
        ("http://e.org/hasFurtherView", "en", "Has further view"),
    ],
)
def test_a_term_is_called_in_the_language_of_the_page_or_else_in_english(
    iri: str, language: str, word: str
) -> None:
    assert WORDS.heading(iri, language) == word


def test_a_concept_is_told_with_its_language() -> None:
    assert WORDS.text(expand("dcterms:extent"), ("nl", "hu")) == Text("méret", "hu")
    assert WORDS.text("http://e.org/types#print", ("nl",)) == Text("tlač", "sk")


@pytest.mark.parametrize(
    ("iri", "words"),
    [
        ("http://e.org/isShownAt", "is shown at"),
        ("http://e.org/ns#a_b-c", "a b c"),
        ("http://e.org/x/", "x"),
        ("urn:thing", "thing"),
        ("http://e.org/#", "e.org"),
    ],
)
def test_an_unknown_term_is_spelt_out(iri: str, words: str) -> None:
    assert spelt_out(iri) == words


def test_known_are_only_terms_with_labels() -> None:
    assert WORDS.knows(expand("dcterms:extent"))
    assert not Wording().knows(expand("dcterms:extent"))


def test_what_pages_tell_of_people_places_dates_subjects_and_rights_has_words_in_every_language() -> None:
    files = sorted(resource("ontology").rglob("*.ttl"))
    known = wording(quad.triple for file in files for quad in parse(path=str(file), base_iri="http://e.org/"))
    asked = groups.SHARED.union(
        *(groups.KINDS, groups.MAKERS, groups.DATES, groups.PLACES, groups.SUBJECTS, groups.SAME),
        *(groups.PICTURES, groups.RIGHTS, groups.DESCRIPTIONS, groups.OTHER_NAMES),
    )
    assert len(asked) > 80
    assert [compact(iri) for iri in asked if set(TAGS) - set(known.labels.get(iri, {}))] == []
