"""The trace: from an entity back to the rows and cells that made its statements.

A run keeps, for every record that has a subject, the record's row beside it: two columns a batch, whatever the
number of statements. What a rule read in that row is looked up again only for the rows somebody asks about.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import Any

import polars as pl

from ..records.tables import Table
from .engine import Run
from .model import (
    Constant,
    Expression,
    LogicalSource,
    ObjectMap,
    ReferencingObjectMap,
)
from .plan import JoinedObject, Rule, Statement, plan
from .readings import references

Row = int | str


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as it stands in its source; None where the row has none there."""

    column: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """A row of a file, as it was handed in, or of a sheet in it."""

    file: str
    sheet: str | None
    row: Row

    def is_in(self, run: Run, source: LogicalSource) -> bool:
        """Tell whether a logical source reads the file and sheet of this row."""
        given = run.sources.files.get(source.file)
        name = PurePath(given.name if given else source.file).name
        return (name, source.selection.sheet) == (self.file, self.sheet)


@dataclass(frozen=True, slots=True)
class Trace:
    """What one rule made of one row: the predicate (None: the subject itself) and the cells it was made of."""

    rule: str
    file: str
    sheet: str | None
    row: Row
    predicate: str | None
    cells: tuple[Cell, ...]

    @property
    def place(self) -> str:
        sheet = f", sheet {self.sheet}" if self.sheet else ""
        return f"{self.file}{sheet}, row {self.row}"

    def as_json(self) -> dict[str, Any]:
        """Give the object that the command line prints for a trace."""
        return asdict(self)


def traces(run: Run, iri: str) -> Iterator[Trace]:
    """Run a mapping and give the cells behind every statement about an IRI, in the order of rules and rows.

    Raises what a run raises. A statement whose cells are all empty made nothing and is left out.
    """
    rules = {
        rule.name: (one.source, rule)
        for one in plan(run.mapping, functions=run.functions).passes
        for rule in one.rules
    }
    rows: dict[str, list[Row]] = {}
    for mapped in run.mapped():
        found = mapped.origins.filter(pl.col("subject") == f"<{iri}>")
        rows.setdefault(mapped.rule, []).extend(found["row"].to_list())
    for name, wanted in rows.items():
        if wanted:
            yield from _rule_traces(run, *rules[name], wanted)


@dataclass(frozen=True, slots=True)
class RowRead:
    """A row as it stands in its file, and which of its cells made which statements.

    ``cells`` are all of a table's, and in JSON and XML those that the mapping reads.
    """

    cells: tuple[Cell, ...] = ()
    traces: tuple[Trace, ...] = ()

    def properties(self, column: str) -> list[str]:
        """Give the properties that a cell gave values to, in the order of the mapping."""
        made = (t.predicate for t in self.traces if any(cell.column == column for cell in t.cells))
        return list(dict.fromkeys(predicate for predicate in made if predicate is not None))


def row_read(run: Run, place: Place) -> RowRead:
    """Read one row, and no further; nothing is mapped. Raises what reading raises."""
    for one in plan(run.mapping, functions=run.functions).passes:
        if place.is_in(run, one.source):
            table = run.sources.open(one.source)
            used = dict.fromkeys(path for rule in one.rules for _, paths in _made(rule) for path in paths)
            shown = table.columns or tuple(used)
            columns = tuple(dict.fromkeys([*shown, *used]))
            for frame in table.batches(columns):
                for record in frame.filter(pl.col("row") == place.row).iter_rows(named=True):
                    values = _values(columns, record)
                    traces = (t for rule in one.rules for t in _traces(rule, table, place.row, values))
                    return RowRead(tuple(Cell(path, values[path]) for path in shown), tuple(traces))
    return RowRead()


def _rule_traces(run: Run, source: LogicalSource, rule: Rule, rows: Sequence[Row]) -> Iterator[Trace]:
    columns = tuple(dict.fromkeys(path for _, paths in _made(rule) for path in paths))
    table = run.sources.open(source)
    for frame in table.batches(columns):
        for record in frame.filter(pl.col("row").is_in(pl.Series(rows).implode())).iter_rows(named=True):
            yield from _traces(rule, table, record["row"], _values(columns, record))


def _made(rule: Rule) -> list[tuple[str | None, tuple[str, ...]]]:
    """Give the predicates of a rule (None: the subject itself), each with the columns that it is made of."""
    made: list[tuple[str | None, tuple[str, ...]]] = [(None, references(rule.subject.expression))]
    return made + [(predicate_of(statement), columns_of(statement)) for statement in rule.statements]


def _values(columns: Sequence[str], record: Mapping[str, Any]) -> dict[str, str | None]:
    return {path: _shown(record[f"v{number}"]) for number, path in enumerate(columns)}


def _traces(rule: Rule, table: Table, row: Row, values: Mapping[str, str | None]) -> Iterator[Trace]:
    for predicate, paths in _made(rule):
        cells = tuple(Cell(path, values[path]) for path in paths)
        if any(cell.value not in {None, ""} for cell in cells):
            yield Trace(rule.name, table.file, table.sheet, row, predicate, cells)


def _shown(value: str | list[str] | None) -> str | None:
    return " | ".join(text for text in value if text is not None) if isinstance(value, list) else value


def predicate_of(statement: Statement) -> str:
    """Give the property that a statement has, or the columns that say which."""
    expression = statement.predicate.expression
    return expression.value if isinstance(expression, Constant) else ", ".join(references(expression))


def columns_of(statement: Statement) -> tuple[str, ...]:
    """Give the columns or paths that the value of a statement is made of, the most telling first."""
    return tuple(dict.fromkeys(path for part in _parts(statement.object) for path in references(part)))


def _parts(value: ObjectMap | JoinedObject) -> Iterator[Expression]:
    """Give the expressions that a value is made of, those of its members too where it is a collection."""
    if isinstance(value, JoinedObject):
        parts: list[Expression | None] = [*value.keys, value.condition]
    elif isinstance(value, ReferencingObjectMap):
        parts = [*(join.child for join in value.joins), value.condition]
    else:
        parts = [value.expression, value.language, value.datatype, value.condition]
        for member in value.gather.members if value.gather else ():
            yield from _parts(member)
    yield from (part for part in parts if part is not None)
