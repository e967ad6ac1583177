"""CSV, TSV and their kin: by Polars where a piece is a plain grid, by the csv module where it is not.

Rows are numbered as a spreadsheet shows them: the first line is row 1, a cell with line breaks is still one
row, a blank line is a row without a record, and so is a row of empty cells.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

import polars as pl

from ..errors import BrokenFile, TooLarge
from ..phrases import Phrase
from ..problems import Problem
from .blank_rows import after_blank_rows, without_blank_ends
from .detect import title
from .dialects import Style, style_of
from .encodings import Encoding, encoding_of, utf8_chunks
from .findings import Findings
from .frames import CELL_LIMIT_BYTES, refuse_long, text_column
from .headings import Headings
from .pieces import Piece, Verdict, pieces
from .rows import Row, rows
from .tables import BATCH_ROWS, File, Kind, Selection

_PIECE_BYTES: Final = 1 << 21
_HEAD_BYTES: Final = 1 << 16
_BATCH_CHARS: Final = 1 << 25
COLUMN_LIMIT: Final = 16_384
"""As many as a spreadsheet has."""


class DelimitedTable:
    """A file of delimited text, opened: its heading is read, its rows are not."""

    sheet = None

    def __init__(self, source: File, selection: Selection, kind: Kind) -> None:
        self.file = source.name
        self._path = source.path
        self._opening = Findings(source.name)
        self._reading = Findings(source.name)
        self.encoding = self._settled_encoding(source, selection, kind)
        self._style = style_of(selection.dialect, kind, self._head())
        first = self._first_row(kind)
        self.heading_row = first.number if self._style.header else 0
        self._headings = Headings(
            first.cells, first=self._style.skipped_columns, numbered=not self._style.header
        )
        if self._style.header:
            self._headings.report(self._opening, first.number)

    @property
    def columns(self) -> tuple[str, ...]:
        return self._headings.names

    @property
    def style(self) -> Style:
        """How the text is written, as it was asked for or found."""
        return self._style

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self._opening.problems + self._reading.problems

    def batches(self, references: Sequence[str]) -> Iterator[pl.DataFrame]:
        """Read the referenced columns, as the protocol of a table says."""
        places = [self._headings.place(reference, self.file) for reference in references]
        self._reading = Findings(self.file)
        return self._batches(references, places)

    def _batches(self, references: Sequence[str], places: Sequence[int]) -> Iterator[pl.DataFrame]:
        last = 0
        parts = self._parts()
        for piece in parts:
            if piece.verdict is Verdict.GRID:
                frame, last = self._grid(piece, references, places, last)
                yield from frame.iter_slices(BATCH_ROWS)
                continue
            is_odd = piece.verdict is Verdict.ODD
            before, text, after = (0, piece.text, 0) if is_odd else without_blank_ends(piece.text)
            last += before
            more = (part.text for part in parts) if is_odd else ()
            for batch in _grouped(rows(chain([text], more), self._style, self.file, last, self._reading)):
                last = batch[-1].number
                if records := self._records(batch):
                    yield self._frame(records, references, places)
            last += after

    def _parts(self) -> Iterator[Piece]:
        """Cut the text into pieces for the fast reader; what is written in an unusual way is read row by row."""
        chunks = self._chunks(_PIECE_BYTES)
        if self._style.is_usual:
            return pieces(chunks, self._style, len(self.columns))
        return (Piece(chunk, Verdict.ODD) for chunk in chunks)

    def _settled_encoding(self, source: File, selection: Selection, kind: Kind) -> Encoding:
        encoding = encoding_of(source, title(kind), selection.dialect.encoding)
        if encoding.sample is not None:
            self._opening.add("encoding-guessed", encoding=encoding.title, sample=encoding.sample)
        return encoding

    def _chunks(self, size: int) -> Iterator[bytes]:
        """Read the text as UTF-8, without the hint for Excel before it."""
        chunks = utf8_chunks(self._path, self.encoding.codec, size)
        yield next(chunks, b"")[self._style.skipped :]
        yield from chunks

    def _head(self) -> str:
        """Give the first lines of the text, whole ones unless the first is very long."""
        chunk = next(utf8_chunks(self._path, self.encoding.codec, _HEAD_BYTES), b"")
        return chunk[: chunk.rfind(b"\n") + 1 or None].decode("utf-8", "ignore")

    def _first_row(self, kind: Kind) -> Row:
        """Find the first row that is not blank: the heading, or without one the row that shows the width."""
        blank, chunks = 0, self._chunks(_HEAD_BYTES)
        if self._style.is_usual:
            blank, chunks = after_blank_rows(chunks)
        for row in rows(chunks, self._style, self.file, blank, Findings(self.file)):
            if len(row.cells) > COLUMN_LIMIT:
                advice = Phrase(
                    "Look whether its line breaks are missing, or whether another sign is its delimiter."
                )
                what = Phrase("the number of columns in row {row}", {"row": str(row.number)})
                limit = str(COLUMN_LIMIT)
                raise TooLarge(file=self.file, what=what, value=len(row.cells), limit=limit, advice=advice)
            if any(row.cells):
                return row
        raise BrokenFile(file=self.file, kind=title(kind), detail=Phrase("it has no rows"))

    def _grid(
        self, piece: Piece, references: Sequence[str], places: Sequence[int], last: int
    ) -> tuple[pl.DataFrame, int]:
        """Give the records of a piece that is a plain grid after row ``last``, and its last row's number."""
        wanted = sorted(set(places)) or [0]
        if piece.grid is not None:
            grid = piece.grid[:, wanted].with_columns(pl.all().fill_null(""))
        else:
            grid = pl.read_csv(
                piece.text,
                has_header=False,
                columns=wanted,
                separator=self._style.delimiter,
                quote_char=self._style.quote,
                infer_schema=False,
                empty_string_is_null=False,
            )
        numbers = pl.int_range(last + 1, last + grid.height + 1, dtype=pl.UInt32, eager=True).alias("row")
        columns = [
            grid.to_series(wanted.index(place)).alias(f"v{index}") for index, place in enumerate(places)
        ]
        frame = pl.DataFrame([numbers, *columns])
        longest = frame.select(pl.col(pl.String).str.len_bytes().max())
        for reference, column in zip(references, columns, strict=True):
            if (longest.get_column(column.name).item() or 0) > CELL_LIMIT_BYTES:
                refuse_long(self.file, column, reference, numbers)
        return frame[max(self.heading_row - last, 0) :], last + grid.height

    def _records(self, batch: list[Row]) -> list[Row]:
        """Leave the heading and blank rows out, and report rows that are not as wide as the heading."""
        width = len(self.columns)
        records = [row for row in batch if row.number > self.heading_row and any(row.cells)]
        for number, cells in records:
            if len(cells) > width:
                extra = self._style.delimiter.join(cells[width:])
                self._reading.add("row-too-long", row=number, value=extra, count=len(cells), width=width)
            elif len(cells) < width:
                self._reading.add("row-too-short", row=number, count=len(cells), width=width)
        return records

    def _frame(self, records: list[Row], references: Sequence[str], places: Sequence[int]) -> pl.DataFrame:
        numbers = [row.number for row in records]
        columns = [pl.Series("row", numbers, dtype=pl.UInt32)]
        for index, (reference, place) in enumerate(zip(references, places, strict=True)):
            values = [row.cells[place] if place < len(row.cells) else None for row in records]
            columns.append(text_column(self.file, f"v{index}", reference, numbers, values))
        return pl.DataFrame(columns)


def _grouped(source: Iterable[Row]) -> Iterator[list[Row]]:
    """Collect rows into batches, limited by their number and by their length."""
    batch: list[Row] = []
    size = 0
    for row in source:
        batch.append(row)
        size += sum(map(len, row.cells))
        if len(batch) == BATCH_ROWS or size > _BATCH_CHARS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
