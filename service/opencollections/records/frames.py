"""Frames: columns of Python values become the columns of a batch, and are checked on the way."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from ..errors import BrokenFile, TooLarge

CELL_LIMIT_BYTES: Final = 1_000_000
"""Longest value accepted: the longest catalogue text has some ten thousand letters."""

Texts = Sequence[str | None]


def text_column(file: str, name: str, reference: str, rows: Sequence[int | str], values: Texts) -> pl.Series:
    """Make the column of one reference; raise BrokenFile or TooLarge naming the row of a value that cannot be."""
    try:
        column = pl.Series(name, values, dtype=pl.String)
    except UnicodeEncodeError:
        row = next(row for row, value in zip(rows, values, strict=True) if value and has_lone_surrogate(value))
        raise lone_surrogate(file, row, reference) from None
    refuse_long(file, column, reference, rows)
    return column


def refuse_long(file: str, column: pl.Series, reference: str, rows: Sequence[int | str] | pl.Series) -> None:
    """Raise TooLarge where a value of the column is longer than the limit."""
    lengths = column.str.len_bytes()
    if not isinstance(longest := lengths.max(), int) or longest <= CELL_LIMIT_BYTES:
        return
    row = rows[lengths.arg_max() or 0]
    raise too_long(file, row, reference, longest)


def too_long(file: str, row: int | str, reference: str | None, size: int | str) -> TooLarge:
    """Make the error of a value over the limit."""
    column = f", column {reference!r}," if reference else ""
    advice = "If the text is not that long, a quotation mark in or before it is not closed."
    what = f"the value in row {row}{column}"
    return TooLarge(file=file, what=what, value=f"{size} bytes", limit=f"{CELL_LIMIT_BYTES} bytes", advice=advice)


def has_lone_surrogate(text: str) -> bool:
    """Tell whether a text has half of a surrogate pair, which no encoding can carry."""
    return any("\ud800" <= char <= "\udfff" for char in text)


def lone_surrogate(file: str, row: int | str, reference: str) -> BrokenFile:
    """Make the error of a text that is not Unicode."""
    detail = f"{row}, {reference!r} has half of a surrogate pair (\\ud800 to \\udfff), which is no letter"
    return BrokenFile(file=file, kind="JSON", detail=detail)
