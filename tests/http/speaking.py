"""The app in process, and a client that speaks to it."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import httpx
from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi import FastAPI
from network import BASE

from opencollections.settings import Settings
from opencollections.web.app import create_app


class Client:
    """A client that follows no redirect, and speaks to the app without a socket."""

    def __init__(self, portal: BlockingPortal, app: FastAPI, http: httpx.AsyncClient) -> None:
        self.app = app
        self._portal = portal
        self._http = http

    def request(
        self, method: str, path: str, headers: dict[str, str] | None = None, content: bytes | None = None
    ) -> httpx.Response:
        async def answered() -> httpx.Response:
            sent = [(name.encode(), value.encode("latin-1")) for name, value in (headers or {}).items()]
            answer = await self._http.request(method, path, headers=sent, content=content)
            # Each request is one of its own: what an answer wants kept must not change the next.
            self._http.cookies.clear()
            return answer

        return self._portal.call(answered)

    def get(self, path: str, **headers: str) -> httpx.Response:
        """Ask for a path; a header is named with underscores, such as ``accept_language``."""
        return self.request("GET", path, {name.replace("_", "-"): value for name, value in headers.items()})


def settings_of(folder: Path, **others: Any) -> Settings:
    """Give the settings of a service in a test: its data folder, one query worker, and what the test sets."""
    return Settings(data=folder, base_url=BASE, query_workers=1, **others)


@contextmanager
def speaking(settings: Settings) -> Iterator[Client]:
    """Start the app with its lifespan, and speak to it until the block ends."""
    app = create_app(settings)
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(_opened(app)) as http:
        yield Client(portal, app, http)


@asynccontextmanager
async def _opened(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url=BASE) as client,
    ):
        # What httpx would say of itself is not what these tests are about.
        client.headers.clear()
        yield client
