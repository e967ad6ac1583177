"""Queries for a remote engine: checked here, answered there, and handed on in the formats of this service.

The engine gives tables as JSON and graphs as N-Triples, which are read and written anew as they arrive.
"""

import asyncio
import logging
import re
import sys
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from math import ceil
from pathlib import Path
from time import monotonic
from typing import Final

import httpx

from ..errors import (
    EngineUnreachable,
    OpenCollectionsError,
    QueryFailed,
    QueryRefused,
    QueryStopped,
    QueueFull,
)
from ..store.endpoint import CONNECT_S, Access, reason
from ..store.folders import DataFolder
from ..store.profiles import VERBATIM
from ..store.remote_generations import published_graphs
from .answers import Over, QueryAnswer, unheard
from .failures import cut_error, refused_error
from .limits import QueryLimits
from .pipe import Pipe
from .requests import QueryRequest
from .rewriting import Output, written_anew

log = logging.getLogger(__name__)

NOTHING: Final = "urn:opencollections:nothing"
"""A graph that nobody has: a request that named no graph at all would be asked of everything."""

NO_CATALOGUE: Final = (
    "it asks the graph of the catalogue, which a remote engine does not have. "
    "Fetch that graph from its own address, and query it there."
)
_TABLE: Final = "application/sparql-results+json"
_GRAPH: Final = "application/n-triples"
_READ_BYTES: Final = 65_536
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")


