"""Terms: a vocabulary told to people."""

from pyoxigraph import RdfFormat, parse

from opencollections.formats.terms import terms
from opencollections.formats.texts import Text

DOCUMENT = "https://e.org/ontology/types"
TURTLE = """
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix dcterms: <http://purl.org/dc/terms/> .
<> dcterms:title "Types"@en, "Típusok"@hu ; dcterms:description "Kinds of things."@en .
<#print> a skos:Concept ; skos:prefLabel "nyomat"@hu, "print"@en ; skos:definition "Ink on paper."@en .
dcterms:extent a rdf:Property ; rdfs:label "size"@en .
<#unnamed> a skos:Concept .
"""
FOUND = terms(parse(TURTLE, format=RdfFormat.TURTLE, base_iri=DOCUMENT), DOCUMENT)


def test_the_document_says_what_it_is() -> None:
    assert (FOUND.title, FOUND.description) == ("Types", Text("Kinds of things.", "en"))


def test_terms_stand_by_kind_with_all_their_labels_and_an_anchor() -> None:
    listed = dict(FOUND.terms)
    assert list(listed) == ["Properties", "Terms"]
    (size,) = listed["Properties"]
    assert (size.name, size.anchor) == ("dcterms:extent", "dcterms:extent")
    printed, unnamed = listed["Terms"]
    assert (printed.name, printed.anchor) == ("#print", "print")
    assert printed.labels == (Text("print", "en"), Text("nyomat", "hu"))
    assert printed.definition == Text("Ink on paper.", "en")
    assert unnamed.labels == ()


def test_a_document_without_a_title_is_called_by_its_address() -> None:
    assert terms([], DOCUMENT).title == "types"


def test_what_is_narrower_follows_what_it_belongs_to_one_level_below() -> None:
    turtle = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    <#etching> a skos:Concept ; skos:broader <#print> . <#film> a skos:Concept . <#print> a skos:Concept .
    <#a> a skos:Concept ; skos:broader <#b> . <#b> a skos:Concept ; skos:broader <#a> ."""
    listed = terms(parse(turtle, format=RdfFormat.TURTLE, base_iri=DOCUMENT), DOCUMENT).terms
    found = [(term.name, term.level) for _, of_kind in listed for term in of_kind]
    assert found == [("#film", 0), ("#print", 0), ("#etching", 1), ("#a", 0), ("#b", 1)]
