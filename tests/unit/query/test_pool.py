"""Real processes: queries that end well, and queries and workers that do not."""

import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from opencollections.errors import (
    DiskFull,
    EngineFailed,
    OpenCollectionsError,
    QueryFailed,
    QueryStopped,
    QuerySyntaxError,
    QueryTooLarge,
    QueueFull,
    TooManyLong,
)
from opencollections.query.answers import HELD_BACK_BYTES, QueryAnswer
from opencollections.query.limits import QueryLimits
from opencollections.query.pool import QueryPool
from opencollections.query.requests import QueryForm
from opencollections.store.holds import held, removed

from .samples import make_generation, request_for

pytestmark = pytest.mark.anyio

LIMITS = QueryLimits(seconds=20, length_bytes=10_000_000, rows=10_000_000, long=0)

ONE = "SELECT ?o { <http://x/1> ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LARGE = "CONSTRUCT { ?a ?b ?f } { ?a ?b ?c . ?d ?e ?f }"
"""Four million statements, which begin to arrive at once."""


@asynccontextmanager
async def pool_on(
    generation: Path, limits: QueryLimits = LIMITS, workers: int = 2
) -> AsyncIterator[QueryPool]:
    pool = QueryPool(generation, limits, workers)
    await pool.start()
    try:
        yield pool
    finally:
        await pool.close()


