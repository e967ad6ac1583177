"""Join tables: for each join of a mapping, the keys of the parents with the subjects that they lead to.

A table is in memory while the children pass by. Where the children are fewer, only the parents are kept that one of
them asks for, so that the smaller side of a join says how much that is.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from . import batches
from .batches import INDEX
from .compiler import Compiler
from .model import Expression, LogicalSource
from .plan import JoinTable, Plan, joined_objects
from .sources import Sources
from .value_columns import ValueColumns

# To read the children twice has to be worth it.
_FEWER = 4


@dataclass(frozen=True, slots=True)
class Parents:
    """The tables that are filled from one source, each with its children: their sources and their keys."""

    source: LogicalSource
    tables: dict[JoinTable, list[tuple[LogicalSource, tuple[Expression, ...]]]]


def plan(planned: Plan) -> Iterator[Parents]:
    """Give what is to be read for joins, and who will ask for it."""
    children: dict[JoinTable, list[tuple[LogicalSource, tuple[Expression, ...]]]] = {}
    for one in planned.passes:
        for joined in (found for rule in one.rules for found in joined_objects(rule)):
            children.setdefault(joined.table, []).append((one.source, joined.keys))
    for source, tables in planned.joins:
        yield Parents(source, {table: children[table] for table in tables})


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads join tables from the sources of a run."""

    sources: Sources
    compiler: Callable[[LogicalSource], Compiler]
    keep_empty: bool

    def filled(self, parents: Parents) -> Iterator[tuple[JoinTable, pl.DataFrame]]:
        """Read the parents of one source in one pass."""
        compiler = self.compiler(parents.source)
        columns = {
            table: [*_keys(compiler.values, table.keys), compiler.term(table.subject).column.alias("o")]
            for table in parents.tables
        }
        wanted = {table: self._asked_for(parents, table) for table in parents.tables}
        parts: dict[JoinTable, list[pl.DataFrame]] = {table: [] for table in parents.tables}
        for frame in self._frames(parents.source, compiler.values):
            for table, expressions in columns.items():
                found = batches.exploded(frame, expressions).drop(INDEX).drop_nulls()
                keys = wanted[table]
                if keys is not None:
                    found = found.join(keys, on=keys.columns, how="semi", maintain_order="left")
                parts[table].append(found.unique(maintain_order=True))
        for table, frames in parts.items():
            # Doubled parents must not multiply statements, and the order must not depend on chance.
            yield table, pl.concat(frames).unique(maintain_order=True) if frames else pl.DataFrame()

    def _asked_for(self, parents: Parents, table: JoinTable) -> pl.DataFrame | None:
        """Give the keys of the children, where they are far fewer than the parents; None where all are kept."""
        size = self.sources.size(parents.source)
        sizes = [self.sources.size(source) for source, _ in parents.tables[table]]
        if size is None or any(one is None or one * _FEWER > size for one in sizes):
            return None
        found: list[pl.DataFrame] = []
        for source, keys in parents.tables[table]:
            values = self.compiler(source).values
            columns = _keys(values, keys)
            frames = self._frames(source, values)
            found += (batches.exploded(one, columns).drop(INDEX).drop_nulls().unique() for one in frames)
        return pl.concat(found).unique() if found else None

    def _frames(self, source: LogicalSource, values: ValueColumns) -> Iterator[pl.DataFrame]:
        """Read what values are made of, batch by batch."""
        table = self.sources.open(source, keep_empty=self.keep_empty)
        for raw in table.batches(values.references):
            frame = batches.prepared(raw, source.nulls, keep_empty=self.keep_empty)
            yield batches.with_derived(frame, values.derived)


def _keys(values: ValueColumns, keys: Sequence[Expression]) -> list[pl.Expr]:
    return [values.of(key).alias(f"k{number}") for number, key in enumerate(keys)]
