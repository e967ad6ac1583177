"""R2RML, case by case on SQLite and on PostgreSQL: what each of its words makes of a database."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.postgresql import Server

from opencollections.errors import MappingInvalid, OpenCollectionsError, TableMissing
from opencollections.mapping.documents import read_mapping
from opencollections.mapping.engine import Options, Run
from opencollections.mapping.sources import Sources
from opencollections.records.databases import Database

XSD = "http://www.w3.org/2001/XMLSchema#"
PREFIXES = """@prefix rr: <http://www.w3.org/ns/r2rml#> . @prefix rml: <http://w3id.org/rml/> . @prefix ex: <http://ex/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix d2rq: <http://www.wiwiss.fu-berlin.de/suhl/bizer/D2RQ/0.1#> .
"""

pytestmark = pytest.mark.xdist_group("postgresql")


class Case(NamedTuple):
    script: str
    rules: str
    expected: tuple[str, ...] = ()
    error: type[OpenCollectionsError] | None = None


Mapped = Callable[[str, str], list[str]]


def _lines(rules: str, sources: Sources) -> list[str]:
    run = Run(read_mapping(PREFIXES + rules, "m.ttl").mapping, sources, Options("http://ex/"))
    lines = {
        line.removesuffix(" .\n").replace("<http://ex/", "<") for part in run.mapped() for line in part.lines
    }
    return sorted(lines)


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def mapped(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Mapped]:
    """Make a database with a script, and map it."""
    if request.param == "SQLite":

        def on_sqlite(script: str, rules: str) -> list[str]:
            with closing(sqlite3.connect(tmp_path / "museum.db")) as connection:
                connection.executescript(script)
            return _lines(rules, Sources({}, tmp_path))

        yield on_sqlite
        return
    server: Server = request.getfixturevalue("postgresql")
    database = Database("database", server.reader)

    def on_postgresql(script: str, rules: str) -> list[str]:
        server.run(script)
        return _lines(rules, Sources({}, None, {"database": database}))

    yield on_postgresql


PEOPLE = """
    CREATE TABLE "Student" ("ID" INTEGER PRIMARY KEY, "First Name" VARCHAR(50), "Sport" INTEGER, born DATE);
    CREATE TABLE "Sport" ("ID" INTEGER PRIMARY KEY, "Name" VARCHAR(50));
    INSERT INTO "Student" VALUES (10, 'Venus', 100, '1980-06-17'), (20, 'Łucja "L"', NULL, NULL);
    INSERT INTO "Sport" VALUES (100, 'Tennis'), (200, 'Chess & more');
