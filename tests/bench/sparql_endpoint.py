"""The SPARQL endpoint against `oxigraph serve-read-only` on the same generation, asked by wrk over 8 connections."""

import http.client
import os
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median
from urllib.parse import quote

from pyoxigraph import RdfFormat, Store
from tests.ports import free_port

from opencollections.store.folders import DataFolder

from .measure import OXIGRAPH, serving

ENTITIES = 50_000
PROPERTIES = 10
SECONDS = 4
BASE = "http://localhost:8000"

# The limits are not what is measured here, so that they stand far away.
SETTINGS = {
    "OCN_QUERY_TIMEOUT_S": "60",
    "OCN_QUERY_RESULT_LIMIT_BYTES": str(1024**3),
    "OCN_QUERY_BUDGET_S": "1000000",
    "OCN_QUERY_CONCURRENCY_LIMIT": "64",
}

DISTINCT = """
local before = "{path}?query={before}"
local after = "{after}"
math.randomseed(os.time())
request = function()
  return wrk.format("GET", before .. math.random(0, {entities} - 1) .. after)
end
"""
ONE_ENTITY = f"SELECT ?p ?o {{ <{BASE}/id/m/object/NUMBER> ?p ?o }}"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
EVERYTHING = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"


def run(folder: Path, rounds: int) -> None:
    """Print the ratios and what is asked of them; the medians of some rounds, both engines in turn."""
    if shutil.which("wrk") is None:
        print("skipped: wrk is not here (make system)")
        return
    generation = _published(folder / "data")
    print(f"{ENTITIES * PROPERTIES:,} statements; load of the machine before: {os.getloadavg()[0]:.1f}")
    with serving(folder / "data", SETTINGS) as (ours, _), _oxigraph(generation) as theirs:
        print(f"query workers at rest: {_pool_mb(ours):.0f} MB (under 150)")
        small = _in_turn(
            rounds, lambda: _distinct(folder, f"{ours}/sparql"), lambda: _distinct(folder, f"{theirs}/query")
        )
        _tell("small distinct queries", "requests/s", small, 0.2)
        query = quote(ONE_ENTITY.replace("NUMBER", "7"))
        same = _in_turn(
            rounds,
            lambda: _wrk(f"{ours}/sparql?query={query}"),
            lambda: _wrk(f"{theirs}/query?query={query}"),
        )
        _tell("the same query again", "requests/s", same, 0.8)
        large = _in_turn(
            rounds, lambda: _throughput(f"{ours}/sparql"), lambda: _throughput(f"{theirs}/query")
        )
        _tell("everything constructed", "MB/s", large, 0.8)
        besides = [_beside_hanging(ours, lambda: _distinct(folder, f"{ours}/sparql")) for _ in range(rounds)]
        alone = median(one for one, _ in small)
        print(
            f"small queries beside 4 endless ones: {median(besides):,.0f} requests/s, "
            f"{median(besides) / alone:.2f} of undisturbed (at least 0.5)"
        )


def _published(data: Path) -> Path:
    """Make a data folder with one generation, and give the generation."""
    folder = DataFolder(data)
    path = folder.generations.path(1)
    path.parent.mkdir(parents=True)
    store = Store(str(path))
    store.bulk_load("".join(_statements()).encode(), RdfFormat.N_QUADS)
    store.flush()
    with folder.control() as control, control.transaction():
        for name, value in {"base": BASE, "generation": "1", "published": "2026-01-01T00:00:00Z"}.items():
            control.remember(name, value)
    return path


def _statements() -> Iterator[str]:
    for number in range(ENTITIES):
        for place in range(PROPERTIES):
            yield (
                f"<{BASE}/id/m/object/{number}> <http://example.org/property/{place}> "
                f'"value {place} of object {number}, which says something"@en <{BASE}/graph/m/c{number % 3}> .\n'
            )


@contextmanager
def _oxigraph(generation: Path) -> Iterator[str]:
    port = free_port()
    process = subprocess.Popen(
        [
            *(OXIGRAPH, "serve-read-only", "--location", str(generation)),
            *("--bind", f"127.0.0.1:{port}", "--union-default-graph"),
        ],
        stderr=subprocess.DEVNULL,
    )
    try:
        time.sleep(1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def _in_turn(rounds: int, ours, theirs) -> list[tuple[float, float]]:
    return [(ours(), theirs()) for _ in range(rounds)]


def _tell(what: str, unit: str, results: list[tuple[float, float]], wanted: float) -> None:
    ratio = median(a / b for a, b in results)
    ours, theirs = (median(column) for column in zip(*results, strict=True))
    print(f"{what}: {ours:,.0f} against {theirs:,.0f} {unit}, ratio {ratio:.2f} (at least {wanted})")


def _distinct(folder: Path, address: str) -> float:
    before, after = (quote(part) for part in ONE_ENTITY.split("NUMBER"))
    path = "/" + address.rpartition("/")[2]
    script = folder / "distinct.lua"
    script.write_text(DISTINCT.format(path=path, before=before, after=after, entities=ENTITIES), "utf-8")
    return _wrk(address, "--script", str(script))


def _wrk(address: str, *options: str) -> float:
    """Give the requests per second; raise where an answer was no success."""
    command = ["wrk", "--threads", "1", "--connections", "8", "--duration", f"{SECONDS}s", *options, address]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in told:
        raise RuntimeError(told)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])


def _throughput(address: str) -> float:
    """Give the MB per second of one large answer, read to its end."""
    host, _, path = address.removeprefix("http://").partition("/")
    connection = http.client.HTTPConnection(host, timeout=120)
    began, size = time.perf_counter(), 0
    connection.request(
        "GET", f"/{path}?query={quote(EVERYTHING)}", headers={"Accept": "application/n-triples"}
    )
    response = connection.getresponse()
    while piece := response.read(1 << 20):
        size += len(piece)
    connection.close()
    return size / 1e6 / (time.perf_counter() - began)


def _beside_hanging(address: str, measured) -> float:
    """Measure while four endless queries are under way."""
    host, port = address.removeprefix("http://").split(":")
    connections = [http.client.HTTPConnection(host, int(port), timeout=120) for _ in range(4)]
    for number, connection in enumerate(connections):
        connection.request("GET", f"/sparql?query={quote(f'{ENDLESS} #{number}{threading.get_ident()}')}")
    time.sleep(2)
    try:
        return measured()
    finally:
        for connection in connections:
            connection.close()
        time.sleep(1)


def _pool_mb(address: str) -> float:
    """Give the memory of the query workers and their parent, shared parts counted once."""
    (service,) = _processes(lambda command, _: address.rpartition(":")[2] in command and "serve" in command)
    parents = _processes(lambda command, parent: parent == service and "nursery" in " ".join(command))
    workers = [
        one for mother in parents for one in _processes(lambda _, parent, mother=mother: parent == mother)
    ]
    return sum(_held_mb(process) for process in (*parents, *workers))


def _processes(wanted) -> list[int]:
    """Give the numbers of the processes of which this is true, by their command line and their parent."""
    found = []
    for folder in Path("/proc").iterdir():
        with suppress(OSError):
            if folder.name.isdigit():
                command = (folder / "cmdline").read_text("utf-8", "replace").split("\0")
                parent = int((folder / "stat").read_text("utf-8").rpartition(")")[2].split()[1])
                if wanted(command, parent):
                    found.append(int(folder.name))
    return found


def _held_mb(process: int) -> float:
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text("utf-8")
    return int(re.search(r"Pss:\s+(\d+) kB", rollup)[1]) / 1024
