"""The inventory of the whole network: every thing that a reader looks for, ready to be narrowed and counted.

It is made once for a generation from the inventories of the collections, and lies in memory as columns: a thing
that several collections speak of is one row, and each facet is a list of pairs of a thing and a value.
"""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import polars as pl

from ..store.control import Control
from ..store.inventory import FOUND, LISTS, ORIGIN, inventory_of, inventory_versions

SPAN_LIMIT_YEARS: Final = 50
"""A thing that is dated less exactly than this stands in no decade."""


class Facet(StrEnum):
    """What a reader can narrow a search by; the value is its name in addresses."""

    MEMBER = "member"
    COLLECTION = "collection"
    KIND = "type"
    MAKER = "maker"
    PLACE = "place"
    SUBJECT = "subject"
    PERIOD = "period"
    RIGHTS = "rights"
    PICTURE = "picture"


PICTURED: Final = "yes"
"""The one value of the facet "picture"."""


@dataclass(frozen=True, slots=True)
class Values:
    """One facet: its values, and ``pairs`` of the number of a thing and the number of a value it has."""

    values: pl.Series
    pairs: pl.DataFrame

    def number(self, value: str) -> int | None:
        """Give the number of a value, or None where nothing has it."""
        found = self.values.index_of(value) if len(self.values) else None
        return None if found is None else int(found)

    def counts(self) -> pl.DataFrame:
        """Count the things with each value, the commonest first."""
        counted = self.pairs.group_by("value").len("count").sort("count", "value", descending=[True, False])
        return counted.select(self.values.gather(counted["value"]).alias("value"), "count")

    def things_with(self, value: str) -> pl.Series:
        """Give the numbers of the things that have a value."""
        number = self.number(value)
        if number is None:
            return pl.Series("thing", [], dtype=pl.UInt32)
        return self.pairs.filter(pl.col("value") == number)["thing"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a thing came from; ``row`` is the number that the member's own program shows, or an element's path."""

    file: str
    sheet: str | None
    row: str


@dataclass(frozen=True, slots=True)
class Inventory:
    """All things by number; ``entities`` leads from the ledger's numbers to them (sorted by ``id``)."""

    things: pl.DataFrame
    entities: pl.DataFrame
    facets: Mapping[Facet, Values]

    @property
    def size(self) -> int:
        return self.things.height

    def thing(self, entity: int) -> int | None:
        """Give the number of the thing that an entity of the ledger is, or None."""
        found = self._entity(entity)
        return None if found is None else int(found[1])

    def origin(self, entity: int) -> Origin | None:
        """Give where an entity of the ledger came from, or None where nobody remembers."""
        found = self._entity(entity)
        return Origin(found[2], found[3], found[4]) if found is not None and found[2] else None

    def _entity(self, entity: int) -> tuple[Any, ...] | None:
        # One number is found by halving in a microsecond or two, where the columnar way plans a query for it.
        place = bisect_left(self.entities["id"], entity)
        row = self.entities.row(place) if place < self.entities.height else None
        return row if row is not None and row[0] == entity else None


def inventory(control: Control) -> Inventory:
    """Read the inventories of all collections and join what they say of the same thing."""
    frames = [
        inventory_of(control, name).with_columns(collection=pl.lit(name))
        for name in inventory_versions(control)
    ]
    rows = pl.concat(frames) if frames else _nothing()
    numbers = rows.select(pl.col("iri").unique(maintain_order=True)).with_row_index("thing")
    rows = rows.join(numbers, on="iri", maintain_order="left")
    return Inventory(
        things=_things(rows),
        entities=rows.select("id", "thing", *ORIGIN).sort("id"),
        facets={facet: _values(pairs) for facet, pairs in _pairs(rows).items()},
    )


def _nothing() -> pl.DataFrame:
    ledger: dict[str, pl.DataType] = {
        "id": pl.UInt32(),
        "type": pl.String(),
        "title": pl.String(),
        "modified": pl.String(),
    }
    return pl.DataFrame(schema=ledger | FOUND | ORIGIN | {"collection": pl.String()})


def _things(rows: pl.DataFrame) -> pl.DataFrame:
    """Give one row for each thing, as the collection says that has a title for it; the first of several."""
    firsts = [pl.col(name).drop_nulls().first() for name in ("type", "title", "picture", "begin", "end")]
    spoken_of = rows.group_by("thing").agg(
        pl.col("id", "iri").first(), *firsts, pl.col("modified").max(), pl.col("collection").first()
    )
    return spoken_of.sort("thing")


def _pairs(rows: pl.DataFrame) -> dict[Facet, pl.DataFrame]:
    columns = dict(
        zip(LISTS, (Facet.KIND, Facet.MAKER, Facet.PLACE, Facet.SUBJECT, Facet.RIGHTS), strict=True)
    )
    pairs = {
        facet: rows.select("thing", value=name).explode("value").drop_nulls()
        for name, facet in columns.items()
    }
    pairs[Facet.COLLECTION] = rows.select("thing", value="collection")
    pairs[Facet.MEMBER] = rows.select("thing", value=pl.col("collection").str.split("/").list.first())
    pictured = rows.filter(pl.col("picture").is_not_null())
    pairs[Facet.PICTURE] = pictured.select("thing", value=pl.lit(PICTURED))
    pairs[Facet.PERIOD] = _decades(rows)
    return {facet: pairs[facet] for facet in Facet}


def _decades(rows: pl.DataFrame) -> pl.DataFrame:
    """Give the decades that each thing is dated in, by their first years."""
    dated = rows.filter(pl.col("end") - pl.col("begin") < SPAN_LIMIT_YEARS)
    decades = pl.int_ranges(pl.col("begin") // 10, pl.col("end") // 10 + 1)
    spread = dated.select("thing", value=decades).explode("value").drop_nulls()
    return spread.with_columns((pl.col("value") * 10).cast(pl.String))


def _values(pairs: pl.DataFrame) -> Values:
    values = pairs["value"].unique(maintain_order=True)
    numbered = pl.DataFrame({"value": values}).with_row_index("number")
    joined = pairs.join(numbered, on="value").select("thing", value="number")
    return Values(values, joined.unique())
