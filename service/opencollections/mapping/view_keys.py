"""The keys of a logical view: what of it can be referred to, as columns of values, natural types and indexes."""

from collections.abc import Iterator, Sequence
from typing import Final

import polars as pl

from ..errors import ColumnMissing
from ..records.tables import NATURAL_TYPES, NaturalType, Table
from .batches import INDEX, exploded
from .model import Expression, LogicalView, Reference, ViewJoin

KEY: Final = "k:"
TYPE: Final = "t:"
"""What the internal columns of a key are called: its value, and the code of its natural type."""

_INTEGER: Final = NATURAL_TYPES.index(NaturalType.INTEGER)


def keys_of(view: LogicalView) -> Iterator[str]:
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


def values_of(
    records: pl.DataFrame,
    name: str,
    column: pl.Expr,
    references: Sequence[str],
    expression: Expression | None,
) -> pl.DataFrame:
    """Give INDEX and the values of an expression, one row each, with their places and natural types."""
    wanted = [column.alias(KEY + name)]
    if isinstance(expression, Reference):
        twin = f"t{references.index(expression.path)}"
        wanted += [pl.col(twin).alias(TYPE + name)] if twin in records.columns else []
    values = exploded(records, wanted).drop_nulls(KEY + name)
    return indexed(values, name, [INDEX])


def indexed(frame: pl.DataFrame, name: str, within: list[str], where: pl.Expr | None = None) -> pl.DataFrame:
    """Add the index of a field: the place of each row among those of its parent, from 0."""
    place = pl.int_range(pl.len()).over(within).cast(pl.String)
    return frame.with_columns(
        (place if where is None else pl.when(where).then(place)).alias(f"{KEY}{name}.#")
    )


def join_types(join: ViewJoin, other: pl.DataFrame) -> list[pl.DataFrame]:
    """Give the natural types of the joined fields that are values of the other view as they are."""
    found: list[pl.Expr] = []
    for name, expression in ((field.name, field.expression) for field in join.fields):
        if isinstance(expression, Reference):
            found += [type_.alias(TYPE + name) for type_ in type_of(other, expression.path)]
    return [other.select(found)] if found else []


def type_of(frame: pl.DataFrame, key: str) -> list[pl.Expr]:
    """Give the natural types of a key, where it has any: an index is an integer."""
    if key.endswith("#"):
        return [pl.when(pl.col(KEY + key).is_not_null()).then(pl.lit(_INTEGER, dtype=pl.UInt8))]
    return [pl.col(TYPE + key)] if TYPE + key in frame.columns else []


def numbered(frame: pl.DataFrame, references: Sequence[str], table: Table) -> pl.DataFrame:
    """Give ``row`` and the keys referred to as ``v0``, ``t0`` and so on."""
    columns = [pl.col("row")]
    for number, reference in enumerate(references):
        if KEY + reference not in frame.columns:
            known = ", ".join(table.columns or ())
            raise ColumnMissing(file=table.file, sheet_note="", column=reference, known=known, hint="")
        columns.append(pl.col(KEY + reference).alias(f"v{number}"))
        columns += [type_.alias(f"t{number}") for type_ in type_of(frame, reference)]
    return frame.select(columns)


def with_keys(frame: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """Add the keys that no record had."""
    missing = [key for key in keys if KEY + key not in frame.columns]
    return frame.with_columns(pl.lit(None, dtype=pl.String).alias(KEY + key) for key in missing)


def with_rows(frame: pl.DataFrame, *, as_text: bool) -> pl.DataFrame:
    """Number the iterations that come of one row, so that each has a place of its own."""
    number = pl.int_range(pl.len()).over("row") + 1
    if not as_text and frame.select((number > 1).any()).item() is not True:
        return frame
    text = pl.col("row").cast(pl.String)
    counted = pl.concat_str(text, pl.lit(" ("), number, pl.lit(")"))
    return frame.with_columns(pl.when(number == 1).then(text).otherwise(counted).alias("row"))
