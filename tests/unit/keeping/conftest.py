"""A data folder with two collections, one of them in its second version."""

from pathlib import Path

import pytest
from published import entered, published

from opencollections.store.folders import DataFolder

PORTRAITS, PRINTS = "npg/portraits", "hafa/prints"


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path / "data")
    entered(folder, PORTRAITS, PRINTS)
    published(folder, PORTRAITS, {1: "Head", 2: "Hand"})
    published(folder, PRINTS, {1: "Price list"})
    published(folder, PORTRAITS, {1: "Head", 3: "Foot"})
    return folder
