"""Grids: pieces of delimited text that Polars reads as csv does, which is proved by writing them again."""

import io
from typing import Final

import polars as pl

from .dialects import Style

_LINE_ENDS: Final = ("\n", "\r\n")


def proven_grid(piece: bytes, style: Style, width: int) -> pl.DataFrame | None:
    """Read a piece that ends with a row; None where it is no grid of this width, or may be more than one thing.

    A writer quotes what needs it, so what it wrote has one meaning. If the cells of a piece, written again, are
    the same bytes, then they are its cells. Most files are written so; the others are for a closer look.
    """
    if b"\0" in piece or not _is_common(style):
        return None
    line_end = _LINE_ENDS[piece[: piece.find(b"\n") + 1].endswith(b"\r\n")]
    try:
        grid = pl.read_csv(
            piece, has_header=False, separator=style.delimiter, quote_char=style.quote, infer_schema=False
        )
    except pl.exceptions.PolarsError:
        return None
    # A row of empty cells (null here, or "" where quotes are written) is no record; a closer look leaves it out.
    blank = pl.all_horizontal(pl.all().is_null() | (pl.all() == ""))
    if grid.width != width or grid.select(blank.any()).item():
        return None
    written = io.BytesIO()
    grid.write_csv(written, include_header=False, separator=style.delimiter, line_terminator=line_end)
    whole = piece if piece.endswith(b"\n") else piece + line_end.encode()
    return grid if written.getvalue() == whole else None


def _is_common(style: Style) -> bool:
    return style.quote == '"' and len(style.delimiter.encode()) == 1
