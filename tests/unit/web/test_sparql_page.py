import json

from opencollections.formats.links import Urls
from opencollections.iris import Identifiers
from opencollections.query.requests import QueryForm
from opencollections.web.sparql_page import ROWS_SHOWN, Cell, Result, shown

URLS = Urls(Identifiers("https://data.example.org/base"))


def table(*rows: dict) -> Result:
    document = {"head": {"vars": ["a", "b"]}, "results": {"bindings": list(rows)}}
    return shown(json.dumps(document).encode(), QueryForm.SELECT, URLS)


def test_a_row_has_a_cell_for_each_column_and_nothing_where_nothing_is_bound() -> None:
    result = table({"b": {"type": "literal", "value": "ő", "xml:lang": "hu"}})
    assert (result.columns, result.total) == (("a", "b"), 1)
    assert result.rows == ((None, Cell("ő", language="hu")),)


def test_an_iri_leads_to_its_page_or_where_it_is_kept_and_never_runs_anything() -> None:
    iris = [
        "https://data.example.org/base/id/m/object/1",
        "http://www.wikidata.org/entity/Q1",
        "javascript:alert(1)",
        "urn:x",
    ]
    result = table(*({"a": {"type": "uri", "value": iri}} for iri in iris))
    links = [row[0].href for row in result.rows]
    assert links == ["/base/page/m/object/1", "http://www.wikidata.org/entity/Q1", None, None]


def test_a_statement_about_a_statement_is_written_in_one_cell() -> None:
    part = {"type": "literal", "value": "x"}
    result = table({"a": {"type": "triple", "value": {"subject": part, "predicate": part, "object": part}}})
    assert result.rows[0][0] == Cell("x x x")


def test_of_many_rows_the_first_are_shown_and_all_are_counted() -> None:
    result = table(*({"a": {"type": "literal", "value": str(n)}} for n in range(ROWS_SHOWN + 5)))
    assert (len(result.rows), result.total) == (ROWS_SHOWN, ROWS_SHOWN + 5)


def test_a_truth_and_a_graph_are_told_apart_from_tables() -> None:
    assert shown(b'{"head": {}, "boolean": false}', QueryForm.ASK, URLS) == Result(truth=False)
    assert shown("<a> <b> 'ő' .".encode(), QueryForm.DESCRIBE, URLS) == Result(graph="<a> <b> 'ő' .")
