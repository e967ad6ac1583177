"""Logical views (RML-LV): the fields of a source, nested ones unfolded and other views joined, as one flat table."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from ..errors import BrokenFile, ForbiddenXML, TooDeep, UnknownFileKind
from ..problems import Problem
from ..records import open_table
from ..records.tables import BATCH_ROWS, File, Selection, Table
from . import cell_problems
from .batches import INDEX, prepared, with_derived
from .model import Call, Expression, Field, LogicalSource, LogicalView, ViewJoin
from .nested_records import NestedRecords, below, is_in_order
from .signatures import ValueTables
from .value_columns import ValueColumns
from .view_keys import KEY, indexed, join_types, keys_of, numbered, values_of, with_keys, with_rows

_USUAL_IN_CELLS: Final = frozenset({"no-records", "path-not-found"})

Opener = Callable[[LogicalSource], Table]
Unpacked = Callable[[LogicalSource], File]
Origin = tuple[File, Selection]


class ViewTable:
    """The iterations of a logical view as rows; ``columns`` are the keys that can be referred to.

    A view is flattened batch by batch as its source is read; the records of nested fields are read beside it, and
    the other side of a join is in memory. The row of an iteration is that of its source; where one row gives
    several, they are numbered: ``7 (2)``.
    """

    sheet = None

    def __init__(
        self,
        view: LogicalView,
        opener: Opener,
        unpacked: Unpacked,
        tables: ValueTables,
        *,
        keep_empty: bool = False,
        work: Path | None = None,
    ) -> None:
        self.file = view.file
        self._work = work
        self._keep_empty = keep_empty
        self._view = view
        self._open = opener
        self._unpacked = unpacked
        self._value_tables = tables
        self._base = opener(view.on)
        self._noted: list[Problem] = []
        self._frame: pl.DataFrame | None = None
        self.columns: tuple[str, ...] | None = tuple(keys_of(view))

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(dict.fromkeys((*self._base.problems, *self._noted)))

    def batches(self, references: Sequence[str]) -> Iterator[pl.DataFrame]:
        """Read the referenced keys, as the protocol of a table says."""
        for frame in self._flattened():
            yield from numbered(frame, references, self).iter_slices(BATCH_ROWS)

    def flat(self) -> pl.DataFrame:
        """Flatten the view at once: ``row``, and a column for each key and for each natural type."""
        if self._frame is None:
            nothing = with_keys(pl.DataFrame(schema={"row": pl.String}), self.columns or ())
            self._frame = pl.concat(list(self._flattened()) or [nothing], how="diagonal_relaxed")
        return self._frame

    def _flattened(self) -> Iterator[pl.DataFrame]:
        """Flatten the view, some records of its source at a time."""
        others = [self._other(join) for join in self._view.joins]
        for records in self._iterated(self._base, self._origin(), self._view.fields, ""):
            frame = records
            for other in others:
                frame = self._joined(frame, other)
            yield with_rows(with_keys(frame, self.columns or ()), as_text=self._multiplies)

    @property
    def _multiplies(self) -> bool:
        """Tell whether one row may give several iterations."""
        fields = self._view.fields
        return bool(self._view.joins) or any(one.fields or isinstance(one.expression, Call) for one in fields)

    def _origin(self) -> Origin | None:
        on = self._view.on
        return None if isinstance(on, LogicalView) else (self._unpacked(on), on.selection)

    def _iterated(
        self, table: Table, origin: Origin | None, fields: Sequence[Field], prefix: str
    ) -> Iterator[pl.DataFrame]:
        """Evaluate fields on the records of a table, batch by batch.

        ``prefix`` is the name of the field they stand in.
        """
        nested = {
            field.name: self._nested(origin, field, f"{prefix}{field.name}.")
            for field in fields
            if field.expression is None and origin is not None
        }
        pieces = self._evaluated_batches(table, fields, prefix)
        if nested and origin is not None and not is_in_order(origin[1]):
            pieces = iter([pl.concat(found, how="diagonal_relaxed")] if (found := list(pieces)) else [])
        for piece in pieces:
            frame = piece
            for field in fields:
                frame = self._unfolded(frame, field, nested.get(field.name), prefix)
            yield frame
        for records in nested.values():
            records.finish()
        in_cell = origin is not None and origin[0].name != self.file
        self._noted += [p for p in table.problems if not (in_cell and p.code in _USUAL_IN_CELLS)]

    def _evaluated_batches(
        self, table: Table, fields: Sequence[Field], prefix: str
    ) -> Iterator[pl.DataFrame]:
        """Give the row, the index and the values of the fields with an expression."""
        values = ValueColumns(self._value_tables)
        wanted = {
            prefix + field.name: (field.expression, values.of(field.expression))
            for field in fields
            if field.expression is not None
        }
        read = 0
        for raw in table.batches(values.references):
            cleaned = prepared(raw, self._view.on.nulls, keep_empty=self._keep_empty)
            records = with_derived(cleaned, values.derived)
            piece = records.select(INDEX, "row", (pl.col(INDEX) + read).cast(pl.String).alias(f"{KEY}#"))
            for name, (expression, column) in wanted.items():
                found = values_of(records, name, column, values.references, expression)
                piece = piece.join(found, on=INDEX, how="left", maintain_order="left_right")
            yield piece.drop(INDEX)
            read += raw.height

    def _nested(self, origin: Origin, field: Field, prefix: str) -> NestedRecords:
        """Open the records of a field that has an iterator, in the whole document."""
        inner = (origin[0], below(origin[1], field.iterator or ""))
        return NestedRecords(self._iterated(open_table(*inner), inner, field.fields, prefix))

    def _unfolded(
        self, frame: pl.DataFrame, field: Field, nested: NestedRecords | None, prefix: str
    ) -> pl.DataFrame:
        """Add the records of an iterable field, or of those in the texts of an expression field."""
        name = prefix + field.name
        if nested is not None:
            found = nested.below(frame["row"])
            if f"{KEY}#" in found.columns:
                place = pl.col(f"{KEY}#").cast(pl.UInt32).rank("dense").over("parent") - 1
                found = found.with_columns(place.cast(pl.String).alias(f"{KEY}{name}.#"))
            found = found.drop("row", f"{KEY}#", strict=False)
            return frame.join(
                found, left_on="row", right_on="parent", how="left", maintain_order="left_right"
            )
        for inner in field.fields:
            texts = frame[KEY + name].drop_nulls().unique(maintain_order=True)
            texts = texts.filter(texts.str.strip_chars() != "")
            found = self._documents(texts, inner, f"{name}.{inner.name}")
            frame = frame.join(
                found, left_on=KEY + name, right_on="text", how="left", maintain_order="left_right"
            )
        return frame

    def _documents(self, texts: pl.Series, field: Field, name: str) -> pl.DataFrame:
        """Read texts that are documents in themselves, such as JSON in a cell."""
        selection = Selection(field.kind, iterator=field.iterator, namespaces=dict(field.namespaces))
        found = [pl.DataFrame(schema={"text": pl.String})]
        with tempfile.TemporaryDirectory(prefix="ocn-view-", dir=self._work) as folder:
            path = Path(folder) / "document"
            for text in texts:
                path.write_text(text, encoding="utf-8")
                origin = (File(f"{self.file}, {name}", path), selection)
                try:
                    pieces = list(self._iterated(open_table(*origin), origin, field.fields, f"{name}."))
                except (BrokenFile, UnknownFileKind, ForbiddenXML, TooDeep) as error:
                    self._noted.append(cell_problems.unread(self.file, name, text, error))
                    continue
                for piece in pieces:
                    renamed = piece.drop("row").rename({f"{KEY}#": f"{KEY}{name}.#"}, strict=False)
                    found.append(renamed.with_columns(pl.lit(text).alias("text")))
        return pl.concat(found, how="diagonal_relaxed")

    def _other(self, join: ViewJoin) -> "_Other":
        """Read the view on the other side of a join: its keys, and the fields that it adds."""
        parent = self._open(join.parent)
        if not isinstance(parent, ViewTable):
            raise TypeError(parent)
        keys = [f"j{number}" for number in range(len(join.conditions))]
        flat = parent.flat()
        wanted: dict[str, Expression | None] = {
            k: c.parent for k, c in zip(keys, join.conditions, strict=True)
        }
        there = self._evaluated(flat, wanted, parent)
        added = self._evaluated(flat, {KEY + field.name: field.expression for field in join.fields}, parent)
        right = pl.concat([there, added, *join_types(join, flat)], how="horizontal").drop_nulls(keys)
        return _Other(join, keys, right.with_columns(met=pl.lit(value=True)))

    def _joined(self, frame: pl.DataFrame, other: "_Other") -> pl.DataFrame:
        """Add the fields of another view where the values meet; a field's index counts what one row met."""
        join, keys = other.join, other.keys
        here = self._evaluated(frame, {k: c.child for k, c in zip(keys, join.conditions, strict=True)}, self)
        left = pl.concat([frame, here], how="horizontal").with_row_index("n")
        how = "inner" if join.is_inner else "left"
        met = left.join(other.frame, on=keys, how=how, maintain_order="left_right")  # type: ignore[arg-type]
        for field in join.fields:
            met = indexed(met, field.name, ["n"], pl.col("met").is_not_null())
        return met.drop("n", "met", *keys)

    def _evaluated(
        self, frame: pl.DataFrame, expressions: dict[str, Expression | None], table: "ViewTable"
    ) -> pl.DataFrame:
        """Evaluate expressions on the rows of a view."""
        values = ValueColumns(self._value_tables)
        columns = [values.of(e).alias(name) for name, e in expressions.items() if e is not None]
        rows = numbered(frame, values.references, table)
        return with_derived(rows.with_row_index(INDEX), values.derived).select(columns)


@dataclass(frozen=True, slots=True)
class _Other:
    """The other side of a join, with its ``keys`` as columns."""

    join: ViewJoin
    keys: list[str]
    frame: pl.DataFrame
