"""Logical views (RML-LV): the fields of a source, nested ones unfolded and other views joined, as one flat table."""

import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import polars as pl

from ..errors import BrokenFile, ColumnMissing, ForbiddenXML, TooDeep, UnknownFileKind
from ..problems import Problem
from ..records import open_table
from ..records.tables import BATCH_ROWS, NATURAL_TYPES, File, Kind, NaturalType, Selection, Table
from . import cell_problems
from .batches import INDEX, exploded, prepared, with_derived
from .compiler import Compiler
from .model import Call, Expression, Field, LogicalSource, LogicalView, Reference, ViewJoin
from .signatures import ValueTables

_INTEGER: Final = NATURAL_TYPES.index(NaturalType.INTEGER)
_USUAL_IN_CELLS: Final = frozenset({"no-records", "path-not-found"})
_OUT_OF_ORDER: Final = re.compile(r"\.\.|//|::|[?,(|]")
_KEY: Final = "k:"
_TYPE: Final = "t:"
"""What the internal columns of a key are called: its value, and the code of its natural type."""

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
    ) -> None:
        self.file = view.file
        self._keep_empty = keep_empty
        self._view = view
        self._open = opener
        self._unpacked = unpacked
        self._value_tables = tables
        self._base = opener(view.on)
        self._noted: list[Problem] = []
        self._frame: pl.DataFrame | None = None
        self.columns: tuple[str, ...] | None = tuple(_keys(view))

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(dict.fromkeys((*self._base.problems, *self._noted)))

    def batches(self, references: Sequence[str]) -> Iterator[pl.DataFrame]:
        """Read the referenced keys, as the protocol of a table says."""
        for frame in self._flattened():
            yield from _numbered(frame, references, self).iter_slices(BATCH_ROWS)

    def flat(self) -> pl.DataFrame:
        """Flatten the view at once: ``row``, and a column for each key and for each natural type."""
        if self._frame is None:
            nothing = _with_keys(pl.DataFrame(schema={"row": pl.String}), self.columns or ())
            self._frame = pl.concat(list(self._flattened()) or [nothing], how="diagonal_relaxed")
        return self._frame

    def _flattened(self) -> Iterator[pl.DataFrame]:
        """Flatten the view, some records of its source at a time."""
        others = [self._other(join) for join in self._view.joins]
        for records in self._iterated(self._base, self._origin(), self._view.fields, ""):
            frame = records
            for other in others:
                frame = self._joined(frame, other)
            yield _with_rows(_with_keys(frame, self.columns or ()), as_text=self._multiplies)

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
        if nested and origin is not None and not _is_in_order(origin[1]):
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
        compiler = Compiler("", self._value_tables)
        wanted = {
            prefix + field.name: (field.expression, compiler.value(field.expression))
            for field in fields
            if field.expression is not None
        }
        read = 0
        for raw in table.batches(compiler.references):
            cleaned = prepared(raw, self._view.on.nulls, keep_empty=self._keep_empty)
            records = with_derived(cleaned, compiler.derived)
            piece = records.select(INDEX, "row", (pl.col(INDEX) + read).cast(pl.String).alias(f"{_KEY}#"))
            for name, (expression, column) in wanted.items():
                values = _values(records, name, column, compiler.references, expression)
                piece = piece.join(values, on=INDEX, how="left", maintain_order="left_right")
            yield piece.drop(INDEX)
            read += raw.height

    def _nested(self, origin: Origin, field: Field, prefix: str) -> "_Nested":
        """Open the records of a field that has an iterator, in the whole document."""
        below = (origin[0], _below(origin[1], field.iterator or ""))
        return _Nested(self._iterated(open_table(*below), below, field.fields, prefix))

    def _unfolded(
        self, frame: pl.DataFrame, field: Field, nested: "_Nested | None", prefix: str
    ) -> pl.DataFrame:
        """Add the records of an iterable field, or of those in the texts of an expression field."""
        name = prefix + field.name
        if nested is not None:
            found = nested.below(frame["row"])
            if f"{_KEY}#" in found.columns:
                place = pl.col(f"{_KEY}#").cast(pl.UInt32).rank("dense").over("parent") - 1
                found = found.with_columns(place.cast(pl.String).alias(f"{_KEY}{name}.#"))
            found = found.drop("row", f"{_KEY}#", strict=False)
            return frame.join(
                found, left_on="row", right_on="parent", how="left", maintain_order="left_right"
            )
        for inner in field.fields:
            texts = frame[_KEY + name].drop_nulls().unique(maintain_order=True)
            texts = texts.filter(texts.str.strip_chars() != "")
            found = self._documents(texts, inner, f"{name}.{inner.name}")
            frame = frame.join(
                found, left_on=_KEY + name, right_on="text", how="left", maintain_order="left_right"
            )
        return frame

    def _documents(self, texts: pl.Series, field: Field, name: str) -> pl.DataFrame:
        """Read texts that are documents in themselves, such as JSON in a cell."""
        selection = Selection(field.kind, iterator=field.iterator, namespaces=dict(field.namespaces))
        found = [pl.DataFrame(schema={"text": pl.String})]
        with tempfile.TemporaryDirectory(prefix="ocn-view-") as folder:
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
                    renamed = piece.drop("row").rename({f"{_KEY}#": f"{_KEY}{name}.#"}, strict=False)
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
        added = self._evaluated(flat, {_KEY + field.name: field.expression for field in join.fields}, parent)
        right = pl.concat([there, added, *_join_types(join, flat)], how="horizontal").drop_nulls(keys)
        return _Other(join, keys, right.with_columns(met=pl.lit(value=True)))

    def _joined(self, frame: pl.DataFrame, other: "_Other") -> pl.DataFrame:
        """Add the fields of another view where the values meet; a field's index counts what one row met."""
        join, keys = other.join, other.keys
        here = self._evaluated(frame, {k: c.child for k, c in zip(keys, join.conditions, strict=True)}, self)
        left = pl.concat([frame, here], how="horizontal").with_row_index("n")
        how = "inner" if join.is_inner else "left"
        met = left.join(other.frame, on=keys, how=how, maintain_order="left_right")  # type: ignore[arg-type]
        for field in join.fields:
            met = _indexed(met, field.name, ["n"], pl.col("met").is_not_null())
        return met.drop("n", "met", *keys)

    def _evaluated(
        self, frame: pl.DataFrame, expressions: dict[str, Expression | None], table: "ViewTable"
    ) -> pl.DataFrame:
        """Evaluate expressions on the rows of a view."""
        compiler = Compiler("", self._value_tables)
        columns = [compiler.value(e).alias(name) for name, e in expressions.items() if e is not None]
        rows = _numbered(frame, compiler.references, table)
        return with_derived(rows.with_row_index(INDEX), compiler.derived).select(columns)