class RemoteQueries:
    """Evaluates queries on a remote engine, some at once and the others in line (as ``pool.QueryPool`` does).

    ``generation`` is the name of the one whose graphs are asked.
    """

    def __init__(
        self, data: DataFolder, access: Access, generation: Path, limits: QueryLimits, workers: int
    ) -> None:
        self.limits = limits
        self.generation = generation
        self.strength = 0
        self._data = data
        self._access = access
        self._graphs: tuple[str, ...] = ()
        self._workers = workers
        self._turns = asyncio.Semaphore(workers)
        self._waiting = 0
        self._threads = ThreadPoolExecutor(workers)
        self._tasks: set[asyncio.Task[None]] = set()
        self._client = httpx.AsyncClient(
            auth=access.auth,
            limits=access.limits,
            timeout=httpx.Timeout(None, connect=CONNECT_S),
            trust_env=False,
        )

    async def start(self) -> None:
        """Read which graphs are published; the engine is asked with the first query."""
        await self.follow(self.generation)
        self.strength = self._workers

    async def close(self) -> None:
        """Give up the queries that are under way."""
        self.strength = 0
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._client.aclose()
        self._threads.shutdown(wait=False)

    async def follow(self, generation: Path) -> None:
        """Ask the graphs of another generation from now on."""
        self._graphs = await asyncio.to_thread(self._published)
        self.generation = generation

    def _published(self) -> tuple[str, ...]:
        with self._data.control() as control:
            return tuple(sorted(published_graphs(control)))

    async def evaluate(self, request: QueryRequest, over: Over = unheard) -> QueryAnswer:
        """Begin to answer a query: whole, or the first piece of a large result; the caller closes it.

        Raises QuerySyntaxError, QueryRefused, QueryFailed, QueryStopped, QueryTooLarge (the result is), QueueFull
        and EngineUnreachable. What breaks a large result later is raised to whoever reads it.
        """
        if request.instead is not None:
            raise QueryRefused(reason=NO_CATALOGUE)
        refuse_mighty(request.query.text, self._access.profile.mighty)
        asked = monotonic()
        await self._turn()
        answer = QueryAnswer(request.media_type, self.generation, monotonic() - asked)
        answer.over = over
        task = asyncio.create_task(self._answer(request, answer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(lambda _: self._turns.release())
        answer.abandoned = task.cancel  # type: ignore[assignment]
        return await answer.settled()

    async def _turn(self) -> None:
        """Wait in line; raise QueueFull where the line is too long, or moves too slowly."""
        full = QueueFull(seconds=ceil(self.limits.seconds))
        if self._turns.locked() and self._waiting >= self.limits.queue:
            raise full
        self._waiting += 1
        try:
            async with asyncio.timeout(self.limits.seconds):
                await self._turns.acquire()
        except TimeoutError:
            raise full from None
        finally:
            self._waiting -= 1

    async def _answer(self, request: QueryRequest, answer: QueryAnswer) -> None:
        """Make an answer, and end it with what went wrong where something does."""
        error: OpenCollectionsError | None = QueryFailed(detail="nobody waited for the answer.")
        seconds = self.limits.seconds if request.seconds is None else request.seconds
        try:
            async with asyncio.timeout(seconds):
                await self._handed_on(request, answer)
            error = None
        except TimeoutError:
            error = QueryStopped(seconds=seconds)
        except httpx.TransportError as failure:
            error = EngineUnreachable(address=self._access.query_url, detail=reason(failure))
        except OpenCollectionsError as failure:
            error = failure
        finally:
            if error is not None:
                log.info("%s The query: %.500r", error, request.query.text)
            answer.end(error)

    async def _handed_on(self, request: QueryRequest, answer: QueryAnswer) -> None:
        """Let a thread write the engine's answer anew while it arrives."""
        loop = asyncio.get_running_loop()
        async with self._asked(request) as response:
            pipe = Pipe(removed=VERBATIM.encode())
            output = Output(answer, loop, self.limits)
            writing = loop.run_in_executor(self._threads, written_anew, request, pipe, output)
            try:
                async for piece in response.aiter_bytes(_READ_BYTES):
                    await pipe.put(piece)
                    if writing.done():
                        break
                pipe.end()
                if (error := await writing) is not None:
                    raise error
            finally:
                pipe.break_off()
                writing.cancel()

    @asynccontextmanager
    async def _asked(self, request: QueryRequest) -> AsyncIterator[httpx.Response]:
        """Send a query, and give the response where the engine takes it."""
        form = {
            # Its own BASE, where a query has one, comes later and counts.
            "query": f"BASE <{request.base_iri}> {request.query.text}",
            **self._dataset(request),
        }
        accepted = _GRAPH if request.query.form.gives_graph else _TABLE
        async with self._client.stream(
            "POST", self._access.query_url, data=form, headers={"Accept": accepted}
        ) as response:
            if not response.is_success:
                body = await response.aread()
                raise refused_error(response.status_code, body.decode("utf-8", "replace"))
            if (rows := response.headers.get(self._access.profile.cut_header)) is not None:
                raise cut_error(rows)
            yield response

    def _dataset(self, request: QueryRequest) -> dict[str, list[str]]:
        """Name the graphs of a query (SPARQL 1.1 Protocol §2.1.4): published ones only, whatever else is there."""
        if request.default_graphs or request.named_graphs:
            default, named = request.default_graphs, request.named_graphs
        elif request.query.names_dataset:
            return {}
        else:
            default = named = self._graphs
        published = set(self._graphs)
        return {
            "default-graph-uri": [graph for graph in default if graph in published] or [NOTHING],
            "named-graph-uri": [graph for graph in named if graph in published] or [NOTHING],
        }


def refuse_mighty(query: str, schemes: Sequence[str]) -> None:
    """Raise QueryRefused where a query has a name of one of these schemes, as a prefix or in an IRI.

    Strings and comments are not told apart, since an engine may read a query otherwise than we do; and an escape
    (SPARQL 1.1 §19.2) is read as what it stands for.
    """
    read = _ESCAPE.sub(lambda found: chr(min(int(found[1] or found[2], 16), sys.maxunicode)), query)
    for scheme in schemes:
        if re.search(rf"(?<![\w-]){scheme}\s*:", read, re.IGNORECASE):
            reason = (
                f"it has {scheme}: in it, which names functions that reach beyond the data. Ask without them."
            )
            raise QueryRefused(reason=reason)
