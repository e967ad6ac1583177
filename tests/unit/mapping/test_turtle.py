"""Turtle with its lines: each statement on the line where it stands, and nothing that kills a parser."""

from pathlib import Path

import pytest

from opencollections.errors import MappingInvalid
from opencollections.mapping.findings import Findings
from opencollections.mapping.turtle import read_turtle, relative

DOCUMENT = '''@prefix ex: <http://e/> .
@base <http://b/> . PREFIX p: <x>
ex:a ex:p [ ex:q "q1" ; # [ a comment
   ex:r [ ex:s "s1" ] ] ,
  ex:b6 ;
  a ex:C ;
  ex:l ( "l1" "l2"
    [ ex:z "z1" ] ) ;
  ex:m _:x9 .
[ ex:k 1.5 ] ex:y "y10" ; ex:z <http://b/#i10>, "[(".
[] ex:y """two
lines""" , "after" .
_:x9 ex:v "x"@en, "d"^^ex:d ,
  () .
'''


def lines(text: str) -> list[tuple[str, int | None]]:
    return [(s.triple.object.value, s.line) for s in read_turtle(text, Findings("m.ttl")).statements]


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("q1", 3),
        ("s1", 4),
        ("http://e/b6", 5),
        ("http://e/C", 6),
        ("l1", 7),
        ("l2", 7),
        ("z1", 8),
        ("x9", 9),
        ("y10", 10),
        ("http://b/#i10", 10),
        ("[(", 10),
        ("two\nlines", 11),
        ("after", 12),
        ("x", 13),
        ("d", 13),
        ("http://www.w3.org/1999/02/22-rdf-syntax-ns#nil", 14),
    ],
)
def test_every_word_is_on_its_line(value: str, line: int):
    assert (value, line) in lines(DOCUMENT)


def test_what_stands_in_brackets_has_no_line_of_its_own():
    brackets = [line for value, line in lines('<a:a> <a:b> [ <a:c> "x" ] .') if value != "x"]
    assert brackets == [None]


def test_the_lines_of_the_official_suites_are_where_the_values_are(conformance: Path):
    looked_at = 0
    for path in sorted(conformance.glob("rml-*/*/mapping.ttl")):
        text = path.read_text(encoding="utf-8")
        try:
            found = read_turtle(text, Findings(path.name)).statements
        except MappingInvalid:
            continue
        rows = [row.replace("\\\\", "\\") for row in text.split("\n")]
        for statement in found:
            word = getattr(statement.triple.object, "value", "").rsplit("/", 1)[-1].rsplit("#", 1)[-1]
            if statement.line is not None and "\n" not in word:
                assert word in rows[statement.line - 1], (path, word, statement.line)
                looked_at += 1
    assert looked_at > 3000


@pytest.mark.parametrize(
    ("text", "code", "row"),
    [
        ("<a:b> <a:c> \n" + "[ <a:d> " * 201 + "1" + " ]" * 201 + " .", "mapping-too-deep", 2),
        ("<a:b> <a:c> " + "( " * 201 + ") " * 201 + " .", "mapping-too-deep", 1),
        ("[" * 900_000, "mapping-too-deep", 1),
        ("# " + "x" * 1_000_000, "mapping-too-large", None),
        ("<a:b> <a:c>\n<< <a:b> <a:c> <a:d> >> .", "mapping-not-offered", 2),
        ("<a:b> <a:c> <<( " * 60_000, "mapping-not-offered", 1),
        ("<a:b> <a:c> <a:d> {| <a:e> 1 |} .", "mapping-not-offered", 1),
        ("<a:b> <a:c>\n ex:d .", "mapping-syntax", 2),
        ('<a:b> <a:c> """' + '\\"""a' * 100_000, "mapping-syntax", None),
        ('\\"""a' * 150_000, "mapping-syntax", 1),
    ],
)
def test_what_is_not_safe_to_parse_or_is_not_turtle_is_refused(text: str, code: str, row: int | None):
    with pytest.raises(MappingInvalid) as refused:
        read_turtle(text, Findings("m.ttl"))
    (problem,) = refused.value.problems
    assert problem.code == code
    assert row is None or problem.row == row


def test_two_hundred_levels_are_read():
    assert len(lines("<a:b> <a:c> " + "[ <a:d> " * 200 + "1" + " ]" * 200 + " .")) == 201


@pytest.mark.parametrize("iri", ["#Objects", "object/1", "../network/place/budapest", "../../x", ""])
def test_a_relative_iri_stays_as_it_is_written(iri: str):
    (statement,) = read_turtle(f"<a:b> <a:c> <{iri}> .", Findings("m.ttl")).statements
    assert relative(statement.triple.object.value) == iri


def test_a_base_in_the_document_makes_iris_absolute():
    (statement,) = read_turtle("@base <http://b/x/> . <a> <b> <c> .", Findings("m.ttl")).statements
    assert relative(statement.triple.object.value) == "http://b/x/c"
