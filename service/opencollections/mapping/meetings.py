"""Meetings: where the records of a source meet those of another one, by the values of a join."""

from collections.abc import Iterator
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field

import polars as pl

from ..problems import Problem
from ..records.tables import Table
from . import batches
from .batches import INDEX
from .cell_problems import Unfit
from .plan import JoinedObject, JoinTable, Rule
from .readings import references
from .value_columns import ValueColumns


@dataclass(slots=True)
class Meetings:
    """The joins of one source, with the ``tables`` of their parents, and the references that met nothing."""

    values: ValueColumns
    tables: MappingOf[JoinTable, pl.DataFrame]
    _with_one: dict[JoinTable, bool] = field(default_factory=dict)
    _unmet: dict[tuple[tuple[str, ...], JoinedObject], Unfit] = field(default_factory=dict)

    def has_one(self, value: JoinedObject, frame: pl.DataFrame) -> bool:
        """Tell whether a join leads each record to one parent at most."""
        if value.table not in self._with_one:
            parents = self.tables[value.table]
            keys = [name for name in parents.columns if name != "o"]
            self._with_one[value.table] = bool(keys) and not parents.select(keys).is_duplicated().any()
        return self._with_one[value.table] and not batches.lists(frame, self._keys(value))

    def _keys(self, value: JoinedObject) -> list[pl.Expr]:
        """Give the keys of a join, null where its condition does not hold."""
        columns = [self.values.of(key) for key in value.keys]
        if value.condition is None:
            return columns
        holds = self.values.of(value.condition) == "true"
        return [pl.when(holds).then(column) for column in columns]

    def parents(self, value: JoinedObject, frame: pl.DataFrame) -> pl.Series:
        """Give for each record the subject of its one parent, or null."""
        parents = self.tables[value.table]
        columns = {f"k{n}": column for n, column in enumerate(self._keys(value))}
        keys = frame.select(INDEX, **columns)
        return keys.join(parents, on=list(columns), how="left", maintain_order="left")["o"]

    def met(self, long: pl.DataFrame, frame: pl.DataFrame, value: JoinedObject) -> pl.DataFrame:
        """Give records with the subjects (``o``) of all their parents, each once."""
        parents = self.tables[value.table]
        keys = batches.keys(frame, self._keys(value))
        if parents.is_empty() or keys.is_empty():
            return long.clear().with_columns(o=pl.lit(None, dtype=pl.String))
        names = [name for name in keys.columns if name != INDEX]
        met = keys.join(parents, on=names, how="inner", maintain_order="left_right").select(INDEX, "o")
        return long.join(met.unique(maintain_order=True), on=INDEX, how="inner", maintain_order="left_right")

    def note_unmet(self, rule: Rule, value: JoinedObject, frame: pl.DataFrame) -> None:
        """Keep the references that meet nothing in the other table.

        A record that is looked up there by its own number may well have nothing there, and is not meant; nor is a
        cell without a letter or figure, such as a dash.
        """
        columns = tuple(dict.fromkeys(path for key in value.keys for path in references(key)))
        if set(columns) <= set(references(rule.subject.expression)):
            return
        keys, parents = batches.keys(frame, self._keys(value)), self.tables[value.table]
        names = [name for name in keys.columns if name != INDEX]
        keys = keys.filter(pl.all_horizontal(pl.col(names).str.contains(r"[\p{L}\p{N}]")))
        lost = keys if parents.is_empty() else keys.join(parents, on=names, how="anti", maintain_order="left")
        if lost.is_empty():
            return
        rows = lost.join(frame.select(INDEX, "row"), on=INDEX, how="left", maintain_order="left")["row"]
        values = lost.select(pl.concat_str(names, separator=" ")).to_series()
        self._unmet.setdefault((columns, value), Unfit("reference-unmet")).add(
            rows.to_list(), values.to_list()
        )

    def problems(self, table: Table) -> Iterator[Problem]:
        """Tell of the references that met nothing, with their cells in a table."""
        for (columns, _), unfit in self._unmet.items():
            yield from unfit.problems(table, next(iter(columns), None))
