"""Holdings: what the pages of members and of collections tell of all that is in there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from ..query.changes import ChangeCounts, change_counts
from ..query.finding import Findings, Sort, Wish
from ..query.inventory import Facet, dated
from ..query.listing import Published
from ..store import ledger
from ..store.ledger import Version
from ..store.registry import Collection
from ..vocabulary import expand
from .findings_page import FindingsPage, findings, findings_page
from .search_address import SearchAddress
from .site import Site
from .state import State
from .visits import Visit

SAMPLE: Final = 12
"""Things that a page shows of all."""

_OBJECT: Final = expand("edm:ProvidedCHO")

VERSIONS_LIMIT: Final = 24
"""Versions that a page shows, the newest of them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One version of one collection, and what changed with it."""

    collection: Collection
    version: Version
    changes: ChangeCounts


@dataclass(frozen=True, slots=True)
class Holdings:
    """Some of the things, how many of all have a picture and a date, what was told of them, and how they came.

    ``warnings`` and ``advice`` count the problems of what is public now; ``versions`` has the newest on top, and
    ``more_versions`` counts those that are not shown; ``changed_last`` leads to all things in the order of change.
    """

    page: FindingsPage
    changed_last: str
    with_picture: int
    with_date: int
    warnings: int
    advice: int
    versions: tuple[Entry, ...]
    more_versions: int


def holdings(
    site: Site, state: State, reader: Visit, facet: Facet, value: str, collections: Sequence[Published]
) -> Holdings:
    """Tell what some collections have, all that the value of a facet has in the search."""
    address = SearchAddress(Wish(chosen={facet: (value,)}), path=site.urls.to("/search"))
    page = findings_page(site, state, address, _sample(state, address), reader)
    pictured = next(offer for offer in page.found.offers if offer.facet is Facet.PICTURE)
    public = [one.version for one in collections if one.version is not None]
    entries = _entries(state, collections)
    return Holdings(
        page=page,
        changed_last=address.anew(sort=Sort.NEWEST).href(),
        with_picture=sum(count for _, count in pictured.values),
        with_date=sum(dated(state.control, one.collection) for one in public),
        warnings=sum(one.warnings for one in public),
        advice=sum(one.advice for one in public),
        versions=tuple(entries[:VERSIONS_LIMIT]),
        more_versions=len(entries[VERSIONS_LIMIT:]),
    )


def _sample(state: State, address: SearchAddress) -> Findings:
    """Find all, and show some of the objects: their places and makers come first only where there are none."""
    found = findings(state, address, SAMPLE)
    chosen = {**address.wish.chosen, Facet.KIND: (_OBJECT,)}
    objects = findings(state, replace(address, wish=replace(address.wish, chosen=chosen)), SAMPLE)
    return replace(found, things=objects.things or found.things)


def _entries(state: State, collections: Sequence[Published]) -> list[Entry]:
    """Give all versions of some collections, the newest first."""
    found: list[Entry] = []
    for one in collections:
        counts = change_counts(state.control, one.collection.name)
        versions = ledger.versions(state.control, one.collection.name)
        found += [Entry(one.collection, v, counts.get(v.number, ChangeCounts())) for v in versions]
    return sorted(found, key=lambda entry: entry.version.published, reverse=True)
