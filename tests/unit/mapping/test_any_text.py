"""Any text, wherever a term map takes it, leaves statements that a strict parser reads."""

import csv
import io
import json
import tempfile
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat

from opencollections.mapping.documents import read_mapping
from opencollections.mapping.engine import Options, Run
from opencollections.mapping.sources import Sources

BASE = "http://example.org/id/m/"
MAPPING = """
@prefix rml: <http://w3id.org/rml/> . @prefix ex: <http://example.org/ns#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
<#map> a rml:TriplesMap ;
  rml:logicalSource [ rml:source "list.json" ; rml:referenceFormulation rml:JSONPath ; rml:iterator "$[*]" ] ;
  rml:subjectMap [ SUBJECT ; rml:graphMap [ GRAPH ] ] ;
  rml:predicateObjectMap [ rml:predicateMap [ PREDICATE ] ; rml:objectMap [ OBJECT ] ] .
"""
PLAIN = {
    "SUBJECT": 'rml:template "s"',
    "GRAPH": 'rml:template "g"',
    "PREDICATE": 'rml:template "p"',
    "OBJECT": 'rml:constant "o"',
}
IRIS = (
    'rml:reference "$.text" ; rml:termType rml:IRI',
    'rml:template "{$.text}" ; rml:termType rml:IRI',
    'rml:template "http://{$.text}" ; rml:termType rml:IRI',
    'rml:template "http://example.org:{$.text}/" ; rml:termType rml:IRI',
    'rml:template "urn:x:{$.text}%" ; rml:termType rml:IRI',
    'rml:template "x/{$.text}/{$.text}" ; rml:termType rml:URI',
    'rml:template "x/{$.text}" ; rml:termType rml:UnsafeIRI',
    'rml:template "{$.text}" ; rml:termType rml:UnsafeURI',
)
NODES = (
    'rml:reference "$.text" ; rml:termType rml:BlankNode',
    'rml:template "x {$.text}" ; rml:termType rml:BlankNode',
)
LITERALS = (
    'rml:reference "$.text"',
    'rml:template "{$.text}" ; rml:termType rml:Literal',
    'rml:reference "$.text" ; rml:languageMap [ rml:reference "$.text" ]',
    'rml:constant "x" ; rml:languageMap [ rml:template "{$.text}" ]',
    'rml:reference "$.text" ; rml:datatypeMap [ rml:reference "$.text" ]',
    'rml:constant "x" ; rml:datatypeMap [ rml:template "{$.text}" ]',
    'rml:reference "$.text" ; rml:language "hu"',
    'rml:reference "$.text" ; rml:datatype <http://www.w3.org/2001/XMLSchema#gYear>',
    'rml:reference "$.text" ; rml:datatype ex:code',
    'rml:gather ( [ rml:reference "$.text" ] [ rml:template "{$.text}" ; rml:termType rml:IRI ] ) ; rml:gatherAs rdf:List',
    'rml:template "{$.text}" ; rml:gather ( [ rml:reference "$.text" ] ) ; rml:gatherAs rdf:Bag',
    'rml:reference "$.text" ; rml:termType rml:BlankNode ; rml:gather ( [ rml:reference "$.text" ] ) ; rml:gatherAs rdf:List',
)
PLACES = [
    *(("SUBJECT", map_) for map_ in IRIS + NODES),
    *(("GRAPH", map_) for map_ in IRIS + NODES),
    *(("PREDICATE", map_) for map_ in IRIS),
    *(("OBJECT", map_) for map_ in IRIS + NODES + LITERALS),
]
# NUL is taken out of texts when they are read (see the tests of records).
TEXTS = st.lists(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
    | st.text(
        st.sampled_from(list("<>\"'\\{}|^`%:/?#[]@ \n\r\t\x01\x7f_.ab0é\u00ad\ufffe\U0001f600")), max_size=12
    ),
    min_size=1,
    max_size=8,
)


def statements(run: Run) -> list[pyoxigraph.Quad]:
    text = "".join(line for mapped in run.mapped() for line in mapped.lines.to_list())
    return list(pyoxigraph.parse(text, format=RdfFormat.N_QUADS))


@pytest.mark.parametrize("skolem", [None, "http://example.org/.well-known/genid/"])
@pytest.mark.parametrize(("place", "term_map"), PLACES)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=TEXTS)
def test_any_text_in_any_place_of_a_statement_can_be_read(
    tmp_path: Path, place: str, term_map: str, skolem: str | None, texts: list[str]
):
    (tmp_path / "list.json").write_text(json.dumps([{"text": text} for text in texts]), encoding="utf-8")
    body = MAPPING
    for name, plain in PLAIN.items():
        body = body.replace(name, term_map if name == place else plain)
    run = Run(read_mapping(body, "m.ttl").mapping, Sources({}, tmp_path), Options(BASE, skolem=skolem))
    found = statements(run)
    if term_map == 'rml:reference "$.text"':
        assert {quad.object.value for quad in found} == {text for text in texts if text}


@settings(max_examples=30, deadline=None)
@given(
    heading=st.sampled_from(
        ["subject", "object", "graph", "predicate", "_row", "row", "i", "v0", "s0", "o", "k0", "line"]
    ),
    other=st.sampled_from(["i", "row", "o", "copy", "member", "node", "value", "term"]),
)
def test_a_column_is_read_by_its_heading_whatever_that_is(heading: str, other: str):
    rows = [[heading, f"{other} "], ["one", "two"], ["three", "four"]]
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    body = """
    prefixes: {ex: "http://example.org/ns#"}
    mappings:
      m:
        sources: [[list.csv~csv]]
        s: x/$(HEADING)
        po: [[ex:a, $(HEADING)]]
    """.replace("HEADING", heading)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "list.csv").write_text(text.getvalue(), encoding="utf-8")
        run = Run(read_mapping(body, "m.yml").mapping, Sources({}, Path(folder)), Options(BASE))
        assert [quad.object.value for quad in statements(run)] == ["one", "three"]


def test_doubled_and_empty_headings_get_names_that_can_be_read(tmp_path: Path):
    (tmp_path / "list.csv").write_text("No,Title,Title,\n1,a,b,c\n", encoding="utf-8")
    first = read_mapping(
        "mappings: {m: {sources: [[list.csv~csv]], s: x/$(No), po: [[ex:a, $(No)]]}}\n"
        'prefixes: {ex: "http://example.org/ns#"}',
        "m.yml",
    ).mapping
    sources = Sources({}, tmp_path)
    columns = sources.open(first.triples_maps[0].source).columns
    assert columns is not None
    assert len(set(columns)) == 4
    read = next(iter(sources.open(first.triples_maps[0].source).batches(columns)))
    assert read.row(0)[1:] == ("1", "a", "b", "c")
