"""Queries that ask other services: what they are given, what is kept from them, and how failures are told."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path

import httpx
import pytest
from endpoints import EMPTY, JSON, Endpoint, Handler, empty, endpoint
from sparql_server import Served, generation, served

from opencollections.errors import ServiceFailed
from opencollections.query.federation import Federation
from opencollections.web import outbound
from opencollections.web.federation import CALLS_LIMIT
from opencollections.web.outbound import Outbound

HERE = (ip_network("127.0.0.0/8"),)
ROW = b'{"head":{"vars":["o"]},"results":{"bindings":[{"o":{"type":"literal","value":"theirs"}}]}}'


def one_row(handler: Handler, _: str) -> None:
    handler.send(200, ROW, Content_Type=JSON)


def misbehaving(handler: Handler, _: str) -> None:
    """Answer as the last part of the path says."""
    kind = handler.path.rpartition("/")[2]
    if kind == "slow":
        time.sleep(3)
    answers = {
        "error": (500, b"broken", JSON),
        "page": (200, b"<html>", "text/html"),
        "half": (200, ROW[:-5], JSON),
        "nothing": (200, b"", JSON),
        "list": (200, b"[]", JSON),
        "deep": (200, b"[" * 100_000, JSON),
        "large": (200, ROW + b" " * 200_000, JSON),
        "slow": (200, EMPTY, JSON),
    }
    status, body, media_type = answers[kind]
    handler.send(status, body, Content_Type=media_type)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generation(
        tmp_path_factory.mktemp("federation") / "1", '<http://x/1> <http://x/p> "ours" <http://x/g> .\n'
    )


@pytest.fixture(scope="module")
def theirs() -> Iterator[Endpoint]:
    with endpoint(one_row) as running:
        yield running


@pytest.fixture(scope="module")
def bad() -> Iterator[Endpoint]:
    with endpoint(misbehaving) as running:
        yield running


KINDS = {
    "error": "status 500",
    "page": "it answered in text/html",
    "half": "no whole result",
    "nothing": "no whole result",
    "list": "no whole result",
    "deep": "no whole result",
    "large": "larger than 100000 bytes",
    "slow": "within 1 seconds",
}


@pytest.fixture(scope="module")
def service(folder: Path, theirs: Endpoint, bad: Endpoint) -> Iterator[Served]:
    endpoints = {theirs.address, *(f"{bad.address}/{kind}" for kind in KINDS), "http://127.0.0.1:9/closed"}
    federation = Federation(frozenset(endpoints), HERE, seconds=1, result_bytes=100_000)
    with served(folder, workers=1, federation=federation) as running:
        yield running


def ask(service: Served, query: str) -> httpx.Response:
    with httpx.Client(timeout=30) as client:
        return client.get(service.endpoint, params={"query": query})


def problem(response: httpx.Response, status: int) -> str:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    return response.json()["detail"]


def test_a_query_joins_what_another_service_has(service: Served, theirs: Endpoint) -> None:
    response = ask(
        service,
        f"SELECT ?s ?o {{ ?s <http://x/p> ?x SERVICE <{theirs.address}> {{ ?any <http://x/p> ?o }} }}",
    )
    (row,) = response.json()["results"]["bindings"]
    assert (row["s"]["value"], row["o"]["value"]) == ("http://x/1", "theirs")
    path, headers, query = theirs.asked[-1]
    assert path == "/sparql"
    assert headers["User-Agent"].startswith("OpenCollections/")
    assert service.base in headers["User-Agent"]
    assert headers["Host"] == theirs.address.split("/")[2]
    assert "<http://x/p> ?o" in query


def test_the_same_question_is_not_asked_twice_in_a_row(service: Served, theirs: Endpoint) -> None:
    query = f"SELECT ?o {{ SERVICE <{theirs.address}> {{ ?twice ?p ?o }} }}"
    before = len(theirs.asked)
    assert [ask(service, query).status_code for _ in range(3)] == [200] * 3
    assert len(theirs.asked) == before + 1


@pytest.mark.parametrize(("kind", "sentence"), KINDS.items())
def test_a_failure_names_the_service(service: Served, bad: Endpoint, kind: str, sentence: str) -> None:
    address = f"{bad.address}/{kind}"
    detail = problem(ask(service, f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}"), 502)
    assert address in detail
    assert sentence in detail
    assert "SERVICE SILENT" in detail


def test_a_service_that_is_not_there_is_named(service: Served) -> None:
    detail = problem(ask(service, "SELECT * { SERVICE <http://127.0.0.1:9/closed> { ?s ?p ?o } }"), 502)
    assert "http://127.0.0.1:9/closed" in detail


def test_silent_goes_on_without_it(service: Served) -> None:
    response = ask(
        service, "SELECT * { ?s <http://x/p> ?x SERVICE SILENT <http://127.0.0.1:9/closed> { ?s ?p ?o } }"
    )
    (row,) = response.json()["results"]["bindings"]
    assert set(row) == {"s", "x"}


def test_nobody_is_told_the_way_that_a_query_takes_inside(service: Served, bad: Endpoint) -> None:
    for query in (
        f"SELECT * {{ SERVICE <{bad.address}/error> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ SERVICE <{bad.address}/half> {{ ?s ?p ?o }} FILTER( }}",
    ):
        assert "127.0.0.1:" not in ask(service, query).text.replace(bad.address, "")


def test_the_service_says_that_it_federates(service: Served) -> None:
    with httpx.Client() as client:
        described = client.get(service.endpoint, headers={"Accept": "application/n-triples"}).text
    assert "http://www.w3.org/ns/sparql-service-description#BasicFederatedQuery" in described


def test_what_asking_others_may_cost_is_among_the_limits(service: Served) -> None:
    listed = httpx.get(f"{service.base}/sparql/limits", headers={"Accept": "application/json"}).json()
    told = {name: (one["value"], one["unit"]) for name, one in listed.items() if name.startswith("service-")}
    assert service.federated is not None
    given = service.federated.federation
    assert told == {
        "service-endpoints": (len(given.endpoints), "endpoints"),
        "service-time": (given.seconds, "seconds"),
        "service-bytes": (given.result_bytes, "bytes"),
        "service-requests": (given.requests, "requests"),
        "service-calls": (CALLS_LIMIT, "requests"),
        "service-cache": (given.kept_seconds, "seconds"),
    }


def test_without_a_list_every_service_is_refused(folder: Path, theirs: Endpoint) -> None:
    before = len(theirs.asked)
    with served(folder, workers=1) as running:
        detail = problem(ask(running, f"SELECT * {{ SERVICE <{theirs.address}> {{ ?s ?p ?o }} }}"), 403)
    assert "it has SERVICE" in detail
    assert len(theirs.asked) == before


def test_load_is_never_done(service: Served, theirs: Endpoint) -> None:
    before = len(theirs.asked)
    with httpx.Client() as client:
        response = client.post(service.endpoint, data={"query": f"LOAD <{theirs.address}>"})
    problem(response, 403)
    assert len(theirs.asked) == before


def test_the_door_is_closed_to_whoever_does_not_know_the_way(service: Served, theirs: Endpoint) -> None:
    federated = service.federated
    before = len(theirs.asked)
    with httpx.Client() as client:
        for path in ("/", "/x/0", f"/{'a' * 32}/0", "/../0"):
            response = client.post(f"http://127.0.0.1:{federated.port}{path}", content=b"SELECT * {}")
            assert (response.status_code, response.content) == (404, b"")
    assert len(theirs.asked) == before


# What reaches an address: asked through Outbound alone, since the list keeps most of it from being asked at all.


@pytest.fixture
def canary() -> Iterator[Endpoint]:
    """An endpoint that plays the internal network: nothing may ever ask it."""
    with endpoint(empty) as running:
        yield running
        assert running.asked == []


def asked(federation: Federation, address: str) -> bytes:
    async def once() -> bytes:
        client = Outbound(
            replace(federation, endpoints=federation.endpoints | {address}), "http://home.example"
        )
        try:
            return await client.asked(address, b"SELECT * {}")
        finally:
            await client.aclose()

    return asyncio.run(once())


SPELLINGS = [
    "127.0.0.1", "localhost", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0", "[::1]",
    "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::127.0.0.1]", "LOCALHOST", "127.0.0.1.",
]  # fmt: skip


@pytest.mark.parametrize("host", SPELLINGS)
def test_no_spelling_of_an_internal_address_is_connected_to(canary: Endpoint, host: str) -> None:
    with pytest.raises(ServiceFailed):
        asked(Federation(seconds=2), canary.address.replace("127.0.0.1", host))


@pytest.mark.parametrize("status", [301, 302, 307, 308])
@pytest.mark.parametrize("spelling", ["127.0.0.1", "localhost", "2130706433"])
def test_a_redirect_out_of_the_list_is_not_followed(canary: Endpoint, status: int, spelling: str) -> None:
    target = canary.address.replace("127.0.0.1", spelling)
    with (
        endpoint(lambda handler, _: handler.send(status, Location=target)) as leading,
        pytest.raises(ServiceFailed, match="which the operator has not listed"),
    ):
        asked(Federation(networks=HERE, seconds=2), leading.address)


def test_a_redirect_within_the_list_is_followed(theirs: Endpoint) -> None:
    federation = Federation(frozenset({theirs.address}), HERE)
    with endpoint(lambda handler, _: handler.send(307, Location=theirs.address)) as leading:
        assert asked(federation, leading.address) == ROW


def test_a_redirect_in_a_circle_ends() -> None:
    with (
        endpoint(lambda handler, _: handler.send(307, Location=handler.path)) as leading,
        pytest.raises(ServiceFailed, match="again and again"),
    ):
        asked(Federation(networks=HERE), leading.address)
    assert len(leading.asked) == outbound.REDIRECTS + 1


def resolving(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Let a name have other addresses each time it is looked up; give the list of look-ups."""
    looked_up: list[str] = []

    async def getaddrinfo(_loop, host, port, **_) -> list:
        looked_up.append(host)
        return [(0, 0, 0, "", (one, port)) for one in answers[min(len(looked_up), len(answers)) - 1]]

    monkeypatch.setattr(asyncio.base_events.BaseEventLoop, "getaddrinfo", getaddrinfo)
    return looked_up


def test_a_name_that_changes_its_address_meanwhile_gains_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    # Connections from this machine take ports of 127.0.0.1, so that one that is free there is free at 127.0.0.2 too.
    with endpoint(empty, "127.0.0.1") as internal:
        port = int(internal.address.split(":")[2].split("/")[0])
        with endpoint(one_row, "127.0.0.2", port) as good:
            looked_up = resolving(monkeypatch, ["127.0.0.2"], ["127.0.0.1"])
            federation = Federation(networks=(ip_network("127.0.0.2/32"),))
            assert asked(federation, f"http://rebinding.example:{port}/sparql") == ROW
    assert looked_up[0] == "rebinding.example"
    assert set(looked_up[1:]) <= {"127.0.0.2"}
    assert internal.asked == []
    assert good.asked[0][1]["Host"] == f"rebinding.example:{port}"


def test_one_internal_address_among_several_is_enough_to_refuse(
    monkeypatch: pytest.MonkeyPatch, canary: Endpoint
) -> None:
    resolving(monkeypatch, ["93.184.215.14", "127.0.0.1"])
    with pytest.raises(ServiceFailed, match="in a network that is not asked from here"):
        asked(Federation(), canary.address.replace("127.0.0.1", "both.example"))
