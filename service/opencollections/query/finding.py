"""Finding: one page of the things that fit a reader's wish, and by what the rest can be narrowed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Final

import polars as pl

from ..errors import CursorInvalid
from ..store.control import Control
from .inventory import Facet, Inventory
from .search import MATCH_LIMIT, matches

SHOWN_VALUES: Final = 8
"""Values of one facet that are offered at first."""

ALL_VALUES: Final = 200
"""Values of one facet that are offered where a reader asks for more of them."""

_CURSOR: Final = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")


class Sort(StrEnum):
    """The order of what is found; by how well it fits where words are looked for, else by title."""

    BEST = "best"
    TITLE = "title"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reader looks for: words, values of facets that all have to be there, and an order.

    ``unfolded`` is the facet whose values are all wanted, not the commonest alone.
    """

    text: str = ""
    chosen: Mapping[Facet, Sequence[str]] = field(default_factory=dict)
    sort: Sort | None = None
    unfolded: Facet | None = None

    @property
    def order(self) -> Sort:
        return self.sort or (Sort.BEST if self.text else Sort.TITLE)


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing that was found."""

    iri: str
    title: str | None
    type: str | None
    picture: str | None
    collection: str


@dataclass(frozen=True, slots=True)
class Offer:
    """The values of a facet that what was found can be narrowed by, with their numbers; ``more``: there are others."""

    facet: Facet
    values: tuple[tuple[str, int], ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Findings:
    """One page of what was found; ``total`` counts all of it, and is a lower bound where ``at_least``.

    ``after`` and ``before`` are the cursors of the next and of the previous page; ``first`` is the place of the
    first thing shown, from 1.
    """

    things: tuple[Thing, ...]
    total: int
    at_least: bool
    offers: tuple[Offer, ...]
    first: int
    after: str | None
    before: str | None


class Finder:
    """Finds in one inventory, whose orders are made when they are first asked for."""

    def __init__(self, inventory: Inventory) -> None:
        self.inventory = inventory

    def found(self, control: Control, wish: Wish, cursor: str, limit: int) -> Findings:
        """Give one page of what fits a wish, from a cursor on (empty: the first); raise CursorInvalid."""
        words = matches(control, self.inventory, wish.text) if wish.text.strip() else None
        fits = self._fits(wish, words)
        ordered = self._ordered(wish.order, words, fits)
        start = self._start(cursor, ordered)
        shown = ordered.slice(start, limit)
        return Findings(
            things=self._things(shown),
            total=len(ordered),
            at_least=words is not None and len(words) >= MATCH_LIMIT,
            offers=tuple(self._offer(facet, wish, fits) for facet in Facet),
            first=start + 1,
            after=self._cursor(ordered, start + limit) if start + limit < len(ordered) else None,
            before=self._cursor(ordered, max(start - limit, 0)) if start else None,
        )

    def _fits(self, wish: Wish, words: pl.Series | None) -> pl.Series:
        """Tell of each thing whether it fits."""
        size = self.inventory.size
        fits = pl.repeat(words is None, size, dtype=pl.Boolean, eager=True)
        if words is not None:
            fits = _marked(words, size)
        for facet, values in wish.chosen.items():
            for value in values:
                fits &= _marked(self.inventory.facets[facet].things_with(value), size)
        return fits

    def _ordered(self, order: Sort, words: pl.Series | None, fits: pl.Series) -> pl.Series:
        if order is Sort.BEST and words is not None:
            numbers = words
        else:
            numbers = self._orders[order if order is not Sort.BEST else Sort.TITLE]
        return numbers.filter(fits.gather(numbers))

    @cached_property
    def _orders(self) -> dict[Sort, pl.Series]:
        things = self.inventory.things
        # A catalogue is in the order of letters: accents, capitals and quotation marks do not count.
        title = (
            pl.col("title")
            .str.normalize("NFKD")
            .str.replace_all(r"\p{M}|^[^\p{L}\p{N}]+", "")
            .str.to_lowercase()
        )
        keyed = things.select("thing", "modified", "begin", title.alias("key"))
        return {
            Sort.TITLE: keyed.sort("key", "thing", nulls_last=True)["thing"],
            Sort.NEWEST: keyed.sort("modified", "thing", descending=[True, False])["thing"],
            Sort.OLDEST: keyed.sort("begin", "key", "thing", nulls_last=True)["thing"],
        }

    def _things(self, numbers: pl.Series) -> tuple[Thing, ...]:
        rows = self.inventory.things[numbers].select("iri", "title", "type", "picture", "collection")
        return tuple(Thing(*row) for row in rows.iter_rows())

    def _offer(self, facet: Facet, wish: Wish, fits: pl.Series) -> Offer:
        values = self.inventory.facets[facet]
        inside = values.pairs.filter(fits.gather(values.pairs["thing"]))
        counted = inside.group_by("value").len("count").sort("count", "value", descending=[True, False])
        limit = ALL_VALUES if facet is wish.unfolded else SHOWN_VALUES
        shown = counted.head(limit).with_columns(name=values.values.gather(counted.head(limit)["value"]))
        if facet is Facet.PERIOD:
            shown = shown.sort(pl.col("name").cast(pl.Int32))
        offered = tuple((str(name), int(count)) for name, count in shown.select("name", "count").iter_rows())
        return Offer(facet, offered, more=counted.height > limit)

    def _cursor(self, ordered: pl.Series, start: int) -> str:
        """Write where a page starts: its place, and the thing before it, which finds the place when others came."""
        return f"{start}-{self.inventory.things['id'][ordered[start - 1]] if start else 0}"

    def _start(self, cursor: str, ordered: pl.Series) -> int:
        if not cursor:
            return 0
        told = _CURSOR.fullmatch(cursor)
        if told is None:
            raise CursorInvalid(cursor=cursor[:60])
        place, before = int(told[1]), int(told[2])
        thing = self.inventory.thing(before)
        found = ordered.index_of(thing) if place and thing is not None else None
        return min(place, len(ordered)) if found is None else int(found) + 1


def _marked(numbers: pl.Series, size: int) -> pl.Series:
    return pl.repeat(False, size, dtype=pl.Boolean, eager=True).scatter(numbers, True)  # noqa: FBT003 - a mark
