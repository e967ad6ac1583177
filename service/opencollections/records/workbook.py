"""XLSX and ODS: one sheet as a table of text.

Rows are numbered as the sheet shows them, also where the table begins lower. The heading is the first row
that is not blank and that the dialect does not skip; blank rows give no record. A number is text here: that
the program keeps an inventory number as a number says nothing of what it is.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time

import polars as pl
from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from ..errors import BrokenFile, SheetMissing
from ..phrases import Phrase
from ..problems import Problem
from .archives import Archive
from .cells import EXACT_BELOW, Cell, cell_text, day_text
from .findings import Findings
from .frames import text_column
from .headings import Headings, column_letters, did_you_mean, listed
from .sheets import Extent, ods_extents, xlsx_epoch, xlsx_extent, xlsx_members
from .tables import BATCH_ROWS, File, Kind, Selection, Sheet


class SheetTable:
    """A sheet of a workbook, loaded."""

    _epoch = date(1899, 12, 30)

    def __init__(self, source: File, selection: Selection, kind: Kind) -> None:
        self.file = source.name
        self._kind = kind
        with Archive(source, kind) as archive:
            has_macros = any(name.endswith("vbaProject.bin") for name in archive.names)
            extents = _ods_extents(archive, source.name) if kind is Kind.ODS else {}
            members = _xlsx_members(archive) if kind is Kind.XLSX else {}
            with _loading(source.name, kind):
                workbook = CalamineWorkbook.from_path(source.path)
            self.sheets = _sheets(workbook)
            names = _names(self.sheets, selection.sheet, source.name, kind)
            if kind is Kind.XLSX:
                self._epoch = xlsx_epoch(archive)
            self.sheet = names[0]
            for name in names:
                if kind is Kind.XLSX:
                    extents[name] = xlsx_extent(archive, members.get(name, ""))
                    extents[name].refuse_vast(source.name, name)
                if name in extents and extents[name].cells:
                    self.sheet = name
                    break
        extent = extents.get(self.sheet, Extent())
        with _loading(source.name, kind):
            self._sheet = workbook.get_sheet_by_name(self.sheet)
        self._header = selection.dialect.header
        self._skipped_rows = selection.dialect.skipped_rows
        self._heading_row, cells = self._first_row()
        first = (self._sheet.start or (0, 0))[1]
        self._headings = Headings(cells, first=first, numbered=not self._header)
        self._opening = Findings(source.name, self.sheet)
        self._reading = Findings(source.name, self.sheet)
        if self._header:
            self._headings.report(self._opening, self._heading_row)
        if selection.sheet is None:
            self._report_hidden()
        if has_macros:
            self._opening.add("macros-passed-over")
        self._report_flaws(extent, first)
        self._letters = [column_letters(first + place) for place in range(len(self.columns))]
        self._negatives = extent.negatives

    @property
    def columns(self) -> tuple[str, ...]:
        return self._headings.names

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self._opening.problems + self._reading.problems

    def batches(self, references: Sequence[str]) -> Iterator[pl.DataFrame]:
        """Read the referenced columns, as the protocol of a table says."""
        places = [self._headings.place(reference, self.file, self.sheet) for reference in references]
        self._reading = Findings(self.file, self.sheet)
        return self._batches(references, places)

    def _batches(self, references: Sequence[str], places: Sequence[int]) -> Iterator[pl.DataFrame]:
        numbers: list[int] = []
        records: list[list[Cell]] = []
        for number, cells in self._rows():
            if number > self._heading_row:
                numbers.append(number)
                records.append(cells)
            if len(records) == BATCH_ROWS:
                yield self._frame(numbers, records, references, places)
                numbers, records = [], []
        if records:
            yield self._frame(numbers, records, references, places)

    def _rows(self) -> Iterator[tuple[int, list[Cell]]]:
        """Read the rows that are not blank, after those that the dialect skips."""
        with _loading(self.file, self._kind):
            for number, cells in enumerate(self._sheet.iter_rows(), 1):
                if number > self._skipped_rows and cells.count("") < len(cells):
                    yield number, cells

    def _first_row(self) -> tuple[int, list[str]]:
        for number, cells in self._rows():
            return (number if self._header else 0), [cell_text(cell) for cell in cells]
        raise BrokenFile(
            file=self.file,
            kind=self._kind.name,
            detail=Phrase("the sheet {sheet!r} is empty", {"sheet": self.sheet}),
        )

    def _frame(
        self, numbers: list[int], records: list[list[Cell]], references: Sequence[str], places: Sequence[int]
    ) -> pl.DataFrame:
        columns = [pl.Series("row", numbers, dtype=pl.UInt32)]
        for index, (reference, place) in enumerate(zip(references, places, strict=True)):
            # A call for every text would cost as much as the rest of the reading.
            texts = [cell if type(cell := row[place]) is str else cell_text(cell) for row in records]
            self._mend(texts, numbers, place, [row[place] for row in records])
            columns.append(text_column(self.file, f"v{index}", reference, numbers, texts))
        return pl.DataFrame(columns)

    def _mend(self, texts: list[str], numbers: Sequence[int], place: int, cells: Sequence[Cell]) -> None:
        """Report doubtful numbers and dates, and write the dates that the loader does not know.

        A spreadsheet makes the first of a month of what was typed as a month (08/91), and nobody can tell afterwards.
        """
        if {float, time, date, datetime}.isdisjoint(map(type, cells)):
            return
        column, letters = self.columns[place], self._letters[place]
        for at, cell in enumerate(cells):
            if type(cell) is float and abs(cell) >= EXACT_BELOW:
                self._reading.add("number-too-long", row=numbers[at], column=column, value=texts[at])
            elif type(cell) is time and (days := self._negatives.get((numbers[at], letters))) is not None:
                texts[at] = day_text(self._epoch, days)
                self._reading.add("date-before-1900", row=numbers[at], column=column, value=texts[at])
            elif isinstance(cell, date) and cell.day == 1:
                self._reading.add("date-precision-unsure", row=numbers[at], column=column, value=texts[at])

    def _report_hidden(self) -> None:
        """Report hidden sheets, where the mapping leaves open which one is meant."""
        hidden = [sheet.name for sheet in self.sheets if sheet.is_hidden]
        if hidden:
            self._opening.add("sheets-hidden", sheet=self.sheet, hidden=listed(hidden))

    def _report_flaws(self, extent: Extent, first: int) -> None:
        """Report cells whose value is not in the file, where they belong to the table."""
        names = {column_letters(first + place): name for place, name in enumerate(self.columns)}
        for flaw in extent.flaws:
            if flaw.letters in names and flaw.row > self._heading_row:
                self._opening.add(flaw.code, row=flaw.row, column=names[flaw.letters], value=flaw.value)


def _ods_extents(archive: Archive, file: str) -> dict[str, Extent]:
    """Measure all sheets of an ODS workbook, which are in one part and loaded at once."""
    extents = ods_extents(archive)
    for sheet, extent in extents.items():
        extent.refuse_vast(file, sheet)
    return extents


def _xlsx_members(archive: Archive) -> dict[str, str]:
    """Find the sheets of an XLSX workbook, after its other parts were unpacked once within the limits."""
    for name in archive.names:
        if name.endswith((".xml", ".rels")) and not name.startswith("xl/worksheets/"):
            for _ in archive.chunks(name):
                pass
    return xlsx_members(archive)


def _sheets(workbook: CalamineWorkbook) -> tuple[Sheet, ...]:
    """Give the sheets that have cells, in their order; charts and macros have none."""
    return tuple(
        Sheet(sheet.name, is_hidden=sheet.visible is not SheetVisibleEnum.Visible)
        for sheet in workbook.sheets_metadata
        if sheet.typ is SheetTypeEnum.WorkSheet
    )


def _names(sheets: Sequence[Sheet], asked: str | None, file: str, kind: Kind) -> list[str]:
    """Give the sheet that is asked for; without a name, those that may be meant, of which the first with cells is."""
    names = [sheet.name for sheet in sheets]
    if not names:
        raise BrokenFile(file=file, kind=kind.name, detail=Phrase("it has no sheet with cells"))
    if asked is None:
        return [sheet.name for sheet in sheets if not sheet.is_hidden] or names
    # Spreadsheet programs do not tell sheets apart by capitals or by blanks around a name.
    folded = {name.strip().casefold(): name for name in reversed(names)}
    chosen = asked if asked in names else folded.get(asked.strip().casefold())
    if chosen is None:
        hint = did_you_mean(asked, names)
        raise SheetMissing(file=file, sheet=asked, known=listed(names), hint=hint)
    return [chosen]


@contextmanager
def _loading(file: str, kind: Kind) -> Iterator[None]:
    """Turn whatever the loader raises into BrokenFile."""
    try:
        yield
    except PasswordError:
        raise BrokenFile(file=file, kind=kind.name, detail=Phrase("it is protected by a password")) from None
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise BrokenFile(file=file, kind=kind.name, detail=str(error)) from None
    except BaseException as error:
        # The loader's language ends a hopeless case with an exception of its own, outside of Exception.
        if type(error).__name__ != "PanicException":
            raise
        detail = Phrase("its inner structure is damaged")
        raise BrokenFile(file=file, kind=kind.name, detail=detail) from None
