"""The app on a small published network, spoken to in process."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi import FastAPI
from network import BASE, build

from opencollections.settings import Settings
from opencollections.web.app import create_app


class Client:
    """A client that follows no redirect, and speaks to the app without a socket."""

    def __init__(self, portal: BlockingPortal, app: FastAPI, http: httpx.AsyncClient) -> None:
        self.app = app
        self._portal = portal
        self._http = http

    def request(self, method: str, path: str, headers: dict[str, str] | None = None) -> httpx.Response:
        async def answered() -> httpx.Response:
            return await self._http.request(method, path, headers=headers)

        return self._portal.call(answered)

    def get(self, path: str, **headers: str) -> httpx.Response:
        """Ask for a path; a header is named with underscores, such as ``accept_language``."""
        return self.request("GET", path, {name.replace("_", "-"): value for name, value in headers.items()})


@asynccontextmanager
async def _speaking(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url=BASE) as client,
    ):
        # What httpx would say of itself is not what these tests are about.
        client.headers.clear()
        yield client


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("network")).root


@pytest.fixture(scope="session")
def settings(data: Path) -> Settings:
    given: dict[str, Any] = {
        "data": data,
        "base_url": BASE,
        "network_name": "Test network",
        "query_workers": 1,
    }
    return Settings(**given)


@pytest.fixture(scope="session")
def client(settings: Settings) -> Iterator[Client]:
    app = create_app(settings)
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(_speaking(app)) as http,
    ):
        yield Client(portal, app, http)
