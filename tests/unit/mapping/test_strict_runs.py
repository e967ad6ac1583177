"""What the letter of RML refuses, where a plain run tells a problem and goes on."""

import sqlite3
from pathlib import Path

import pytest

from opencollections.errors import DataError
from opencollections.mapping.documents import read_mapping
from opencollections.mapping.engine import Options, Run
from opencollections.mapping.sources import Sources

PREFIXES = """
@prefix rr: <http://www.w3.org/ns/r2rml#> . @prefix rml: <http://semweb.mmlab.be/ns/rml#> .
@prefix ql: <http://semweb.mmlab.be/ns/ql#> . @prefix ex: <http://example.org/> .
"""
REST = 'rr:subjectMap [ rr:template "http://e/{id}" ] ; rr:predicateObjectMap [ rr:predicate ex:p ; rr:objectMap [ %s ] ] .'
JSON = (
    'rml:logicalSource [ rml:source "s.json" ; rml:referenceFormulation ql:JSONPath ; rml:iterator "$[*]" ]'
)
XML = 'rml:logicalSource [ rml:source "s.xml" ; rml:referenceFormulation ql:XPath ; rml:iterator "/s/e" ]'
CASES = {
    "a path that leads nowhere in JSON": (JSON, 'rml:reference "nmae"'),
    "a path that leads nowhere in XML": (XML, 'rml:reference "nmae"'),
}
ALWAYS = {
    "a version of SQL that is none": (
        'rr:logicalTable [ rr:sqlQuery "SELECT * FROM s" ; rr:sqlVersion rr:SQL2099 ]',
        'rr:column "name"',
    ),
    "a query that is none": ('rr:logicalTable [ rr:sqlQuery "SELEKT * FROM s" ]', 'rr:column "name"'),
    "a column that a table lacks": ('rr:logicalTable [ rr:tableName "s" ]', 'rr:column "nmae"'),
    "a table that is not there": ('rr:logicalTable [ rr:tableName "t" ]', 'rr:column "name"'),
    "a word for a language": (JSON, 'rml:reference "name" ; rr:language "english"'),
    "a literal as subject": (
        JSON.replace("rml:logical", "rr:subject ex:s ; rml:logical"),
        'rml:reference "name"',
    ),
}


def mapped(folder: Path, source: str, value: str, *, strict: bool) -> str:
    (folder / "s.json").write_text('[{"id": 1, "name": "Ann"}]', encoding="utf-8")
    (folder / "s.xml").write_text("<s><e><id>1</id><name>Ann</name></e></s>", encoding="utf-8")
    database = sqlite3.connect(folder / "database.sqlite")
    database.executescript("CREATE TABLE s (id INTEGER, name TEXT); INSERT INTO s VALUES (1, 'Ann');")
    database.close()
    mapping = read_mapping(f"{PREFIXES}<#T> a rr:TriplesMap ; {source} ; {REST % value}", "m.ttl").mapping
    run = Run(mapping, Sources({}, folder), Options("http://example.org/", strict=strict))
    return "".join(line for part in run.mapped() for line in part.lines.to_list())


@pytest.mark.parametrize("case", CASES)
def test_a_strict_run_ends_where_a_plain_one_goes_on(tmp_path: Path, case: str):
    mapped(tmp_path, *CASES[case], strict=False)
    (tmp_path / "database.sqlite").unlink()
    with pytest.raises(DataError):
        mapped(tmp_path, *CASES[case], strict=True)


@pytest.mark.parametrize("case", ALWAYS)
def test_some_mistakes_end_every_run(tmp_path: Path, case: str):
    with pytest.raises(DataError):
        mapped(tmp_path, *ALWAYS[case], strict=False)
