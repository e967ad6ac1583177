"""A remote engine that does not hold what is published: it is put right, or it is said what to do."""

import logging
from typing import Any

import pytest
import servers
from portraits import IRIS, PORTRAITS, SPACE, TITLE, about, begun, held, kept, published

from opencollections.errors import EngineBehind, EngineTaken, EngineUnreachable
from opencollections.settings import Settings
from opencollections.store import entity_ledger
from opencollections.store.endpoint import Endpoint
from opencollections.store.folders import DataFolder, data_folder
from opencollections.store.marker import GRAPH, Marker, MarkerGraph

pytestmark = pytest.mark.parametrize("settings", servers.kinds("oxigraph", "virtuoso"), indirect=True)
"""The embedded engine is changed as a whole, and has no marker."""

LINES = [line for number in range(20) for line in about(number, f"Head {number}")]
CHANGED = [line.replace("Head 7", "Képmás 7") for line in LINES]


@pytest.fixture
def endpoint(data: DataFolder) -> Endpoint:
    assert data.endpoint is not None
    published(begun(data), LINES)
    return data.endpoint


def settle(data: DataFolder) -> None:
    with data.control() as control:
        data.generations.sweep(control)


def number(data: DataFolder) -> int:
    with data.control() as control:
        return data.generations.current_number(control)


def test_the_marker_says_what_the_engine_holds(data: DataFolder, endpoint: Endpoint) -> None:
    marker = MarkerGraph(endpoint).read()
    assert (marker.generation, marker.towards, marker.changing) == (number(data), None, ())


@pytest.mark.parametrize("lines", [CHANGED, about(1, "Another whole")])
def test_a_publish_that_fails_before_its_commit_is_put_back(
    data: DataFolder, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch, lines: list[str]
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("power")

    before = number(data)
    with monkeypatch.context() as patch:
        patch.setattr(entity_ledger, "enter_changes", broken)
        with pytest.raises(RuntimeError, match="power"):
            published(data, lines)
    assert held(data) == kept(data, 1)
    # Answers of the state in between may have been kept under the number that was current.
    assert number(data) == before + 1
    published(data, lines)
    assert held(data) == kept(data, 2)


def test_a_publish_that_lost_its_engine_is_put_back_at_the_next(
    data: DataFolder, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    update = Endpoint.update

    def lost_after_the_first(self: Endpoint, text: str) -> None:
        if f"{SPACE}object/7" in text:
            update(self, text)
        if GRAPH.value not in text or lost:
            lost.append(text)
            raise EngineUnreachable(address=self.address, detail="the line is dead")
        update(self, text)

    lost: list[str] = []
    with monkeypatch.context() as patch, caplog.at_level(logging.WARNING):
        patch.setattr(Endpoint, "update", lost_after_the_first)
        patch.setattr(Endpoint, "replace", lambda *_: lost_after_the_first(endpoint, "replace"))
        with pytest.raises(EngineUnreachable):
            published(data, CHANGED)
    assert "put back at the next start or publish" in caplog.text
    assert any("Képmás" in line for line in held(data))
    settle(data)
    assert held(data) == kept(data, 1)


def test_an_engine_that_lost_its_data_is_filled_from_the_versions(
    data: DataFolder, endpoint: Endpoint
) -> None:
    published(data, CHANGED)
    endpoint.drop(GRAPH.value)
    endpoint.update(
        f"DROP SILENT GRAPH <{IRIS.graph(PORTRAITS.name)}> ;\n"
        f'INSERT DATA {{ GRAPH <{IRIS.graph("npg/gone")}> {{ <{SPACE}object/1> {TITLE} "gone" }} }}'
    )
    with pytest.raises(
        EngineBehind, match=r"holds nothing of ours, and generation 2 is published.*ocn rebuild"
    ):
        settle(data)
    with data.control() as control:
        data.generations.rebuild(control, lambda _: None)
    assert held(data) == kept(data, 2)
    settle(data)
    query = f"SELECT * WHERE {{ GRAPH <{IRIS.graph('npg/gone')}> {{ ?s ?p ?o }} }}"
    assert endpoint.table(query) == []


def test_an_engine_of_another_data_folder_is_refused(
    data: DataFolder, endpoint: Endpoint, settings: Settings, tmp_path: Any
) -> None:
    other = begun(data_folder(settings.model_copy(update={"data": tmp_path / "other"})))
    try:
        with pytest.raises(EngineTaken):
            published(other, LINES)
    finally:
        other.close()
    assert held(data) == kept(data, 1)


def test_a_rebuild_that_broke_off_is_seen(data: DataFolder, endpoint: Endpoint) -> None:
    marked = MarkerGraph(endpoint)
    marked.write(Marker(marked.read().installation, None))
    with pytest.raises(EngineBehind):
        settle(data)
