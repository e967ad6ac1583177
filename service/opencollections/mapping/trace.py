"""The trace: from an entity back to the rows and cells that made its statements.

A run keeps, for every record that has a subject, the record's row beside it: two columns a batch, whatever the
number of statements. What a rule read in that row is looked up again only for the rows somebody asks about.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import Any

import polars as pl

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


def row_traces(run: Run, place: Place) -> Iterator[Trace]:
    """Give the cells behind every statement that a row makes, in the order of rules; nothing is mapped.

    Raises what reading raises.
    """
    for one in plan(run.mapping, functions=run.functions).passes:
        if place.is_in(run, one.source):
            for rule in one.rules:
                yield from _rule_traces(run, one.source, rule, [place.row])


def row_cells(run: Run, place: Place) -> tuple[Cell, ...]:
    """Give every cell of a row; in JSON and XML, those that the mapping reads. Raises what reading raises."""
    for one in plan(run.mapping, functions=run.functions).passes:
        if place.is_in(run, one.source):
            table = run.sources.open(one.source)
            columns = table.columns or _read_columns(one.rules)
            for frame in table.batches(columns):
                for record in frame.filter(pl.col("row") == place.row).iter_rows(named=True):
                    return tuple(
                        Cell(column, _shown(record[f"v{number}"])) for number, column in enumerate(columns)
                    )
    return ()


def _read_columns(rules: Sequence[Rule]) -> tuple[str, ...]:
    found = [path for rule in rules for path in references(rule.subject.expression)]
    found += [path for rule in rules for statement in rule.statements for path in columns_of(statement)]
    return tuple(dict.fromkeys(found))


def _rule_traces(run: Run, source: LogicalSource, rule: Rule, rows: Sequence[Row]) -> Iterator[Trace]:
    made: list[tuple[str | None, tuple[str, ...]]] = [(None, references(rule.subject.expression))]
    made += [(predicate_of(statement), columns_of(statement)) for statement in rule.statements]
    columns = list(dict.fromkeys(path for _, paths in made for path in paths))
    table = run.sources.open(source)
    for frame in table.batches(columns):
        for record in frame.filter(pl.col("row").is_in(pl.Series(rows).implode())).iter_rows(named=True):
            values = {path: _shown(record[f"v{number}"]) for number, path in enumerate(columns)}
            for predicate, paths in made:
                cells = tuple(Cell(path, values[path]) for path in paths)
                if any(cell.value not in {None, ""} for cell in cells):
                    yield Trace(rule.name, table.file, table.sheet, record["row"], predicate, cells)


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
