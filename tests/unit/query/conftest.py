"""What the tests of query workers share."""

from pathlib import Path

import pytest

from .samples import make_generation


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_generation(tmp_path_factory.mktemp("generations") / "first")
