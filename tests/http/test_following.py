"""A running service follows what is published beside it."""

from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest
from network import BASE, build
from pyoxigraph import Literal, NamedNode, Quad
from speaking import Client, settings_of, speaking

from opencollections.store.folders import DataFolder
from opencollections.vocabulary import expand

THING = f"{BASE}/id/hafa/object/new"


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    return build(tmp_path / "data")


@pytest.fixture
def client(data: DataFolder) -> Iterator[Client]:
    with speaking(settings_of(data.root)) as speaker:
        yield speaker


def publish(data: DataFolder, title: str) -> int:
    """Make a generation current that has one thing more."""
    with data.control() as control, data.generations.successor(control) as clone:
        graph = NamedNode(f"{BASE}/graph/hafa/prints")
        clone.store.add(Quad(NamedNode(THING), NamedNode(expand("dc:title")), Literal(title), graph))
        with control.transaction():
            control.remember("generation", str(clone.number))
            control.remember("published", "2026-11-24T10:00:00Z")
            clone.finish()
    return clone.number


def test_what_is_published_is_there_with_the_next_request(client: Client, data: DataFolder) -> None:
    assert client.get("/page/hafa/object/new").status_code == 404
    tag = client.get("/page/hafa/object/HAFA-83").headers["etag"]
    number = publish(data, "A new thing")
    assert "A new thing" in client.get("/page/hafa/object/new").text
    assert client.get("/readyz").json() == {"generation": number}
    assert client.get("/page/hafa/object/HAFA-83", if_none_match=tag).status_code == 304


def test_queries_follow_soon(client: Client, data: DataFolder) -> None:
    publish(data, "A new thing")
    ask = f"/sparql?query=ASK%20%7B%20%3C{THING}%3E%20%3Fp%20%3Fo%20%7D"
    until = monotonic() + 10
    while '"boolean":true' not in (found := client.get(ask, accept="application/sparql-results+json").text):
        assert monotonic() < until, found
        sleep(0.05)


def test_a_service_without_any_data_has_a_start_page_and_is_ready(tmp_path: Path) -> None:
    with speaking(settings_of(tmp_path / "empty")) as client:
        assert "Nothing is published yet" in client.get("/").text
        assert client.get("/readyz").json() == {"generation": 0}
        for path in ("/catalog", "/catalog.ttl", "/search?q=a"):
            assert client.get(path, accept="*/*").status_code == 200
        assert client.get("/id/a/b").status_code == 404
