"""Profiles: what a small record becomes in each model, held against the rules of that model."""

import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pyshacl
import pytest
from pyld import jsonld as pyld
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat
from rdflib import SH, Graph

from opencollections.formats import jsonld
from opencollections.formats.profiles import Profile, profile, told, told_in_order
from opencollections.resources import resource
from opencollections.vocabulary import PREFIXES, expand

HOME = "https://data.example.org/ontology/profiles"
FOLDER = resource("ontology")
MEMBER = "https://data.example.org/id/hafa/"
RECORD = f"""
@base <{MEMBER}> .
<object/83> a edm:ProvidedCHO, schema:CreativeWork ; dcterms:identifier "HAFA-83" ; edm:type "TEXT" ; dc:language "hu" ;
    dc:title "HAFA 83. árjegyzék"@hu, "Árjegyzék"@hu, "Price list"@en, "No language" ; dc:description "Cameras" ;
    dc:type <../../ontology/vocabularies/types#price-list>, "árjegyzék"@hu ; dc:creator <agent/firm>, "Somebody known by name" ;
    schema:contributor <role/1> ; dc:subject <concept/camera>, "shops"@en, <http://www.wikidata.org/entity/Q1> ;
    dcterms:created "1939" ; dcterms:issued "May 1939" ; dcterms:temporal <time/1939> ; dcterms:spatial <place/street> ;
    dcterms:extent "48 pages"@en ; dcterms:medium "paper"@en ; schema:identifier <identifier/1> ;
    dcterms:modified "2026-11-23T10:00:00Z"^^xsd:dateTime ; void:inDataset <../../collections/hafa/prints> .
<../../collections/hafa/prints> dcterms:title "Prints"@en ; dcterms:license <http://creativecommons.org/publicdomain/zero/1.0/> .
<aggregation/83> a ore:Aggregation ; edm:aggregatedCHO <object/83> ; edm:dataProvider "HAFA" ; edm:provider "Network" ;
    edm:isShownAt <https://archive.example/83> ; edm:isShownBy <https://archive.example/83.pdf> ;
    edm:object <https://archive.example/83.jpg> ; edm:rights <http://creativecommons.org/publicdomain/mark/1.0/> .
<https://archive.example/83.pdf> dc:format "application/pdf" .
<agent/firm> a edm:Agent, schema:Organization ; skos:prefLabel "Hatschek és Farkas"@hu ; edm:begin "1898" ; edm:end "1949" .
<agent/critic> a edm:Agent, schema:Person ; skos:prefLabel "Hevesy Iván"@hu ; edm:begin "1893-12-09" ; edm:end "1966~" ;
    schema:hasOccupation "critic"@en ; schema:birthPlace <place/street> .
<role/1> a schema:Role ; schema:roleName "critic"@en ; schema:contributor <agent/critic> .
<identifier/1> a schema:PropertyValue ; schema:propertyID "archive.org" ; schema:value "hafa-83" .
<concept/camera> a skos:Concept ; skos:prefLabel "camera"@en ; skos:exactMatch <http://vocab.getty.edu/aat/300022636> .
<time/1939> a edm:TimeSpan ; edm:begin "1939-05-01"^^xsd:date ; edm:end "1939-05" .
<place/street> a edm:Place ; skos:prefLabel "Károly körút"@hu ; wgs84_pos:lat 47.49648 ; wgs84_pos:long 19.05668 .
"""
OBJECT, AGENT, CRITIC, PLACE, CONCEPT = (
    f"{MEMBER}{path}"
    for path in ("object/83", "agent/firm", "agent/critic", "place/street", "concept/camera")
)
THINGS = (OBJECT, AGENT, CRITIC, PLACE, CONCEPT)


def read(text: str) -> list[Quad]:
    head = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in PREFIXES.items())
    return list(ox.parse((head + text).encode(), format=RdfFormat.TURTLE))


def profile_of(file: Path) -> Profile:
    iri = f"{HOME}/{file.stem}"
    described = [q.triple for q in ox.parse(path=str(file), format=RdfFormat.TURTLE, base_iri=iri)]
    return profile(
        described, iri, lambda one: (file.parent / one.removeprefix(f"{HOME}/")).read_text("utf-8")
    )


PROFILES = {one.token: one for one in map(profile_of, sorted((FOLDER / "profiles").glob("*.ttl")))}
STATED = read(RECORD)


