"""Finding: one page of the things that fit a reader's wish, and by what the rest can be narrowed."""

import json
import re
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

import polars as pl

from ..errors import CursorInvalid
from ..store.control import Control
from ..store.rows import plain_rows
from ..vocabulary import expand
from .inventory import Facet, Inventory
from .search import MATCH_LIMIT, matches

SHOWN_VALUES: Final = 8
"""Values of one facet that are offered at first."""

ALL_VALUES: Final = 120
"""Values of one facet that are offered where a reader asks for more of them; the page stays below 60 kB with them."""

_ORDERED: Final = "SELECT first FROM thing JOIN entity USING (id) ORDER BY "
_SHOWN: Final = (
    "SELECT first, iri, title, type, picture, collection FROM thing JOIN entity USING (id) "
    "WHERE first IN (SELECT value FROM json_each(?)) ORDER BY key IS NULL, key, id"
)
_NEWEST: Final = (
    "SELECT first FROM (SELECT first, id, modified, row_number() OVER "
    "(PARTITION BY collection ORDER BY modified DESC, id DESC) AS turn "
    "FROM thing JOIN entity USING (id) WHERE type = ? AND title IS NOT NULL) "
    "WHERE turn <= ?2 ORDER BY turn, modified DESC, id DESC"
)
_OBJECT: Final = expand("edm:ProvidedCHO")

_CURSOR: Final = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")


class Sort(StrEnum):
    """The order of what is found; by how well it fits where words are looked for, else by title."""

    BEST = "best"
    TITLE = "title"
    NEWEST = "newest"
    OLDEST = "oldest"


_ORDERS: Final = {
    Sort.TITLE: "key IS NULL, key, first",
    Sort.NEWEST: "modified DESC, first",
    Sort.OLDEST: "begin IS NULL, begin, key IS NULL, key, first",
}


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
        self._orders: dict[Sort, pl.Series] = {}

    def found(self, control: Control, wish: Wish, cursor: str, limit: int) -> Findings:
        """Give one page of what fits a wish, from a cursor on (empty: the first); raise CursorInvalid."""
        words = matches(control, self.inventory, wish.text) if wish.text.strip() else None
        fits = self._fits(wish, words)
        ordered = self._ordered(control, wish.order, words)
        ordered = ordered.filter(fits.gather(ordered))
        start = self._start(cursor, ordered)
        shown = ordered.slice(start, limit)
        return Findings(
            things=shown_things(control, self.inventory.firsts.gather(shown)),
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

    def _ordered(self, control: Control, order: Sort, words: pl.Series | None) -> pl.Series:
        if order is Sort.BEST and words is not None:
            return words
        order = order if order is not Sort.BEST else Sort.TITLE
        if order not in self._orders:
            rows = plain_rows(control, _ORDERED + _ORDERS[order])
            firsts = pl.Series(array("I", (row[0] for row in rows)), dtype=pl.UInt32)
            self._orders[order] = self.inventory.things(firsts)
        return self._orders[order]

    def _offer(self, facet: Facet, wish: Wish, fits: pl.Series) -> Offer:
        values = self.inventory.facets[facet]
        counted = values.counted(values.pairs.filter(fits.gather(values.pairs["thing"])))
        limit = ALL_VALUES if facet is wish.unfolded else SHOWN_VALUES
        shown = counted.head(limit)
        if facet is Facet.PERIOD:
            shown = shown.sort(pl.col("name").cast(pl.Int32))
        offered = tuple((str(name), int(count)) for name, count in shown.select("name", "count").iter_rows())
        return Offer(facet, offered, more=counted.height > limit)

    def _cursor(self, ordered: pl.Series, start: int) -> str:
        """Write where a page starts: its place, and the thing before it, which finds the place when others came."""
        return f"{start}-{self.inventory.firsts[ordered[start - 1]] if start else 0}"

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


def shown_things(control: Control, firsts: Iterable[int]) -> tuple[Thing, ...]:
    """Give what is shown of things by their numbers in the ledger, in the order given.

    Of what several collections say of one, the first by title counts, and what it lacks comes from the others.
    """
    wanted = list(firsts)
    said: dict[int, list[tuple[str | None, ...]]] = {}
    for first, *row in plain_rows(control, _SHOWN, [json.dumps(wanted)]):
        said.setdefault(first, []).append(tuple(row))
    return tuple(_thing(said[first]) for first in wanted)


def _thing(rows: Sequence[tuple[str | None, ...]]) -> Thing:
    iri, title, type_, picture, collection = (
        next((value for value in column if value is not None), None) for column in zip(*rows, strict=True)
    )
    return Thing(str(iri), title, type_, picture, str(collection))


def newest_objects(control: Control, limit: int) -> tuple[int, ...]:
    """Give the newest objects by their numbers in the ledger, a few of each collection.

    So a large one does not hide the small ones.
    """
    rows = plain_rows(control, _NEWEST, (_OBJECT, limit))
    return tuple(dict.fromkeys(row[0] for row in rows))[:limit]


def _marked(numbers: pl.Series, size: int) -> pl.Series:
    return pl.repeat(False, size, dtype=pl.Boolean, eager=True).scatter(numbers, True)  # noqa: FBT003 - a mark
