"""Opening a file as a table: its kind is found, then its reader.

A reader is loaded when a file needs it, because all of them take as long to load as a small file to be mapped.
"""
# ruff: noqa: PLC0415

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast

from ..errors import FileMissing
from .confined import ConfinedTable
from .detect import kind_of
from .path_table import PathTable
from .tables import File, Kind, Selection, Table

if TYPE_CHECKING:
    from .path_table import Document

_PACKED: Final = frozenset({Kind.XLSX, Kind.ODS, Kind.PARQUET})
"""Kinds that are packed inside, so that their size says nothing of what they take."""

_DOCUMENTS: Final = frozenset({Kind.JSON, Kind.NDJSON, Kind.XML})
_EACH: Final = re.compile(r"\s*\$?(?:\[\s*\*\s*\]|\.\*)")


def open_table(file: File, selection: Selection) -> Table:
    """Open the rows of a file that a selection names.

    Headings, paths and whatever forbids to read on are looked at here; rows are read by ``Table.batches``.
    Workbooks and Parquet are read in a process of their own, and documents where a path could run on. Raises
    FileMissing, UnknownFileKind, BrokenFile, SheetMissing, PathInvalid, QueryInvalid, ForbiddenXML, TooLarge,
    ReadingStopped.
    """
    if not file.path.is_file():
        raise FileMissing(file=file.name)
    kind = kind_of(file, selection.kind)
    if kind in _PACKED:
        return ConfinedTable(file, selection, kind)
    table = bare_table(file, selection, kind)
    if kind in _DOCUMENTS:
        return PathTable(
            cast("Document", table), lambda paths: ConfinedTable(file, selection, kind, paths=paths)
        )
    return table


def bare_table(file: File, selection: Selection, kind: Kind) -> Table:
    """Open a file of a kind in this process; raise what ``open_table`` raises."""
    match kind:
        case Kind.CSV | Kind.TSV:
            from .delimited import DelimitedTable

            return DelimitedTable(file, selection, kind)
        case Kind.XLSX | Kind.ODS:
            from .workbook import SheetTable

            return SheetTable(file, selection, kind)
        case Kind.JSON | Kind.NDJSON:
            from .json_documents import JSONTable

            chosen = _line_by_line(selection) if kind is Kind.NDJSON else selection
            return JSONTable(file, chosen, kind)
        case Kind.XML:
            from .xml_documents import XMLTable

            return XMLTable(file, selection)
        case Kind.PARQUET:
            from .parquet import ParquetTable

            return ParquetTable(file)
        case Kind.SQLITE:
            from .sqlite import SQLiteTable

            return SQLiteTable(file, selection)
        case Kind.RDF:
            from .rdf import RDFTable

            return RDFTable(file, selection)


def _line_by_line(selection: Selection) -> Selection:
    """Let a path for a list of records read lines of records, where the mapping takes the file for a list."""
    if selection.kind is Kind.NDJSON or selection.iterator is None:
        return selection
    each = _EACH.match(selection.iterator)
    return replace(selection, iterator="$" + selection.iterator[each.end() :]) if each else selection