"""
SUBJECT = 'rr:subjectMap [ rr:template "s/{\\"ID\\"}" ]'

CASES = {
    "an empty table gives nothing": Case(
        'CREATE TABLE "Student" ("Name" VARCHAR(50));',
        '<#S> rr:logicalTable [ rr:tableName "\\"Student\\"" ] ; rr:subjectMap [ rr:template "{\\"Name\\"}" ; rr:class ex:P ] .',
    ),
    "delimited identifiers have blanks and keep their capitals": Case(
        PEOPLE,
        f'<#S> rr:logicalTable [ rr:tableName "\\"Student\\"" ] ; {SUBJECT} ; rr:predicateObjectMap [ '
        'rr:predicate ex:name ; rr:objectMap [ rr:column "\\"First Name\\"" ; rr:language "pl" ] ] .',
        ('<s/10> <name> "Venus"@pl', '<s/20> <name> "Łucja \\"L\\""@pl'),
    ),
    "names without marks are found whatever their capitals": Case(
        PEOPLE,
        '<#S> rr:logicalTable [ rr:tableName "student" ] ; rr:subjectMap [ rr:template "s/{id}" ] ; '
        'rr:predicateObjectMap [ rr:predicate ex:born ; rr:objectMap [ rr:column "BORN" ] ] .',
        (f'<s/10> <born> "1980-06-17"^^<{XSD}date>',),
    ),
    "names may be in any script": Case(
        "CREATE TABLE \"成分\" (\"植物名\" VARCHAR(10), \"使用部\" VARCHAR(10)); INSERT INTO \"成分\" VALUES ('しそ', '葉');",
        '<#S> rr:logicalTable [ rr:tableName "\\"成分\\"" ] ; rr:subjectMap [ rr:template "{\\"植物名\\"}" ] ; '
        'rr:predicateObjectMap [ rr:predicate ex:part ; rr:objectMap [ rr:column "\\"使用部\\"" ] ] .',
        ('<しそ> <part> "葉"',),
    ),
    "a foreign key joins, and a missing one joins nothing": Case(
        PEOPLE,
        f'<#S> rr:logicalTable [ rr:tableName "\\"Student\\"" ] ; {SUBJECT} ; rr:predicateObjectMap [ '
        'rr:predicate ex:plays ; rr:objectMap [ rr:parentTriplesMap <#P> ; rr:joinCondition [ rr:child "\\"Sport\\"" ; '
        'rr:parent "\\"ID\\"" ] ] ] . <#P> rr:logicalTable [ rr:tableName "\\"Sport\\"" ] ; rr:subjectMap [ rr:template '
        '"sport/{\\"Name\\"}" ; rr:class ex:Sport ; rr:graph ex:sports ] .',
        (
            "<s/10> <plays> <sport/Tennis>",
            "<sport/Chess%20%26%20more> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <Sport> <sports>",
            "<sport/Tennis> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <Sport> <sports>",
        ),
    ),
    "a query may join and compute by itself": Case(
        PEOPLE,
        """<#S> rr:logicalTable [ rr:sqlQuery \"\"\"SELECT st."ID" AS "ID", 'no ' || sp."Name" AS what, COUNT(*) AS "how many"
            FROM "Student" st, "Sport" sp WHERE st."ID" = 10 GROUP BY st."ID", sp."Name"; \"\"\" ; rr:sqlVersion rr:SQL2008 ] ;
        rr:subjectMap [ rr:template "s/{\\"ID\\"}" ] ;
        rr:predicateObjectMap [ rr:predicate ex:what ; rr:objectMap [ rr:column "what" ] ] ,
            [ rr:predicate ex:many ; rr:objectMap [ rr:column "\\"how many\\"" ] ] .""",
        (
            f'<s/10> <many> "1"^^<{XSD}integer>',
            '<s/10> <what> "no Chess & more"',
            '<s/10> <what> "no Tennis"',
        ),
    ),
    "an inverse expression only helps the database": Case(
        PEOPLE,
        f'<#S> rr:logicalTable [ rr:sqlQuery "SELECT (\'D\' || \\"ID\\") AS code, \\"ID\\" FROM \\"Student\\"" ] ; {SUBJECT} ; '
        'rr:predicateObjectMap [ rr:predicate ex:c ; rr:objectMap [ rr:column "code" ; rr:inverseExpression '
        '"\\"ID\\" = SUBSTR({code}, 2)" ] ] .',
        ('<s/10> <c> "D10"', '<s/20> <c> "D20"'),
    ),
    "a template and a column make IRIs, by the datatype of the mapping literals": Case(
        "CREATE TABLE t (id INTEGER, path VARCHAR(40), w FLOAT); INSERT INTO t VALUES (1, 'http://example.com/x', 80.25), (2, 'a/b', 30);",
        '<#S> rr:logicalTable [ rr:tableName "t" ] ; rr:subjectMap [ rr:column "path" ] ; rr:predicateObjectMap [ rr:predicate ex:w ; '
        'rr:objectMap [ rr:column "w" ] , [ rr:column "id" ; rr:datatype xsd:string ] , [ rr:template "{id} is {w}" ; rr:termType rr:Literal ] ] .',
        (
            '<a/b> <w> "2 is 3.0E1"',
            '<a/b> <w> "2"',
            f'<a/b> <w> "3.0E1"^^<{XSD}double>',
            '<http://example.com/x> <w> "1 is 8.025E1"',
            '<http://example.com/x> <w> "1"',
            f'<http://example.com/x> <w> "8.025E1"^^<{XSD}double>',
        ),
    ),
    "a view is read as a table is": Case(
        PEOPLE + 'CREATE VIEW named AS SELECT "ID", "First Name" AS n FROM "Student" WHERE "ID" < 15;',
        f'<#S> rr:logicalTable [ rr:tableName "named" ] ; {SUBJECT} ; rr:predicateObjectMap [ rr:predicate ex:n ; rr:objectMap [ rr:column "n" ] ] .',
        ('<s/10> <n> "Venus"',),
    ),
    "two columns of one name are told apart by a number": Case(
        PEOPLE,
        '<#S> rr:logicalTable [ rr:sqlQuery "SELECT \\"ID\\", \\"ID\\" + 1 AS \\"x\\", 7 AS \\"x\\" FROM \\"Student\\" WHERE \\"ID\\" = 10" ] ; '
        f'{SUBJECT} ; rr:predicateObjectMap [ rr:predicate ex:x ; rr:objectMap [ rr:column "x" ] ] .',
        (f'<s/10> <x> "11"^^<{XSD}integer>',),
    ),
    "a table that is not there": Case(
        PEOPLE, '<#S> rr:logicalTable [ rr:tableName "Studnt" ] ; rr:subjectMap [ rr:template "s/{ID}" ; rr:class ex:P ] .',
        error=TableMissing,
    ),
    "a column that is not there": Case(
        PEOPLE, '<#S> rr:logicalTable [ rr:tableName "Student" ] ; rr:subjectMap [ rr:template "s/{IDs}" ; rr:class ex:P ] .',
        error=MappingInvalid,
    ),
    "a query that is not SQL": Case(
        PEOPLE, '<#S> rr:logicalTable [ rr:sqlQuery "SELECT WHERE" ] ; rr:subjectMap [ rr:template "s/{ID}" ; rr:class ex:P ] .',
        error=MappingInvalid,
    ),
    "a query that would write": Case(
        PEOPLE, '<#S> rr:logicalTable [ rr:sqlQuery "DELETE FROM \\"Student\\" RETURNING \\"ID\\"" ] ; rr:subjectMap [ rr:template "s/{ID}" ; rr:class ex:P ] .',
        error=MappingInvalid,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_database_is_mapped_by_r2rml(mapped: Mapped, name: str):
    case = CASES[name]
    if case.error is None:
        assert mapped(case.script, case.rules) == list(case.expected)
        return
    with pytest.raises(case.error):
        mapped(case.script, case.rules)


TITLES = "CREATE TABLE t (id INTEGER, t VARCHAR(9)); INSERT INTO t VALUES (1, 'Aktkép');"
POM = 'rml:predicateObjectMap [ rml:predicate ex:t ; rml:objectMap [ rml:reference "t" ] ] ; rml:subjectMap [ rml:template "o/{id}" ]'


@pytest.mark.parametrize(
    "source",
    [
        'rml:source "museum" ; rml:referenceFormulation rml:SQL2008Table ; rml:iterator "t"',
        'rml:source "museum" ; rml:referenceFormulation rml:SQL2008Query ; rml:iterator "SELECT * FROM public.t"',
        'rml:source "museum" ; rr:tableName "public.t"',
        'rml:source "museum" ; rr:sqlVersion rr:SQL2008 ; rml:query "SELECT * FROM t"',
        'rml:source [ d2rq:jdbcDSN "{jdbc}" ; d2rq:username "x" ; d2rq:password "y" ] ; rml:query "SELECT * FROM t"',
        'rml:source [ a d2rq:Database ; d2rq:jdbcDSN "{jdbc}" ] ; rr:tableName "\\"public\\".\\"t\\""',
    ],
)
def test_rml_names_a_granted_database(postgresql: Server, source: str):
    postgresql.run(TITLES)
    granted = Database("museum", postgresql.reader)
    rules = f"<#T> rml:logicalSource [ {source.replace('{jdbc}', 'jdbc:postgresql://localhost/museum')} ] ; {POM} ."
    assert _lines(rules, Sources({}, None, {"museum": granted})) == ['<o/1> <t> "Aktkép"']


YARRRML = """
prefixes: {ex: "http://ex/"}
sources:
  titles: {access: museum, type: postgresql, query: "SELECT * FROM t", queryFormulation: sql2008}
