"""Opening a file as a table: its kind is found, then its reader."""

import re
from dataclasses import replace
from typing import Final

from ..errors import FileMissing
from .confined import ConfinedTable
from .delimited import DelimitedTable
from .detect import kind_of
from .json_documents import JSONTable
from .parquet import ParquetTable
from .path_table import PathTable
from .rdf import RDFTable
from .sqlite import SQLiteTable
from .tables import File, Kind, Selection, Table
from .workbook import SheetTable
from .xml_documents import XMLTable

_WORKBOOKS: Final = frozenset({Kind.XLSX, Kind.ODS})
_EACH: Final = re.compile(r"\s*\$?(?:\[\s*\*\s*\]|\.\*)")


def open_table(file: File, selection: Selection) -> Table:
    """Open the rows of a file that a selection names.

    Headings, paths and whatever forbids to read on are looked at here; rows are read by ``Table.batches``.
    Workbooks are read in a process of their own, and documents where a path could run on. Raises FileMissing,
    UnknownFileKind, BrokenFile, SheetMissing, PathInvalid, QueryInvalid, ForbiddenXML, TooLarge, ReadingStopped.
    """
    if not file.path.is_file():
        raise FileMissing(file=file.name)
    kind = kind_of(file, selection.kind)
    if kind in _WORKBOOKS:
        return ConfinedTable(file, selection, kind)
    table = bare_table(file, selection, kind)
    if isinstance(table, JSONTable | XMLTable):
        return PathTable(table, lambda paths: ConfinedTable(file, selection, kind, paths=paths))
    return table


def bare_table(file: File, selection: Selection, kind: Kind) -> Table:
    """Open a file of a kind in this process; raise what ``open_table`` raises."""
    match kind:
        case Kind.CSV | Kind.TSV:
            return DelimitedTable(file, selection, kind)
        case Kind.XLSX | Kind.ODS:
            return SheetTable(file, selection, kind)
        case Kind.JSON:
            return JSONTable(file, selection, kind)
        case Kind.NDJSON:
            return JSONTable(file, _line_by_line(selection), kind)
        case Kind.XML:
            return XMLTable(file, selection)
        case Kind.PARQUET:
            return ParquetTable(file)
        case Kind.SQLITE:
            return SQLiteTable(file, selection)
        case Kind.RDF:
            return RDFTable(file, selection)


def _line_by_line(selection: Selection) -> Selection:
    """Let a path for a list of records read lines of records, where the mapping takes the file for a list."""
    if selection.kind is Kind.NDJSON or selection.iterator is None:
        return selection
    each = _EACH.match(selection.iterator)
    return replace(selection, iterator="$" + selection.iterator[each.end() :]) if each else selection
