"""Definitions: what the page of a class, a property or a concept tells."""

from typing import Any

import pyoxigraph
import pytest
from pyoxigraph import NamedNode, Quad

from opencollections.formats.definitions import Definition, Definitions
from opencollections.formats.interface import interface
from opencollections.formats.links import Urls
from opencollections.formats.ontology import Ontology, ontology
from opencollections.formats.reader import Reader
from opencollections.formats.rules import rules
from opencollections.formats.texts import Text
from opencollections.formats.wording import wording
from opencollections.iris import Identifiers
from opencollections.resources import resource
from opencollections.vocabulary import expand

BASE = "https://data.example.org"
HOME = f"{BASE}/ontology/"


def documents() -> list[Quad]:
    folder = resource("ontology")
    return [
        Quad(quad.subject, quad.predicate, quad.object, NamedNode(HOME + name))
        for name in ("profile", "shapes/core", "vocabularies/types")
        for quad in pyoxigraph.parse(path=str(folder / f"{name}.ttl"), base_iri=HOME + name)
    ]


QUADS = documents()
INDEX: Ontology = ontology(QUADS, HOME)


def told(iri: str, language: str = "en") -> Definition:
    reader = Reader(
        Urls(Identifiers(BASE)),
        wording(quad.triple for quad in QUADS),
        (language, "en"),
        interface=interface(language),
    )
    return Definitions(INDEX, rules(QUADS), reader).of(iri)


def related(definition: Definition) -> dict[str, list[str | None]]:
    return {relation.heading: [link.href for link in relation.links] for relation in definition.relations}


def test_a_property_tells_where_it_stands_how_often_and_what_its_value_is() -> None:
    found = told(expand("dc:title"))
    assert (found.name, found.kind, found.label) == ("dc:title", "Property", Text("title", "en"))
    (use,) = found.uses
    assert use.link.href == "/ontology/profile/edm:ProvidedCHO"
    assert (use.often, use.missing) == ("one or more", "a warning")
    assert [link.href for link in use.instead] == ["/ontology/profile/schema:name"]
    assert [
        relation.links[0].text.text for relation in found.relations if relation.heading == "Its value is"
    ] == ["text with its language"]
    assert found.part == Text("Core", "en")
    assert "dc:title" in found.examples[0]


def test_a_class_tells_its_properties_its_kinds_and_whose_value_it_is() -> None:
    found = told(expand("schema:CreativeWork"))
    assert "/ontology/profile/schema:Photograph" in related(found)["Kinds of it"]
    thing = told(expand("edm:Agent"))
    assert "/ontology/profile/skos:prefLabel" in [use.link.href for use in thing.uses]
    assert "/ontology/profile/dc:creator" in related(thing)["Value of"]
    assert related(thing)["The same elsewhere"] == ["http://www.cidoc-crm.org/cidoc-crm/E39_Actor"]


def test_a_concept_stands_between_what_is_above_and_below_it() -> None:
    found = told(f"{HOME}vocabularies/types#lithograph")
    assert [link.href for link in found.broader] == ["/ontology/vocabularies/types/print"]
    assert (
        told(f"{HOME}vocabularies/types#print").narrower[0].href == "/ontology/vocabularies/types/lithograph"
    )
    assert found.name is None
    assert found.kept_by is None


@pytest.mark.parametrize("language", ["hu", "sk", "nl", "de", "lt"])
def test_a_definition_speaks_the_language_of_its_reader(language: str) -> None:
    found = told(expand("dc:creator"), language)
    assert found.definition is not None
    assert {found.label.language, found.definition.language, found.uses[0].link.text.language} == {language}
    assert found.label not in found.also


def test_data_of_a_term_has_what_points_to_it_and_names_and_no_blank_nodes() -> None:
    found: Any = INDEX.description(expand("edm:Place"))
    said = {(quad.subject.value, quad.predicate.value, quad.object.value) for quad in found}
    assert (expand("dcterms:spatial"), expand("schema:rangeIncludes"), expand("edm:Place")) in said
    assert (expand("dcterms:spatial"), expand("rdfs:label"), "related place") in said
    assert {type(quad.subject) for quad in found} == {NamedNode}


def test_every_term_has_one_place_and_each_place_one_term() -> None:
    assert len(INDEX.places) == len(INDEX.terms) > 140
    assert INDEX.places[expand("dc:creator")] == "profile/dc:creator"
    assert INDEX.document(f"{HOME}vocabularies/types#map") == f"{HOME}vocabularies/types"
