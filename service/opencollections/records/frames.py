"""Frames: columns of Python values become the columns of a batch, and are checked on the way."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from ..errors import BrokenFile, TooLarge
from ..phrases import Phrase
from .measures import in_bytes

CELL_LIMIT_BYTES: Final = 1_000_000
"""Longest value accepted: the longest catalogue text has some ten thousand letters."""

Texts = Sequence[str | None]


def text_column(file: str, name: str, reference: str, rows: Sequence[int | str], values: Texts) -> pl.Series:
    """Make the column of one reference; raise BrokenFile or TooLarge naming the row of a value that cannot be."""
    column = text_series(file, reference, rows, values).alias(name)
    refuse_long(file, column, reference, rows)
    return column


def text_series(file: str, reference: str, rows: Sequence[int | str], values: Texts) -> pl.Series:
    """Make a series of text; raise BrokenFile for what is no Unicode."""
    try:
        return pl.Series(values, dtype=pl.String)
    except UnicodeEncodeError:
        row = next(
            row for row, value in zip(rows, values, strict=True) if value and _has_lone_surrogate(value)
        )
        detail = Phrase(
            "{row}: {path!r} has half of a surrogate pair (\\ud800 to \\udfff), which is no letter",
            {"row": str(row), "path": reference},
        )
        raise BrokenFile(file=file, kind="JSON", detail=detail) from None


def fold(columns: Sequence[pl.Series], owners: pl.Series, height: int) -> list[pl.Series]:
    """Fold columns of single values into columns of lists.

    ``owners`` has, ascending, the index of the row that each value belongs to; a row without any is null.
    """
    owner = owners.cast(pl.UInt32).alias("owner").set_sorted()
    folded = pl.DataFrame([owner, *columns]).group_by("owner", maintain_order=True).agg(pl.all())
    rows = pl.DataFrame({"owner": pl.int_range(height, dtype=pl.UInt32, eager=True)})
    joined = rows.join(folded, on="owner", how="left", maintain_order="left")
    return [joined[column.name] for column in columns]


def refuse_long(file: str, column: pl.Series, reference: str, rows: Sequence[int | str] | pl.Series) -> None:
    """Raise TooLarge where a value of the column is longer than the limit."""
    lengths = column.str.len_bytes()
    if not isinstance(longest := lengths.max(), int) or longest <= CELL_LIMIT_BYTES:
        return
    row = rows[lengths.arg_max() or 0]
    raise too_long(file, row, reference, longest)


def too_long(file: str, row: int | str, reference: str | None, size: int | str) -> TooLarge:
    """Make the error of a value over the limit."""
    advice = Phrase("If the text is not that long, a quotation mark in or before it is not closed.")
    if reference:
        what = Phrase("the value in row {row}, column {column!r},", {"row": str(row), "column": reference})
    else:
        what = Phrase("the value in row {row}", {"row": str(row)})
    return TooLarge(
        file=file, what=what, value=in_bytes(size), limit=in_bytes(CELL_LIMIT_BYTES), advice=advice
    )


def _has_lone_surrogate(text: str) -> bool:
    return any("\ud800" <= char <= "\udfff" for char in text)
