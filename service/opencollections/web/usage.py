"""Usage: where the collections use a term of the ontology, with links that lead there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ..formats.definitions import Definition
from ..formats.links import Link
from ..formats.reader import Reader
from ..formats.texts import Text
from ..query import listing, usage
from ..query.entity import labels
from ..query.finding import Wish
from ..query.inventory import Facet
from ..store.engine import Engine
from .descriptions import FACETS, counts
from .search_address import SearchAddress
from .site import Site
from .state import State
from .visits import Visit

EXAMPLES_SHOWN: Final = 3

Count = Callable[[Engine, str, str], int]


@dataclass(frozen=True, slots=True)
class Holding:
    """A collection that uses a term: how many of its entities do, and the search that has them, or else its page."""

    collection: Text
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class Usage:
    """Where a term is used; ``search`` leads to all that have it, and ``query`` asks the endpoint for them."""

    holdings: tuple[Holding, ...]
    search: str | None
    query: str
    examples: tuple[Link, ...]

    @property
    def total(self) -> int:
        return sum(one.count for one in self.holdings)


def usage_of(site: Site, state: State, of: Definition, visit: Visit) -> Usage:
    """Tell where a term is used, by collection, the one with most of it first; it is counted once a generation."""
    facet = _facet(state, of)
    return Usage(
        holdings=state.counted(f"usage of {of.iri}", lambda _: _holdings(site, state, of, facet)),
        search=_search(site, of, facet),
        query=_query(of),
        examples=_examples(site, state, of, visit),
    )


def _holdings(site: Site, state: State, of: Definition, facet: Facet | None) -> tuple[Holding, ...]:
    engine, count = state.generation.engine, _count(of)
    found = []
    for one in listing.published(state.control):
        name = one.collection.name
        number = count(engine, site.ids.graph(name), of.iri) if one.version is not None else 0
        if number:
            title = Text(one.collection.title, one.collection.language)
            page = site.urls.to(f"/collections/{name}")
            found.append(Holding(title, number, _search(site, of, facet, name) or page))
    return tuple(sorted(found, key=lambda holding: -holding.count))


def _count(of: Definition) -> Count:
    if of.is_class:
        return usage.of_class
    return usage.of_property if of.is_property else usage.of_value


def _facet(state: State, of: Definition) -> Facet | None:
    """Give the facet that a search can be narrowed by: to a class or concept, or to the values of a property."""
    if of.is_property:
        return next((facet for facet, properties in FACETS.items() if of.iri in properties), None)
    return next((facet for facet in FACETS if of.iri in counts(state, facet)), None)


def _search(site: Site, of: Definition, facet: Facet | None, collection: str | None = None) -> str | None:
    """Give the address of the search for what uses a term, all values of a property unfolded."""
    if facet is None:
        return None
    chosen = {Facet.COLLECTION: (collection,)} if collection else {}
    narrowed = Wish(chosen=chosen | {facet: (of.iri,)})
    wish = Wish(chosen=chosen, unfolded=facet) if of.is_property else narrowed
    return SearchAddress(wish, path=site.urls.to("/search")).href()


def _query(of: Definition) -> str:
    """Ask for what uses a term, for the page where queries are written."""
    if of.is_class:
        pattern = f"?thing a <{of.iri}>"
    else:
        pattern = f"?thing <{of.iri}> ?value" if of.is_property else f"?thing ?property <{of.iri}>"
    return f"SELECT * WHERE {{ GRAPH ?collection {{ {pattern} }} }} LIMIT 100"


def _examples(site: Site, state: State, of: Definition, visit: Visit) -> tuple[Link, ...]:
    engine = state.generation.engine
    shown = [iri for iri in usage.examples(engine, of.iri) if site.urls.page(iri)][:EXAMPLES_SHOWN]
    languages = tuple(dict.fromkeys([*visit.languages, "en"]))
    reader = Reader(site.urls, site.wording, languages, labels(engine, shown), interface=visit.interface)
    return tuple(map(reader.link, shown))