def about(token: str, iri: str = OBJECT) -> tuple[Quad, ...]:
    return told(PROFILES[token], iri, STATED)


def values(quads: Any, iri: str, name: str) -> set[str]:
    return {str(q.object) for q in quads if q.subject == NamedNode(iri) and q.predicate.value == expand(name)}


def test_the_profiles_are_those_that_are_listed() -> None:
    listed = ox.parse(path=str(FOLDER / "profiles.ttl"), format=RdfFormat.TURTLE, base_iri=HOME)
    parts = {q.object.value for q in listed if q.predicate.value == expand("dcterms:hasPart")}
    assert parts == {one.iri for one in PROFILES.values()}
    for token, one in PROFILES.items():
        assert one.iri == f"{HOME}/{token}"
        assert set(one.titles) == {"en", "hu", "sk", "nl", "de", "lt"}
        assert one.formats


@pytest.mark.parametrize("token", sorted(PROFILES))
@pytest.mark.parametrize("iri", THINGS)
def test_every_profile_has_words_for_every_kind_of_thing_and_always_the_same(token: str, iri: str) -> None:
    found = about(token, iri)
    assert any(quad.subject == NamedNode(iri) for quad in found)
    assert set(told(PROFILES[token], iri, reversed(STATED))) == set(found)
    assert not any(isinstance(term, ox.BlankNode) for quad in found for term in quad.triple)


@pytest.mark.parametrize("token", sorted(set(PROFILES) - {"full"}))
def test_a_thing_of_no_known_kind_has_nothing_in_a_profile_but_what_dublin_core_says(token: str) -> None:
    odd = read(f'<{MEMBER}x> <http://example.org/p> "1" .')
    assert (token == "schema") or told(PROFILES[token], f"{MEMBER}x", odd) == ()


def problems(quads: Any, shapes: str) -> list[str]:
    """Give what the shapes find, apart from warnings."""
    data = Graph().parse(
        data=ox.serialize([q.triple for q in quads], format=RdfFormat.N_TRIPLES), format="nt"
    )
    rules = Graph().parse(FOLDER / "shapes" / f"{shapes}.ttl", publicID="https://data.example.org/shapes")
    _, report, text = pyshacl.validate(data, shacl_graph=rules)
    severe = set(report.subjects(SH.resultSeverity, SH.Violation))
    return [text] if severe else []


@pytest.mark.parametrize("iri", THINGS)
def test_schema_org_is_what_the_dutch_network_asks_for(iri: str) -> None:
    assert problems(about("schema", iri), "schema") == []


@pytest.mark.parametrize(
    "broken",
    [
        f'<{OBJECT}> schema:name "without language" .',
        f'<{OBJECT}> schema:name "a second"@hu .',
        f'<{OBJECT}> schema:sdDatePublished "yesterday" .',
        f"<{OBJECT}> schema:creator [] .",
        f'<{OBJECT}> schema:dateCreated "May 1939" .',
        f'<{OBJECT}> schema:dateCreated "1940"^^xsd:gYear .',
        f"<{OBJECT}> schema:additionalType <http://vocab.getty.edu/aat/300026096> .",
        '<https://archive.example/83.pdf> schema:contentUrl "https://archive.example/83.pdf"^^xsd:anyURI .',
        f"<{PLACE}> schema:geo [ a schema:GeoCoordinates ] .",
        f"<{MEMBER}concept/x> a schema:DefinedTerm .",
        f"<{OBJECT}> schema:associatedMedia <http://a.example/x> .",
    ],
)
def test_the_rules_of_schema_org_find_what_is_wrong(broken: str) -> None:
    assert problems([*about("schema"), *read(broken)], "schema") != []


def test_names_have_one_text_for_each_language_the_most_trusted_one() -> None:
    found = about("schema")
    assert values(found, OBJECT, "schema:name") == {
        '"HAFA 83. árjegyzék"@hu',
        '"Price list"@en',
        '"No language"@und',
    }
    assert values(found, "http://www.wikidata.org/entity/Q1", "schema:name") == {'"Q1"@und'}
    assert values(found, OBJECT, "schema:temporalCoverage") == {'"1939-05-01/1939-05"'}
    assert values(found, OBJECT, "schema:datePublished") == set()


