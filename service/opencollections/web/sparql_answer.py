"""Sending an answer to a query: whole with its length, or as a stream that is never mistaken for whole."""

import asyncio
import logging
from collections.abc import Awaitable
from typing import Final, TypeVar

from fastapi import Request, Response
from starlette.types import Receive, Scope, Send

from ..errors import OpenCollectionsError
from ..query.answers import QueryAnswer
from ..query.results import Choice
from .compression import SMALLEST_BYTES, Gzip, gzipped, takes_gzip
from .representations import REVALIDATED, Representation, answer

log = logging.getLogger(__name__)

T = TypeVar("T")

VARY: Final = "Accept, Accept-Encoding"

LOOKING_OUT_S: Final = 0.05
"""After this time it is worth looking out for a client that leaves; most queries are answered before."""


async def whole_answer(request: Request, found: QueryAnswer, choice: Choice) -> Response:
    """Answer with a result that was held back until it was whole: with its length, a validator, gzipped if asked."""
    async with found:
        body = b"".join([piece async for piece in found])
    headers = particulars(found, choice)
    if len(body) >= SMALLEST_BYTES and takes_gzip(request.headers.get("accept-encoding")):
        body = await asyncio.to_thread(gzipped, body)
        headers["Content-Encoding"] = "gzip"
    return answer(
        request, Representation(body, choice.content_type, vary=VARY, cache=REVALIDATED, headers=headers)
    )


class SparqlStream(Response):
    """A result that is too large to be held back, while it is made; it closes the answer, whoever leaves.

    A result that breaks after its first byte breaks the connection: the body is never ended as if it were
    whole.
    """

    def __init__(self, found: QueryAnswer, choice: Choice, *, gzip: bool) -> None:
        self.status_code = 200
        self.background = None
        self._found = found
        self._gzip = Gzip() if gzip else None
        headers = {"Content-Type": choice.content_type, "Vary": VARY, "Cache-Control": REVALIDATED}
        self.init_headers(
            headers | particulars(found, choice) | ({"Content-Encoding": "gzip"} if gzip else {})
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with self._found:
            if self._found.complete and self._gzip is None:
                self.headers["Content-Length"] = str(self._found.size)
            await send(
                {"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers}
            )
            if scope.get("head"):
                await send({"type": "http.response.body", "body": b""})
            else:
                await unless_gone(receive, self._streamed(send))

    async def _streamed(self, send: Send) -> None:
        try:
            async for piece in self._found:
                ready = piece if self._gzip is None else self._gzip.piece(piece)
                await send({"type": "http.response.body", "body": ready, "more_body": True})
        except OpenCollectionsError as error:
            # Returning without the last message makes the server close the connection without the last chunk
            # (RFC 9112 §7.1), which is how a client learns that the body is not whole.
            log.info("An answer was broken off after %d bytes. %s", self._found.size, error)
            return
        await send({"type": "http.response.body", "body": self._gzip.end() if self._gzip else b""})


def particulars(found: QueryAnswer, choice: Choice) -> dict[str, str]:
    """Give the headers that only answers to queries have: how long it waited and took, and how to save it."""
    times = f"queue;dur={found.waited_s * 1000:.1f}, query;dur={found.evaluated_s * 1000:.1f}"
    if choice.format.attached:
        return {
            "Server-Timing": times,
            "Content-Disposition": f'attachment; filename="result.{choice.format.name}"',
        }
    return {"Server-Timing": times}


async def unless_gone(receive: Receive, work: Awaitable[T]) -> T | None:
    """Do some work; where the client leaves before it is done, cancel it and give None.

    Work that is done at once is done before anybody could leave, so that looking out begins a little later.
    """
    lookout = _Lookout(receive)
    try:
        return await work
    except asyncio.CancelledError:
        if lookout.is_the_reason():
            return None
        raise
    finally:
        lookout.end()


class _Lookout:
    """Looks out for a client that leaves, and cancels the task that works for it then (as ``asyncio.timeout`` does)."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._task = asyncio.current_task()
        self._has_left = False
        self._looking: asyncio.Task[None] | None = None
        self._clock = asyncio.get_running_loop().call_later(LOOKING_OUT_S, self._begin)

    def is_the_reason(self) -> bool:
        """Tell whether the task was cancelled because the client left, and for nothing else."""
        return self._has_left and self._task is not None and self._task.uncancel() == 0

    def end(self) -> None:
        self._clock.cancel()
        if self._looking is not None:
            self._looking.cancel()

    def _begin(self) -> None:
        self._looking = asyncio.get_running_loop().create_task(self._look())

    async def _look(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._has_left = True
        if self._task is not None:
            self._task.cancel()
