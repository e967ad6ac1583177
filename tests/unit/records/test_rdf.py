"""Files of RDF: a query makes a table of them, in a process that can be stopped."""

from pathlib import Path

import pytest

from opencollections.errors import BrokenFile, ColumnMissing, QueryInvalid, TooLarge
from opencollections.records import open_table, rdf
from opencollections.records.rdf import RDFTable
from opencollections.records.tables import File, Kind, Selection

TURTLE = """
@prefix ex: <http://example.org/> .
ex:1 ex:name "Zsófi"@hu , "a, \\"b\\"" ; ex:year 1991 .
ex:2 ex:name "" .
"""
NAMES = "PREFIX ex: <http://example.org/> SELECT ?s ?name ?year { ?s ex:name ?name OPTIONAL { ?s ex:year ?year } }"


def table(folder: Path, query: str, text: str = TURTLE, name: str = "a.ttl", **how: float) -> RDFTable:
    path = folder / "handed-in"
    path.write_text(text, encoding="utf-8")
    return RDFTable(File(name, path), Selection(Kind.RDF, iterator=query), **how)


def test_the_variables_of_a_query_are_columns(tmp_path: Path):
    found = table(tmp_path, NAMES + " ORDER BY ?s STR(?name)")
    assert found.columns == ("s", "name", "year")
    (frame,) = found.batches(["s", "?name", "year"])
    assert frame.rows() == [
        (1, "http://example.org/1", "Zsófi", "1991"),
        (2, "http://example.org/1", 'a, "b"', "1991"),
        (3, "http://example.org/2", None, None),
    ]


def test_named_graphs_are_asked_together(tmp_path: Path):
    quads = '<http://a/1> <http://a/p> "x" <http://a/g> .\n'
    (frame,) = table(tmp_path, "SELECT ?o { ?s ?p ?o }", quads, "a.nq").batches(["o"])
    assert frame["v0"].to_list() == ["x"]


def test_an_answer_without_rows_is_an_empty_table(tmp_path: Path):
    found = table(tmp_path, "SELECT ?o { ?s <http://nowhere/> ?o }")
    assert sum(frame.height for frame in found.batches(["o"])) == 0


def test_a_variable_that_is_not_asked_for_is_missing(tmp_path: Path):
    with pytest.raises(ColumnMissing, match="Did you mean 'name'"):
        table(tmp_path, NAMES).batches(["names"])


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * { sErViCe <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * { \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE"),
        ("ASK { ?s ?p ?o }", "no table"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "no table"),
        ("INSERT DATA { <http://a/> <http://a/> 1 }", "error"),
        ("SELECT", "error"),
        ("", "error"),
    ],
)
def test_a_query_that_is_none_is_refused(tmp_path: Path, query: str, said: str):
    with pytest.raises(QueryInvalid, match=said):
        table(tmp_path, query)


def test_a_query_that_runs_on_is_stopped(tmp_path: Path):
    many = "".join(f"<http://a/{n}> <http://a/p> {n} .\n" for n in range(400))
    query = "SELECT (COUNT(*) AS ?n) { ?a ?p ?x . ?b ?p ?y . ?c ?p ?z . ?d ?p ?w . ?e ?p ?v }"
    with pytest.raises(TooLarge, match="the time or the memory"):
        table(tmp_path, query, many, time_limit_s=1.0)


def test_what_ends_the_process_is_told(tmp_path: Path):
    with pytest.raises((QueryInvalid, TooLarge)):
        table(tmp_path, "SELECT * { ?s ?p " + "(" * 100_000 + "1" + ")" * 100_000 + " }")


def test_a_long_answer_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rdf, "_ANSWER_LIMIT_BYTES", 20)
    with pytest.raises(TooLarge, match="the length of the answer"):
        table(tmp_path, NAMES)


@pytest.mark.parametrize(
    ("text", "name"), [("no RDF", "a.ttl"), (TURTLE, "a.nt"), (TURTLE, "a.csv"), (TURTLE, "a")]
)
def test_what_is_no_rdf_of_its_name_is_told(tmp_path: Path, text: str, name: str):
    with pytest.raises(BrokenFile, match="RDF"):
        table(tmp_path, NAMES, text, name)


def test_rdf_is_opened_only_where_it_is_asked_for(tmp_path: Path):
    path = tmp_path / "a.nt"
    path.write_text("<http://a/> <http://a/> <http://a/> .\n", encoding="utf-8")
    assert isinstance(
        open_table(File("a.nt", path), Selection(Kind.RDF, iterator="SELECT * {?s ?p ?o}")), RDFTable
    )
