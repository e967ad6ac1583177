"""Attacks over real HTTP: each is met honestly, and afterwards everything is as before."""

import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from attacks import Attack, deep, pathological, reaching
from sparql_server import Served, generation, served

from opencollections.query.limits import QueryLimits

THINGS = 10_000
ONE = "ASK { <http://x/1> <http://x/p> ?o }"

LIMITS = QueryLimits(
    seconds=1, memory_bytes=1_500_000_000, rows=100_000, result_bytes=20_000_000, queue=64, budget_s=100_000
)
AT_ONCE = 5
"""As many as may take long beside each other, so that none is ended for the sake of short ones."""

QUIET_MB = 300
"""What the workers, their parent and the engine's share of both may hold when nothing is asked."""

ALLOWED = {
    "stopped": {"query-stopped", "query-too-large", "query-failed", "broken off"},
    "shape": {"query-too-large"},
    "refused": {"query-refused"},
    "answered": {"answered"},
    "honest": {
        *("query-stopped", "query-too-large", "query-failed", "query-syntax-error"),
        *("broken off", "answered"),
    },
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    quads = (
        f'<http://x/{n}> <http://x/p> "{n}" <http://x/g> .\n'
        f"<http://x/{n}> <http://x/next> <http://x/{n + 1}> <http://x/g> .\n"
        for n in range(THINGS)
    )
    return generation(tmp_path_factory.mktemp("attacked") / "1", "".join(quads))


@pytest.fixture(scope="module")
def service(folder: Path) -> Iterator[Served]:
    with served(folder, LIMITS) as running:
        yield running


def outcome(service: Served, query: str) -> str:
    """Ask a query, and give the code of the problem, or ``answered``, or ``broken off``.

    Where all workers are busy, come back when told: it is not the answer that is looked for.
    """
    headers = {"Content-Type": "application/sparql-query"}
    for _ in range(10):
        try:
            response = httpx.post(service.endpoint, content=query, headers=headers, timeout=30)
        except httpx.RemoteProtocolError:
            return "broken off"
        if response.status_code == 200:
            return "answered"
        assert response.headers["content-type"] == "application/problem+json"
        assert ("retry-after" in response.headers) is (response.status_code == 503)
        code = response.json()["code"]
        if code != "queue-full":
            return code
        time.sleep(float(response.headers["retry-after"]))
    return code


def met(service: Served, attacks: Iterator[Attack]) -> list[str]:
    """Make attacks a few at a time, and tell of each that was not met as it should be."""
    made = list(attacks)
    with ThreadPoolExecutor(AT_ONCE) as clients:
        outcomes = list(clients.map(lambda attack: outcome(service, attack.query), made))
    return [
        f"{attack.name}: {found}"
        for attack, found in zip(made, outcomes, strict=True)
        if found not in ALLOWED[attack.expected]
    ]


def at_rest(service: Served) -> bool:
    """Tell whether both workers are there and idle, and nobody else is."""
    return len(service.pool._idle) == 2 and not service.pool._busy


def recovered(service: Served) -> None:
    """Check that soon all is as before: the workers, an answer, and the memory.

    On a quiet machine that takes less than a second; the bound leaves room for one that is busy with other things.
    """
    until = time.monotonic() + 5
    while not at_rest(service):
        assert time.monotonic() < until
        time.sleep(0.01)
    assert service.pool.strength == 2
    assert outcome(service, ONE) == "answered"
    held = [resident_mb(worker.process) for worker in service.pool._idle]
    assert sum(held) < QUIET_MB, held


def resident_mb(process: int) -> float:
    lines = Path(f"/proc/{process}/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def test_what_costs_time_or_memory_is_ended_and_leaves_nothing_behind(service: Served) -> None:
    assert met(service, pathological()) == []
    recovered(service)


def test_what_is_nested_as_deep_as_can_be_ends_a_worker_at_most(folder: Path) -> None:
    unchecked = QueryLimits(
        seconds=1, memory_bytes=1_500_000_000, depth=10**9, patterns=10**9, operators=10**9, budget_s=100_000
    )
    with served(folder, unchecked) as service:
        assert met(service, deep()) == []
        recovered(service)


@pytest.fixture
def inside() -> Iterator[tuple[int, list[str]]]:
    """A listener that plays the network inside, and who has come to it."""
    came: list[str] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def listen() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            came.append(repr(connection.recv(200)))
            connection.close()

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    yield listener.getsockname()[1], came
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join()


def test_nothing_reaches_the_network_inside(service: Served, inside: tuple[int, list[str]]) -> None:
    port, came = inside
    assert met(service, reaching(port)) == []
    address = f"http://127.0.0.1:{port}/graph"
    for name in ("default-graph-uri", "named-graph-uri"):
        asked = {"query": "SELECT * { ?s ?p ?o }", name: address}
        assert httpx.get(service.endpoint, params=asked).json()["results"]["bindings"] == []
    recovered(service)
    assert came == []


def test_four_endless_queries_do_not_keep_short_ones_waiting(folder: Path) -> None:
    endless = next(pathological()).query
    with (
        served(folder, replace(LIMITS, seconds=30)) as service,
        ThreadPoolExecutor(4) as clients,
    ):
        hanging = [clients.submit(outcome, service, endless) for _ in range(4)]
        for number in range(10):
            assert outcome(service, f"{ONE} #{number}") == "answered"
        assert not any(one.done() for one in hanging)
        for worker in list(service.pool._busy):
            os.kill(worker.process, signal.SIGKILL)
        recovered(service)
