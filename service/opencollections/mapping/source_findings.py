"""What the sources show to be wrong with a mapping, before the first record is read."""

from collections.abc import Iterable, Iterator, Sequence

from ..errors import ColumnMissing, PathInvalid, QueryInvalid, SheetMissing, SourceError
from ..problems import Finding, Severity
from ..records.tables import Table
from .findings import nearest
from .model import LogicalSource, Mapping
from .readings import Reading, readings, references

UNREADABLE = (SheetMissing, PathInvalid, QueryInvalid)
"""Errors of a source that are mistakes of the mapping."""


def unopened(mapping: Mapping, source: LogicalSource, error: SourceError) -> Finding:
    """Say that a source cannot be read as the mapping says."""
    name = next((one.name for one in mapping.triples_maps if one.source.key() == source.key()), None)
    line = source.location.line if source.location else None
    return Finding(
        error.code,
        Severity.ERROR,
        str(error),
        "",
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
                yield _finding(mapping, error.code, str(error), "", readers)


def _all_are_paths(table: Table, wanted: Sequence[str]) -> bool:
    """Tell whether all paths can be read, in one question, since a mapping may have a hundred of them."""
    try:
        table.batches(wanted)
    except (PathInvalid, ColumnMissing):
        return False
    return True


def _missing_column(mapping: Mapping, table: Table, reference: str, readers: list[Reading]) -> Finding:
    sheet = f", sheet {table.sheet!r}," if table.sheet else ""
    columns = table.columns or ()
    known = ", ".join(repr(column) for column in columns[:40])
    return _finding(
        mapping,
        "column-missing",
        f"{mapping.file}{_place(readers)} reads the column {reference!r}, and {table.file}{sheet} has no such column.",
        f"{nearest(reference, columns)} The columns are: {known}.".strip(),
        readers,
        table,
        reference,
    )


def _place(readers: list[Reading]) -> str:
    if not readers:
        return ""
    first, others = readers[0], len(readers) - 1
    line = f"row {first.line}, " if first.line else ""
    more = "" if not others else f", and {others} more {'place' if others == 1 else 'places'}"
    return f" ({line}mapping {first.triples_map!r}, {first.term}{more})"


def _finding(
    mapping: Mapping,
    code: str,
    message: str,
    advice: str,
    readers: list[Reading],
    table: Table | None = None,
    column: str | None = None,
) -> Finding:
    first = readers[0] if readers else None
    return Finding(
        code,
        Severity.ERROR,
        message,
        advice,
        file=table.file if table else mapping.file,
        sheet=table.sheet if table else None,
        row=None if table or first is None else first.line,
        column=column,
        document=mapping.file,
        line=first.line if first else None,
        triples_map=first.triples_map if first else None,
        term=first.term if first else None,
    )
