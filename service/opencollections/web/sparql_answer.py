"""Sending an answer to a query: whole with its length, or as a stream that is never mistaken for whole."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any, TypeVar

from fastapi import Response
from starlette.types import Receive, Scope, Send

from ..errors import OpenCollectionsError
from ..query.answers import HELD_BACK_BYTES, QueryAnswer
from ..query.results import Choice

log = logging.getLogger(__name__)

T = TypeVar("T")


class SparqlAnswer(Response):
    """The answer to a query over HTTP; it closes the answer, also where the client leaves in the middle.

    A result that breaks after its first byte breaks the connection: the body is never ended as if it were
    whole.
    """

    def __init__(self, answer: QueryAnswer, choice: Choice) -> None:
        self.status_code = 200
        self.background = None
        self._answer = answer
        self.init_headers(answer_headers(answer, choice))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with self._answer as answer:
            if answer.complete:
                self.headers["Content-Length"] = str(answer.size)
            await send(
                {"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers}
            )
            if scope["method"] == "HEAD" or scope.get("head"):
                await send({"type": "http.response.body", "body": b""})
            elif answer.complete and answer.size <= HELD_BACK_BYTES:
                body = b"".join([piece async for piece in answer])
                await send({"type": "http.response.body", "body": body})
            else:
                await unless_gone(receive, self._streamed(send))

    async def _streamed(self, send: Send) -> None:
        try:
            async for piece in self._answer:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        except OpenCollectionsError as error:
            # Returning without the last message makes the server close the connection without the last chunk
            # (RFC 9112 §7.1), which is how a client learns that the body is not whole.
            log.info("An answer was broken off after %d bytes. %s", self._answer.size, error)
            return
        await send({"type": "http.response.body", "body": b""})


def answer_headers(answer: QueryAnswer, choice: Choice) -> dict[str, str]:
    """Give the headers of an answer in a format; Server-Timing tells how long the query waited and took."""
    times = f"queue;dur={answer.waited_s * 1000:.1f}, query;dur={answer.evaluated_s * 1000:.1f}"
    headers = {
        "Content-Type": choice.content_type,
        "Vary": "Accept",
        "Cache-Control": "no-cache",
        "Server-Timing": times,
    }
    if choice.format.attached:
        headers["Content-Disposition"] = f'attachment; filename="result.{choice.format.name}"'
    return headers


async def unless_gone(receive: Receive, work: Coroutine[Any, Any, T]) -> T | None:
    """Do some work; where the client leaves before it is done, cancel it and give None."""
    working = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_left(receive))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else None
    finally:
        working.cancel()
        leaving.cancel()
        await asyncio.wait({working, leaving})


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