@pytest.mark.parametrize(
    ("dates", "kept"),
    [
        (["1939", "1939-05"], {'"1939"'}),
        (["1939-05-31", "1939-05"], {'"1939-05"'}),
        (["1939", "May 1939"], {'"1939"'}),
        (["1939", "1941"], set()),
    ],
)
def test_of_several_dates_the_one_is_told_that_holds_for_all(dates: list[str], kept: set[str]) -> None:
    said = " , ".join(f'"{date}"' for date in dates)
    found = told(
        PROFILES["schema"],
        OBJECT,
        read(f"<{OBJECT}> dcterms:created {said} ; dc:creator <{AGENT}> .")
        + read(f"<{AGENT}> a schema:Person ; edm:begin {said} ."),
    )
    for iri, name in {OBJECT: "schema:dateCreated", AGENT: "schema:birthDate"}.items():
        assert {text.partition("^^")[0] for text in values(found, iri, name)} == kept


def test_a_kind_is_a_term_with_its_names_and_where_it_is_known() -> None:
    kind = "https://data.example.org/ontology/vocabularies/types#price-list"
    found = told(
        PROFILES["schema"],
        OBJECT,
        read(f"<{OBJECT}> dc:type <{kind}> .")
        + read(f'<{kind}> skos:prefLabel "price list"@en ; skos:exactMatch <http://a.example/1> .'),
    )
    assert values(found, kind, "rdf:type") == {
        f"<{expand('schema:DefinedTerm')}>",
        f"<{expand('schema:URL')}>",
    }
    assert values(found, kind, "schema:name") == {'"price list"@en'}
    assert values(found, kind, "schema:sameAs") == {"<http://a.example/1>"}


def test_a_maker_is_told_with_where_it_is_known() -> None:
    known = read(f"<{AGENT}> owl:sameAs <http://www.wikidata.org/entity/Q2> .")
    found = told(PROFILES["schema"], OBJECT, [*STATED, *known])
    assert values(found, AGENT, "schema:sameAs") == {"<http://www.wikidata.org/entity/Q2>"}


def test_a_picture_with_terms_of_use_is_told_with_these() -> None:
    terms = "https://archive.example/terms"
    stated = [quad for quad in STATED if quad.predicate.value != expand("edm:rights")]
    assert values(told(PROFILES["schema"], OBJECT, stated), OBJECT, "schema:associatedMedia") == set()
    stated += read(f"<https://archive.example/83.pdf> dc:rights <{terms}> .")
    found = told(PROFILES["schema"], OBJECT, stated)
    assert values(found, "https://archive.example/83.pdf", "schema:license") == {f"<{terms}>"}


def test_a_role_is_told_as_who_has_it() -> None:
    for token, name in {"schema": "schema:contributor", "dc": "dcterms:contributor"}.items():
        assert values(about(token), OBJECT, name) == {f"<{CRITIC}>"}


def test_dublin_core_names_what_it_links_to() -> None:
    found = about("dc")
    named = {quad.subject.value for quad in found if quad.predicate.value == expand("rdfs:label")}
    assert named == {AGENT, CRITIC, CONCEPT, PLACE, "https://data.example.org/collections/hafa/prints"}


def test_edm_keeps_the_order_that_europeana_wants() -> None:
    document = (told_in_order(PROFILES["edm"], OBJECT, STATED) or b"").decode()
    places = [
        document.index(f"<{name}")
        for name in ("edm:ProvidedCHO", "dc:creator", "dc:title", "ore:Aggregation")
    ]
    assert places == sorted(places)
    quads = {q.triple for q in ox.parse(document.encode(), format=RdfFormat.RDF_XML)}
    assert quads == {q.triple for q in about("edm")}
    assert told_in_order(PROFILES["dc"], OBJECT, STATED) is None


def linked_art(iri: str) -> dict[str, Any]:
    of = PROFILES["linked-art"]
    assert of.context is not None
    found: dict[str, Any] = json.loads(jsonld.written(about("linked-art", iri), iri, of.context))
    return found


def nodes(document: Any) -> list[dict[str, Any]]:
    """Give every object of a document."""
    inner = (
        document.values() if isinstance(document, dict) else document if isinstance(document, list) else ()
    )
    return [
        *([document] if isinstance(document, dict) else []),
        *(node for one in inner for node in nodes(one)),
    ]


