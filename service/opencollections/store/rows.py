"""Rows of the control database by the thousand: as plain tuples, and as columns."""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import polars as pl

from .control import Control

_AT_ONCE: Final = 20_000


def plain_rows(control: Control, query: str, values: Iterable[object] = ()) -> sqlite3.Cursor:
    """Ask for rows that are plain tuples, since many are read."""
    rows = control.db.cursor()
    rows.row_factory = None
    return rows.execute(query, tuple(values))


def frames(
    control: Control, query: str, values: Iterable[object], schema: Mapping[str, Any]
) -> Iterator[pl.DataFrame]:
    """Ask for rows as columns, some thousands at a time; no frame comes where there is no row."""
    rows = plain_rows(control, query, values)
    for some in iter(lambda: rows.fetchmany(_AT_ONCE), []):
        yield pl.DataFrame(some, schema=dict(schema), orient="row")


def frame(control: Control, query: str, values: Iterable[object], schema: Mapping[str, Any]) -> pl.DataFrame:
    """Ask for rows as columns, all at once."""
    return pl.concat([pl.DataFrame(schema=dict(schema)), *frames(control, query, values, schema)])


def digest(lines: pl.Series) -> str:
    """Give the SHA-256 of lines in their order, which tells whether rows that are made of them stay as they are."""
    return hashlib.sha256(lines.str.join("\n").cast(pl.Binary).item() or b"").hexdigest()
