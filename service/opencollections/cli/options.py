"""The options that every verb shares, and what they come to."""

from pathlib import Path
from typing import Annotated, Any

import typer

from ..settings import Settings
from ..store.folders import DataFolder, data_folder

Data = Annotated[
    Path | None, typer.Option("--data", help="Folder that holds everything (setting OCN_DATA; ./ocn-data).")
]
BaseURL = Annotated[
    str | None, typer.Option("--base-url", help="Base of all identifiers (setting OCN_BASE_URL).")
]
AsJSON = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]
CollectionName = Annotated[str, typer.Argument(metavar="MEMBER/COLLECTION", help="Such as npg/portraits.")]


def settings(data: Path | None, base_url: str | None, **others: Any) -> Settings:
    """Give the settings, flags before environment before defaults."""
    given = {"data": data, "base_url": base_url, **others}
    return Settings(**{name: value for name, value in given.items() if value is not None})


def folder(chosen: Settings) -> DataFolder:
    """Give the data folder and the engine that the settings name."""
    return data_folder(chosen)
