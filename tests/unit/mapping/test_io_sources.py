"""Sources beyond plain text, through the whole engine: databases, Parquet, packed files, and short rows."""

import gzip
import sqlite3
from pathlib import Path

import polars as pl
import pytest

from opencollections.errors import ValueUnfit
from opencollections.mapping.documents import read_mapping
from opencollections.mapping.engine import Options, Run
from opencollections.mapping.sources import Sources
from opencollections.records.tables import File

XSD = "http://www.w3.org/2001/XMLSchema#"
PREFIXES = """@prefix rml: <http://w3id.org/rml/> .
@prefix rr: <http://www.w3.org/ns/r2rml#> .
@prefix ex: <http://ex/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def mapped(folder: Path, rules: str, *, files: dict[str, File] | None = None, **options: bool) -> list[str]:
    mapping = read_mapping(PREFIXES + rules, "m.ttl").mapping
    run = Run(mapping, Sources(files or {}, folder), Options("http://ex/", **options))
    return sorted(line.removesuffix(" .\n") for part in run.mapped() for line in part.lines)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    connection = sqlite3.connect(tmp_path / "database.sqlite")
    connection.executescript(
        """
        CREATE TABLE "Student" ("ID" INTEGER, "Full Name" VARCHAR(50), "Sport" INTEGER, born DATE, weight FLOAT);
        CREATE TABLE "Sport" ("ID" INTEGER PRIMARY KEY, "Name" VARCHAR(50));
        INSERT INTO "Student" VALUES (10, 'Venus W', 100, '1980-06-17', 70), (20, NULL, NULL, NULL, NULL);
        INSERT INTO "Sport" VALUES (100, 'Tennis');
        """
    )
    connection.close()
    return tmp_path


R2RML = r"""
<#S> rr:logicalTable [ rr:tableName "\"Student\"" ] ;
    rr:subjectMap [ rr:template "student/{\"ID\"}/{\"Full Name\"}" ; rr:class ex:Student ] ;
    rr:predicateObjectMap [ rr:predicate ex:name ; rr:objectMap [ rr:column "\"Full Name\"" ] ] ,
        [ rr:predicate ex:born ; rr:objectMap [ rr:column "born" ] ] ,
        [ rr:predicate ex:weight ; rr:objectMap [ rr:column "WEIGHT" ] ] ,
        [ rr:predicate ex:no ; rr:objectMap [ rr:column "\"ID\"" ; rr:datatype xsd:double ] ] ,
        [ rr:predicate ex:plays ; rr:objectMap [ rr:parentTriplesMap <#P> ;
            rr:joinCondition [ rr:child "\"Sport\"" ; rr:parent "\"ID\"" ] ] ] .
<#P> rr:logicalTable [ rr:sqlQuery "SELECT * FROM Sport" ; rr:sqlVersion rr:SQL2008 ] ;
    rr:subjectMap [ rr:template "sport/{\"ID\"}" ] ;
    rr:predicateObjectMap [ rr:predicate ex:name ; rr:objectMap [ rr:column "\"Name\"" ] ] .
"""


def test_r2rml_reads_the_database_that_is_handed_in(folder: Path):
    student = "<http://ex/student/10/Venus%20W>"
    expected = [
        '<http://ex/sport/100> <http://ex/name> "Tennis"',
        f'{student} <http://ex/born> "1980-06-17"^^<{XSD}date>',
        f'{student} <http://ex/name> "Venus W"',
        f'{student} <http://ex/no> "1.0E1"^^<{XSD}double>',
        f"{student} <http://ex/plays> <http://ex/sport/100>",
        f'{student} <http://ex/weight> "7.0E1"^^<{XSD}double>',
        f"{student} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://ex/Student>",
    ]
    assert mapped(folder, R2RML) == expected
    handed_in = File("museum.db", folder / "database.sqlite")
    assert mapped(folder, R2RML, files={"database.sqlite": handed_in}) == expected


SUBJECT = 'rml:subjectMap [ rml:template "o/{id}" ]'
TITLE = 'rml:predicateObjectMap [ rml:predicate ex:t ; rml:objectMap [ rml:reference "t" ] ]'


def test_parquet_keeps_its_types_and_several_values(tmp_path: Path):
    pl.DataFrame({"id": [1, 2], "t": [[1990, 1991], None]}).write_parquet(tmp_path / "a.parquet")
    assert mapped(tmp_path, f'<#T> rml:logicalSource [ rml:source "a.parquet" ] ; {SUBJECT} ; {TITLE} .') == [
        f'<http://ex/o/1> <http://ex/t> "1990"^^<{XSD}integer>',
        f'<http://ex/o/1> <http://ex/t> "1991"^^<{XSD}integer>',
    ]


@pytest.mark.parametrize("name", ["a.csv.gz", "a.csv"])
def test_a_packed_file_is_read_whatever_its_name(tmp_path: Path, name: str):
    (tmp_path / name).write_bytes(gzip.compress(b"id,t\n1,x\n"))
    assert mapped(tmp_path, f'<#T> rml:logicalSource [ rml:source "{name}" ] ; {SUBJECT} ; {TITLE} .') == [
        '<http://ex/o/1> <http://ex/t> "x"'
    ]


def test_what_was_unpacked_is_gone_with_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(work))
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"id,t\n1,x\n"))
    rules = f'<#T> rml:logicalSource [ rml:source "a.csv.gz" ] ; {SUBJECT} ; {TITLE} .'
    run = Run(read_mapping(PREFIXES + rules, "m.ttl").mapping, Sources({}, tmp_path), Options("http://ex/"))
    parts = run.mapped()
    next(parts)
    assert list(work.iterdir())
    del run, parts
    assert not list(work.iterdir())


def test_only_a_strict_run_ends_at_a_short_row(tmp_path: Path):
    (tmp_path / "a.csv").write_text("id,t\n1\n", encoding="utf-8")
    rules = f'<#T> rml:logicalSource [ rml:source "a.csv" ] ; {SUBJECT} ; rml:predicateObjectMap [ rml:predicate ex:t ; rml:object ex:o ] .'
    assert mapped(tmp_path, rules) == ["<http://ex/o/1> <http://ex/t> <http://ex/o>"]
    with pytest.raises(ValueUnfit, match=r"fewer cells \(1\)"):
        mapped(tmp_path, rules, strict=True)