async def values(pool: QueryPool, text: str, **options) -> list[dict[str, str]]:
    async with await pool.evaluate(request_for(text, **options)) as answer:
        body = b"".join([piece async for piece in answer])
    rows = json.loads(body)["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in rows]


async def count(pool: QueryPool, **options) -> int:
    return int((await values(pool, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", **options))[0]["n"])


async def error_of(pool: QueryPool, text: str, form: QueryForm = QueryForm.SELECT) -> OpenCollectionsError:
    async def read() -> None:
        async with await pool.evaluate(request_for(text, form)) as answer:
            await drained(answer)

    with pytest.raises(OpenCollectionsError) as caught:
        await read()
    return caught.value


async def drained(answer: QueryAnswer) -> int:
    return sum([len(piece) async for piece in answer])


async def at_full_strength(pool: QueryPool, workers: int = 2) -> float:
    """Wait until there are as many workers as there should be, and say how long that took."""
    began = time.monotonic()
    while pool.strength < workers:
        await asyncio.sleep(0.005)
        assert time.monotonic() - began < 5
    return time.monotonic() - began


async def rested(pool: QueryPool, workers: int) -> None:
    """Wait until exactly so many workers are there, and all are idle."""
    await arrived(lambda: not pool._busy and len(pool._idle) == workers)


async def arrived(there: Callable[[], bool]) -> None:
    until = time.monotonic() + 10
    while not there():
        await asyncio.sleep(0.005)
        assert time.monotonic() < until


def processes(pool: QueryPool) -> set[int]:
    return {worker.process for worker in (*pool._idle, *pool._busy)}


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
        # One that has ended stays a zombie until its parent looks.
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


async def let_go(generation: Path) -> bool:
    """Tell whether a generation can be removed; the system takes a moment to close what a killed process held."""
    for _ in range(400):
        if removed(generation):
            return True
        await asyncio.sleep(0.01)
    return False


async def gone(process: int) -> bool:
    for _ in range(400):
        if not is_alive(process):
            return True
        await asyncio.sleep(0.01)
    return False


async def test_a_query_is_answered_whole(generation: Path) -> None:
    async with pool_on(generation) as pool, await pool.evaluate(request_for(ONE)) as answer:
        assert answer.complete
        assert (answer.media_type, answer.generation) == ("application/sparql-results+json", generation)
        assert answer.waited_s < answer.evaluated_s + 1
        body = b"".join([piece async for piece in answer])
        assert len(body) == answer.size
        assert json.loads(body)["results"]["bindings"][0]["o"]["value"] == "first 1"


async def test_the_default_graph_is_the_union_unless_somebody_says_otherwise(generation: Path) -> None:
    graph = ("http://x/graph/1",)
    async with pool_on(generation, workers=1) as pool:
        assert await count(pool) == 2_000
        assert await count(pool, default_graphs=graph) == 667
        assert await count(pool, named_graphs=graph) == 0
        named = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
        assert len(await values(pool, named)) == 3
        assert await values(pool, named, named_graphs=graph) == [{"g": graph[0]}]
        assert await values(pool, named, default_graphs=graph) == []
        from_one = "SELECT (COUNT(*) AS ?n) FROM <http://x/graph/1> { ?s ?p ?o }"
        assert await values(pool, from_one, names_dataset=True) == [{"n": "667"}]


FORMATS = [
    (QueryForm.SELECT, "text/csv", b"first 1\r\n"),
    (QueryForm.SELECT, "text/tab-separated-values", b'"first 1"\n'),
    (QueryForm.SELECT, "application/sparql-results+xml", b"</sparql>"),
    (QueryForm.CONSTRUCT, "text/turtle", b'"first 1" .\n'),
    (QueryForm.CONSTRUCT, "application/n-triples", b'"first 1" .\n'),
    (QueryForm.CONSTRUCT, "application/n-quads", b'"first 1" .\n'),
    (QueryForm.CONSTRUCT, "application/trig", b'"first 1" .\n'),
    (QueryForm.CONSTRUCT, "application/rdf+xml", b"</rdf:RDF>"),
    (QueryForm.CONSTRUCT, "application/ld+json", b'"first 1"}]}]'),
]


async def test_every_format_is_written_to_its_end(generation: Path) -> None:
    async with pool_on(generation, workers=1) as pool:
        for form, media_type, ending in FORMATS:
            text = (
                ONE if form is QueryForm.SELECT else "CONSTRUCT { <http://x/1> ?p ?o } { <http://x/1> ?p ?o }"
            )
            async with await pool.evaluate(request_for(text, form, media_type=media_type)) as answer:
                body = b"".join([piece async for piece in answer])
            assert body.rstrip(b"\n").endswith(ending.rstrip(b"\n")), media_type


async def test_a_large_result_arrives_while_it_is_made_and_is_whole(generation: Path) -> None:
    text = "CONSTRUCT { ?a ?b ?f } { ?a ?b ?c . ?d ?e ?f FILTER(STRENDS(STR(?d), '7')) }"
    async with pool_on(generation) as pool:
        async with await pool.evaluate(request_for(text, QueryForm.CONSTRUCT)) as answer:
            assert answer.size > HELD_BACK_BYTES
            assert not answer.complete
            lines = 0
            async for piece in answer:
                lines += piece.count(b"\n")
        assert lines == 400_000
        assert answer.complete
        assert pool.strength == 2


async def test_a_worker_does_not_wait_for_a_slow_reader(generation: Path) -> None:
    text = "CONSTRUCT { ?a ?b ?f } { ?a ?b ?c . ?d ?e ?f FILTER(STRENDS(STR(?d), '7')) }"
    async with pool_on(generation, workers=1) as pool:
        async with await pool.evaluate(request_for(text, QueryForm.CONSTRUCT)) as slow:
            assert await values(pool, ONE) == [{"o": "first 1"}]
            assert slow.complete
            assert sum([piece.count(b"\n") async for piece in slow]) == 400_000
        assert [path.name for path in generation.parent.iterdir() if path.is_file()] == []


async def test_an_endless_query_is_stopped_and_the_pool_is_soon_at_full_strength(generation: Path) -> None:
    async with pool_on(generation, replace(LIMITS, seconds=1)) as pool:
        before = processes(pool)
        began = time.monotonic()
        error = await error_of(pool, ENDLESS)
        assert isinstance(error, QueryStopped)
        assert 0.9 < time.monotonic() - began < 10
        assert "after 1 s," in str(error)
        await at_full_strength(pool)
        stopped = before - processes(pool)
        assert len(stopped) == 1
        assert await gone(stopped.pop())
        assert await values(pool, ONE) == [{"o": "first 1"}]


async def test_a_query_that_takes_long_steps_aside_for_short_ones(generation: Path) -> None:
    limits = replace(LIMITS, long=2, long_s=0.1)
    async with pool_on(generation, limits, workers=1) as pool:
        long = [asyncio.ensure_future(error_of(pool, ENDLESS)) for _ in range(2)]
        await arrived(lambda: len(pool._idle) == 1 and len(pool._busy) == 2)
        assert await values(pool, ONE) == [{"o": "first 1"}]
        # A third would leave no worker for short queries, so it is the one that is ended.
        third = await error_of(pool, ENDLESS)
        assert isinstance(third, TooManyLong)
        assert await values(pool, ONE) == [{"o": "first 1"}]
        for one in long:
            one.cancel()
        await asyncio.gather(*long, return_exceptions=True)
        await rested(pool, workers=1)


async def test_a_worker_that_stepped_aside_ends_with_its_query(generation: Path) -> None:
    # Long enough to be noticed by the clock, which here goes off at once.
    limits = replace(LIMITS, long=2, long_s=0)
    async with pool_on(generation, limits, workers=1) as pool:
        for _ in range(3):
            assert len(await values(pool, "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000")) == 20_000
        await rested(pool, workers=1)


async def test_rows_over_the_limit_are_an_error_and_not_a_shorter_table(generation: Path) -> None:
    async with pool_on(generation, replace(LIMITS, rows=100)) as pool:
        assert len(await values(pool, "SELECT * { ?s ?p ?o } LIMIT 100")) == 100
        error = await error_of(pool, "SELECT * { ?s ?p ?o } LIMIT 101")
        assert isinstance(error, QueryTooLarge)
        assert "rows of the result is over 100" in str(error)
        assert await count(pool) == 2_000


async def test_what_a_query_took_is_told_when_it_is_over(generation: Path) -> None:
    told: list[float] = []
    async with pool_on(generation, replace(LIMITS, seconds=1)) as pool:
        async with await pool.evaluate(request_for(ONE), told.append):
            assert len(told) == 1
            assert told[0] < 1
        with pytest.raises(QueryStopped):
            await pool.evaluate(request_for(ENDLESS), told.append)
        assert len(told) == 2
        assert told[1] >= 1


async def test_a_result_that_breaks_after_it_began_is_never_taken_for_whole(generation: Path) -> None:
    async with pool_on(generation, replace(LIMITS, seconds=1)) as pool:
        answer = await pool.evaluate(request_for(LARGE, QueryForm.CONSTRUCT))
        with pytest.raises(QueryStopped):
            await drained(answer)
        assert not answer.complete
        await answer.aclose()


async def test_a_result_over_its_limit_is_refused(generation: Path) -> None:
    async with pool_on(generation, replace(LIMITS, result_bytes=5_000)) as pool:
        before = processes(pool)
        error = await error_of(pool, "SELECT * { ?s ?p ?o }")
        assert isinstance(error, QueryTooLarge)
        assert "the result in bytes is over 5000" in str(error)
        assert processes(pool) == before


async def test_a_large_result_over_its_limit_breaks(generation: Path) -> None:
    async with pool_on(generation, replace(LIMITS, result_bytes=3 * HELD_BACK_BYTES)) as pool:
        answer = await pool.evaluate(request_for(LARGE, QueryForm.CONSTRUCT))
        with pytest.raises(QueryTooLarge):
            await drained(answer)
        await answer.aclose()


async def test_an_error_of_syntax_costs_no_worker_and_is_told_with_its_place(generation: Path) -> None:
    async with pool_on(generation) as pool:
        before = processes(pool)
        error = await error_of(pool, "SELECT * {\n ?s ?p }")
        assert isinstance(error, QuerySyntaxError)
        assert "line 2, column 9: the query cannot be read beyond this point." in str(error)
        assert processes(pool) == before


async def test_a_query_that_kills_the_engine_ends_only_its_worker(generation: Path) -> None:
    nested = "ASK { FILTER(" + "(" * 400_000 + "1" + ")" * 400_000 + ") }"
    async with pool_on(generation) as pool:
        neighbour = asyncio.create_task(count(pool))
        error = await error_of(pool, nested, QueryForm.ASK)
        assert isinstance(error, QueryFailed)
        assert "nested too deeply" in str(error)
        assert await neighbour == 2_000
        await at_full_strength(pool)


async def test_the_stack_holds_what_the_engine_alone_would_die_of(generation: Path) -> None:
    async with pool_on(generation, workers=1) as pool:
        for opening, closing in (("(", ")"), ("IF(", ",1,1)"), ("!", ""), ("ABS(", ")")):
            text = "SELECT * { FILTER(" + opening * 5_000 + "1" + closing * 5_000 + ") }"
            assert await values(pool, text) == [{}]


async def test_a_query_that_takes_too_much_memory_ends_only_its_worker(generation: Path) -> None:
    text = "SELECT (STRLEN(?o) AS ?size) { BIND('0123456789abcdef' AS ?a) " + " ".join(
        f"BIND(CONCAT(?{old}, ?{old}, ?{old}, ?{old}) AS ?{new})"
        for old, new in zip("abcdefghijklmn", "bcdefghijklmno", strict=True)
    )
    async with pool_on(generation, replace(LIMITS, memory_bytes=700_000_000, seconds=30.0)) as pool:
        error = await error_of(pool, text + "}")
        # A machine that is short of time reaches the other limit first, and where the memory ends is chance:
        # mostly the engine can say so before its process ends, and always the query and its worker are over.
        assert isinstance(error, QueryStopped | QueryFailed)
        await at_full_strength(pool)
        assert await values(pool, ONE) == [{"o": "first 1"}]


async def test_a_worker_that_is_killed_in_the_middle_of_a_query_is_replaced(generation: Path) -> None:
    async with pool_on(generation) as pool:
        query = asyncio.create_task(error_of(pool, ENDLESS))
        await asyncio.sleep(0.2)
        (worker,) = pool._busy
        os.kill(worker.process, signal.SIGKILL)
        assert isinstance(await query, QueryFailed)
        await at_full_strength(pool)
        assert worker.process not in processes(pool)


async def test_an_idle_worker_that_is_killed_is_replaced(generation: Path) -> None:
    async with pool_on(generation) as pool:
        killed = processes(pool)
        for process in killed:
            os.kill(process, signal.SIGKILL)
        await asyncio.sleep(0.05)
        await at_full_strength(pool)
        assert not killed & processes(pool)
        assert await values(pool, ONE) == [{"o": "first 1"}]


async def test_the_parent_of_the_workers_is_replaced_with_them(generation: Path) -> None:
    async with pool_on(generation) as pool:
        killed = processes(pool)
        pool._staff._nursery._server.process.kill()
        for process in killed:
            if sys.platform == "linux":
                assert await gone(process)
            else:
                os.kill(process, signal.SIGKILL)
        while processes(pool) & killed:  # noqa: ASYNC110 - the pool has no event for it
            await asyncio.sleep(0.005)
        await at_full_strength(pool)
        assert await values(pool, ONE) == [{"o": "first 1"}]


async def test_a_client_that_leaves_ends_its_query(generation: Path) -> None:
    async with pool_on(generation) as pool:
        query = asyncio.create_task(pool.evaluate(request_for(ENDLESS)))
        await asyncio.sleep(0.2)
        (worker,) = pool._busy
        query.cancel()
        with pytest.raises(asyncio.CancelledError):
            await query
        await at_full_strength(pool)
        assert await gone(worker.process)


async def test_an_answer_that_is_closed_early_ends_its_query(generation: Path) -> None:
    async with pool_on(generation) as pool:
        answer = await pool.evaluate(request_for(LARGE, QueryForm.CONSTRUCT))
        (worker,) = pool._busy
        await answer.aclose()
        await at_full_strength(pool)
        assert await gone(worker.process)


async def test_queries_wait_in_one_line_and_are_answered_in_their_order(generation: Path) -> None:
    order: list[int] = []

    async def client(pool: QueryPool, number: int) -> None:
        assert await values(pool, f"SELECT ?o {{ <http://x/{number}> ?p ?o }}") == [{"o": f"first {number}"}]
        order.append(number)

    async with pool_on(generation, workers=1) as pool, asyncio.TaskGroup() as clients:
        for number in range(8):
            clients.create_task(client(pool, number))
            await asyncio.sleep(0)
    assert order == sorted(order)


async def test_eight_clients_at_once_get_their_own_answers(generation: Path) -> None:
    async def client(pool: QueryPool, number: int) -> None:
        for step in range(50):
            thing = number * 100 + step
            assert await values(pool, f"SELECT ?o {{ <http://x/{thing}> ?p ?o }}") == [
                {"o": f"first {thing}"}
            ]

    async with pool_on(generation) as pool, asyncio.TaskGroup() as clients:
        for number in range(8):
            clients.create_task(client(pool, number))


async def test_a_full_line_is_told_at_once(generation: Path) -> None:
    async with pool_on(generation, replace(LIMITS, queue=1), workers=1) as pool:
        first = asyncio.create_task(pool.evaluate(request_for(ENDLESS)))
        second = asyncio.create_task(pool.evaluate(request_for(ONE)))
        await asyncio.sleep(0.1)
        with pytest.raises(QueueFull, match="Try again in 20 s"):
            await pool.evaluate(request_for(ONE))
        first.cancel()
        async with await second as answer:
            assert answer.complete
            assert answer.waited_s > 0.05


async def test_waiting_has_an_end(generation: Path) -> None:
    async with pool_on(generation, replace(LIMITS, seconds=0.5), workers=1) as pool:
        results = await asyncio.gather(*(error_of(pool, ENDLESS) for _ in range(3)))
    assert {type(result) for result in results} <= {QueryStopped, QueueFull}
    assert QueueFull in {type(result) for result in results}


async def test_who_leaves_the_line_takes_no_worker_along(generation: Path) -> None:
    async with pool_on(generation, workers=1) as pool:
        first = asyncio.create_task(pool.evaluate(request_for(ENDLESS)))
        await asyncio.sleep(0.05)
        leavers = [asyncio.create_task(pool.evaluate(request_for(ONE))) for _ in range(3)]
        last = asyncio.create_task(values(pool, ONE))
        await asyncio.sleep(0.05)
        first.cancel()
        for leaver in leavers:
            leaver.cancel()
        assert await last == [{"o": "first 1"}]
        assert await values(pool, ONE) == [{"o": "first 1"}]


async def test_a_new_generation_is_followed_and_old_queries_end_on_theirs(
    generation: Path, tmp_path: Path
) -> None:
    second = make_generation(tmp_path / "second", statements=30)
    async with pool_on(generation) as pool:
        old_workers = processes(pool)
        old = await pool.evaluate(request_for(LARGE, QueryForm.CONSTRUCT))
        await pool.follow(second)
        assert pool.generation == second
        assert pool.strength == 2
        assert await values(pool, ONE) == [{"o": "second 1"}]
        assert old.generation == generation
        async for piece in old:
            assert b"first" in piece
            break
        await old.aclose()
        for process in old_workers:
            assert await gone(process)
        assert pool.strength == 2


async def test_a_generation_that_cannot_be_opened_changes_nothing(generation: Path, tmp_path: Path) -> None:
    async with pool_on(generation) as pool:
        with pytest.raises(EngineFailed, match=str(tmp_path / "absent")):
            await pool.follow(tmp_path / "absent")
        assert pool.generation == generation
        assert await values(pool, ONE) == [{"o": "first 1"}]


async def test_a_pool_whose_generation_cannot_be_opened_does_not_start(tmp_path: Path) -> None:
    pool = QueryPool(tmp_path / "absent", LIMITS, 2)
    with pytest.raises(EngineFailed, match="absent"):
        await pool.start()
    await pool.close()


async def test_a_worker_is_replaced_again_when_the_generation_can_be_opened_again(tmp_path: Path) -> None:
    folder = make_generation(tmp_path / "first", statements=30)
    async with pool_on(folder, workers=1) as pool:
        shutil.move(folder, tmp_path / "away")
        (process,) = processes(pool)
        os.kill(process, signal.SIGKILL)
        await asyncio.sleep(0.15)
        assert pool.strength == 0
        shutil.move(tmp_path / "away", folder)
        await at_full_strength(pool, 1)


async def test_start_and_replacement_are_quick(generation: Path) -> None:
    began = time.monotonic()
    async with pool_on(generation) as pool:
        assert time.monotonic() - began < 10
        (process, _) = processes(pool)
        os.kill(process, signal.SIGKILL)
        await asyncio.sleep(0.01)
        # Twenty to eighty milliseconds on a quiet machine.
        assert await at_full_strength(pool) < 1


async def test_closing_leaves_no_process_behind(generation: Path) -> None:
    async with pool_on(generation) as pool:
        query = asyncio.create_task(error_of(pool, ENDLESS))
        await asyncio.sleep(0.1)
        left = processes(pool) | {pool._staff._nursery._server.process.pid}
    assert isinstance(await query, QueryFailed)
    for process in left:
        assert await gone(process)


def children() -> set[int]:
    """Give the processes that this one has started and that have not ended."""
    parents = {}
    for statistics in Path("/proc").glob("[0-9]*/stat"):
        with suppress(FileNotFoundError, ProcessLookupError):
            state, parent = statistics.read_text().rpartition(")")[2].split()[:2]
            parents[int(statistics.parent.name)] = (state, int(parent))
    return {process for process, (state, parent) in parents.items() if parent == os.getpid() and state != "Z"}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who started whom")
async def test_closing_while_workers_are_replaced_leaves_no_process_behind(generation: Path) -> None:
    before = children()
    for pause in (0, 0.005, 0.02):
        async with pool_on(generation) as pool:
            pool._staff._nursery._server.process.kill()
            for process in processes(pool):
                os.kill(process, signal.SIGKILL)
            await asyncio.sleep(pause)
        await asyncio.sleep(0.05)
        assert children() <= before


ABANDONED = """
import asyncio, sys
from pathlib import Path
from opencollections.query.limits import QueryLimits
from opencollections.query.pool import QueryPool
from opencollections.query.requests import QueryForm, QueryRequest, QueryText

async def main():
    pool = QueryPool(Path(sys.argv[1]), QueryLimits(seconds=60), 2)
    await pool.start()
    text = QueryText(sys.argv[2], QueryForm.SELECT, names_dataset=False)
    asyncio.create_task(pool.evaluate(QueryRequest(text, "text/csv", "http://x/")))
    await asyncio.sleep(0.2)
    workers = [worker.process for worker in (*pool._idle, *pool._busy)]
    print(*workers, pool._staff._nursery._server.process.pid, flush=True)
    await asyncio.sleep(60)

asyncio.run(main())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends processes with their parent")
def test_a_service_that_is_killed_leaves_no_process_behind(generation: Path) -> None:
    command = [sys.executable, "-c", ABANDONED, str(generation), ENDLESS]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as service:
        left = [int(number) for number in service.stdout.readline().split()]
        assert len(left) == 3
        assert all(is_alive(process) for process in left)
        service.kill()
    for process in left:
        assert asyncio.run(gone(process))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps workers off the network")
async def test_a_worker_reaches_no_other_service(generation: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(0.2)
        address = f"http://127.0.0.1:{canary.getsockname()[1]}/"
        async with pool_on(generation) as pool:
            error = await error_of(pool, f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}")
            assert isinstance(error, QueryFailed)
            assert "denied" in str(error).lower()
            assert await values(pool, f"SELECT * {{ SERVICE SILENT <{address}> {{ ?s ?p ?o }} }}") == [{}]
        with pytest.raises(TimeoutError):
            canary.accept()


async def test_a_result_that_the_disk_has_no_room_for_is_an_error(tmp_path: Path) -> None:
    answer = QueryAnswer("text/csv", tmp_path / "absent" / "generation", 0)
    answer.add(b"a" * HELD_BACK_BYTES)
    with pytest.raises(DiskFull):
        answer.add(b"a")
    await answer.aclose()


async def test_a_generation_stays_as_long_as_a_worker_answers_from_it(tmp_path: Path):
    first, second = (make_generation(tmp_path / name) for name in ("first", "second"))
    async with pool_on(first, workers=1) as pool:
        assert held(first)
        workers = processes(pool)
        async with await pool.evaluate(request_for(LARGE, QueryForm.CONSTRUCT)):
            await pool.follow(second)
            assert not removed(first)
            assert held(second)
        for process in workers:
            assert await gone(process)
        assert await let_go(first)
