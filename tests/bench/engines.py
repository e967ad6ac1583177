"""The engines beside each other: embedded, oxigraph serve and Virtuoso, on the same collection."""

import asyncio
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from opencollections.query import connected
from opencollections.query.entity import entity, labels
from opencollections.query.evaluator import evaluator
from opencollections.query.limits import QueryLimits
from opencollections.query.requests import QueryRequest
from opencollections.query.sparql import checked_query
from opencollections.settings import Settings
from opencollections.store.clone import Clone
from opencollections.store.engine import Engine
from opencollections.store.folders import DataFolder, data_folder
from opencollections.store.remote_generations import RemoteSuccessor
from opencollections.vocabulary import expand

from ..engines import portraits, servers

OBJECTS = 30_000
AGENTS = 500
ASKED = 200
QUERIES = {
    "ten titles": f"SELECT ?o WHERE {{ ?s <{expand('dc:title')}> ?o }} LIMIT 10",
    "a join": f"SELECT ?t WHERE {{ ?o <{expand('dc:creator')}> <{portraits.SPACE}agent/7> ; <{expand('dc:title')}> ?t }}",
    "count": "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }",
}


def run(folder: Path, rounds: int) -> None:
    """Print a column for each engine; ``rounds`` tells how often each query is asked."""
    lines = list(_lines())
    print(f"{len(lines):,} quads of {OBJECTS:,} objects; times are medians")
    for name in ("embedded", "oxigraph", "virtuoso"):
        if name == "virtuoso" and servers.VIRTUOSO is None:
            print("virtuoso: skipped, it is not here (Debian package virtuoso-opensource-7-bin)")
            continue
        (folder / name).mkdir()
        with _engine(name, folder / name) as (data, held, process):
            print(f"\n{name}")
            for told in _measured(portraits.begun(data), lines, rounds):
                print("  " + told)
            size = sum(path.stat().st_size for path in held().rglob("*") if path.is_file())
            print(f"  on disk               {size / len(lines):8.0f} bytes a quad")
            print(f"  memory                {_memory_mb(process):8.0f} MB")


@contextmanager
def _engine(name: str, folder: Path) -> Iterator[tuple[DataFolder, Callable[[], Path], int]]:
    """Give a data folder over an engine, the folder that the engine writes, and its process."""
    if name == "embedded":
        data = data_folder(Settings(data=folder))
        yield data, lambda: max(data.generations.folder.iterdir()), os.getpid()  # type: ignore[union-attr]
        return
    start: Any = getattr(servers, name)
    (folder / "engine").mkdir()
    with start(folder / "engine") as server:
        data = data_folder(Settings(data=folder / "data", **server.settings))
        yield data, lambda: folder / "engine", server.process.pid
        data.close()


def _measured(data: DataFolder, lines: list[str], rounds: int) -> Iterator[str]:
    first = _applied_s(data, lines)
    yield f"loading it            {first:8.1f} s   {len(lines) / first:10,.0f} quads/s"
    one = [line.replace("Head 7 ", "Képmás 7 ") for line in lines]
    yield f"one changed title     {_applied_s(data, one):8.2f} s"
    many = [line.replace("Head 1", "Képmás 1") for line in lines]
    yield f"11,000 changed titles {_applied_s(data, many):8.2f} s"
    with data.control() as control:
        generation = data.generations.open(control)
    engine = generation.engine
    iris = [f"{portraits.SPACE}object/{number * 97 % OBJECTS}" for number in range(ASKED)]
    yield f"an entity             {_median_ms(lambda iri: entity(engine, iri), iris):8.2f} ms"
    yield f"all of its page       {_median_ms(lambda iri: _read_for_a_page(engine, iri), iris):8.2f} ms"
    agents = [f"{portraits.SPACE}agent/{number}" for number in range(AGENTS)][:ASKED]
    yield f"of an agent's page    {_median_ms(lambda iri: _read_for_a_page(engine, iri), agents):8.2f} ms"
    for name, seconds in asyncio.run(_queried(data, generation.number, rounds)).items():
        yield f"query: {name:<15}{seconds * 1000:8.2f} ms"


def _read_for_a_page(engine: Engine, iri: str) -> None:
    found = entity(engine, iri)
    assert found is not None
    companions = connected.companions(engine, found)
    incoming = connected.named(engine, found.incoming)
    quads = (*found.quads, *companions, *incoming)
    labels(engine, {term.value for quad in quads for term in (quad.subject, quad.object) if _is_iri(term)})


def _is_iri(term: Any) -> bool:
    return type(term).__name__ == "NamedNode"


async def _queried(data: DataFolder, number: int, rounds: int) -> dict[str, float]:
    pool = evaluator(data, number, QueryLimits(seconds=60), workers=1)
    await pool.start()
    times: dict[str, list[float]] = {name: [] for name in QUERIES}
    for _ in range(5 * rounds):
        for name, text in QUERIES.items():
            request = QueryRequest(checked_query(text, pool.limits), "text/csv", "http://localhost/")
            begun = time.perf_counter()
            async with await pool.evaluate(request) as answer:
                assert len([piece async for piece in answer]) > 0
            times[name].append(time.perf_counter() - begun)
    await pool.close()
    return {name: median(found) for name, found in times.items()}


def _lines() -> Iterator[str]:
    """State objects with ten statements each, and the agents they share."""
    creator, note = f"<{expand('dc:creator')}>", f"<{expand('dc:description')}>"
    for number in range(OBJECTS):
        subject = f"<{portraits.SPACE}object/{number}>"
        yield from portraits.about(number, f"Head {number} of a row")
        yield f"{subject} {creator} <{portraits.SPACE}agent/{number % AGENTS}>"
        yield f'{subject} {note} "A photograph that was found in box {number % 700}, with a note on its back."@en'
        yield f'{subject} <{expand("dcterms:created")}> "{1850 + number % 150}"^^<{portraits.XSD}gYear>'
        yield f'{subject} <{expand("dcterms:identifier")}> "NPG.{number}"'
        yield f'{subject} <{expand("dc:type")}> "photograph"@en'
        yield f'{subject} <{expand("dcterms:extent")}> "{number % 40} × {number % 30} cm"'
        yield f"{subject} <{expand('dc:subject')}> <http://www.wikidata.org/entity/Q{number % 900}>"
        yield f'{subject} <{expand("edm:type")}> "IMAGE"'
    for number in range(AGENTS):
        yield f'<{portraits.SPACE}agent/{number}> <{expand("skos:prefLabel")}> "Agent {number}"'


def _applied_s(data: DataFolder, lines: list[str]) -> float:
    """Publish, and give the seconds that the engine's part of it took."""
    taken: list[float] = []
    kind: Any = Clone if data.endpoint is None else RemoteSuccessor
    apply = kind.apply
    kind.apply = lambda *arguments: taken.append(_seconds(lambda: apply(*arguments)))
    try:
        portraits.published(data, lines)
    finally:
        kind.apply = apply
    return sum(taken)


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _median_ms(work: Callable[[str], object], iris: list[str]) -> float:
    return 1000 * median(_seconds(lambda iri=iri: work(iri)) for iri in iris)  # type: ignore[misc]


def _memory_mb(process: int) -> float:
    """Give the resident memory of a process and of those it started."""
    status = Path(f"/proc/{process}/status").read_text("utf-8")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024
