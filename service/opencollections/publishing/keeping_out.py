"""Keeping out: a record with an error is left out of a draft, and nothing but that record.

With it goes what only it speaks of: its aggregation, its identifiers, a maker that no other record names. A thing with
an error that several records speak of goes alone, and they stay.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

import polars as pl

from ..checks.cells import ORIGINS, PLACE, records_of
from ..problems import Problem, Severity
from .revision import without
from .uploads import Draft


@dataclass(frozen=True, slots=True)
class Records:
    """The records of a draft: ``origins`` of all things, those of the ``principal`` rule, and those without a name."""

    origins: pl.DataFrame
    principal: str
    nameless: pl.DataFrame

    @property
    def own(self) -> pl.DataFrame:
        """Give each record that has a thing of its own, by the principal rule."""
        return records_of(self.origins, self.principal)


def kept_in(draft: Draft, records: Records, wrong: AbstractSet[str]) -> Draft:
    """Give a draft without the records that have an error; ``wrong`` are the things that have one."""
    own = records.own
    refused = _refused(records, own, wrong) | _of_rows(own, draft.problems)
    out = own.filter(pl.col("iri").is_in(list(refused)))
    rows = pl.concat([out.select(PLACE), records.nameless.select(PLACE)])
    dropped = refused | _spoken_of(records.origins, rows) | _alone(records, own, wrong)
    kept_out = out.height + records.nameless.height
    left = without(draft, dropped) if dropped else draft
    return replace(left, kept_out=kept_out)


def _refused(records: Records, own: pl.DataFrame, wrong: AbstractSet[str]) -> set[str]:
    """Give the records that a wrong thing keeps out: itself, or the one record that speaks of it."""
    spoken = _records_of(records, own, wrong)
    single = spoken.filter(pl.col("records").list.len() == 1)["records"].explode(empty_as_null=True)
    return {*own.filter(pl.col("iri").is_in(list(wrong)))["iri"], *single}


def _alone(records: Records, own: pl.DataFrame, wrong: AbstractSet[str]) -> set[str]:
    """Give the wrong things that no record is kept out for: several speak of them, or a sheet of their own."""
    spoken = _records_of(records, own, wrong)
    single = spoken.filter(pl.col("records").list.len() == 1)["iri"]
    return set(wrong) - set(single)


def _records_of(records: Records, own: pl.DataFrame, wrong: AbstractSet[str]) -> pl.DataFrame:
    """Give for each wrong thing that is no record the ``records`` whose rows speak of it."""
    others = records.origins.filter(
        pl.col("iri").is_in(list(wrong)) & ~pl.col("iri").is_in(own["iri"].implode())
    )
    near = others.join(own.select(*PLACE, record="iri"), on=list(PLACE), how="left", nulls_equal=True)
    return near.group_by("iri").agg(records=pl.col("record").drop_nulls().unique())


def _of_rows(own: pl.DataFrame, problems: Iterable[Problem]) -> set[str]:
    """Give the records whose rows have an error that no thing has."""
    places = [
        (one.file, one.sheet, str(one.row))
        for one in problems
        if one.severity is Severity.ERROR and one.row is not None and one.entity is None
    ]
    rows = pl.DataFrame(places, schema={name: ORIGINS[name] for name in PLACE}, orient="row")
    return set(own.join(rows, on=list(PLACE), how="semi", nulls_equal=True)["iri"])


def _spoken_of(origins: pl.DataFrame, rows: pl.DataFrame) -> set[str]:
    """Give the things of which no record speaks but those in some rows."""
    if rows.is_empty():
        return set()
    marked = origins.join(
        rows.unique().with_columns(out=pl.lit(value=True)), on=list(PLACE), how="left", nulls_equal=True
    )
    spoken = marked.group_by("iri").agg(pl.col("out").fill_null(value=False).all())
    return set(spoken.filter("out")["iri"])
