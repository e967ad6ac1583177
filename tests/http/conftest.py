"""The app on a small published network, spoken to in process."""

from collections.abc import Iterator
from typing import Any

import pytest
from network import BASE, build
from speaking import Client, speaking

from opencollections.settings import Settings


@pytest.fixture(scope="session")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """Give a client of the small network that ``network.py`` publishes; no test changes it."""
    data = build(tmp_path_factory.mktemp("network"))
    given: dict[str, Any] = {
        "data": data.root,
        "base_url": BASE,
        "network_name": "Test network",
        "query_workers": 1,
    }
    with speaking(Settings(**given)) as speaker:
        yield speaker
