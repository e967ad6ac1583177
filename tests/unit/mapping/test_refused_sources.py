"""A member's mapping reads that member's files and runs our functions: every way to reach beyond is a sentence."""

from pathlib import Path

import pytest

from opencollections.errors import DataError, MappingInvalid, SourceMissing
from opencollections.mapping.documents import read_mapping
from opencollections.mapping.engine import Options, Run
from opencollections.mapping.sources import Sources

TURTLE = """@prefix rml: <http://w3id.org/rml/> . @prefix ex: <http://ex/> .
@prefix d2rq: <http://www.wiwiss.fu-berlin.de/suhl/bizer/D2RQ/0.1#> .
<#T> rml:logicalSource [ rml:source %s ; rml:referenceFormulation rml:CSV ] ; rml:subjectMap [ rml:template "o/{id}" ; rml:class ex:T ] .
"""
YARRRML = """
prefixes: {ex: "http://ex/"}
mappings: {t: {sources: [%s], s: o/$(id), po: [[ex:p, %s]]}}
"""


def run(text: str, file: str, folder: Path) -> None:
    made = Run(read_mapping(text, file).mapping, Sources({}, folder), Options("http://ex/"))
    for _ in made.mapped():
        pass


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a member's folder with a file, a way out of it, and a file outside."""
    inside = tmp_path / "member"
    inside.mkdir()
    (tmp_path / "secret.csv").write_text("id,from,to\nsecret,a,b\n")
    (inside / "a.csv").write_text("id\n1\n")
    (inside / "link.csv").symlink_to(tmp_path / "secret.csv")
    (inside / "out").symlink_to(tmp_path)
    (inside / "folder.csv").mkdir()
    return inside


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ('[ d2rq:jdbcDSN "jdbc:sqlite:/etc/passwd" ]', "it is an absolute path"),
        ('[ d2rq:jdbcDSN "jdbc:sqlite:../secret.csv" ]', "it leads out of its folder"),
        ('[ d2rq:jdbcDSN "jdbc:oracle:thin:@db" ]', "a database, which a mapping cannot read"),
        ('"postgresql://u:hush@db/museum"', "it is an address"),
        ('"link.csv"', "lies outside the folder of the mapping"),
        ('"out/secret.csv"', "lies outside the folder of the mapping"),
        ('"folder.csv"', "there is no such file"),
    ],
)  # fmt: skip
def test_a_source_that_leads_elsewhere(folder: Path, source: str, sentence: str):
    with pytest.raises((MappingInvalid, SourceMissing), match=sentence):
        run(TURTLE % source, "m.ttl", folder)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("{function: 'file:///tmp/mine.py#run', parameters: [[ex:v, $(id)]]}", "mine.py#run"),
        ("{function: 'http://example.org/mine#run', parameters: [[ex:v, $(id)]]}", "http://example.org/mine#run"),
    ],
)  # fmt: skip
def test_python_that_nobody_granted(folder: Path, value: str, sentence: str):
    with pytest.raises(MappingInvalid, match=f"(?s)function.*{sentence}|{sentence}.*function"):
        run(YARRRML % ("[a.csv~csv]", value), "m.yml", folder)


LOOKUP = """@prefix rml: <http://w3id.org/rml/> . @prefix ex: <http://ex/> . @prefix idlab-fn: <https://w3id.org/imec/idlab/function#> .
<#T> rml:logicalSource [ rml:source "a.csv" ; rml:referenceFormulation rml:CSV ] ; rml:subjectMap [ rml:template "o/{id}" ] ;
  rml:predicateObjectMap [ rml:predicate ex:p ; rml:objectMap [ rml:functionExecution [ rml:function idlab-fn:lookup ;
    rml:input [ rml:parameter idlab-fn:_str ; rml:inputValueMap [ rml:reference "id" ] ] ,
      [ rml:parameter idlab-fn:_inputFile ; rml:inputValueMap [ %s ] ] ,
      [ rml:parameter idlab-fn:_fromColumn ; rml:inputValue "0" ] , [ rml:parameter idlab-fn:_toColumn ; rml:inputValue "1" ] ] ] ] .
"""


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        ('rml:constant "link.csv"', "lies outside the folder of the mapping"),
        ('rml:constant "out/secret.csv"', "lies outside the folder of the mapping"),
    ],
)
def test_a_value_table_that_lies_elsewhere(folder: Path, file: str, sentence: str):
    with pytest.raises(DataError, match=sentence):
        run(LOOKUP % file, "m.ttl", folder)
