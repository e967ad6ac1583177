"""SPARQL on every engine: the same queries, the same answers, in every format of the service."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import pyoxigraph
import pytest
from anyio.from_thread import start_blocking_portal
from portraits import IRIS, PORTRAITS, SPACE, TITLE, XSD, about, begun, published
from pyoxigraph import RdfFormat

from opencollections.errors import QuerySyntaxError, QueryTooLarge
from opencollections.query.evaluator import Evaluator, evaluator
from opencollections.query.limits import QueryLimits
from opencollections.query.requests import QueryRequest
from opencollections.query.sparql import checked_query
from opencollections.store.folders import DataFolder
from opencollections.vocabulary import expand

JSON = "application/sparql-results+json"
CSV = "text/csv"
GRAPH = IRIS.graph(PORTRAITS.name)
FOREIGN = "http://example.org/somebody-elses"
DC_TITLE = expand("dc:title")
STATEMENTS = [
    *about(1, "Képmás"),
    *about(2, "Head of a man"),
    *about(3, "Hands"),
    f'<{SPACE}object/1> <http://e.org/year> "1938"^^<{XSD}gYear>',
    f'<{SPACE}object/2> <http://e.org/long> "19.05668"^^<{XSD}decimal>',
    f'<{SPACE}object/2> <http://e.org/duration> "P1Y2M"^^<{XSD}duration>',
    f"<{SPACE}object/2> <http://e.org/near> <{SPACE}object/1>",
    f"<{SPACE}object/3> <http://e.org/near> <{SPACE}object/2>",
]


@pytest.fixture
def data(data: DataFolder) -> DataFolder:
    published(begun(data), STATEMENTS)
    if data.endpoint is not None:
        data.endpoint.update(f'INSERT DATA {{ GRAPH <{FOREIGN}> {{ <{SPACE}object/1> {TITLE} "Foreign" }} }}')
    return data


Ask = Callable[..., bytes]


@pytest.fixture
def ask(data: DataFolder) -> Iterator[Ask]:
    """Give what answers queries, one after the other, under the limits of the service."""
    limits = QueryLimits(result_bytes=20_000)
    with data.control() as control:
        generation = data.generations.open(control)
    with start_blocking_portal() as portal:
        pool = portal.call(_evaluator, data, generation.number, limits)
        portal.call(pool.start)

        async def answered(query: str, media_type: str, more: dict[str, Any]) -> bytes:
            text = checked_query(query, limits)
            request = QueryRequest(text, media_type, "http://localhost:8000/sparql", **more)
            async with await pool.evaluate(request) as found:
                return b"".join([piece async for piece in found])

        try:
            yield lambda query, media_type=JSON, **more: portal.call(answered, query, media_type, more)
        finally:
            portal.call(pool.close)


async def _evaluator(data: DataFolder, number: int, limits: QueryLimits) -> Evaluator:
    return evaluator(data, number, limits, workers=1)


def rows(ask: Ask, query: str, **more: Any) -> list[list[str]]:
    """Give the rows of a table as texts, sorted."""
    table = csv.reader(io.StringIO(ask(query, CSV, **more).decode()))
    return sorted(list(table)[1:])


def titled(text: str) -> str:
    return f"SELECT ?o WHERE {{ ?s <{DC_TITLE}> ?o {text} }}"


QUERIES = [
    (titled(""), [["Hands"], ["Head of a man"], ["Képmás"]]),
    (f"SELECT ?g (COUNT(*) AS ?n) WHERE {{ GRAPH ?g {{ ?s <{DC_TITLE}> ?o }} }} GROUP BY ?g", [[GRAPH, "3"]]),
    ("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", [[str(len(STATEMENTS))]]),
    (titled('FILTER(STRSTARTS(?o, "H"))'), [["Hands"], ["Head of a man"]]),
    (titled('FILTER(?o = "Képmás"@en)'), [["Képmás"]]),
    (titled("OPTIONAL { ?s <http://e.org/near> ?n } FILTER(!BOUND(?n))"), [["Képmás"]]),
    (
        f"SELECT ?o WHERE {{ <{SPACE}object/3> <http://e.org/near>/<http://e.org/near>/<{DC_TITLE}> ?o }}",
        [["Képmás"]],
    ),
    (
        f"SELECT ?o WHERE {{ <{SPACE}object/3> <http://e.org/near>+ ?o }}",
        [[f"{SPACE}object/1"], [f"{SPACE}object/2"]],
    ),
    (f"SELECT ?o WHERE {{ VALUES ?s {{ <{SPACE}object/3> }} ?s <{DC_TITLE}> ?o }}", [["Hands"]]),
    ("SELECT ?o WHERE { ?s <http://e.org/long> ?o FILTER(?o > 19) }", [["19.05668"]]),
    ("SELECT ?o WHERE { ?s <http://e.org/year> ?o }", [["1938"]]),
    ("SELECT ?t WHERE { ?s <http://e.org/long> ?o BIND(DATATYPE(?o) AS ?t) }", [[f"{XSD}decimal"]]),
    (f"SELECT ?o WHERE {{ <id/npg/object/3> <{DC_TITLE}> ?o }}", [["Hands"]]),
    (titled("") + " ORDER BY ?o LIMIT 1", [["Hands"]]),
    (f"SELECT ?o WHERE {{ ?s <{DC_TITLE}> ?o MINUS {{ ?s <http://e.org/near> ?n }} }}", [["Képmás"]]),
    (f"SELECT DISTINCT ?o FROM <{GRAPH}> WHERE {{ <{SPACE}object/1> <{DC_TITLE}> ?o }}", [["Képmás"]]),
]


def test_the_same_queries_have_the_same_answers_on_every_engine(ask: Ask) -> None:
    assert {query: rows(ask, query) for query, _ in QUERIES} == dict(QUERIES)


def test_truth_values_and_values_that_an_engine_cannot_have_are_given_as_they_are(ask: Ask) -> None:
    for pattern, truth in (("?s <http://e.org/near> ?o", True), ("?s <http://e.org/far> ?o", False)):
        assert json.loads(ask(f"ASK {{ {pattern} }}"))["boolean"] is truth
    found = json.loads(ask("SELECT ?o WHERE { ?s <http://e.org/duration> ?o }"))
    ((term,),) = [row.values() for row in found["results"]["bindings"]]
    assert term == {"type": "literal", "value": "P1Y2M", "datatype": f"{XSD}duration"}


def test_graphs_are_written_in_each_format_and_descriptions_are_of_what_is_published(ask: Ask) -> None:
    for format_ in (RdfFormat.TURTLE, RdfFormat.RDF_XML, RdfFormat.N_TRIPLES):
        constructed = ask(f"CONSTRUCT WHERE {{ ?s <{DC_TITLE}> ?o }}", format_.media_type)
        titles = sorted(quad.object.value for quad in pyoxigraph.parse(constructed, format=format_))
        assert titles == ["Hands", "Head of a man", "Képmás"]
    described = ask(f"DESCRIBE <{SPACE}object/1>", "application/n-triples")
    subjects = {quad.subject.value for quad in pyoxigraph.parse(described, format=RdfFormat.N_TRIPLES)}
    assert f"{SPACE}object/1" in subjects
    assert b"Foreign" not in described


def test_a_request_may_name_published_graphs_only(ask: Ask) -> None:
    assert len(rows(ask, titled(""), default_graphs=(GRAPH,))) == 3
    assert rows(ask, titled(""), default_graphs=(FOREIGN,)) == []
    assert rows(ask, "SELECT ?g WHERE { GRAPH ?g { ?s ?p ?o } }", default_graphs=(GRAPH,)) == []


def test_what_is_no_sparql_or_gives_too_much_is_refused_and_the_next_query_answered(ask: Ask) -> None:
    with pytest.raises(QuerySyntaxError):
        ask("SELECT ?s WHERE { ?s ?p ?o . FILTER( }")
    with pytest.raises(QueryTooLarge):
        ask("SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    assert len(rows(ask, titled(""))) == 3