@dataclass(frozen=True, slots=True)
class _Other:
    """The other side of a join, with its ``keys`` as columns."""

    join: ViewJoin
    keys: list[str]
    frame: pl.DataFrame


class _Nested:
    """The records of a nested field, read beside the records that they stand in, in the order of the document."""

    def __init__(self, frames: Iterator[pl.DataFrame]) -> None:
        self._frames = frames
        self._waiting: pl.DataFrame | None = None

    def below(self, places: pl.Series) -> pl.DataFrame:
        """Give the records below some places, with the place of each as ``parent``."""
        found = [pl.DataFrame(schema={"parent": pl.String})]
        known = set(places)
        while (frame := self._next()) is not None:
            owned = frame.with_columns(_parents(frame["row"], known))
            found.append(owned.drop_nulls("parent"))
            # Those that come later stand in records that come later.
            rest = owned.filter(pl.col("parent").is_null()).drop("parent")
            if not rest.is_empty():
                self._waiting = rest
                break
        return pl.concat(found, how="diagonal_relaxed")

    def finish(self) -> None:
        """Read to the end, so that what is found wrong there is told."""
        for _ in self._frames:
            pass

    def _next(self) -> pl.DataFrame | None:
        waiting, self._waiting = self._waiting, None
        return next(self._frames, None) if waiting is None else waiting


def _keys(view: LogicalView) -> Iterator[str]:
    """Give the keys of a view that can be referred to: its fields with values, and all indexes."""
    yield "#"
    waiting = [("", field) for field in view.fields]
    while waiting:
        prefix, field = waiting.pop(0)
        name = prefix + field.name
        yield f"{name}.#"
        if field.expression is not None:
            yield name
        waiting += [(f"{name}.", inner) for inner in field.fields]
    for field in (field for join in view.joins for field in join.fields):
        yield field.name
        yield f"{field.name}.#"


