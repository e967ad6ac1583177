"""Direct ways: addresses that are asked so often that the framework's own routing would cost as much as the answer."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress

from fastapi import Request, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from ..errors import OpenCollectionsError

Endpoint = Callable[[Request], Awaitable[Response]]


class Direct:
    """Ask an endpoint by its path alone, for GET and POST; everything else takes the way through the framework.

    An endpoint of ``below`` is asked for GET of every path that begins with its key. An error of ours that one
    of these meets is told by the framework's way, which asks again. All stand among the routes too, which answer
    other methods and tell OPTIONS what there is.
    """

    def __init__(
        self, app: ASGIApp, endpoints: Mapping[str, Endpoint], below: Mapping[str, Endpoint] | None = None
    ) -> None:
        self.app = app
        self._endpoints = endpoints
        self._below = dict(below or {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in {"GET", "POST"}:
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive, send)
        endpoint = self._endpoints.get(scope["path"])
        response = await (endpoint(request) if endpoint is not None else self._of_below(request))
        await (self.app if response is None else response)(scope, receive, send)

    async def _of_below(self, request: Request) -> Response | None:
        if request.scope["method"] == "GET":
            for beginning, endpoint in self._below.items():
                if request.scope["path"].startswith(beginning):
                    with suppress(OpenCollectionsError):
                        return await endpoint(request)
        return None
