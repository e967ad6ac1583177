"""A data folder over each kind of engine: embedded, ``oxigraph serve``, Virtuoso."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
import servers
from servers import Server

from opencollections.settings import Settings
from opencollections.store.endpoint import Access, Endpoint
from opencollections.store.folders import DataFolder, data_folder
from opencollections.store.marker import GRAPH


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Give an engine by name, started when it is first asked for; None for the embedded one."""
    started: dict[str, Server | None] = {"embedded": None}
    with ExitStack() as stack:

        def engine(name: str) -> Server | None:
            if name == "virtuoso" and servers.VIRTUOSO is None:
                pytest.skip("Virtuoso is not here (Debian package virtuoso-opensource-7-bin; make system)")
            if name not in started:
                started[name] = stack.enter_context(getattr(servers, name)(tmp_path_factory.mktemp(name)))
            return started[name]

        yield engine


@pytest.fixture(params=servers.kinds("embedded", "oxigraph", "virtuoso"))
def settings(request: pytest.FixtureRequest, running: Any, tmp_path: Any) -> Settings:
    """Give the settings of a new data folder over an engine that holds nothing of ours."""
    server = running(request.param)
    given = {"data": tmp_path / "data", **(server.settings if server else {})}
    chosen = Settings(**given)
    access = Access.of(chosen)
    if access is not None:
        endpoint = Endpoint(access)
        endpoint.drop(GRAPH.value)
        endpoint.drop(f"{chosen.base_url}/graph/npg/portraits")
        endpoint.close()
    return chosen


@pytest.fixture
def data(settings: Settings) -> Iterator[DataFolder]:
    folder = data_folder(settings)
    yield folder
    folder.close()