def _values(
    records: pl.DataFrame,
    name: str,
    column: pl.Expr,
    references: Sequence[str],
    expression: Expression | None,
) -> pl.DataFrame:
    """Give INDEX and the values of an expression, one row each, with their places and natural types."""
    wanted = [column.alias(_KEY + name)]
    if isinstance(expression, Reference):
        twin = f"t{references.index(expression.path)}"
        wanted += [pl.col(twin).alias(_TYPE + name)] if twin in records.columns else []
    values = exploded(records, wanted).drop_nulls(_KEY + name)
    return _indexed(values, name, [INDEX])


def _indexed(frame: pl.DataFrame, name: str, within: list[str], where: pl.Expr | None = None) -> pl.DataFrame:
    """Add the index of a field: the place of each row among those of its parent, from 0."""
    place = pl.int_range(pl.len()).over(within).cast(pl.String)
    return frame.with_columns(
        (place if where is None else pl.when(where).then(place)).alias(f"{_KEY}{name}.#")
    )


def _join_types(join: ViewJoin, other: pl.DataFrame) -> list[pl.DataFrame]:
    """Give the natural types of the joined fields that are values of the other view as they are."""
    found: list[pl.Expr] = []
    for name, expression in ((field.name, field.expression) for field in join.fields):
        if isinstance(expression, Reference):
            found += [type_.alias(_TYPE + name) for type_ in _type(other, expression.path)]
    return [other.select(found)] if found else []


def _type(frame: pl.DataFrame, key: str) -> list[pl.Expr]:
    """Give the natural types of a key, where it has any: an index is an integer."""
    if key.endswith("#"):
        return [pl.when(pl.col(_KEY + key).is_not_null()).then(pl.lit(_INTEGER, dtype=pl.UInt8))]
    return [pl.col(_TYPE + key)] if _TYPE + key in frame.columns else []


def _numbered(frame: pl.DataFrame, references: Sequence[str], table: ViewTable) -> pl.DataFrame:
    """Give ``row`` and the keys referred to as ``v0``, ``t0`` and so on."""
    columns = [pl.col("row")]
    for number, reference in enumerate(references):
        if _KEY + reference not in frame.columns:
            known = ", ".join(table.columns or ())
            raise ColumnMissing(file=table.file, sheet_note="", column=reference, known=known, hint="")
        columns.append(pl.col(_KEY + reference).alias(f"v{number}"))
        columns += [type_.alias(f"t{number}") for type_ in _type(frame, reference)]
    return frame.select(columns)


def _with_keys(frame: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """Add the keys that no record had."""
    missing = [key for key in keys if _KEY + key not in frame.columns]
    return frame.with_columns(pl.lit(None, dtype=pl.String).alias(_KEY + key) for key in missing)


def _with_rows(frame: pl.DataFrame, *, as_text: bool) -> pl.DataFrame:
    """Number the iterations that come of one row, so that each has a place of its own."""
    number = pl.int_range(pl.len()).over("row") + 1
    if not as_text and frame.select((number > 1).any()).item() is not True:
        return frame
    text = pl.col("row").cast(pl.String)
    counted = pl.concat_str(text, pl.lit(" ("), number, pl.lit(")"))
    return frame.with_columns(pl.when(number == 1).then(text).otherwise(counted).alias("row"))


def _below(selection: Selection, iterator: str) -> Selection:
    """Give the selection of what an iterator finds in the records of another one."""
    if selection.kind is Kind.XML:
        return replace(selection, iterator=f"{selection.iterator or '/*'}/{iterator.removeprefix('./')}")
    step = iterator[1:] if iterator.startswith("$") else f".{iterator}"
    return replace(selection, iterator=f"{selection.iterator or '$'}{step}")


def _is_in_order(selection: Selection) -> bool:
    """Tell whether the records of a selection, and what is in them, stand in the same order in the document."""
    return _OUT_OF_ORDER.search(selection.iterator or "") is None


def _parents(places: pl.Series, known: set[str]) -> pl.Series:
    """Find for each place the longest beginning of it that is the place of a parent."""
    return pl.Series("parent", [_parent(place, known) for place in places], dtype=pl.String)


def _parent(place: str, known: set[str]) -> str | None:
    ends = "/" if place.startswith("/") else "[.,"
    for end in range(len(place) - 1, 0, -1):
        if place[end] in ends and place[:end] in known:
            return place[:end]
    return None
