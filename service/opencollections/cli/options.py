"""The options that every verb shares, and what they come to."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import SettingInvalid

if TYPE_CHECKING:
    from ..settings import Settings
    from ..store.control import Control
    from ..store.folders import DataFolder

Data = Annotated[
    Path | None, typer.Option("--data", help="Folder that holds everything (setting OCN_DATA; ./ocn-data).")
]
BaseURL = Annotated[
    str | None, typer.Option("--base-url", help="Base of all identifiers (setting OCN_BASE_URL).")
]
AsJSON = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]
CollectionName = Annotated[str, typer.Argument(metavar="MEMBER/COLLECTION", help="Such as npg/portraits.")]


def are_default() -> bool:
    """Tell whether the environment sets nothing, so that settings need not be loaded to know them."""
    return not any(name.upper().startswith("OCN_") for name in os.environ)


def settings(data: Path | None, base_url: str | None, **others: Any) -> "Settings":
    """Give the settings, flags before environment before defaults; raise SettingInvalid."""
    # They take a third of the time in which ocn map is done with a small file, and it seldom needs any.
    from pydantic import ValidationError  # noqa: PLC0415
    from pydantic_settings import SettingsError  # noqa: PLC0415

    from ..settings import Settings  # noqa: PLC0415

    given = {"data": data, "base_url": base_url, **others}
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        # A setting can be a secret, so that only its name is told and what is wrong with it.
        wrong = error.errors(include_url=False, include_input=False)[0]
        raise SettingInvalid(name=str(wrong["loc"][0]).upper(), detail=wrong["msg"]) from None
    except SettingsError as error:
        name = (re.findall(r'field "(\w+)"', str(error)) or ["?"])[0]
        raise SettingInvalid(name=name.upper(), detail="It is not valid JSON") from None


def folder(chosen: "Settings") -> "DataFolder":
    """Give the data folder and the engine that the settings name."""
    from ..store.folders import data_folder  # noqa: PLC0415 - ocn map has no store, and should not load one

    return data_folder(chosen)


def kept(data: Path | None, base_url: str | None) -> "DataFolder":
    """Give the data folder to a verb that makes no identifiers.

    Raises BaseIRIChanged where a base is asked for by flag and the data remembers another.
    """
    chosen = settings(data, base_url)
    found = folder(chosen)
    if base_url is not None and found.control_file.is_file():
        with control(chosen):
            pass
    return found


@contextmanager
def control(chosen: "Settings") -> Iterator["Control"]:
    """Open the control database of the data folder; raise BaseIRIChanged for another base than its own."""
    from ..publishing.publish import identifiers  # noqa: PLC0415 - as above

    with folder(chosen).control() as opened:
        identifiers(opened, chosen)
        yield opened
