"""Media: what was found out about files by asking their addresses."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from .control import Control

_COLUMNS: Final = "url, asked, type, bytes, width, height, failed"


@dataclass(frozen=True, slots=True)
class Medium:
    """A file: its media type and size as far as they were found out at ``asked`` (ISO 8601), else why not."""

    url: str
    asked: str
    type: str | None = None
    bytes: int | None = None
    width: int | None = None
    height: int | None = None
    failed: str | None = None


def known_media(control: Control) -> list[Medium]:
    """Give every file of which something was found out."""
    rows = control.db.execute(f"SELECT {_COLUMNS} FROM media WHERE failed IS NULL ORDER BY url")  # noqa: S608 - fixed columns
    return [Medium(*row) for row in rows]


def asked_before(control: Control, urls: Iterable[str]) -> set[str]:
    """Give those of some addresses that were asked for already."""
    rows = control.db.execute(
        "SELECT url FROM media WHERE url IN (SELECT value FROM json_each(?))", (json.dumps(sorted(urls)),)
    )
    return {str(row[0]) for row in rows}


def enter_media(control: Control, found: Iterable[Medium]) -> None:
    """Keep what was found out; what was known before of the same files goes."""
    control.db.executemany(
        "INSERT OR REPLACE INTO media VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(one.url, one.asked, one.type, one.bytes, one.width, one.height, one.failed) for one in found],
    )
