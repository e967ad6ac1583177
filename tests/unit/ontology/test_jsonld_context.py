"""The JSON-LD context gives plain keys and loses nothing."""

import re
from typing import Any

import pyoxigraph
import pytest
from ontology_files import CONTEXT, MEMBER, PROPERTIES, SHAPES, paths, record, served, turtle
from pyld import jsonld
from rdflib import RDF, SDO, SH, Literal, URIRef

from opencollections.vocabulary import PREFIXES, compact, expand

KEYS = {key: CONTEXT[key] for key in CONTEXT if key not in PREFIXES and key not in {"@version", "id", "type"}}


def containers(key: str) -> set[str]:
    container = KEYS[key].get("@container", [])
    return {container} if isinstance(container, str) else set(container)


def literals(term: URIRef) -> set[URIRef]:
    ranges = served("profile").objects(term, SDO.rangeIncludes)
    return {one for one in ranges if one == RDF.langString or one.startswith(PREFIXES["xsd"])}


def single(term: URIRef) -> bool:
    """Tell whether the shapes limit a property to one value."""
    name = compact(str(term))
    return any(paths(shape) == (name,) for shape in SHAPES.subjects(SH.maxCount, Literal(1)))


def test_the_context_has_our_prefixes():
    assert {key: CONTEXT[key] for key in PREFIXES} == PREFIXES


def test_each_property_has_the_key_of_its_local_name_and_the_second_that_of_its_prefix_too():
    spelled = {KEYS[key]["@id"]: key for key in KEYS if "@id" in KEYS[key] and not key.endswith("Text")}
    assert set(spelled) == set(map(compact, PROPERTIES))
    rank = {"dc": 0, "dcterms": 1, "edm": 2}
    taken = {"id", "type"}
    for name in sorted(spelled, key=lambda name: rank.get(name.partition(":")[0], 3)):
        prefix, _, local = name.partition(":")
        assert spelled[name] == (prefix + local[0].upper() + local[1:] if local in taken else local)
        taken.add(local)


@pytest.mark.parametrize("key", [key for key in KEYS if not key.endswith("Text") and key != "aggregation"])
def test_a_key_takes_the_values_that_the_profile_and_the_shapes_foresee(key):
    term = URIRef(expand(KEYS[key]["@id"]))
    words, ranges = literals(term), set(served("profile").objects(term, SDO.rangeIncludes))
    only_words = words == ranges and RDF.langString in words
    typed = compact(str(next(iter(words)))) if words == ranges and len(words) == 1 else "xsd:string"
    coerced = "@id" if not words else None if only_words or typed == "xsd:string" else typed
    expected = [(not single(term), "@set"), (only_words, "@language")]
    assert containers(key) == {name for wanted, name in expected if wanted}
    assert KEYS[key].get("@type") == coerced
    assert (f"{key}Text" in KEYS) == (bool(words) and words != ranges)


def compacted(statements: str) -> dict[str, Any]:
    expanded = jsonld.from_rdf(statements, {"format": "application/n-quads"})
    return jsonld.compact(expanded, {"@context": CONTEXT})


def canonical(statements: str) -> list[str]:
    dataset = pyoxigraph.Dataset(pyoxigraph.parse(statements, format=pyoxigraph.RdfFormat.N_QUADS))
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(map(str, dataset))


# Values in every form, also where the profile does not expect them; a second graph; a nameless term.
ODD = """
<object/1> dc:title "without language", "1"^^xsd:integer, <title> ; dc:creator "Hatschek", "Hatschek"@hu ;
    dc:subject "boats", [ a skos:Concept ; skos:prefLabel "a"@hu, "b"@hu, "c" ] ; dcterms:temporal "1905 k." ;
    dcterms:created "1905"^^xsd:gYear, "1905 k."@hu ; rdfs:seeAlso <elsewhere> ; edm:rights "all" ;
    dcterms:modified "2026-11-22"^^xsd:date ; skos:prefLabel "q\\n\\"ő\\""@sr-Latn ; edm:type "<b>" .
<place/1> wgs84_pos:lat "47.5"^^xsd:float, "47,5" .
"""


@pytest.mark.parametrize("more", ["", ODD], ids=["record", "odd values"])
@pytest.mark.parametrize(
    "graph", ["", " <https://data.example.org/graph/prints/all>"], ids=["default", "named"]
)
def test_json_ld_comes_back_as_the_same_graph(more, graph):
    triples = (record() + turtle(more)).serialize(format="nt")
    statements = re.sub(r" \.\n", f"{graph} .\n", triples)
    back = jsonld.to_rdf(compacted(statements), {"format": "application/n-quads"})
    assert len(canonical(statements)) > 90
    assert canonical(back) == canonical(statements)


def test_json_ld_is_plain_where_the_profile_is_followed():
    nodes = {
        node["id"].removeprefix(MEMBER): node for node in compacted(record().serialize(format="nt"))["@graph"]
    }
    known = set(KEYS) | {"id", "type"}
    assert {key for node in nodes.values() for key in node} <= known
    thing = nodes["object/1"]
    assert thing["title"] == {"en": ["Night in the harbour"], "hu": ["Éjszaka a kikötőben"]}
    assert thing["extent"] == {"@none": ["210 × 148 mm"]}
    assert thing["identifier"] == "GR/1"
    assert thing["creator"] == [{"id": MEMBER + "agent/1"}]
    assert thing["dcTypeText"] == {"hu": ["litográfia"]}
    assert thing["temporal"] == [MEMBER + "time/1"]
    assert nodes["place/1"]["lat"] == "47.49648"
    assert nodes["role/1"]["type"] == ["schema:Role"]


def test_the_pages_of_an_object_can_stand_inside_it():
    inside = {"@id": "urn:o", "@reverse": {expand("edm:aggregatedCHO"): [{"@id": "urn:a"}]}}
    assert jsonld.compact(inside, {"@context": CONTEXT})["aggregation"] == [{"id": "urn:a"}]
