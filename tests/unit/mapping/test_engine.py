"""The engine: how a strict run ends, and which base a relative IRI gets."""

import json
from pathlib import Path

import pytest

from opencollections.errors import ValueUnfit
from opencollections.mapping.documents import read_mapping
from opencollections.mapping.engine import Options, Run
from opencollections.mapping.sources import Sources

BASE = "http://example.org/id/m/"
PREFIXES = "@prefix rml: <http://w3id.org/rml/> .\n@prefix ex: <http://example.org/ns#> .\n"
RULE = """
<#map> a rml:TriplesMap; {more}
  rml:logicalSource [ rml:source "list.json"; rml:referenceFormulation rml:JSONPath; rml:iterator "$[*]" ];
  rml:subjectMap [ {subject} ];
  rml:predicateObjectMap [ rml:predicate ex:is; rml:objectMap [ {object} ] ] .
"""
TITLE = 'rml:reference "$.title"'


def run(
    folder: Path, records: object, subject: str, value: str = TITLE, more: str = "", **options: bool
) -> Run:
    (folder / "list.json").write_text(json.dumps(records), encoding="utf-8")
    text = PREFIXES + RULE.format(subject=subject, object=value, more=more)
    return Run(read_mapping(text, "m.ttl").mapping, Sources({}, folder), Options(BASE, **options))


def lines(one: Run) -> list[str]:
    return [line for mapped in one.mapped() for line in mapped.lines.to_list()]


UNFIT = [{"no": "one two", "title": "A"}, {"no": "http://example.org/2", "title": "B"}]


def test_a_value_that_makes_no_term_ends_a_strict_run(tmp_path: Path):
    with pytest.raises(ValueUnfit, match="one two"):
        lines(run(tmp_path, UNFIT, 'rml:reference "$.no"', strict=True))


def test_a_value_that_makes_no_term_is_a_problem_of_its_row_and_the_others_go_on(tmp_path: Path):
    one = run(tmp_path, UNFIT, 'rml:reference "$.no"')
    assert lines(one) == ['<http://example.org/2> <http://example.org/ns#is> "B" .\n']
    assert [(problem.code, problem.row) for problem in one.problems] == [("iri-invalid", "$[0]")]


@pytest.mark.parametrize(("strict", "expected"), [(False, 2), (True, None)])
def test_a_reference_to_a_list_gives_its_values_unless_the_run_is_strict(
    tmp_path: Path, *, strict: bool, expected: int | None
):
    one = run(tmp_path, [{"no": "1", "title": ["A", "B"]}], 'rml:template "{$.no}"', strict=strict)
    if expected is None:
        with pytest.raises(ValueUnfit, match=r"\$\.title"):
            lines(one)
    else:
        assert len(lines(one)) == expected


@pytest.mark.parametrize(("own", "expected"), [(False, BASE + "1"), (True, "http://own.example/1")])
def test_a_triples_map_keeps_its_own_base_where_the_run_lets_it(tmp_path: Path, *, own: bool, expected: str):
    more = "rml:baseIRI <http://own.example/>;"
    one = run(tmp_path, [{"no": "1", "title": "A"}], 'rml:template "{$.no}"', more=more, own_bases=own)
    assert lines(one) == [f'<{expected}> <http://example.org/ns#is> "A" .\n']


def test_an_unsafe_iri_comes_as_it_is_only_in_a_strict_run_and_never_ends_its_line(tmp_path: Path):
    records = [{"no": "a b> .\n<x", "title": "A"}]
    subject = 'rml:template "http://example.org/{$.no}"; rml:termType rml:UnsafeIRI'
    assert lines(run(tmp_path, records, subject)) == []
    strict = lines(run(tmp_path, records, subject, strict=True))
    assert strict == ['<http://example.org/a b\\u003E .\\u000A\\u003Cx> <http://example.org/ns#is> "A" .\n']


@pytest.mark.parametrize(
    "start", ["http://{$.no}", "http://example.org:{$.no}/", "{$.no}:x/", "http://e.org/%{$.no}"]
)
def test_a_template_with_a_value_where_not_all_fit_makes_no_broken_iri(tmp_path: Path, start: str):
    one = run(tmp_path, [{"no": "ő:[", "title": "A"}], f'rml:template "{start}"')
    for line in lines(one):
        assert line.startswith(("<http://%C5%91", "<http://ő", "<" + BASE))


GATHER = 'rml:gather ( [ rml:reference "$.title" ] [ rml:reference "$.no" ] ) ; rml:gatherAs <http://www.w3.org/1999/02/22-rdf-syntax-ns#List>'


def test_the_nodes_of_a_list_are_the_same_when_rows_are_added_behind(tmp_path: Path):
    records = [{"no": "1", "title": "A"}, {"no": "2", "title": "B"}]
    before = lines(run(tmp_path, records[:1], 'rml:template "{$.no}"', GATHER))
    after = lines(run(tmp_path, records, 'rml:template "{$.no}"', GATHER))
    assert len(before) == 5
    assert set(before) < set(after)


def test_a_list_of_the_same_name_goes_on_from_rule_to_rule(tmp_path: Path):
    (tmp_path / "list.json").write_text(json.dumps([{"no": "1", "title": "A"}]), encoding="utf-8")
    (tmp_path / "more.json").write_text(json.dumps([{"no": "1", "title": "B"}]), encoding="utf-8")
    named = GATHER.replace(' [ rml:reference "$.no" ]', "") + ' ; rml:template "all"'
    first = RULE.format(subject='rml:template "{$.no}"', object=named, more="")
    second = first.replace("<#map>", "<#more>").replace("list.json", "more.json")
    mapping = read_mapping(PREFIXES + first + second, "m.ttl").mapping
    found = lines(Run(mapping, Sources({}, tmp_path), Options(BASE)))
    assert sum("#first>" in line for line in found) == 2
    assert sum("#nil>" in line for line in found) == 1


def test_nodes_without_a_value_are_one_for_each_record_and_term_map(tmp_path: Path):
    records = [{"no": "1", "title": "A"}, {"no": "2", "title": "B"}]
    found = lines(run(tmp_path, records, "rml:termType rml:BlankNode", "rml:termType rml:BlankNode"))
    nodes = {node for line in found for node in line.split() if node.startswith("_:")}
    assert len(nodes) == 4
