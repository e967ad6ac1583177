"""Texts: the lines that one rule makes of a record, sorted and put together.

A subject's statements then travel as one value, which is sorted and merged with others in a fraction of the time
that its lines would take one by one.
"""

from collections.abc import Sequence
from itertools import groupby

import polars as pl

from .batches import INDEX
from .lines import Line


def texts(frame: pl.DataFrame, lines: Sequence[Line], *, sorts: bool = True) -> pl.Series:
    """Put the lines of each record together, in byte order and each once if asked; records without any are left out.

    All lines of a record have one subject, so that those of different predicates are in the order of these. Only
    where a predicate occurs twice, or differs, the lines are looked at.
    """
    if not sorts:
        groups = [[line] for line in lines]
    elif any(not line.predicate for line in lines):
        groups = [list(lines)]
    else:
        ordered = sorted(lines, key=lambda line: line.predicate)
        groups = [list(group) for _, group in groupby(ordered, key=lambda line: line.predicate)]
    pieces: list[pl.Expr] = []
    for number, group in enumerate(groups):
        if len(group) > 1:
            frame = frame.with_columns(_compared(frame, group).alias(f"compared {number}"))
            pieces.append(pl.col(f"compared {number}"))
        else:
            pieces += group[0].pieces(frame)
    if not pieces:
        return pl.Series("line", [], dtype=pl.String)
    made = frame.select(pl.concat_str(pieces).alias("line"))["line"]
    return made.filter(made != "")


def count(frame: pl.DataFrame, line: Line) -> int:
    """Count the records that have a line."""
    match line.nullable(frame):
        case []:
            return frame.height
        case [name]:
            return frame.height - frame[name].null_count()
        case names:
            return int(frame.select(pl.all_horizontal(pl.col(names).is_not_null()).sum()).item())


def _compared(frame: pl.DataFrame, lines: Sequence[Line]) -> pl.Series:
    """Put lines together that have to be sorted for it; a record without any has an empty text."""
    # With what the frame has, so that a line of constants is there for each record.
    made = {f"line {number}": pl.concat_str(line.parts) for number, line in enumerate(lines)}
    columns = frame.with_columns(**made).select(list(made))
    if columns.width == 2 and all(len(line.parts) > 1 for line in lines):
        return _pair(columns)
    text = pl.concat_str(pl.all(), ignore_nulls=True)
    sorted_lines = text.str.extract_all(r"[^\n]*\n").list.unique().list.sort()
    return columns.select(sorted_lines.list.join("").alias("line"))["line"]


def _pair(columns: pl.DataFrame) -> pl.Series:
    """Put two single lines together, such as a title in two languages."""
    one, other = pl.col("line 0"), pl.col("line 1")
    lower = pl.when(one <= other).then(one).otherwise(other)
    higher = pl.when(one == other).then(None).when(one <= other).then(other).otherwise(one)
    return columns.select(pl.concat_str(lower, higher, ignore_nulls=True).alias("line"))["line"]


def folded(lines: pl.DataFrame, records: pl.DataFrame) -> pl.Series:
    """Put the lines of each record together: ``lines`` has INDEX and ``line``, ``records`` the INDEX of all."""
    lines = lines.drop_nulls()
    if lines[INDEX].is_duplicated().any():
        together = pl.col("line").unique().sort().str.join("")
        lines = lines.group_by(INDEX, maintain_order=True).agg(together)
    return records.select(INDEX).join(lines, on=INDEX, how="left", maintain_order="left")["line"]
