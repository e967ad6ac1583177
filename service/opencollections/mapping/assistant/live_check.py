"""The live check: what is wrong or doubtful in a mapping while its owner edits it, each with its line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from ...errors import MappingInvalid
from ...problems import Problem
from ...records.inspection import Inspection
from ...records.tables import Table
from ..documents import read_mapping
from ..model import LogicalSource, Mapping
from ..readings import readings, references
from ..source_findings import unread


def findings(text: str, file: str, inspections: Sequence[Inspection] = ()) -> tuple[Problem, ...]:
    """Give what is wrong with a mapping's text, and which of its columns the inspected files do not have.

    Nothing is read but the text: whether paths in JSON and XML find something is told by a run.
    """
    try:
        parsed = read_mapping(text, file)
    except MappingInvalid as invalid:
        return tuple(invalid.problems)
    return (*parsed.warnings, *_missing_columns(parsed.mapping, inspections))


@dataclass(frozen=True, slots=True)
class _Seen:
    """The headings of a table, as far as a finding tells of them."""

    file: str
    sheet: str | None
    columns: tuple[str, ...]


def _missing_columns(mapping: Mapping, inspections: Sequence[Inspection]) -> Iterator[Problem]:
    sources = {one.source.key(): one.source for one in mapping.triples_maps}
    for key, source in sources.items():
        seen = _seen(source, inspections)
        if seen is not None:
            wanted = [
                path for one in readings(mapping) if one.source == key for path in references(one.expression)
            ]
            yield from unread(mapping, source, cast("Table", seen), dict.fromkeys(wanted))


def _seen(source: object, inspections: Sequence[Inspection]) -> _Seen | None:
    """Find the table that a source reads, where it has headings and was inspected with them."""
    if not isinstance(source, LogicalSource):
        return None
    for one in inspections:
        same_sheet = source.selection.sheet in {None, one.sheet}
        if one.header_row and one.file.casefold() == source.file.casefold() and same_sheet:
            return _Seen(one.file, one.sheet, tuple(sample.name for sample in one.columns))
    return None
