"""One batch of records, turned into terms and lines: the innermost loop, all of it in columns."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import polars as pl

from .compiler import Term
from .value_columns import Derived

INDEX = "i"
"""The position of a record in its batch; internal columns never meet names a member chose (v0, v1, …)."""


def prepared(frame: pl.DataFrame, nulls: Sequence[str], *, keep_empty: bool) -> pl.DataFrame:
    """Give the batch with an index, and with null for every empty cell and null word."""
    words = tuple(nulls) if keep_empty else ("", *nulls)
    columns = [
        _absent(column, words, is_list=isinstance(kind, pl.List))
        for column, kind in frame.schema.items()
        if column[0] == "v"
    ]
    return frame.with_columns(columns if words else []).with_row_index(INDEX)


@cache
def _absent(column: str, words: tuple[str, ...], *, is_list: bool) -> pl.Expr:
    value = pl.element() if is_list else pl.col(column)
    cleaned = pl.when(value != words[0] if len(words) == 1 else ~value.is_in(words)).then(value)
    # The list keeps its length, since the types of its values stand in a list of equal length beside it.
    return pl.col(column).list.eval(cleaned) if is_list else cleaned.alias(column)


def with_derived(frame: pl.DataFrame, derived: Iterable[Derived]) -> pl.DataFrame:
    """Add the columns that functions make of several values, or make several values of."""
    for one in derived:
        column = one.column.alias(one.name)
        if lists(frame, [column], one.whole):
            long = exploded(frame, [column], one.whole)
            if isinstance(long.schema[one.name], pl.List):
                long = long.explode(one.name, empty_as_null=True)
            grouped = long.group_by(INDEX, maintain_order=True).agg(pl.col(one.name))
            frame = frame.join(grouped, on=INDEX, how="left", maintain_order="left")
        else:
            frame = frame.with_columns(column)
        if one.gathers:
            frame = frame.with_columns(pl.concat_list(one.name).list.drop_nulls())
    return frame


def lists(frame: pl.DataFrame, columns: Iterable[pl.Expr], whole: Container[str] = ()) -> list[str]:
    """Name the list columns that some columns are made of, but for those that are taken as a whole."""
    used = dict.fromkeys(name for column in columns for name in column.meta.root_names())
    return [name for name in used if name not in whole and isinstance(frame.schema[name], pl.List)]


def exploded(frame: pl.DataFrame, columns: Sequence[pl.Expr], whole: Container[str] = ()) -> pl.DataFrame:
    """Evaluate columns over every combination of several values: INDEX and the columns, one row each.

    RML: a term map gives one term for each combination of its references' values. Those of the columns
    ``whole`` stay together.
    """
    used = dict.fromkeys(name for column in columns for name in column.meta.root_names())
    long = frame.select(INDEX, *(name for name in used if name != INDEX))
    for name in lists(frame, columns, whole):
        if name[0] == "t":
            continue
        twin = "t" + name[1:]
        together = [name, twin] if twin in long.columns else [name]
        long = long.explode(together, empty_as_null=True)
    return long.select(INDEX, *columns)


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a batch: ``single`` has one row per record, ``several`` (by term) one per value."""

    single: pl.DataFrame
    several: Mapping[int, pl.DataFrame]

    def values(self, term: int, fixed: str | None, name: str) -> pl.DataFrame:
        """Give INDEX and the values of one term by another name, one row each; records without one are left out."""
        if term in self.several:
            return self.several[term].rename({f"s{term}": name})
        column = pl.col(f"s{term}") if fixed is None else pl.lit(fixed, dtype=pl.String)
        return self.single.select(INDEX, column.alias(name)).drop_nulls(name)

    def with_several(self, term: int, values: pl.DataFrame) -> "Terms":
        """Replace the values of one term; ``values`` has INDEX and the column of the term."""
        return Terms(self.single.drop(f"s{term}", strict=False), {**self.several, term: values})


def terms(frame: pl.DataFrame, wanted: Mapping[int, Term]) -> Terms:
    """Make the columns of all terms of a source for one batch."""
    of_lists = {name for name, kind in frame.schema.items() if isinstance(kind, pl.List)}
    lists = {number: term for number, term in wanted.items() if of_lists.intersection(term.reads)}
    single = frame.select(
        INDEX,
        "row",
        *(t.column.alias(f"s{n}") for n, t in wanted.items() if n not in lists and t.fixed is None),
    )
    several = {
        number: exploded(frame, [term.column.alias(f"s{number}")]).drop_nulls()
        for number, term in lists.items()
    }
    return Terms(single, several)


@dataclass(frozen=True, slots=True)
class Batch:
    """One batch in the making: its records, its terms by number, and the members of collections by their node."""

    frame: pl.DataFrame
    compiled: Mapping[int, Term]
    made: Terms
    members: Mapping[int, pl.DataFrame] = field(default_factory=dict)

    def values(self, term: int, name: str) -> pl.DataFrame:
        return self.made.values(term, self.compiled[term].fixed, name)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Records whose value is unfit for a term."""

    rows: list[int | str]
    values: list[str]


def doubts(frame: pl.DataFrame, term: Term, made: Terms, number: int) -> Doubt | None:
    """Find the values that made no term although they are there; None where all is well.

    Only records without a term are looked at again, so that a clean batch costs nothing.
    """
    if term.doubtful is None:
        return None
    if number in made.several:
        pairs = exploded(frame, [term.doubtful.alias("value"), term.column.alias("term")])
        bad = pairs.filter(pl.col("value").is_not_null() & pl.col("term").is_null())
        bad = bad.join(frame.select(INDEX, "row"), on=INDEX, how="left")
    else:
        column = made.single.get_column(f"s{number}")
        if not column.null_count():
            return None
        without = frame.select(*dict.fromkeys(("row", *term.doubtful.meta.root_names()))).filter(
            column.is_null()
        )
        bad = without.select("row", term.doubtful.alias("value")).drop_nulls("value")
    return Doubt(bad["row"].to_list(), bad["value"].to_list()) if bad.height else None


def typed_columns(frame: pl.DataFrame) -> frozenset[str]:
    """Name the value columns that have natural types in this batch."""
    return frozenset("v" + name[1:] for name in frame.columns if name[0] == "t" and name[1:].isdigit())


def keys(frame: pl.DataFrame, compiled: Sequence[pl.Expr]) -> pl.DataFrame:
    """Give INDEX and the join keys k0, k1, … of a batch, without records that have none."""
    return exploded(frame, [column.alias(f"k{n}") for n, column in enumerate(compiled)]).drop_nulls()
