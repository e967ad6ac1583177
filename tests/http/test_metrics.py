"""Metrics: requests are counted where they are answered, and what stands in the data is told with them."""

from typing import Any

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families as read_open_metrics
from prometheus_client.parser import text_string_to_metric_families as read_text
from speaking import Client

from opencollections.store.drafts import DraftState
from opencollections.store.folders import DataFolder
from opencollections.store.jobs import JobState


def samples(text: str) -> dict[tuple[str, tuple[str, ...]], float]:
    """Give every sample by its name and the values of its labels."""
    found = [one for family in read_text(text) for one in family.samples]
    return {(one.name, tuple(one.labels.values())): one.value for one in found}


def read(client: Client) -> dict[tuple[str, tuple[str, ...]], float]:
    answer = client.get("/metrics")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    return samples(answer.text)


@pytest.mark.parametrize(
    ("path", "room", "status"),
    [
        ("/data/hafa/object/HAFA-83.ttl", "data", "200"),
        ("/id/hafa/object/HAFA-83", "id", "303"),
        ("/page/hafa/object/none", "page", "404"),
        ("/catalog.ttl", "catalog", "200"),
        ("/sparql?query=ASK%7B%7D", "sparql", "200"),
        ("/an-address-of-nothing", "other", "404"),
    ],
)
def test_a_request_is_counted_by_its_room_and_status_also_when_it_is_answered_from_the_cache(
    client: Any, path: str, room: str, status: str
) -> None:
    counted = ("ocn_http_request_seconds_count", (room, status))
    before = read(client).get(counted, 0)
    client.get(path)
    client.get(path)
    assert read(client)[counted] == before + 2


def test_what_stands_in_the_data_is_told(client: Any, data: DataFolder) -> None:
    told = read(client)
    with data.control() as control:
        [(versions,)] = control.db.execute("SELECT count(*) FROM version").fetchall()
    assert told["ocn_versions", ()] == versions > 0
    assert told["ocn_generation", ()] == client.get("/readyz").json()["generation"]
    assert told["ocn_data_readable", ()] == 1
    assert told["ocn_query_workers_ready", ()] >= 1
    assert told["ocn_data_free_bytes", ()] > 0
    assert told["ocn_statements", ()] > told["ocn_entities", ()] >= told["ocn_records", ()] > 0
    assert {name for metric, name in told if metric == "ocn_jobs"} == {(one.value,) for one in JobState}
    assert {name for metric, name in told if metric == "ocn_drafts"} == {(one.value,) for one in DraftState}


def test_monitoring_that_asks_for_open_metrics_gets_them(client: Any) -> None:
    answer = client.get("/metrics", accept="application/openmetrics-text; version=1.0.0")
    assert answer.headers["content-type"].startswith("application/openmetrics-text; version=1.0.0")
    assert "ocn_generation" in {family.name for family in read_open_metrics(answer.text)}
