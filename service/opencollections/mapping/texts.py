"""Texts: the lines that one rule makes of a record, sorted and put together.

A subject's statements then travel as one value, which is sorted and merged with others in a fraction of the time
that its lines would take one by one.
"""

from collections.abc import Sequence
from itertools import groupby

import polars as pl

from .batches import INDEX

Statements = tuple[str, pl.Series]
"""What one statement of a rule made of a batch: its predicate ("" where that differs) and a line for each record."""


def texts(statements: Sequence[Statements]) -> pl.Series:
    """Put the lines of each record together in byte order; records without any are left out.

    All lines of a record have one subject, so that those of different predicates are in the order of these. Only
    where a predicate occurs twice, or differs, the lines are looked at.
    """
    if not statements:
        return pl.Series("line", [], pl.String)
    if any(not predicate for predicate, _ in statements):
        return _compared([lines for _, lines in statements]).rename("line").drop_nulls()
    ordered = sorted(statements, key=lambda one: one[0])
    grouped = [[lines for _, lines in group] for _, group in groupby(ordered, key=lambda one: one[0])]
    columns = [group[0] if len(group) == 1 else _compared(group) for group in grouped]
    if len(columns) == 1:
        return columns[0].rename("line").drop_nulls()
    return _joined(columns).rename("line").drop_nulls()


def _joined(columns: Sequence[pl.Series]) -> pl.Series:
    frame = pl.DataFrame([column.alias(str(number)) for number, column in enumerate(columns)])
    text = pl.concat_str(pl.all(), ignore_nulls=True)
    return frame.select(pl.when(text != "").then(text).alias("line"))["line"]


def _compared(columns: Sequence[pl.Series]) -> pl.Series:
    """Put lines together that have to be sorted for it."""
    if len(columns) == 2 and not any(map(_has_several_lines, columns)):
        return _pair(*columns)
    lines = pl.col("line").str.strip_suffix("\n").str.split("\n").list.unique().list.sort()
    return (
        _joined(columns)
        .to_frame()
        .select(pl.concat_str(lines.list.join("\n"), pl.lit("\n")).alias("line"))["line"]
    )


def _has_several_lines(texts: pl.Series) -> bool:
    return bool(texts.str.strip_suffix("\n").str.contains("\n", literal=True).any())


def _pair(one: pl.Series, other: pl.Series) -> pl.Series:
    """Put two lines together, such as a title in two languages."""
    frame = pl.DataFrame([one.alias("a"), other.alias("b")])
    first, second = pl.col("a"), pl.col("b")
    in_order = first <= second
    lower = pl.when(in_order).then(first).otherwise(second)
    higher = pl.when(first == second).then(None).when(in_order).then(second).otherwise(first)
    return _joined(frame.select(lower.alias("a"), higher.alias("b")).get_columns())


def folded(lines: pl.DataFrame, records: pl.DataFrame) -> pl.Series:
    """Put the lines of each record together: ``lines`` has INDEX and ``line``, ``records`` the INDEX of all."""
    lines = lines.drop_nulls()
    if lines[INDEX].is_duplicated().any():
        together = pl.col("line").unique().sort().str.join("")
        lines = lines.group_by(INDEX, maintain_order=True).agg(together)
    return records.select(INDEX).join(lines, on=INDEX, how="left", maintain_order="left")["line"]
