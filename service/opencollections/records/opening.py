"""Opening a file as a table: its kind is found, then its reader."""

import re
from dataclasses import replace
from typing import Final

from ..errors import FileMissing
from .delimited import DelimitedTable
from .detect import kind_of
from .json_documents import JSONTable
from .parquet import ParquetTable
from .rdf import RDFTable
from .sqlite import SQLiteTable
from .tables import File, Kind, Selection, Table
from .workbook import SheetTable
from .xml_documents import XMLTable

_EACH: Final = re.compile(r"\s*\$?(?:\[\s*\*\s*\]|\.\*)")


def open_table(file: File, selection: Selection) -> Table:
    """Open the rows of a file that a selection names.

    Headings, paths and whatever forbids to read on are looked at here; rows are read by ``Table.batches``.
    Raises FileMissing, UnknownFileKind, BrokenFile, SheetMissing, PathInvalid, QueryInvalid, ForbiddenXML and
    TooLarge.
    """
    if not file.path.is_file():
        raise FileMissing(file=file.name)
    kind = kind_of(file, selection.kind)
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
