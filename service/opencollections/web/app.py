"""The app: everything that speaks HTTP, put together and started."""

import asyncio
import logging
import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from functools import cache, partial
from typing import Any, Final

from fastapi import FastAPI
from starlette.types import ASGIApp

from .. import __version__
from ..errors import OpenCollectionsError, SystemFailure
from ..iris import Identifiers
from ..members.attempts import Attempts
from ..publishing.publish import identifiers
from ..query.allowances import Allowances
from ..query.evaluator import evaluator
from ..query.federation import Federation
from ..query.limits import QueryLimits
from ..query.prepared import prepared_queries
from ..resources import resource
from ..settings import Settings
from ..store.control import Control
from ..store.folders import data_folder
from ..store.generations import Generation
from . import identity, openapi, problems, tombstones
from .cache import Cache
from .clients import Clients
from .direct import Direct
from .federation import FederatedQueries
from .findings_page import finder
from .metrics import TOGETHER, Measured, Requests
from .middleware import Manners
from .routes import (
    about,
    browse,
    changes,
    collections,
    entities,
    exports,
    graphs,
    health,
    metrics,
    ontology,
    qr_codes,
    queries,
    readiness,
    resources,
    sign_in,
    sitemap,
    sparql,
    sparql_editor,
    sparql_limits,
)
from .routes.api import ROUTERS as API
from .routes.workspace import ROUTERS as WORKSPACE
from .site import site
from .state import Moment, Reading

log = logging.getLogger(__name__)

FOLLOW_S: Final = 0.25
"""How often the control database is asked whether somebody published."""

RETRY_S: Final = 2.0
"""How long to wait where the machine did not play along."""

_ROUTERS: Final = (
    *(entities, browse, collections, about, sparql, sparql_editor, sparql_limits),
    *(queries, graphs, ontology, resources, sitemap, qr_codes, changes, health, metrics, readiness, exports),
    sign_in,
)


def create_app(settings: Settings) -> FastAPI:
    """Make the app of one data folder; its lifespan opens the data, and raises what keeps it from that.

    Raises WrongOption for a setting that cannot be understood, QueryFileInvalid for a prepared query.
    """
    federation = Federation.of(settings)
    queries = settings.prepared_queries or resource("mappings") / "demo" / "queries"
    prepared = prepared_queries(queries, QueryLimits.of(settings))

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with _opened(app, settings, federation):
            yield

    app = Service(
        title=settings.network_name,
        version=__version__,
        lifespan=lifespan,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        # Nothing about a request leaves the machine, whatever the environment says.
        telemetry={
            "tracing": False,
            "metrics": False,
            "logs": False,
            "operation_spans": False,
            "auto_configure": False,
        },
    )
    app.state.settings = settings
    app.state.prepared = prepared
    app.state.attempts = Attempts()
    app.state.requests = Requests(os.environ.get(TOGETHER))
    for router in (*(module.router for module in _ROUTERS), *API, *WORKSPACE):
        app.include_router(router)
    # It never changes while the app runs, so that it is made once.
    app.openapi = cache(partial(openapi.described, app))  # type: ignore[method-assign]
    problems.install(app)
    tombstones.install(app)
    identity.install(app)
    return app


class Service(FastAPI):
    """The framework's app, behind layers of ours.

    They stand before all layers of the framework, which together cost as much as a small answer that is made in ours.
    """

    def build_middleware_stack(self) -> ASGIApp:
        """Put the app together; the framework calls it once, before the first request."""
        direct = Direct(
            super().build_middleware_stack(),
            endpoints={"/sparql": sparql.sparql},
            below={"/data/": entities.data, "/page/": entities.page, "/id/": entities.identifier},
        )
        manners = Manners(direct, routes=self.routes)
        kept = Cache(manners, lambda: _moment(self), self.state.settings.cache_limit_bytes)
        return Measured(kept, self.state.requests)


def from_environment() -> FastAPI:
    """Make the app with the settings of the environment, for servers that start several processes."""
    given: dict[str, Any] = {}
    return create_app(Settings(**given))


@asynccontextmanager
async def _opened(app: FastAPI, settings: Settings, federation: Federation) -> AsyncIterator[None]:
    reading = Reading(data_folder(settings))
    app.state.reading = reading
    app.state.generation, ids = _current(settings, reading)
    app.state.site = site(settings, ids, reading)
    number, limits = app.state.generation.number, QueryLimits.of(settings)
    app.state.pool = evaluator(reading.data, number, limits, settings.query_workers)
    path = reading.data.generations.path(number)
    federated = FederatedQueries(federation, limits, path, ids.base) if federation.endpoints else None
    app.state.federated = federated
    app.state.allowances = Allowances(app.state.pool.limits)
    app.state.clients = Clients(settings.trusted_proxies)
    await app.state.pool.start()
    follower = asyncio.create_task(_follow(app, reading))
    try:
        async with nullcontext() if federated is None else federated.open():
            yield
    finally:
        follower.cancel()
        await asyncio.gather(follower, return_exceptions=True)
        await app.state.pool.close()
        reading.close()


async def _follow(app: FastAPI, reading: Reading) -> None:
    """Take up each new generation soon after it became current, so that no request has to wait for it.

    Where the machine does not play along, such as when too many files are open, it begins anew.
    """
    while True:
        try:
            with reading.data.control() as control:
                await _followed(app, reading, control)
        except (OpenCollectionsError, OSError, sqlite3.Error) as error:
            log.error("What is published cannot be followed just now. %s", error)  # noqa: TRY400 - the cause is no bug
        await asyncio.sleep(RETRY_S)


async def _followed(app: FastAPI, reading: Reading, control: Control) -> None:
    seen = None
    while True:
        version = control.db.execute("PRAGMA data_version").fetchone()[0]
        if version != seen:
            seen = version if await _taken_up(app, reading) else None
        await asyncio.sleep(FOLLOW_S if seen is not None else RETRY_S)


async def _taken_up(app: FastAPI, reading: Reading) -> bool:
    """Let pages and queries answer from the current generation; False where that must be tried again."""
    try:
        generation, ids = await asyncio.to_thread(_current, app.state.settings, reading)
        await asyncio.to_thread(_warmed, reading)
        if generation.number != app.state.generation.number:
            path = reading.data.generations.path(generation.number)
            await app.state.pool.follow(path)
            if app.state.federated is not None:
                await app.state.federated.follow(path)
            app.state.generation = generation
        await asyncio.to_thread(reading.let_go)
        if ids != app.state.site.ids:
            # The first publish decides the base of all identifiers, whatever this service was started with.
            app.state.site = site(app.state.settings, ids, reading)
    except OpenCollectionsError as error:
        log.error("What was published last cannot be shown. %s", error)  # noqa: TRY400 - the cause is no bug
        return not isinstance(error, SystemFailure)
    return True


def _moment(app: FastAPI) -> Moment:
    reading: Reading = app.state.reading
    return reading.moment()


def _warmed(reading: Reading) -> None:
    """Make what is costly and changes only with a publish, so that no reader waits for it."""
    with reading.now() as state:
        finder(state)


def _current(settings: Settings, reading: Reading) -> tuple[Generation, Identifiers]:
    with reading.now() as state:
        return state.generation, identifiers(state.control, settings)
