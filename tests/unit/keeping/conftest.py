"""A data folder with two collections, one of them in its second version."""

import shutil
from pathlib import Path

import pytest
from published import entered, published

from opencollections.store.folders import DataFolder

PORTRAITS, PRINTS = "npg/portraits", "hafa/prints"


@pytest.fixture(scope="session")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish once what every test gets a copy of."""
    folder = DataFolder(tmp_path_factory.mktemp("network") / "data")
    entered(folder, PORTRAITS, PRINTS)
    published(folder, PORTRAITS, {1: "Head", 2: "Hand"})
    published(folder, PRINTS, {1: "Price list"})
    published(folder, PORTRAITS, {1: "Head", 3: "Foot"})
    return folder.root


@pytest.fixture
def data(network: Path, tmp_path: Path) -> DataFolder:
    shutil.copytree(network, tmp_path / "data")
    return DataFolder(tmp_path / "data")
