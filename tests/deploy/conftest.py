"""The wheel, an environment with nothing but the wheel and its pinned requirements, and the demo served from it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from environments import ROOT, Environment, build_wheel, fresh, install_wheel, link_pinned
from running import Service, served


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_wheel(tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    environment = fresh(tmp_path_factory.mktemp("installed") / "venv")
    link_pinned(environment, ROOT / "requirements" / "run.txt")
    install_wheel(environment, wheel)
    return environment


@pytest.fixture(scope="session")
def demo(installed: Environment, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with served(installed, tmp_path_factory.mktemp("demo")) as service:
        yield service
