"""Federation: queries with SERVICE, in workers of their own that reach nothing but a door of this process.

Behind the door, on a port of the loopback interface, the service asks the endpoint on behalf of the query. The
query's SERVICE names a path of the door that nobody can guess, and that leads to one endpoint while the query
runs.
"""

import asyncio
import secrets
import socket
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import uvicorn
from fastapi import Request, Response
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from ..errors import QueryFailed, ServiceFailed
from ..query.answers import Over, QueryAnswer, unheard
from ..query.federation import Federation
from ..query.limits import QueryLimits
from ..query.pool import QueryPool
from ..query.requests import QueryRequest
from .outbound import JSON, Outbound
from .sparql_answer import unless_gone

QUESTION_LIMIT_BYTES: Final = 256 * 1024
"""A part of a query as a worker sends it; longer than the query by the names that it writes out."""

CALLS_LIMIT: Final = 100
"""Requests that one query may make: a join that asks row by row is stopped there."""


@dataclass(slots=True)
class _Query:
    """A federated query under way: what it may ask, how often it did, and what failed last."""

    endpoints: tuple[str, ...]
    asked: int = 0
    failure: ServiceFailed | None = None


class FederatedQueries:
    """The door, the workers that may use it, and the queries that are under way."""

    def __init__(self, federation: Federation, limits: QueryLimits, generation: Path, home: str) -> None:
        self.federation = federation
        self.endpoints = federation.endpoints
        # A query waits for others and for the other service: its time is its own and theirs, and all are long.
        self._limits = replace(limits, seconds=limits.seconds + federation.seconds, long=0)
        self._outbound = Outbound(federation, home)
        self._queries: dict[str, _Query] = {}
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._pool = QueryPool(generation, self._limits, federation.workers, self.port)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Keep the door and the workers for the time of the block; raise EngineFailed as the pool does."""
        # It leaves the logging of the process as it is.
        config = uvicorn.Config(
            self._behind_the_door,
            interface="asgi3",
            lifespan="off",
            proxy_headers=False,
            log_config=None,
            access_log=False,
        )
        server = _Server(config)
        serving = asyncio.create_task(server.serve([self._socket]))
        try:
            await self._pool.start()
            yield
        finally:
            await self._pool.close()
            server.should_exit = True
            await serving
            await self._outbound.aclose()

    async def follow(self, generation: Path) -> None:
        """Answer from another generation from now on, as the pool does."""
        await self._pool.follow(generation)

    async def evaluate(self, request: QueryRequest, over: Over = unheard) -> QueryAnswer:
        """Begin to answer a query as the pool does; raise ServiceFailed where a service that it asks does."""
        endpoints = tuple(dict.fromkeys(call.endpoint for call in request.query.calls))
        secret, query = secrets.token_urlsafe(24), _Query(endpoints)
        self._queries[secret] = query
        others = self.federation.seconds
        seconds = self._limits.seconds if request.seconds is None else request.seconds + others
        # It may wait as long as it may take; after that, its paths lead nowhere.
        longest = self._limits.seconds + seconds
        asyncio.get_running_loop().call_later(longest, self._queries.pop, secret, None)
        routed = request.query.routed(lambda endpoint: self._path(secret, endpoints.index(endpoint)))
        try:
            return await self._pool.evaluate(replace(request, query=routed, seconds=seconds), over)
        except QueryFailed:
            if query.failure is not None:
                raise query.failure from None
            raise

    def _path(self, secret: str, number: int) -> str:
        return f"http://127.0.0.1:{self.port}/{secret}/{number}"

    async def _behind_the_door(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request of a worker: an ASGI application."""
        if scope["type"] == "http":
            response = await self._answered(Request(scope, receive))
            await response(scope, receive, send)

    async def _answered(self, request: Request) -> Response:
        secret, _, number = request.url.path.removeprefix("/").partition("/")
        query = self._queries.get(secret)
        if query is None or request.method != "POST" or number not in map(str, range(len(query.endpoints))):
            return Response(status_code=404)
        endpoint = query.endpoints[int(number)]
        try:
            question = await self._question(query, endpoint, request)
            result = await unless_gone(request.receive, self._outbound.asked(endpoint, question))
        except ServiceFailed as error:
            query.failure = error
            return Response(status_code=502)
        except ClientDisconnect:
            result = None
        return Response(status_code=502) if result is None else Response(result, media_type=JSON)

    async def _question(self, query: _Query, endpoint: str, request: Request) -> bytes:
        """Read what the endpoint is to be asked; raise ServiceFailed where that is too much, or too often."""
        query.asked += 1
        if query.asked > CALLS_LIMIT:
            detail = f"one query may ask {CALLS_LIMIT} times. Ask for less, or join on fewer rows"
            raise ServiceFailed(endpoint=endpoint, detail=detail)
        body = bytearray()
        async for piece in request.stream():
            body += piece
            if len(body) > QUESTION_LIMIT_BYTES:
                raise ServiceFailed(endpoint=endpoint, detail="what it is to be asked is too long")
        return bytes(body)


class _Server(uvicorn.Server):
    """A server inside another one, which already sees to the signals of the process."""

    def capture_signals(self) -> AbstractContextManager[None]:  # type: ignore[override]
        return nullcontext()
