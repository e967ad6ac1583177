"""A service with nothing but the SPARQL endpoint, over real HTTP, on data made for one test."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from pyoxigraph import RdfFormat, Store

from opencollections.iris import Identifiers
from opencollections.query.allowances import Allowances
from opencollections.query.federation import Federation
from opencollections.query.limits import QueryLimits
from opencollections.query.pool import QueryPool
from opencollections.settings import Settings
from opencollections.store.folders import DataFolder
from opencollections.web import problems
from opencollections.web.cache import Cache
from opencollections.web.clients import Clients
from opencollections.web.connections import Connection
from opencollections.web.direct import Direct
from opencollections.web.federation import FederatedQueries
from opencollections.web.middleware import Manners
from opencollections.web.routes import sparql, sparql_editor, sparql_limits
from opencollections.web.site import site
from opencollections.web.state import Reading


def generation(folder: Path, n_quads: str) -> Path:
    """Make a store of N-Quads and give its folder."""
    store = Store(str(folder))
    store.bulk_load(n_quads.encode(), RdfFormat.N_QUADS)
    store.flush()
    return folder


@contextmanager
def served(
    folder: Path,
    limits: QueryLimits | None = None,
    workers: int = 2,
    federation: Federation | None = None,
) -> Iterator["Served"]:
    """Serve a generation on a free port while the block runs."""
    pool = QueryPool(folder, limits or QueryLimits(budget_s=3_600), workers)
    # With its protocol named, asyncio sends each answer at once instead of waiting for the client to acknowledge.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    base = f"http://127.0.0.1:{listener.getsockname()[1]}"
    app = _app(pool, base, folder, federation)
    config = uvicorn.Config(
        app,
        http=Connection,
        proxy_headers=False,
        log_level="critical",
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([listener])))
    thread.start()
    try:
        while not server.started and thread.is_alive():
            threading.Event().wait(0.01)
        yield Served(base, pool, app)
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


class Served:
    """A running service: where it is, and its pool and federated queries to look into."""

    def __init__(self, base: str, pool: QueryPool, app: FastAPI) -> None:
        self.federated: FederatedQueries | None = app.state.federated
        self.data: DataFolder = app.state.site.reading.data
        self.base = base
        self.endpoint = f"{base}/sparql"
        self.pool = pool
        self.port = int(base.rpartition(":")[2])


def _app(pool: QueryPool, base: str, folder: Path, federation: Federation | None) -> FastAPI:
    reading = Reading(DataFolder(folder.with_name(f"{folder.name}-data")))

    @asynccontextmanager
    async def lifespan(app: FastAPI):
        await pool.start()
        app.state.pool = pool
        app.state.allowances = Allowances(pool.limits)
        app.state.clients = Clients("127.0.0.1")
        app.state.site = site(Settings(base_url=base), Identifiers(base), reading)
        app.state.federated = federation and FederatedQueries(federation, pool.limits, folder, base)
        async with app.state.federated.open() if federation else nullcontext():
            yield
        await pool.close()
        reading.close()

    app = FastAPI(lifespan=lifespan, redirect_slashes=False)
    app.include_router(sparql.router)
    app.include_router(sparql_editor.router)
    app.include_router(sparql_limits.router)
    app.add_middleware(Direct, endpoints={"/sparql": sparql.sparql})
    app.add_middleware(Manners, routes=app.routes)
    app.add_middleware(Cache, current=lambda: (int(pool.generation.name), 0), budget_bytes=16 * 1024 * 1024)
    problems.install(app)
    return app
