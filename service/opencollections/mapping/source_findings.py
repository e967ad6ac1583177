"""What the sources show to be wrong with a mapping, before the first record is read."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from ..errors import ColumnMissing, PathInvalid, QueryInvalid, SheetMissing, SourceError
from ..phrases import as_facts
from ..problems import Finding, Severity, Telling
from ..records.headings import listed
from ..records.tables import Table
from .findings import nearest_name
from .model import LogicalSource, Mapping
from .readings import Reading, readings, references

UNREADABLE = (SheetMissing, PathInvalid, QueryInvalid)
"""Errors of a source that are mistakes of the mapping."""


_UNPLACED: Final = "{mapping} reads the column {column!r}, and {table} has no such column."
_PLACED: Final = "{mapping} (row {line}, mapping {rule!r}, {term}) reads the column {column!r}, and {table} has no such column."
_IN_SHEET: Final = {
    _UNPLACED: "{mapping} reads the column {column!r}, and {table}, sheet {sheet!r}, has no such column.",
    _PLACED: (
        "{mapping} (row {line}, mapping {rule!r}, {term}) reads the column {column!r}, and {table}, sheet {sheet!r}, "
        "has no such column."
    ),
}
_KNOWN: Final = "The columns are: {known}."
_NEAR: Final = "Did you mean {near!r}? The columns are: {known}."

SENTENCES: Final = (
    *(_UNPLACED, _PLACED, *_IN_SHEET.values(), _KNOWN, _NEAR),
    *(error.text for error in (*UNREADABLE, ColumnMissing)),
)
"""Every sentence that tells of a source, for those who translate them."""


def unopened(mapping: Mapping, source: LogicalSource, error: SourceError) -> Finding:
    """Say that a source cannot be read as the mapping says."""
    name = next((one.name for one in mapping.triples_maps if one.source.key() == source.key()), None)
    line = source.location.line if source.location else None
    return Finding.told(
        error.code,
        Severity.ERROR,
        _of(error),
        file=mapping.file,
        row=line,
        document=mapping.file,
        line=line,
        triples_map=name,
        term="source",
    )


def unread(mapping: Mapping, source: LogicalSource, table: Table, wanted: Iterable[str]) -> Iterator[Finding]:
    """Name every column that is read and not there, and every path that is none."""
    key, asked = source.key(), tuple(wanted)
    if table.columns is None and _all_are_paths(table, asked):
        return
    for reference in asked:
        readers = [
            one for one in readings(mapping) if one.source == key and reference in references(one.expression)
        ]
        if table.columns is not None and reference not in table.columns:
            yield _missing_column(mapping, table, reference, readers)
        elif table.columns is None:
            try:
                table.batches([reference])
            except (PathInvalid, ColumnMissing) as error:
                yield _finding(mapping, error.code, _of(error), readers)


def _all_are_paths(table: Table, wanted: Sequence[str]) -> bool:
    """Tell whether all paths can be read, in one question, since a mapping may have a hundred of them."""
    try:
        table.batches(wanted)
    except (PathInvalid, ColumnMissing):
        return False
    return True


def _of(error: SourceError) -> Telling:
    return Telling(error.text, "", as_facts(error.facts))


def _missing_column(mapping: Mapping, table: Table, reference: str, readers: list[Reading]) -> Finding:
    first = readers[0] if readers else None
    message = _PLACED if first and first.line else _UNPLACED
    columns = table.columns or ()
    near = nearest_name(reference, columns)
    facts = {
        "mapping": mapping.file,
        "column": reference,
        "table": table.file,
        "sheet": table.sheet or "",
        "known": listed(columns),
        "near": near or "",
    }
    if first is not None:
        others = f" + {len(readers) - 1}" if len(readers) > 1 else ""
        facts |= {"line": str(first.line), "rule": first.triples_map, "term": f"{first.term}{others}"}
    telling = Telling(_IN_SHEET[message] if table.sheet else message, _NEAR if near else _KNOWN, facts)
    return _finding(mapping, "column-missing", telling, readers, table, reference)


def _finding(
    mapping: Mapping,
    code: str,
    telling: Telling,
    readers: list[Reading],
    table: Table | None = None,
    column: str | None = None,
) -> Finding:
    first = readers[0] if readers else None
    return Finding.told(
        code,
        Severity.ERROR,
        telling,
        file=table.file if table else mapping.file,
        sheet=table.sheet if table else None,
        row=None if table or first is None else first.line,
        column=column,
        document=mapping.file,
        line=first.line if first else None,
        triples_map=first.triples_map if first else None,
        term=first.term if first else None,
    )
