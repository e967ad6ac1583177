"""What a workbook's XML says of its sheets before it is loaded: how far they reach, and cells without a value.

The loader makes a dense grid of the used range, so that one stray cell in the last corner of a sheet of 6 kB
would cost gigabytes. Therefore the range is measured first, on the XML as it streams by.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from posixpath import join, normpath, split
from typing import Final, NamedTuple

from lxml import etree

from ..errors import TooLarge
from ..phrases import Phrase
from .archives import Archive, damaged
from .headings import column_letters
from .safe_xml import target_parser, tree_parser

CELL_LIMIT: Final = 20_000_000
# Beyond this a sheet has to be filled to a twentieth; below, blanks cost too little to refuse a real table.
_SPARSE_FROM_CELLS: Final = 2_000_000
_SPARSE_SHARE: Final = 20
_NOTED_CELLS: Final = 1_000
_NEGATIVE_CELLS: Final = 100_000
_LONGEST_TAIL_BYTES: Final = 1 << 20

# The letter leads the pattern, because the search for one byte is fast.
_PLACE: Final = re.compile(rb"""r(?<=\sr)\s*=\s*["']([A-Za-z]{0,3})([0-9]{1,9})["']""")
_CELL: Final = rb'<c\s(?=[^>]*?\br="([A-Z]{1,3})([0-9]+)")'
_VALUELESS: Final = re.compile(
    _CELL + rb'(?![^>]*\bt="str")[^>]*>\s*<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>'
)
_MERGED: Final = re.compile(rb'<mergeCell\s+ref="([A-Z]{1,3})([0-9]+):([A-Z]{1,3})([0-9]+)"')
# Only a cell with a style can be a date, and only a negative one can be from before 1900.
_NEGATIVE: Final = re.compile(_CELL + rb'(?=[^>]*\bs="[1-9])[^>]*>\s*<v>(-[0-9.]+)</v>')
_ERROR: Final = re.compile(_CELL + rb'(?=[^>]*\bt="e")[^>]*>(?:\s*<f[^<]*(?:</f>)?)?\s*<v>([^<]*)</v>')

_EPOCH: Final = date(1899, 12, 30)
_EPOCH_1904: Final = date(1904, 1, 1)

_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_PARAGRAPH: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p"


class Flaw(NamedTuple):
    """A cell whose value the file does not have; ``code`` says why."""

    code: str
    row: int
    letters: str
    value: str | None = None


@dataclass(slots=True)
class Extent:
    """How far a sheet reaches, counted from A1, and how many cells it has."""

    rows: int = 0
    columns: int = 0
    cells: int = 0
    flaws: list[Flaw] = field(default_factory=list)
    negatives: dict[tuple[int, str], float] = field(default_factory=dict)
    """The negative numbers with a style, by row and letters; those that are dates come from before 1900."""

    def note(self, flaws: Sequence[Flaw]) -> None:
        """Keep the first thousand flaws."""
        self.flaws.extend(flaws[: _NOTED_CELLS - len(self.flaws)])

    def refuse_vast(self, file: str, sheet: str) -> None:
        """Raise TooLarge where the grid would be too large, or nearly empty."""
        grid = self.rows * self.columns
        sparse = grid > _SPARSE_FROM_CELLS and grid > _SPARSE_SHARE * self.cells
        if grid <= CELL_LIMIT and not sparse:
            return
        corner = f"{column_letters(self.columns - 1)}{self.rows}"
        raise TooLarge(
            file=file,
            what=Phrase(
                "the sheet {sheet!r} has {cells} cells in use but reaches to the cell {corner}, which",
                {"sheet": sheet, "cells": f"{self.cells:,}", "corner": corner},
            ),
            value=Phrase("a grid of {count} cells", {"count": f"{grid:,}"}),
            limit=Phrase(
                "{limit} (and {share} for each in use)",
                {"limit": f"{CELL_LIMIT:,}", "share": str(_SPARSE_SHARE)},
            ),
            advice=Phrase(
                "Delete the empty rows and columns between the table and {corner}.", {"corner": corner}
            ),
        )


def xlsx_members(archive: Archive) -> dict[str, str]:
    """Map the name of each sheet of an XLSX workbook to the archive's member that holds it."""
    main = _list_of_sheets(archive)
    targets = _relations(archive, main)
    members = {}
    for sheet in _tree(archive, main).iter("{*}sheet"):
        identifier = next((value for name, value in sheet.attrib.items() if str(name).endswith("}id")), "")
        members[sheet.get("name", "")] = targets.get(str(identifier), ("", ""))[1]
    return members


def _list_of_sheets(archive: Archive) -> str:
    """Find the archive's member that lists the sheets."""
    for kind, target in _relations(archive, "").values():
        if kind == "officeDocument":
            return target
    raise archive.broken(Phrase("it does not name its list of sheets"))


def _relations(archive: Archive, member: str) -> dict[str, tuple[str, str]]:
    """Give the kind and the member of each part that a part (or the whole archive) refers to."""
    folder, name = split(member)
    relations = _tree(archive, join(folder, "_rels", f"{name}.rels")).iter("{*}Relationship")
    return {
        relation.get("Id", ""): (
            relation.get("Type", "").rpartition("/")[2],
            normpath(join("/", folder, relation.get("Target", ""))).lstrip("/"),
        )
        for relation in relations
    }


def xlsx_epoch(archive: Archive) -> date:
    """Give the day that an XLSX workbook counts its days from."""
    properties = _tree(archive, _list_of_sheets(archive)).find("{*}workbookPr")
    by_1904 = properties is not None and properties.get("date1904") in {"1", "true"}
    return _EPOCH_1904 if by_1904 else _EPOCH


def xlsx_extent(archive: Archive, member: str) -> Extent:
    """Measure a sheet of an XLSX workbook."""
    extent = Extent()
    for text in _whole_cells(archive.chunks(member)):
        places = _PLACE.findall(text)
        extent.cells += text.count(b"<c ") + text.count(b"<c>")
        extent.columns = max(
            extent.columns, *(_column(letters) for letters in {place[0] for place in places}), 0
        )
        extent.rows = max(extent.rows, *(int(row) for row in {place[1] for place in places}), 0)
        extent.note(list(_flaws(text)))
        if b"<v>-" in text and len(extent.negatives) < _NEGATIVE_CELLS:
            extent.negatives |= {
                (int(row), letters.decode()): float(number)
                for letters, row, number in _NEGATIVE.findall(text)
            }
    return extent


def ods_extents(archive: Archive) -> dict[str, Extent]:
    """Measure every sheet of an ODS workbook, since all of them are loaded at once."""
    measure = _Measure()
    parser = target_parser(measure)
    try:
        for chunk in archive.chunks("content.xml"):
            parser.feed(chunk)
        parser.close()
    except (etree.XMLSyntaxError, ValueError) as error:
        raise archive.broken(damaged("content.xml", error)) from None
    return measure.extents


def _tree(archive: Archive, member: str) -> etree._Element:
    try:
        return etree.fromstring(archive.text(member), tree_parser())
    except etree.XMLSyntaxError as error:
        raise archive.broken(damaged(member, error.msg)) from None


def _whole_cells(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Cut chunks before the last cell that begins in them, so that no cell is torn."""
    tail = b""
    for chunk in chunks:
        text = tail + chunk
        cut = text.rfind(b"<c ")
        if cut <= 0 or len(text) - cut > _LONGEST_TAIL_BYTES:
            cut = len(text)
        yield text[:cut]
        tail = text[cut:]
    yield tail


def _column(letters: bytes) -> int:
    """Give the number of a column from its letters: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _flaws(text: bytes) -> Iterator[Flaw]:
    if b"<f" in text:
        for letters, row in _VALUELESS.findall(text):
            yield Flaw("formula-without-value", int(row), letters.decode())
    if b't="e"' in text:
        for letters, row, value in _ERROR.findall(text):
            yield Flaw("cell-error", int(row), letters.decode(), value.decode("utf-8", "replace"))
    if b"<mergeCell " in text:
        for letters, row, to_letters, to_row in _MERGED.findall(text):
            place = f"{letters.decode()}{row.decode()}:{to_letters.decode()}{to_row.decode()}"
            yield Flaw("cells-merged", int(row), letters.decode(), place)


class _Measure:
    """The target of a parser that measures the tables of an ODS document as they stream by."""

    def __init__(self) -> None:
        self.extents: dict[str, Extent] = {}
        self._extent = Extent()
        self._row = self._row_repeats = 0
        self._column = self._column_repeats = 0
        self._width = self._filled = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
            self._start_cell(attributes)
        elif tag == _PARAGRAPH:
            self._fill()
        elif tag == f"{_TABLE}table-row":
            self._row_repeats = int(attributes.get(f"{_TABLE}number-rows-repeated", "1"))
            self._column = self._column_repeats = self._width = self._filled = 0
        elif tag == f"{_TABLE}table":
            self._extent = self.extents[attributes.get(f"{_TABLE}name", "")] = Extent()
            self._row = 0

    def end(self, tag: str) -> None:
        if tag != f"{_TABLE}table-row":
            return
        self._row += self._row_repeats
        if self._width:
            self._extent.rows = self._row
            self._extent.columns = max(self._extent.columns, self._width)
            self._extent.cells += self._filled * self._row_repeats

    def close(self) -> None:
        """Nothing is left to do; a target must have this."""

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._column_repeats = int(attributes.get(f"{_TABLE}number-columns-repeated", "1"))
        self._column += self._column_repeats
        if f"{_OFFICE}value-type" in attributes:
            self._fill()
        elif f"{_TABLE}formula" in attributes:
            flaw = Flaw("formula-without-value", self._row + 1, column_letters(self._column - 1))
            self._extent.note([flaw])
        rows, columns = (
            int(attributes.get(f"{_TABLE}number-{what}-spanned", "1")) for what in ("rows", "columns")
        )
        if rows > 1 or columns > 1:
            letters = column_letters(self._column - 1)
            last = f"{column_letters(self._column + columns - 2)}{self._row + rows}"
            place = f"{letters}{self._row + 1}:{last}"
            self._extent.note([Flaw("cells-merged", self._row + 1, letters, place)])

    def _fill(self) -> None:
        if self._column > self._width:
            self._width = self._column
            self._filled += self._column_repeats
