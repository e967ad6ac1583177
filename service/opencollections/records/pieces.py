"""Delimited text in pieces of whole rows, each judged whether a fast parser reads it as csv does.

The judgement is made on bytes, without a loop over cells: doubled quotes become a mark, what is left of the
quotes must alternate between opening and closing, and the text outside of them must be a plain grid.
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from enum import Enum, auto
from typing import Final, NamedTuple

import polars as pl

from .blank_rows import is_blank
from .dialects import Style
from .grids import proven_grid

_PIECE_LIMIT_BYTES: Final = 1 << 26
_MARK: Final = b"\0"


class Verdict(Enum):
    """What can read a piece."""

    GRID = auto()
    """Every row has the width of the heading, no row is blank, quotes are where they should be."""
    RAGGED = auto()
    """The quotes are sound, so the piece ends with a row; but its rows need a careful reader."""
    ODD = auto()
    """The quotes are not sound: where rows end is only known by reading on, from here to the end."""


class Piece(NamedTuple):
    """A piece of text, what can read it, and its cells where they are known already (null for an empty one)."""

    text: bytes
    verdict: Verdict
    grid: pl.DataFrame | None = None


def pieces(chunks: Iterable[bytes], style: Style, width: int) -> Iterator[Piece]:
    """Cut UTF-8 chunks at row ends and judge each piece; after an ODD one, chunks follow as they come."""
    judge = Judge(style, width)
    rest = b""
    chunks = iter(chunks)
    for chunk in chunks:
        rest += chunk
        end = judge.end_of_rows(rest)
        if end == 0 and len(rest) < _PIECE_LIMIT_BYTES:
            continue
        text, rest = rest[: end or None], rest[end:] if end else b""
        piece = judge.piece(text) if end else Piece(text, Verdict.ODD)
        yield piece
        if piece.verdict is Verdict.ODD:
            yield Piece(rest, Verdict.ODD)
            yield from (Piece(chunk, Verdict.ODD) for chunk in chunks)
            return
    if rest:
        yield judge.piece(rest)


class Judge:
    """Judges pieces of text of one style and width."""

    def __init__(self, style: Style, width: int) -> None:
        self._style = style
        self._width = width
        self._delimiter = style.delimiter.encode()
        self._quote = style.quote.encode() if style.quote else None
        self._single_bytes = len(self._delimiter) == 1 and len(self._quote or b'"') == 1
        self._delimiters = {width - 1}
        sign = re.escape(self._delimiter)
        # Beside a cell of nothing but doubled quotes stand only delimiters and line ends, and after it also
        # an opening quote. The mark leads the pattern, because the search for one byte is fast.
        between = rb"%b\r\n\0" % sign
        after = between + re.escape(self._quote or b"")
        self._stray_mark = re.compile(rb"\0(?:(?<=[^%b]\0)|(?=[^%b]))" % (between, after))
        self._blank_row = re.compile(rb"\n[%b\0]*\r?\n" % sign)

    def end_of_rows(self, text: bytes) -> int:
        """Give the place after the last line end that is not inside quotes; 0 where there is none."""
        end = text.rfind(b"\n") + 1
        while end and self._quote and text.count(self._quote, 0, end) % 2:
            end = text.rfind(b"\n", 0, text.rfind(self._quote, 0, end)) + 1
        return end

    def piece(self, text: bytes) -> Piece:
        """Judge text that ends with a row; most is proved to be a grid by reading it."""
        if is_blank(text):
            return Piece(text, Verdict.RAGGED)
        grid = proven_grid(text, self._style, self._width)
        return Piece(text, self.verdict(text) if grid is None else Verdict.GRID, grid)

    def verdict(self, piece: bytes) -> Verdict:
        """Judge a piece that ends with a row."""
        if _MARK in piece or not self._single_bytes:
            return Verdict.ODD
        outside = self._outside(piece)
        if outside is None:
            return Verdict.ODD
        rows = outside.removesuffix(b"\n")
        lone_returns = rows.count(b"\r") - rows.count(b"\r\n") - rows.endswith(b"\r")
        # The fast reader takes a byte order mark away at the beginning of every piece, where it is a letter.
        if piece.startswith(codecs.BOM_UTF8):
            return Verdict.RAGGED
        if lone_returns or self._blank_row.search(b"\n" + rows + b"\n"):
            return Verdict.RAGGED
        counts = {row.count(self._delimiter) for row in rows.split(b"\n")}
        return Verdict.GRID if counts == self._delimiters else Verdict.RAGGED

    def _outside(self, piece: bytes) -> bytes | None:
        """Give the text with every quoted cell shortened to one quote, or None where quotes are unsound."""
        if self._quote is None or self._quote not in piece:
            return piece
        parts = piece.replace(self._quote * 2, _MARK).split(self._quote)
        if len(parts) % 2 == 0:
            return None
        cells = parts[::2]
        if not self._between_cells({cell[:1] for cell in cells[1:]}, {cell[-1:] for cell in cells[:-1]}):
            return None
        outside = self._quote.join(cells)
        return None if self._stray_mark.search(outside) else outside

    def _between_cells(self, after: set[bytes], before: set[bytes]) -> bool:
        """Tell whether quoted cells have only delimiters and line ends (or the text's ends) beside them.

        Before an opening quote a mark may stand too: that cell begins with a quote of its own.
        """
        borders = {self._delimiter, b"\r", b"\n", b""}
        return after <= borders and before <= borders - {b"\r"} | {_MARK}
