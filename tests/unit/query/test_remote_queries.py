"""Queries to a remote engine that does not play along: each time an error that says what happened."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from opencollections.errors import (
    EngineUnreachable,
    OpenCollectionsError,
    QueryFailed,
    QueryRefused,
    QueryStopped,
    QuerySyntaxError,
    QueryTooLarge,
    QueueFull,
)
from opencollections.query.limits import QueryLimits
from opencollections.query.remote import RemoteQueries, refuse_mighty
from opencollections.query.requests import QueryRequest
from opencollections.query.sparql import checked_query
from opencollections.settings import Settings
from opencollections.store.endpoint import Access
from opencollections.store.folders import DataFolder
from opencollections.store.profiles import VIRTUOSO

JSON = "application/sparql-results+json"
WHOLE = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"literal","value":"one"}}]}}'


class Engine(BaseHTTPRequestHandler):
    """Answers as its server was told to."""

    protocol_version = "HTTP/1.1"
    status = 200
    body = WHOLE
    length: int | None = None
    headers_more: tuple[tuple[str, str], ...] = ()
    waits = threading.Event()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.waits.wait(20)
        self.send_response(self.status)
        for name, value in (*self.headers_more, ("Content-Type", JSON), ("Connection", "close")):
            self.send_header(name, value)
        self.send_header("Content-Length", str(self.length or len(self.body)))
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(self.body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def engine(**told: object) -> Iterator[str]:
    """Run an engine that answers so, and give its address; ``slow`` lets it wait until the block ends."""
    waits = threading.Event()
    slow = told.pop("slow", False)
    if not slow:
        waits.set()
    handler = type("Told", (Engine,), {**told, "waits": waits})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/query"
        finally:
            waits.set()
            server.shutdown()
            thread.join()


def queries(folder: Path, url: str, limits: QueryLimits, workers: int = 1) -> RemoteQueries:
    access = Access.of(Settings(engine="sparql", engine_query_url=url, engine_update_url=url))
    assert access is not None
    return RemoteQueries(DataFolder(folder), access, folder / "00000001", limits, workers)


def asked(folder: Path, url: str, limits: QueryLimits | None = None) -> bytes:
    return asyncio.run(_asked(queries(folder, url, limits or QueryLimits())))


async def _asked(pool: RemoteQueries) -> bytes:
    await pool.start()
    try:
        async with await pool.evaluate(request(pool.limits)) as found:
            return b"".join([piece async for piece in found])
    finally:
        await pool.close()


def request(limits: QueryLimits) -> QueryRequest:
    return QueryRequest(
        checked_query("SELECT ?s WHERE { ?s ?p ?o }", limits), "text/csv", "http://localhost/"
    )


def test_an_answer_is_written_in_the_format_that_was_asked_for(tmp_path: Path) -> None:
    with engine() as url:
        assert asked(tmp_path, url) == b"s\r\none\r\n"


@pytest.mark.parametrize(
    ("told", "error", "words"),
    [
        ({"status": 400, "body": b"Parse error at line 1"}, QuerySyntaxError, "Parse error at line 1"),
        ({"status": 500, "body": b"<html><b>out of memory</b></html>"}, QueryFailed, "out of memory"),
        ({"body": WHOLE[:-20]}, QueryFailed, "not whole"),
        ({"length": 500}, EngineUnreachable, "cannot be reached"),
        ({"body": b"Timeout while computing"}, QueryFailed, "not whole"),
        ({"headers_more": (("X-SPARQL-MaxRows", "1"),)}, QueryTooLarge, "over 1"),
        ({"body": WHOLE.replace(b"one", b"o" * 5_000)}, QueryTooLarge, "size of the result"),
    ],
)
def test_an_engine_that_does_not_answer_well_is_an_error(
    tmp_path: Path, told: dict[str, object], error: type[OpenCollectionsError], words: str
) -> None:
    with engine(**told) as url, pytest.raises(error, match=words):
        asked(tmp_path, url, QueryLimits(result_bytes=2_000))


def test_a_query_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    with engine(slow=True) as url, pytest.raises(QueryStopped):
        asked(tmp_path, url, QueryLimits(seconds=0.2))


def test_an_engine_that_is_not_there_is_unreachable(tmp_path: Path) -> None:
    with engine() as url:
        pass
    with pytest.raises(EngineUnreachable):
        asked(tmp_path, url)


def test_what_a_remote_engine_does_not_have_is_not_asked_of_it(tmp_path: Path) -> None:
    async def asked_for_the_catalogue(url: str) -> None:
        pool = queries(tmp_path, url, QueryLimits())
        await pool.start()
        try:
            with pytest.raises(QueryRefused, match="graph of the catalogue"):
                await pool.evaluate(replace(request(pool.limits), instead=""))
        finally:
            await pool.close()

    with engine() as url:
        asyncio.run(asked_for_the_catalogue(url))


@pytest.mark.parametrize(
    "call",
    [
        '<bif:http_get>("http://localhost/")',
        '<BIF:http_get>("http://localhost/")',
        '<\\u0062if:http_get>("http://localhost/")',
        '<\\U00000062if:http_get>("http://localhost/")',
        '<sql:anything>("x")',
        'bif:http_get("http://localhost/")',
    ],
)
def test_functions_that_reach_beyond_the_data_are_refused(call: str) -> None:
    for query in (
        f"SELECT ({call} AS ?x) {{}}",
        f"PREFIX bif: <http://e.org/> SELECT * {{ FILTER({call}) }}",
    ):
        with pytest.raises(QueryRefused, match="reach beyond the data"):
            refuse_mighty(query, VIRTUOSO.mighty)


def test_names_that_only_look_like_such_functions_are_not() -> None:
    query = "PREFIX mysql: <http://e.org/sql#> SELECT * { ?bif mysql:p <http://e.org/bif/x> }"
    refuse_mighty(query, VIRTUOSO.mighty)


def test_who_finds_the_line_full_is_told_so_and_who_leaves_makes_room(tmp_path: Path) -> None:
    async def crowded(url: str) -> None:
        limits = QueryLimits(queue=0)
        pool = queries(tmp_path, url, limits)
        await pool.start()
        first = asyncio.create_task(pool.evaluate(request(limits)))
        await asyncio.sleep(0)
        with pytest.raises(QueueFull):
            await pool.evaluate(request(limits))
        first.cancel()
        await asyncio.gather(first, *pool._tasks, return_exceptions=True)
        await asyncio.sleep(0)
        assert not pool._turns.locked()
        await pool.close()

    with engine(slow=True) as url:
        asyncio.run(crowded(url))
