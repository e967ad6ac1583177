"""The demonstration: five collections, published as they come with the service, visibly joined."""

import tomllib

import pytest
from pyoxigraph import NamedNode

from opencollections.iris import Identifiers
from opencollections.publishing.demonstration import demonstrated, publish_demonstration
from opencollections.query.examples import EXAMPLES
from opencollections.query.limits import QueryLimits
from opencollections.query.prepared import prepared_queries
from opencollections.resources import resource
from opencollections.store.folders import DataFolder
from opencollections.vocabulary import expand

BASE = "http://localhost:8000"
EXPECTED = tomllib.loads((resource("mappings") / "demo" / "expected.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory):
    """Publish the demonstration; give the store and the outcomes."""
    data = DataFolder(tmp_path_factory.mktemp("demonstration"))
    outcomes = list(
        publish_demonstration(data, Identifiers(BASE), 1 << 30, lambda _: None, lambda _: lambda *_: None)
    )
    with data.control() as control:
        yield data.generations.open(control).engine.store, outcomes, data


def test_every_collection_is_published_whole_and_what_is_doubtful_is_told_with_its_cell(published):
    _, outcomes, _ = published
    assert len(outcomes) == len(demonstrated())
    told = [problem for outcome in outcomes for problem in outcome.problems]
    assert {problem.severity.value for problem in told} == {"warning", "advice"}
    assert [problem for problem in told if None in (problem.file, problem.row)] == []
    assert {one.code for one in told if one.severity.value == "warning"} == {
        *("date-unread", "date-ambiguous"),
        *("identifier-check-digit", "identifier-unread", "identifier-shortened"),
    }


def test_the_members_are_of_four_fields_four_kinds_of_file_and_four_languages(published):
    _, outcomes, _ = published
    members = {one.member.slug for one in demonstrated()} - {"network"}
    kinds = {one.files[0].path.suffix for one in demonstrated() if one.member.slug != "network"}
    assert len(members) == 4
    assert kinds == {".xlsx", ".csv", ".json", ".xml"}
    for outcome in outcomes:
        assert 25 <= outcome.version.records <= 60, outcome.version.collection


def test_publishing_it_again_does_nothing(published):
    _, _, data = published
    again = publish_demonstration(data, Identifiers(BASE), 1 << 30, lambda _: None, lambda _: lambda *_: None)
    assert list(again) == []


@pytest.mark.parametrize("expected", EXPECTED["collections"], ids=lambda e: e["graph"])
def test_a_collection_has_what_is_expected(published, expected: dict):
    store, _, _ = published
    graph = NamedNode(f"{BASE}/graph/{expected['graph']}")
    assert sum(1 for _ in store.quads_for_pattern(None, None, None, graph)) == expected["quads"]
    a = NamedNode(expand("rdf:type"))
    found = {
        name: len({q.subject for q in store.quads_for_pattern(None, a, NamedNode(expand(name)), graph)})
        for name in expected["entities"]
    }
    assert found == expected["entities"]


@pytest.mark.parametrize("ask", EXPECTED["ask"], ids=lambda a: a.get("name", a["query"][:60]))
def test_the_joined_graph_answers(published, ask: dict):
    store, _, _ = published
    query = EXPECTED["prefixes"] + ask["query"].replace("{base}", BASE)
    assert bool(store.query(query, use_default_graph_as_union=True)) is ask.get("answer", True)


def questions() -> dict[str, str]:
    folder = resource("mappings") / "demo" / "queries"
    prepared = {name: query.bound({}).text for name, query in prepared_queries(folder, QueryLimits()).items()}
    return prepared | {example.title: example.text for example in EXAMPLES}


@pytest.mark.parametrize(("title", "text"), questions().items(), ids=questions())
def test_every_question_that_is_offered_has_an_answer(published, title: str, text: str):
    store, _, _ = published
    assert list(store.query(text, use_default_graph_as_union=True)), title
