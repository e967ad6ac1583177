"""Logical views (RML-LV): the fields of a source, nested ones unfolded and other views joined, as one flat table."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
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
from .model import Expression, Field, LogicalSource, LogicalView, Reference, ViewJoin
from .signatures import ValueTables

_INTEGER: Final = NATURAL_TYPES.index(NaturalType.INTEGER)
_USUAL_IN_CELLS: Final = frozenset({"no-records", "path-not-found"})
_KEY: Final = "k:"
_TYPE: Final = "t:"
"""What the internal columns of a key are called: its value, and the code of its natural type."""

Opener = Callable[[LogicalSource], Table]
Unpacked = Callable[[LogicalSource], File]
Origin = tuple[File, Selection]


class ViewTable:
    """The iterations of a logical view as rows; ``columns`` are the keys that can be referred to.

    A view is flattened as a whole when it is first read, since a nested field or a join may need any row. The
    row of an iteration is that of its source; where one row gives several, they are numbered: ``7 (2)``.
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
        frame = self.flat()
        named = _numbered(frame, references, self)
        for start in range(0, frame.height, BATCH_ROWS):
            yield named.slice(start, BATCH_ROWS)

    def flat(self) -> pl.DataFrame:
        """Flatten the view: ``row``, and a column for each key and for each natural type."""
        if self._frame is None:
            frame = self._iterated(self._base, self._origin(), self._view.fields, "")
            for join in self._view.joins:
                frame = self._joined(frame, join)
            self._frame = _with_rows(_with_keys(frame, self.columns or ()))
        return self._frame

    def _origin(self) -> Origin | None:
        on = self._view.on
        return None if isinstance(on, LogicalView) else (self._unpacked(on), on.selection)

    def _iterated(
        self, table: Table, origin: Origin | None, fields: Sequence[Field], prefix: str
    ) -> pl.DataFrame:
        """Evaluate fields on the records of a table; ``prefix`` is the name of the field they stand in."""
        compiler = Compiler("", self._value_tables)
        wanted = {
            prefix + field.name: (field.expression, compiler.value(field.expression))
            for field in fields
            if field.expression is not None
        }
        pieces = [pl.DataFrame(schema={"row": pl.String, f"{_KEY}#": pl.String})]
        read = 0
        for raw in table.batches(compiler.references):
            cleaned = prepared(raw, self._view.on.nulls, keep_empty=self._keep_empty)
            records = with_derived(cleaned, compiler.derived)
            piece = records.select(INDEX, "row", (pl.col(INDEX) + read).cast(pl.String).alias(f"{_KEY}#"))
            for name, (expression, column) in wanted.items():
                values = _values(records, name, column, compiler.references, expression)
                piece = piece.join(values, on=INDEX, how="left", maintain_order="left_right")
            pieces.append(piece.drop(INDEX))
            read += raw.height
        in_cell = origin is not None and origin[0].name != self.file
        self._noted += [p for p in table.problems if not (in_cell and p.code in _USUAL_IN_CELLS)]
        frame = pl.concat(pieces[1:] or pieces, how="diagonal_relaxed")
        for field in fields:
            frame = self._unfolded(frame, field, origin, prefix)
        return frame

    def _unfolded(
        self, frame: pl.DataFrame, field: Field, origin: Origin | None, prefix: str
    ) -> pl.DataFrame:
        """Add the records of an iterable field, or of those in the texts of an expression field."""
        name = prefix + field.name
        if field.expression is None and origin is not None:
            below = (origin[0], _below(origin[1], field.iterator or ""))
            nested = self._iterated(open_table(*below), below, field.fields, f"{name}.")
            nested = nested.with_columns(_parents(nested["row"], frame["row"]))
            place = pl.col(f"{_KEY}#").cast(pl.UInt32).rank("dense").over("parent") - 1
            nested = nested.with_columns(place.cast(pl.String).alias(f"{_KEY}{name}.#"))
            nested = nested.drop("row", f"{_KEY}#")
            return frame.join(
                nested, left_on="row", right_on="parent", how="left", maintain_order="left_right"
            )
        for inner in field.fields:
            texts = frame[_KEY + name].drop_nulls().unique(maintain_order=True)
            texts = texts.filter(texts.str.strip_chars() != "")
            nested = self._documents(texts, inner, f"{name}.{inner.name}")
            frame = frame.join(
                nested, left_on=_KEY + name, right_on="text", how="left", maintain_order="left_right"
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
                    records = self._iterated(open_table(*origin), origin, field.fields, f"{name}.")
                except (BrokenFile, UnknownFileKind, ForbiddenXML, TooDeep) as error:
                    self._noted.append(cell_problems.unread(self.file, name, text, error))
                    continue
                records = records.drop("row").rename({f"{_KEY}#": f"{_KEY}{name}.#"}, strict=False)
                found.append(records.with_columns(pl.lit(text).alias("text")))
        return pl.concat(found, how="diagonal_relaxed")

    def _joined(self, frame: pl.DataFrame, join: ViewJoin) -> pl.DataFrame:
        """Add the fields of another view where the values meet; a field's index counts what one row met."""
        parent = self._open(join.parent)
        if not isinstance(parent, ViewTable):
            raise TypeError(parent)
        keys = [f"j{number}" for number in range(len(join.conditions))]
        other = parent.flat()
        there = self._evaluated(
            other, {k: c.parent for k, c in zip(keys, join.conditions, strict=True)}, parent
        )
        added = self._evaluated(other, {_KEY + field.name: field.expression for field in join.fields}, parent)
        here = self._evaluated(frame, {k: c.child for k, c in zip(keys, join.conditions, strict=True)}, self)
        right = pl.concat([there, added, *_join_types(join, other)], how="horizontal").drop_nulls(keys)
        left = pl.concat([frame, here], how="horizontal").with_row_index("n")
        how = "inner" if join.is_inner else "left"
        right = right.with_columns(met=pl.lit(value=True))
        met = left.join(right, on=keys, how=how, maintain_order="left_right")  # type: ignore[arg-type]
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


def _with_rows(frame: pl.DataFrame) -> pl.DataFrame:
    """Number the iterations that come of one row, so that each has a place of its own."""
    number = pl.int_range(pl.len()).over("row") + 1
    if frame.select((number > 1).any()).item() is not True:
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


def _parents(places: pl.Series, parents: pl.Series) -> pl.Series:
    """Find for each place the longest beginning of it that is the place of a parent."""
    known = set(parents)
    return pl.Series("parent", [_parent(place, known) for place in places], dtype=pl.String)


def _parent(place: str, known: set[str]) -> str | None:
    ends = "/" if place.startswith("/") else "[.,"
    for end in range(len(place) - 1, 0, -1):
        if place[end] in ends and place[:end] in known:
            return place[:end]
    return None