KINDS = {OBJECT: "HumanMadeObject", AGENT: "Group", CRITIC: "Person", PLACE: "Place", CONCEPT: "Type"}


@pytest.mark.parametrize("iri", THINGS)
def test_linked_art_has_the_structure_of_its_model(iri: str) -> None:
    document = linked_art(iri)
    assert document["@context"] == "https://linked.art/ns/v1/linked-art.json"
    assert (document["id"], document["type"]) == (iri, KINDS[iri])
    assert isinstance(document["_label"], str)
    assert {one["type"] for one in document["identified_by"]} <= {"Name", "Identifier"}
    assert all(one["content"] for one in document["identified_by"])
    for node in nodes(document):
        assert set(node) & {"id", "@context"}, node
        assert not [key for key in node if ":" in key], "a term that the context has no key for"


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ('a schema:MusicRecording ; dc:title "x"', "HumanMadeObject"),
        ('a schema:CreativeWork, schema:MusicComposition ; schema:name "x"', "PropositionalObject"),
        ('a edm:ProvidedCHO, schema:MusicComposition ; dc:title "x"', "HumanMadeObject"),
        ('a schema:Event ; schema:name "x"', "Activity"),
        ('a schema:Place ; schema:name "x"', "Place"),
        ('a skos:ConceptScheme ; skos:prefLabel "x"', "Type"),
        ('a edm:TimeSpan ; skos:prefLabel "x"', "TimeSpan"),
        ('a schema:Dataset, dcat:Dataset ; dcterms:title "x"', "Set"),
        ('a schema:CreativeWork, schema:ImageObject ; schema:name "x"', "DigitalObject"),
        ('a <http://example.org/Camera> ; dc:title "x", "y"', "HumanMadeObject"),
        ('dcterms:identifier "x"', "HumanMadeObject"),
        ('skos:prefLabel "x"', "Type"),
        ('a edm:Agent ; skos:prefLabel "x"', "Actor"),
    ],
)
def test_linked_art_has_a_fitting_class_for_what_is_typed_in_other_words_or_not_at_all(
    said: str, kind: str
) -> None:
    of, iri = PROFILES["linked-art"], f"{MEMBER}x"
    assert of.context is not None
    found = told(of, iri, read(f"<{iri}> {said} ."))
    assert json.loads(jsonld.written(found, iri, of.context))["type"] == kind


def test_linked_art_tells_how_an_object_came_to_be() -> None:
    document = linked_art(OBJECT)
    made = document["produced_by"]
    assert made["type"] == "Production"
    assert {(one["type"], one["_label"]) for one in made["carried_out_by"]} == {
        ("Group", "Hatschek és Farkas"),
        ("Actor", "Somebody known by name"),
    }
    assert made["timespan"]["begin_of_the_begin"] == "1939-01-01T00:00:00Z"
    assert made["timespan"]["_label"] == "1939"
    assert {one["type"] for one in document["representation"]} == {"VisualItem"}


@pytest.mark.parametrize("token", sorted(PROFILES))
def test_json_ld_means_the_same_statements(token: str) -> None:
    of = PROFILES[token]
    own = jsonld.Context(
        "https://data.example.org/context.jsonld",
        json.loads((FOLDER / "context.jsonld").read_text("utf-8"))["@context"],
    )
    context = of.context or own
    quads = about(token)
    document = json.loads(jsonld.written(quads, OBJECT, context))
    document["@context"] = context.terms
    nquads = pyld.to_rdf(document, {"format": "application/n-quads"})
    found = {same_number(quad) for quad in ox.parse(nquads.encode(), format=RdfFormat.N_QUADS)}
    assert found == {same_number(quad) for quad in quads}


def same_number(quad: Quad) -> tuple[str, str, object]:
    """Give a statement with the value of a double, which JSON-LD writes in another way (API §8.6)."""
    value: object = quad.object
    if isinstance(value, Literal) and value.datatype.value == expand("xsd:double"):
        value = float(value.value)
    return str(quad.subject), quad.predicate.value, value


def test_what_is_hostile_stays_text() -> None:
    odd = 'x" } ; DROP ALL # <http://a> "'
    quads = [*STATED, Quad(NamedNode(OBJECT), NamedNode(expand("dc:creator")), Literal(odd))]
    found = told(PROFILES["schema"], OBJECT, quads)
    assert any(isinstance(q.object, Literal) and q.object.value == odd for q in found)
