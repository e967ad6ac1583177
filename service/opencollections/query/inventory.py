"""The inventory of the whole network: every thing that a reader looks for, ready to be narrowed and counted.

It is read once for a generation, and lies in memory as numbers alone, eight bytes for each trait of a thing; what is
shown of a thing is asked for when it is shown. A thing that several collections speak of is one.
"""

from array import array
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import polars as pl

from ..store.control import Control
from ..store.rows import plain_rows

_AT_ONCE: Final = 10_000


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


_KEPT_AS: Final = {Facet.KIND: "kind"}
"""The names of facets with the things, where they are others."""


@dataclass(frozen=True, slots=True)
class Values:
    """One facet: the names of its values (``value``, ``name``), and ``pairs`` of a thing and a value it has."""

    names: pl.DataFrame
    pairs: pl.DataFrame

    def counts(self) -> pl.DataFrame:
        """Count the things with each value, the commonest first: ``name`` and ``count``."""
        return self.counted(self.pairs).select("name", "count")

    def counted(self, pairs: pl.DataFrame) -> pl.DataFrame:
        """Count some of the pairs: ``value``, ``count`` and ``name``, the commonest first."""
        counts = pairs.group_by("value").len("count").join(self.names, on="value")
        return counts.sort("count", "value", descending=[True, False])

    def things_with(self, name: str) -> pl.Series:
        """Give the numbers of the things that have a value."""
        named = self.names.filter(pl.col("name") == name)["value"]
        return self.pairs.filter(pl.col("value").is_in(named.implode()))["thing"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a thing came from; ``row`` is the number that the member's own program shows, or an element's path."""

    file: str
    sheet: str | None
    row: str


@dataclass(frozen=True, slots=True)
class Inventory:
    """All things, numbered from 0: ``firsts`` has the number of each in the ledger, in ascending order.

    ``entities`` leads from the ledger's numbers of what each collection says (``id``) to things.
    """

    firsts: pl.Series
    entities: pl.DataFrame
    facets: Mapping[Facet, Values]

    @property
    def size(self) -> int:
        return len(self.firsts)

    def thing(self, first: int) -> int | None:
        """Give the number of the thing that the ledger has under a number, or None."""
        # One number is found by halving in a microsecond or two, where the columnar way plans a query for it.
        place = bisect_left(self.firsts, first)
        return place if place < self.size and self.firsts[place] == first else None

    def things(self, firsts: pl.Series) -> pl.Series:
        """Give the numbers of things by those of the ledger, each once, in the order given."""
        return self.firsts.search_sorted(firsts).cast(pl.UInt32).unique(maintain_order=True)


def inventory(control: Control) -> Inventory:
    """Read the inventories of all collections, and take together what they say of the same thing."""
    rows, numbers = _rows(control)
    firsts = rows["first"].unique().sort()
    rows = rows.with_columns(thing=firsts.search_sorted(rows["first"]).cast(pl.UInt32))
    things = rows.select(pl.col("thing").repeat_by("size")).filter(pl.col("thing").list.len() > 0)
    pairs = pl.DataFrame({"thing": things["thing"].explode(), "value": numbers})
    return Inventory(firsts, rows.select("id", "thing"), _facets(control, pairs))


def _rows(control: Control) -> tuple[pl.DataFrame, pl.Series]:
    """Give ``id``, ``first`` and the ``size`` of the traits of each row, and all traits one after the other."""
    ids, firsts, sizes, numbers = (array("I") for _ in range(4))
    rows = plain_rows(control, "SELECT id, first, traits FROM thing")
    for some in iter(lambda: rows.fetchmany(_AT_ONCE), []):
        for id_, first, traits in some:
            ids.append(id_)
            firsts.append(first)
            sizes.append(len(traits) // numbers.itemsize)
            numbers.frombytes(traits)
    schema = dict.fromkeys(("id", "first", "size"), pl.UInt32)
    return pl.DataFrame([ids, firsts, sizes], schema=schema), pl.Series(numbers, dtype=pl.UInt32)


def _facets(control: Control, pairs: pl.DataFrame) -> dict[Facet, Values]:
    facets = {}
    for facet in Facet:
        kept_as = _KEPT_AS.get(facet, facet.value)
        rows = plain_rows(control, "SELECT number, value FROM trait WHERE facet = ?", [kept_as]).fetchall()
        names = pl.DataFrame(rows, schema={"value": pl.UInt32, "name": pl.String}, orient="row")
        facets[facet] = Values(names, pairs.filter(pl.col("value").is_in(names["value"].implode())).unique())
    return facets


def origin(control: Control, iri: str, collection: str) -> Origin | None:
    """Give the file and row that a collection's statements of an entity came from, where that is known."""
    row = control.db.execute(
        "SELECT file, sheet, row FROM thing JOIN entity USING (id) WHERE iri = ? AND collection = ?",
        (iri, collection),
    ).fetchone()
    return Origin(*row) if row is not None and row["file"] else None


def dated(control: Control, collection: str) -> int:
    """Count the things of a collection that have a year."""
    counted = control.db.execute(
        "SELECT count(begin) FROM thing JOIN entity USING (id) WHERE collection = ?", (collection,)
    )
    return int(counted.fetchone()[0])
