"""The overview of the start page: the map and the timeline of everything, and what was published last."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import polars as pl

from ..formats.dates import decade
from ..formats.maps import Place, Sketch, sketch
from ..query.connected import PLACES_LIMIT, coordinates
from ..query.finding import Wish, newest_objects, shown_things
from ..query.inventory import Facet
from ..store.engine import Engine
from .findings_page import Names, Row, finder
from .search_address import SearchAddress
from .site import Site
from .state import State
from .visits import Visit

NEWEST: Final = 8


@dataclass(frozen=True, slots=True)
class Decade:
    """How many things are dated in a decade; ``share`` of the fullest one is between 0 and 1."""

    label: str
    count: int
    href: str
    share: float


@dataclass(frozen=True, slots=True)
class Overview:
    """What the start page shows of everything."""

    map: Sketch | None
    timeline: tuple[Decade, ...]
    newest: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class _Counted:
    """What stays the same for all readers of one generation."""

    places: tuple[tuple[str, int, float, float], ...]
    decades: tuple[tuple[int, int], ...]
    newest: tuple[int, ...]


def overview(site: Site, state: State, visit: Visit) -> Overview:
    """Give the overview in a reader's words; what is costly in it is counted once for each generation."""
    counted = state.counted("overview", lambda _: _counted(state))
    newest = shown_things(state.control, counted.newest)
    names = Names(site, state, visit, [iri for iri, *_ in counted.places] + [one.iri for one in newest])
    places = (
        Place(names.reader.called(iri).text, _search(site, Facet.PLACE, iri), north, east, count)
        for iri, count, north, east in counted.places
    )
    return Overview(
        map=sketch(places),
        timeline=_timeline(site, counted.decades, visit),
        newest=tuple(names.row(one.iri, one.title, None, one.collection, one.picture) for one in newest),
    )


def _search(site: Site, facet: Facet, value: str) -> str:
    return SearchAddress(Wish(chosen={facet: (value,)}), path=site.urls.to("/search")).href()


def _timeline(site: Site, decades: Iterable[tuple[int, int]], visit: Visit) -> tuple[Decade, ...]:
    counts = dict(decades)
    if not counts:
        return ()
    most = max(counts.values())
    return tuple(
        Decade(
            decade(str(year), visit.interface),
            counts.get(year, 0),
            _search(site, Facet.PERIOD, str(year)),
            round(counts.get(year, 0) / most, 3),
        )
        for year in range(_begin(counts), max(counts) + 10, 10)
    )


def _begin(counts: dict[int, int]) -> int:
    """Leave out what is far before almost everything: the timeline begins where the last 99 per cent do."""
    before, total = 0, sum(counts.values())
    for year in sorted(counts):
        before += counts[year]
        if before * 100 > total:
            return year
    return min(counts)


def _counted(state: State) -> _Counted:
    inventory = finder(state).inventory
    periods, places = inventory.facets[Facet.PERIOD], inventory.facets[Facet.PLACE]
    decades = periods.counts()
    named = places.counts().head(PLACES_LIMIT)
    return _Counted(
        places=tuple(_located(state.generation.engine, named)),
        decades=tuple(sorted((int(value), int(count)) for value, count in decades.iter_rows())),
        newest=newest_objects(state.control, NEWEST),
    )


def _located(engine: Engine, places: pl.DataFrame) -> Iterable[tuple[str, int, float, float]]:
    """Give those places that have coordinates."""
    counts = {iri: count for iri, count in places.iter_rows() if "://" in iri}
    for iri, (north, east) in coordinates(engine, counts).items():
        yield iri, counts[iri], north, east
