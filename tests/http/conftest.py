"""The app on a small published network, spoken to in process."""

from collections.abc import Iterator

import pytest
from network import build
from speaking import Client, settings_of, speaking

from opencollections.store.folders import DataFolder


@pytest.fixture(scope="session")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """Give a client of the small network that ``network.py`` publishes; no test changes it."""
    data = build(tmp_path_factory.mktemp("network"))
    with speaking(settings_of(data.root, network_name="Test network")) as speaker:
        yield speaker


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """Give the small network in a folder that the tests of one module may change."""
    return build(tmp_path_factory.mktemp("changed") / "data")


@pytest.fixture(scope="module")
def served(request: pytest.FixtureRequest, data: DataFolder) -> Iterator[Client]:
    """Give a client of the service of that folder, with what the module sets in ``SETTINGS``."""
    with speaking(settings_of(data.root, **getattr(request.module, "SETTINGS", {}))) as speaker:
        yield speaker
