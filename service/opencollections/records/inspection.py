"""Inspection: what a file that was handed in is, how it was read, and what its columns hold; each guess correctable."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from ..errors import BrokenFile, FileMissing
from ..problems import Problem
from . import json_outline, xml_outline
from .confined import ConfinedTable
from .delimited import DelimitedTable
from .detect import kind_of, title
from .dialects import Style, style_of
from .encodings import Encoding, encoding_of, utf8_chunks
from .findings import Findings
from .heading_row import LOOKED_AT, heading_row
from .opening import bare_table, open_table
from .rows import Row, rows
from .samples import Sample, Shown, sampled
from .sqlite import SQLiteTable, tables_of
from .tables import Dialect, File, Kind, Selection, Sheet, Table

_HEAD_BYTES: Final = 1 << 18
WORKBOOKS: Final = frozenset({Kind.XLSX, Kind.ODS})
_DELIMITERS: Final = (None, ";", ",", "\t", "|")

Opening = Callable[[File, Selection], Table]
"""How a table is opened that is no delimited text and no workbook."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What the owner of a file says of it; None leaves it to be found.

    ``header_row`` is the row of the headings as the owner's program counts, and 0 says that there are none.
    ``iterator`` is the path of the records in JSON and XML.
    """

    kind: Kind | None = None
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    header_row: int | None = None
    iterator: str | None = None


@dataclass(frozen=True, slots=True)
class Inspection:
    """A file as it was read: with ``selection`` it is read so again.

    ``sheets`` are those of a workbook, the hidden ones too; ``iterators`` the other paths that could be those of
    the records. ``encoding`` and ``style`` are of text only. ``root`` is the first element of XML, as
    ``{namespace}local``. ``first`` are the first records.
    """

    file: str
    kind: Kind
    selection: Selection
    records: int = 0
    columns: tuple[Sample, ...] = ()
    first: tuple[Shown, ...] = ()
    sheet: str | None = None
    sheets: tuple[Sheet, ...] = ()
    encoding: Encoding | None = None
    style: Style | None = None
    header_row: int | None = None
    iterators: tuple[str, ...] = ()
    root: str | None = None
    problems: tuple[Problem, ...] = ()

    def column(self, name: str) -> Sample:
        """Give the sample of a column; raise KeyError."""
        return {sample.name: sample for sample in self.columns}[name]


def inspect(file: File, correction: Correction | None = None, opened: Opening = open_table) -> Inspection:
    """Look a file through: one sheet of a workbook, and of other files all.

    Raises FileMissing, UnknownFileKind, BrokenFile, SheetMissing, ForbiddenXML, TooDeep, TooLarge, ReadingStopped.
    """
    if not file.path.is_file():
        raise FileMissing(file=file.name)
    said = correction or Correction()
    kind = kind_of(file, said.kind)
    if kind in {Kind.CSV, Kind.TSV}:
        return _delimited(file, kind, said)
    if kind in WORKBOOKS:
        return _workbook(file, kind, said)
    if kind in {Kind.JSON, Kind.NDJSON}:
        return _json(file, kind, said, opened)
    if kind is Kind.XML:
        return _xml(file, kind, said, opened)
    if kind is Kind.RDF:
        return Inspection(file.name, kind, Selection(kind))
    return _typed(file, kind, said, opened)


def inspect_sheets(
    file: File, correction: Correction | None = None, opened: Opening = open_table
) -> tuple[Inspection, ...]:
    """Look through every sheet of a workbook that is shown and has records; of another file the one table.

    Where the correction names a sheet, it alone is looked through. Raises what ``inspect`` raises.
    """
    first = inspect(file, correction, opened)
    if (correction is not None and correction.sheet is not None) or first.kind not in WORKBOOKS:
        return (first,)
    others = [sheet for sheet in first.sheets if not sheet.is_hidden and sheet.name != first.sheet]
    found = (_sheet_with_records(file, correction, sheet) for sheet in others)
    return (first, *(one for one in found if one is not None))


def _sheet_with_records(file: File, correction: Correction | None, sheet: Sheet) -> Inspection | None:
    """Look through a further sheet; None where it is empty, as those are that a new workbook has."""
    try:
        found = inspect(file, replace(correction or Correction(), sheet=sheet.name))
    except BrokenFile:
        return None
    return found if found.records else None


def _delimited(file: File, kind: Kind, said: Correction) -> Inspection:
    encoding = encoding_of(file, title(kind), said.encoding)
    dialect = _dialect(said, encoding)
    if said.header_row is None:
        dialect = _with_headings(file, kind, dialect, encoding)
    selection = Selection(kind, dialect=dialect)
    table = bare_table(file, selection, kind)
    assert isinstance(table, DelimitedTable)
    return replace(
        _inspection(file, kind, selection, table, table.columns),
        encoding=encoding,
        style=table.style,
        header_row=table.heading_row,
    )


def _dialect(said: Correction, encoding: Encoding) -> Dialect:
    dialect = Dialect(delimiter=said.delimiter, encoding=said.encoding)
    if encoding.sample is not None:
        # A guess that the owner has seen is no guess for the next reader.
        dialect = replace(dialect, encoding=encoding.codec)
    if said.quote is not None:
        dialect = replace(dialect, quote=said.quote)
    return _headed(dialect, said.header_row)


def _headed(dialect: Dialect, row: int | None) -> Dialect:
    """Say where the headings are; row 1 needs no word."""
    if row is None:
        return dialect
    return replace(dialect, header=row > 0, skipped_rows=max(row - 1, 0))


def _with_headings(file: File, kind: Kind, dialect: Dialect, encoding: Encoding) -> Dialect:
    """Find the row of headings; lines before it also mislead the search for the delimiter."""
    chunk = next(utf8_chunks(file.path, encoding.codec, _HEAD_BYTES), b"")
    head = chunk[: chunk.rfind(b"\n") + 1 or None]
    text = head.decode("utf-8", "ignore")
    plain = style_of(dialect, kind, text)
    tried = [plain]
    if dialect.delimiter is None:
        tried += [replace(plain, delimiter=sign) for sign in _DELIMITERS if sign and sign != plain.delimiter]
    found = [
        list(islice(rows([head[style.skipped :]], style, file.name, 0, Findings(file.name)), LOOKED_AT))
        for style in tried
    ]
    best = max(range(len(tried)), key=lambda index: (_regularity(found[index]), -index))
    row = heading_row(found[best])
    first = next((one.number for one in found[best] if any(one.cells)), 1)
    if row == first and best == 0:
        return dialect
    delimiter = dialect.delimiter if best == 0 else tried[best].delimiter
    return _headed(replace(dialect, delimiter=delimiter), row)


def _regularity(found: Sequence[Row]) -> float:
    """Give the share of rows that are as wide as most of those which are cut into cells at all."""
    widths = [len(row.cells) for row in found if any(row.cells)]
    cut = [width for width in widths if width > 1]
    return round(max(map(cut.count, cut)) / len(widths), 1) if cut else 0.0


def _workbook(file: File, kind: Kind, said: Correction) -> Inspection:
    dialect = _headed(Dialect(), said.header_row)
    table = ConfinedTable(file, Selection(kind, said.sheet, dialect=dialect), kind)
    if said.header_row is None and _is_doubtful(table.columns or ()):
        found = _headed(dialect, _heading_row_of(file, kind, table.sheet))
        if found != dialect:
            dialect = found
            table = ConfinedTable(file, Selection(kind, table.sheet, dialect=dialect), kind)
    selection = Selection(kind, table.sheet, dialect=dialect)
    looked = _inspection(file, kind, selection, table, table.columns or ())
    header = said.header_row
    if header is None:
        header = dialect.skipped_rows + 1 if dialect.header else 0
    return replace(looked, sheet=table.sheet, sheets=table.sheets, header_row=header)


def _is_doubtful(columns: Sequence[str]) -> bool:
    """Tell whether the first row can hardly be the headings: it leaves columns blank, or has values."""
    return heading_row([Row(1, [name for name in columns if not name.startswith("column ")])]) == 0 or any(
        name.startswith("column ") for name in columns
    )


def _heading_row_of(file: File, kind: Kind, sheet: str | None) -> int:
    """Find the row of headings of a sheet by its first rows."""
    table = ConfinedTable(file, Selection(kind, sheet, dialect=Dialect(header=False)), kind)
    columns = table.columns or ()
    found: list[Row] = []
    for frame in table.batches(columns):
        for number, *cells in frame.head(LOOKED_AT).select("row", *_values(columns)).iter_rows():
            found.append(Row(number, [cell or "" for cell in cells]))
        break
    return heading_row(found)


def _values(columns: Sequence[str]) -> list[str]:
    return [f"v{index}" for index in range(len(columns))]


def _json(file: File, kind: Kind, said: Correction, opened: Opening) -> Inspection:
    encoding = encoding_of(file, kind.name, said.encoding)
    is_lines = kind is Kind.NDJSON
    found = (
        json_outline.outline_of_lines(file, encoding.codec)
        if is_lines
        else json_outline.outline(file, encoding.codec, said.iterator)
    )
    selection = Selection(kind, iterator=found.iterator, dialect=Dialect(encoding=said.encoding))
    table = opened(file, selection)
    looked = _inspection(file, kind, selection, table, found.paths)
    return replace(looked, encoding=encoding, iterators=found.others)


def _xml(file: File, kind: Kind, said: Correction, opened: Opening) -> Inspection:
    found = xml_outline.outline(file, said.iterator)
    selection = Selection(kind, iterator=found.iterator, namespaces=found.namespaces)
    table = opened(file, selection)
    looked = _inspection(file, kind, selection, table, found.paths)
    return replace(looked, iterators=found.others, root=found.root.tag)


def _typed(file: File, kind: Kind, said: Correction, opened: Opening) -> Inspection:
    """Look through Parquet or a table of a database, the first one where none is named."""
    sheets = tables_of(file) if kind is Kind.SQLITE else ()
    sheet = said.sheet or next((one.name for one in sheets), None)
    table = opened(file, Selection(kind, sheet))
    columns = table.headings if isinstance(table, SQLiteTable) else table.columns or ()
    looked = _inspection(file, kind, Selection(kind, sheet), table, columns)
    return replace(looked, sheet=table.sheet, sheets=sheets)


def _inspection(
    file: File, kind: Kind, selection: Selection, table: Table, references: Sequence[str]
) -> Inspection:
    seen = sampled(table, references)
    return Inspection(
        file.name, kind, selection, seen.records, seen.columns, seen.first, problems=table.problems
    )