mappings:
  t: {sources: titles, s: "ex:o/$(id)", po: [[ex:t, $(t)]]}
"""


def test_yarrrml_names_a_granted_database(postgresql: Server):
    postgresql.run(TITLES)
    granted = Database("museum", postgresql.reader)
    run = Run(
        read_mapping(YARRRML, "m.yml").mapping, Sources({}, None, {"museum": granted}), Options("http://ex/")
    )
    assert [line for part in run.mapped() for line in part.lines] == [
        '<http://ex/o/1> <http://ex/t> "Aktkép" .\n'
    ]


@pytest.mark.parametrize(
    "address",
    ["jdbc:postgresql://localhost/other", "jdbc:postgresql://10.0.0.1/museum", "jdbc:postgresql://u:secret@db:5433/museum"],
)  # fmt: skip
def test_a_database_that_is_not_granted_is_refused(address: str):
    rules = f'<#T> rml:logicalSource [ rml:source [ d2rq:jdbcDSN "{address}" ] ; rr:tableName "t" ] ; {POM} .'
    granted = Database("museum", "postgresql://reader@localhost/museum")
    with pytest.raises(MappingInvalid, match="which the configuration does not grant") as refused:
        _lines(rules, Sources({}, None, {"museum": granted}))
    assert "secret" not in str(refused.value)
    (problem,) = refused.value.problems
    assert (problem.code, problem.file, problem.row) == ("mapping-source-refused", "m.ttl", 3)


@pytest.mark.parametrize(
    "dsn", ["jdbc:mysql://localhost/museum", "jdbc:sqlserver://localhost", "CONNECTIONDSN"]
)
def test_another_kind_of_database_is_refused(dsn: str):
    rules = f'<#T> rml:logicalSource [ rml:source [ d2rq:jdbcDSN "{dsn}" ] ; rr:tableName "t" ] ; {POM} .'
    with pytest.raises(MappingInvalid, match="a database, which a mapping cannot read"):
        read_mapping(PREFIXES + rules, "m.ttl")


def test_the_password_in_a_mapping_is_advised_against():
    rules = '<#T> rml:logicalSource [ rml:source [ d2rq:jdbcDSN "jdbc:postgresql://localhost/m" ; d2rq:password "hush" ] ; rr:tableName "t" ] ; '
    (warning,) = read_mapping(f"{PREFIXES}{rules}{POM} .", "m.ttl").warnings
    assert warning.code == "mapping-password"
    assert "hush" not in warning.sentence()
