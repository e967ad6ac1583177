"""Pages and data of entities on every engine, and how often a remote one is asked for them."""

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from portraits import SPACE, TITLE, TYPE, about, begun, published
from pyoxigraph import NamedNode

from opencollections.query import connected
from opencollections.query.entity import Entity, entity, labels
from opencollections.settings import Settings
from opencollections.store.endpoint import Endpoint
from opencollections.store.engine import Engine
from opencollections.store.folders import DataFolder
from opencollections.vocabulary import expand
from opencollections.web.app import create_app

AGENT = f"{SPACE}agent/hatschek"
NAME = f"<{expand('skos:prefLabel')}>"
CREATOR = f"<{expand('dc:creator')}>"
ROLE = expand("schema:Role")
GENID = "http://localhost:8000/.well-known/genid/1"


def work(number: int) -> list[str]:
    """State an object with an agent, and with a role that points to the agent as well."""
    role = f"<{SPACE}role/{number}>"
    return [
        *about(number, f"Head {number}"),
        f"<{SPACE}object/{number}> {CREATOR} <{AGENT}>",
        f"<{SPACE}object/{number}> <{expand('schema:contributor')}> {role}",
        f"{role} {TYPE} <{ROLE}>",
        f"{role} <{expand('schema:contributor')}> <{AGENT}>",
    ]


def network(size: int) -> list[str]:
    return [
        f'<{AGENT}> {NAME} "Hatschek és Farkas"@hu',
        f'<{AGENT}> {TITLE} "a title that is less trusted"',
        f"<{AGENT}> {TYPE} <{expand('edm:Agent')}>",
        f"<{AGENT}> <http://e.org/address> <{GENID}>",
        f'<{GENID}> <http://e.org/street> "Károly körút"',
        *(line for number in range(size) for line in work(number)),
    ]


def engine_of(data: DataFolder) -> Engine:
    with data.control() as control:
        return data.generations.open(control).engine


def found(data: DataFolder, iri: str) -> Entity:
    one = entity(engine_of(data), iri)
    assert one is not None
    return one


def test_an_entity_comes_with_what_has_no_name_and_what_points_to_it(data: DataFolder) -> None:
    published(begun(data), network(3))
    agent = found(data, AGENT)
    assert {quad.subject.value for quad in agent.quads} == {AGENT, GENID}
    assert len(agent.incoming) == 6
    lifted = {quad.subject.value for quad in connected.named(engine_of(data), agent.incoming)}
    assert lifted == {f"{SPACE}object/{number}" for number in range(3)}
    assert entity(engine_of(data), f"{SPACE}nothing") is None


def test_companions_and_names_are_the_same_on_every_engine(data: DataFolder) -> None:
    published(begun(data), network(3))
    one = found(data, f"{SPACE}object/1")
    assert {quad.subject.value for quad in connected.companions(engine_of(data), one)} == {f"{SPACE}role/1"}
    names = labels(engine_of(data), [AGENT, f"{SPACE}object/2", f"{SPACE}role/1"])
    assert {iri: [str(name) for name in found] for iri, found in names.items()} == {
        AGENT: ['"Hatschek és Farkas"@hu'],
        f"{SPACE}object/2": ['"Head 2"@en'],
    }


def test_names_that_are_known_already_are_those_that_the_engine_gives(data: DataFolder) -> None:
    published(begun(data), network(3))
    engine = engine_of(data)
    for iri in (AGENT, f"{SPACE}object/1"):
        one = found(data, iri)
        described = (*one.quads, *connected.companions(engine, one))
        wanted = [iri, AGENT, GENID, f"{SPACE}role/1", f"{SPACE}object/2"]
        assert labels(engine, wanted, described) == labels(engine, wanted)


def test_a_link_has_the_classes_and_the_most_trusted_name_of_what_it_leads_to(data: DataFolder) -> None:
    published(begun(data), network(3))
    agent, role, nobody = engine_of(data).cards(
        [NamedNode(iri) for iri in (AGENT, f"{SPACE}role/1", f"{SPACE}nothing")]
    )
    assert {str(quad.object) for quad in agent} == {f"<{expand('edm:Agent')}>", '"Hatschek és Farkas"@hu'}
    assert [str(quad.object) for quad in role] == [f"<{ROLE}>"]
    assert nobody == ()


def test_more_incoming_links_than_are_shown_are_told_of(data: DataFolder) -> None:
    published(begun(data), network(150))
    agent = found(data, AGENT)
    assert (len(agent.incoming), agent.more_incoming) == (200, True)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Take note of every query to a remote engine."""
    queries: list[str] = []
    table = Endpoint.table

    def noted(self: Endpoint, query: str, *more: Any) -> Any:
        queries.append(query)
        return table(self, query, *more)

    monkeypatch.setattr(Endpoint, "table", noted)
    return queries


async def _got(settings: Settings, paths: list[str], asked: list[str]) -> list[tuple[httpx.Response, int]]:
    app = create_app(settings)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=settings.base_url) as client,
    ):
        answers = []
        for path in paths:
            asked.clear()
            answers.append((await client.get(path), len(asked)))
        return answers


def test_a_page_asks_a_remote_engine_as_often_for_much_as_for_little(
    data: DataFolder, settings: Settings, asked: list[str]
) -> None:
    published(
        begun(data), [*network(60), *(f"<{SPACE}object/0> {CREATOR} <{SPACE}agent/{n}>" for n in range(90))]
    )
    paths = [
        "/page/npg/agent/hatschek",
        "/page/npg/object/0",
        "/page/npg/object/1",
        "/data/npg/object/1.ttl",
        "/readyz",
    ]
    answers = asyncio.run(_got(settings, paths, asked))
    assert [response.status_code for response, _ in answers] == [200] * len(paths)
    assert "Hatschek és Farkas" in answers[0][0].text
    assert "Head 1" in answers[2][0].text
    counts = [count for _, count in answers]
    if data.endpoint is None:
        assert counts == [0] * len(paths)
    else:
        assert max(counts) <= 12
        assert counts[1] == counts[2]
