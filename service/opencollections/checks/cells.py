"""Cells: from a thing and a property back to the file, sheet, row and column that they came from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from ..mapping.engine import Run
from ..mapping.plan import plan
from ..mapping.readings import references
from ..mapping.trace import columns_of, predicate_of

ORIGINS: Final = {
    "iri": pl.String,
    "rule": pl.String,
    "file": pl.String,
    "sheet": pl.String,
    "row": pl.String,
}
"""What is known of where things came from: one row for each thing and each record that speaks of it."""

PLACE: Final = ("file", "sheet", "row")
"""The columns of it that name a row of a file."""


def records_of(origins: pl.DataFrame, rule: str) -> pl.DataFrame:
    """Give each record that has a thing of its own by a rule, among the origins of all things."""
    records = origins.filter(pl.col("rule") == rule)
    return records.unique(["iri", *PLACE], keep="first", maintain_order=True)


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns or paths that the rules of a mapping make things of: of their identifiers, and by property."""

    subjects: Mapping[str, tuple[str, ...]]
    properties: Mapping[str, Mapping[str, tuple[str, ...]]]

    def of(self, rule: str, wanted: Iterable[str]) -> str | None:
        """Give the first column that a rule reads for one of some properties."""
        known = self.properties.get(rule, {})
        return next((column for name in wanted for column in known.get(name, ())), None)

    def of_subject(self, rule: str) -> str | None:
        """Give the first column that a rule makes identifiers of."""
        return next(iter(self.subjects.get(rule, ())), None)


def columns(run: Run) -> Columns:
    """Read from a mapping which columns its rules use."""
    rules = [rule for one in plan(run.mapping, functions=run.functions).passes for rule in one.rules]
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for rule in rules:
        known = found.setdefault(rule.name, {})
        for statement in rule.statements:
            name = predicate_of(statement)
            known[name] = known.get(name, ()) + columns_of(statement)
    return Columns({rule.name: references(rule.subject.expression) for rule in rules}, found)


@dataclass(frozen=True, slots=True)
class Cells:
    """Where things came from; ``origins`` has the columns of ORIGINS, in the order of reading."""

    origins: pl.DataFrame
    columns: Columns

    def places(self, asked: Sequence[tuple[str, tuple[str, ...]]]) -> list[dict[str, Any]]:
        """Give for each thing and the properties asked of it file, sheet, row and column, as far as they are known."""
        wanted = pl.Series([iri for iri, _ in asked], dtype=pl.String).unique()
        rows = self.origins.filter(pl.col("iri").is_in(wanted.implode()))
        by_iri: dict[str, list[tuple[str, ...]]] = {}
        for iri, *rest in rows.iter_rows():
            by_iri.setdefault(iri, []).append(tuple(rest))
        return [self._place(by_iri.get(iri, []), names) for iri, names in asked]

    def _place(self, rows: Sequence[tuple[str, ...]], names: tuple[str, ...]) -> dict[str, Any]:
        """Give the first row whose rule reads a column for a property; else the first row alone."""
        for rule, file, sheet, row in rows:
            column = self.columns.of(rule, names) if names else self.columns.of_subject(rule)
            if column is not None:
                return {"file": file, "sheet": sheet, "row": shown_row(row), "column": column}
        if not rows:
            return {}
        _, file, sheet, row = rows[0]
        return {"file": file, "sheet": sheet, "row": shown_row(row)}


def shown_row(row: str) -> int | str:
    """Give a row as its problem shows it: a number of a sheet, or the path of an element."""
    return int(row) if row.isdigit() else row
