"""Targets of YARRRML: the files that statements go to, as terms, predicates and mappings name them."""

import pytest

from opencollections.errors import MappingInvalid
from opencollections.mapping.documents import read_mapping
from opencollections.mapping.model import Serialization, Target, TriplesMap

NAMED = """
targets:
  plain: [all.nq~void]
  packed: {access: people.ttl.gz, type: void, serialization: turtle, compression: gzip}
"""
MAPPING = """
prefixes: {ex: "http://example.org/"}
mappings:
  object:
    sources: [[list.csv~csv]]
    %s
    po: %s
"""
PLAIN = Target("all.nq")
PACKED = Target("people.ttl.gz", Serialization.TURTLE, "gzip")


def read(subject: str, pairs: str = "[[ex:p, $(a)]]", before: str = NAMED) -> TriplesMap:
    (triples_map,) = read_mapping(before + MAPPING % (subject, pairs), "m.yml").mapping.triples_maps
    return triples_map


@pytest.mark.parametrize(
    ("targets", "expected"),
    [
        ("plain", [PLAIN]),
        ("[plain, packed]", [PLAIN, PACKED]),
        ("here.nt~void", [Target("here.nt")]),
        ("[here.nt~void, ntriples]", [Target("here.nt", Serialization.N_TRIPLES)]),
        (
            "[[here.jsonld.xz~void, jsonld, xz], plain]",
            [Target("here.jsonld.xz", Serialization.JSON_LD, "xz"), PLAIN],
        ),
        (
            "{access: ./deep/a.trig, type: localfile, serialization: trig}",
            [Target("deep/a.trig", Serialization.TRIG)],
        ),
    ],
)
def test_targets_of_a_subject(targets: str, expected: list[Target]):
    assert list(read(f"s: {{value: x/$(id), targets: {targets}}}").subject.targets) == expected


def test_targets_of_a_mapping_a_predicate_an_object_and_an_entry():
    assert read("s: x/$(id)\n    targets: plain").subject.targets == (PLAIN,)
    pair = read(
        "s: x/$(id)", "[{p: {value: ex:p, t: plain}, o: {value: $(a), t: packed}}]"
    ).predicate_objects[0]
    assert pair.predicates[0].targets == (PLAIN,)
    assert pair.objects[0].targets == (PACKED,)
    pair = read("s: x/$(id)", "[{p: ex:p, o: $(a), targets: [plain, packed]}]").predicate_objects[0]
    assert pair.predicates[0].targets == (PLAIN, PACKED)


@pytest.mark.parametrize(
    ("targets", "code", "said"),
    [
        ("plian", "mapping-unknown-name", "Did you mean 'plain'"),
        ("/etc/passwd~void", "mapping-target-refused", "/etc/passwd"),
        ("../out.nq~void", "mapping-target-refused", "../out.nq"),
        ("http://localhost/sparql~sparql", "mapping-target-refused", "a mapping writes only files"),
        ("[a.nq~void, turtel]", "mapping-not-offered", "Did you mean 'turtle'"),
        ("[a.nq~void, turtle, rar]", "mapping-unknown-compression", "rar"),
        ("{type: void}", "mapping-missing", "names no file"),
        ("[[all.nq~void, turtle], plain]", "mapping-twice", "two ways"),
    ],
)
def test_what_is_no_target_is_told(targets: str, code: str, said: str):
    with pytest.raises(MappingInvalid) as raised:
        read(f"s: {{value: x/$(id), targets: {targets}}}")
    (problem,) = raised.value.problems
    assert (problem.code, problem.row) == (code, 10)
    assert said in problem.sentence()


def test_the_older_vocabulary_of_targets():
    text = """
    @prefix rr: <http://www.w3.org/ns/r2rml#> . @prefix rml: <http://semweb.mmlab.be/ns/rml#> .
    @prefix rmlt: <http://semweb.mmlab.be/ns/rml-target#> . @prefix void: <http://rdfs.org/ns/void#> .
    @prefix formats: <http://www.w3.org/ns/formats/> . @prefix comp: <http://semweb.mmlab.be/ns/rml-compression#> .
    <#T> rml:logicalSource [ rml:source "list.csv" ] ;
      rr:subjectMap [ rr:template "x/{id}" ; rml:logicalTarget [ a rmlt:LogicalTarget ;
        rmlt:target [ a void:Dataset ; void:dataDump <out.ttl.gz> ] ;
        rmlt:serialization formats:Turtle ; rmlt:compression comp:gzip ] ] ;
      rr:predicateObjectMap [ rr:predicate rr:p ; rr:objectMap [ rml:reference "a" ] ] .
    """
    (triples_map,) = read_mapping(text, "m.ttl").mapping.triples_maps
    assert triples_map.subject.targets == (Target("out.ttl.gz", Serialization.TURTLE, "gzip"),)
