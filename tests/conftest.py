"""What all tests share: where the official suites and the real catalogues are, when they are there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from tests.postgresql import Server, running

# A slow machine is no fault of what is tested.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

SHARED = Path(__file__).resolve().parents[1] / ".." / "shared"


@pytest.fixture(scope="session")
def catalogues() -> Path:
    """Give the folder of real catalogues, or skip with one line."""
    folder = SHARED / "data"
    if not folder.is_dir():
        pytest.skip("the real catalogues (../shared/data) are not here")
    return folder


@pytest.fixture(scope="session")
def conformance() -> Path:
    """Give the folder of official suites, or skip with one line."""
    folder = SHARED / "conformance"
    if not folder.is_dir():
        pytest.skip("the official suites (../shared/conformance) are not here")
    return folder


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Server]:
    """Give a server of PostgreSQL, or skip with one line."""
    with running() as server:
        yield server


@pytest.fixture
def postgresql(postgresql_server: Server) -> Iterator[Server]:
    """Give the server with an empty database."""
    yield postgresql_server
    postgresql_server.run("DROP OWNED BY owner; ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader")
