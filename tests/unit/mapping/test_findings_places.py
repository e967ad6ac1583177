"""Every finding says where it is: line, triples map and term, in Turtle and in YARRRML alike."""

import re
from pathlib import Path

import pytest

from opencollections.errors import MappingInvalid
from opencollections.mapping.documents import read_mapping
from opencollections.mapping.engine import Options, Run
from opencollections.mapping.sources import Sources
from opencollections.problems import Finding

YARRRML = """prefixes: {ex: "http://example.org/", grel: "http://users.ugent.be/~bjdmeest/function/grel.ttl#"}
mappings:
  object:
    sources: [[list.csv~csv]]
    s: object/$(No)
    po:
      - [ex:title, $(Title)]
"""
TURTLE = """@prefix rml: <http://w3id.org/rml/> .
@prefix ex: <http://example.org/> .
<#object> a rml:TriplesMap ;
  rml:logicalSource [ rml:source "list.csv" ] ;
  rml:subjectMap [ rml:template "object/{No}" ] ;
  rml:predicateObjectMap [
    rml:predicate ex:title ;
    rml:objectMap [ rml:reference "Title" ] ] .
"""
CASES = {
    "yarrrml: a column of an object": (YARRRML, "$(Title)", "$(Titel)", "column-missing", 7, "ex:title"),
    "yarrrml: a column of the subject": (YARRRML, "$(No)", "$(Nr)", "column-missing", 5, "subject"),
    "yarrrml: a language": (YARRRML, "$(Title)]", "$(Title), english~lang]", "mapping-language", 7, "ex:title"),
    "yarrrml: a template": (YARRRML, "$(Title)", "'$(Title'", "mapping-template", 7, "ex:title"),
    "yarrrml: a function": (YARRRML, "[ex:title, $(Title)]", "{p: ex:title, o: {function: grel:none($(Title))}}", "mapping-unknown-function", 7, "ex:title"),
    "yarrrml: a type": (YARRRML, "[ex:title, $(Title)]", "{p: ex:title, o: {value: x, type: thing}}", "mapping-wrong-type", 7, "ex:title"),
    "yarrrml: a mapping": (YARRRML, "[ex:title, $(Title)]", "{p: ex:title, o: {mapping: objekt}}", "mapping-unknown-name", 7, "ex:title"),
    "turtle: a column of an object": (TURTLE, '"Title"', '"Titel"', "column-missing", 8, "ex:title"),
    "turtle: a column of the subject": (TURTLE, "{No}", "{Nr}", "column-missing", 5, "subject"),
    "turtle: a language": (TURTLE, '"Title"', '"Title" ; rml:language "english"', "mapping-language", 8, "ex:title"),
    "turtle: a template": (TURTLE, 'rml:reference "Title"', 'rml:template "{Title"', "mapping-template", 8, "ex:title"),
    "turtle: a term type": (TURTLE, '"Title"', '"Title" ; rml:termType rml:Thing', "mapping-term-type", 8, "ex:title"),
    "turtle: a parent": (TURTLE, 'rml:reference "Title"', "rml:parentTriplesMap <#objekt>", "mapping-unknown-name", 8, "ex:title"),
    "turtle: nothing to take": (TURTLE, 'rml:reference "Title"', 'rml:language "en"', "mapping-missing", 8, "ex:title"),
}  # fmt: skip


def run(text: str, name: str, folder: Path) -> None:
    mapping = read_mapping(text, name).mapping
    list(Run(mapping, Sources({}, folder), Options("http://example.org/")).mapped())


@pytest.mark.parametrize("case", CASES)
def test_a_finding_names_line_triples_map_and_term(case: str, tmp_path: Path):
    text, right, wrong, code, line, term = CASES[case]
    assert right in text
    (tmp_path / "list.csv").write_text("No,Title\n1,Bridge\n", encoding="utf-8")
    name = "m.yml" if text is YARRRML else "m.ttl"
    with pytest.raises(MappingInvalid) as raised:
        run(text.replace(right, wrong), name, tmp_path)
    finding = raised.value.problems[0]
    assert isinstance(finding, Finding)
    assert (finding.code, finding.document, finding.line) == (code, name, line)
    assert re.fullmatch(r"#?object", finding.triples_map or "")
    assert finding.term == term
    assert finding.message
    assert finding.advice
