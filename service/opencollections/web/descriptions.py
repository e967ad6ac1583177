"""Descriptions: everything one answer about an entity is made of, read from one state."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode, Quad

from ..errors import UnknownEntity
from ..formats import groups, html
from ..formats.facts import Reader
from ..formats.html import EntityPage, Source, Surroundings
from ..formats.licences import licence
from ..iris import NETWORK
from ..query import connected
from ..query.connected import Hierarchy
from ..query.entity import Entity, entity, labels
from ..query.finding import Wish
from ..query.inventory import Facet, Origin
from ..query.tombstones import last_change, tombstone
from ..store import ledger, registry
from ..store.engine import Engine
from ..store.ledger import entity_number
from ..vocabulary import expand
from .findings_page import finder
from .paths import spellings
from .search_address import SearchAddress
from .site import Site
from .state import State
from .tombstones import Buried
from .visits import Visit

CONCEPT: Final = expand("skos:Concept")

_FACETS: Final = {
    Facet.MAKER: groups.MAKERS,
    Facet.PLACE: groups.PLACES,
    Facet.SUBJECT: groups.SUBJECTS,
    Facet.KIND: groups.KINDS,
}
"""The properties behind each facet, as the inventory gathers them."""


@dataclass(frozen=True, slots=True)
class Described:
    """An entity with what belongs to it, who says so, and when that last changed (ISO time)."""

    entity: Entity
    companions: tuple[Quad, ...]
    sources: tuple[Source, ...]
    modified: str | None

    @property
    def quads(self) -> tuple[Quad, ...]:
        """The statements of its data."""
        return (*self.entity.quads, *self.companions)


def described(site: Site, state: State, path: str, *, with_incoming: bool) -> Described:
    """Find the entity that a raw path below ``/id/`` means; raise UnknownEntity or EntityWithdrawn."""
    iris = [site.ids.entity(spelling) for spelling in spellings(path)]
    for iri in iris:
        found = entity(state.generation.engine, iri, with_incoming=with_incoming)
        if found is not None and found.quads:
            return describe(site, state, found)
    for iri in iris:
        stone = tombstone(state.control, iri)
        if stone is not None:
            raise Buried(stone)
    raise UnknownEntity(iri=site.ids.entity(path))


def describe(site: Site, state: State, found: Entity) -> Described:
    """Read what belongs to an entity and who says so."""
    companions = connected.companions(state.generation.engine, found)
    graphs = {q.graph_name.value for q in (*found.quads, *companions) if isinstance(q.graph_name, NamedNode)}
    sources = tuple(
        _sources(
            site,
            state,
            found.iri,
            sorted(graphs, key=lambda graph: (not _is_home(site, graph, found), graph)),
        )
    )
    times = [source.published for source in sources] + [last_change(state.control, found.iri) or ""]
    return Described(found, companions, sources, max(times) or None)


def _sources(site: Site, state: State, iri: str, graphs: Iterable[str]) -> Iterable[Source]:
    space = site.ids.graph("")
    for graph in (graph for graph in graphs if graph.startswith(space)):
        name = graph.removeprefix(space)
        version = ledger.newest(state.control, name)
        if version is not None:
            collection = registry.collection(state.control, name)
            member = registry.member(state.control, collection.member)
            yield Source(
                graph=graph,
                member=member.name,
                member_href=site.urls.to(f"/members/{member.slug}"),
                collection=collection.title,
                collection_iri=site.ids.collection(name),
                collection_href=site.urls.to(f"/collections/{name}"),
                language=collection.language,
                licence=licence(collection.licence),
                version=version.number,
                published=version.published,
                email=member.email,
                origin=_origin(state, iri, name),
            )


def _origin(state: State, iri: str, collection: str) -> Origin | None:
    """Give the file and row that a collection's statements of an entity came from, where that is known."""
    number = entity_number(state.control, iri, collection)
    return None if number is None else finder(state).inventory.origin(number)


def _is_home(site: Site, graph: str, found: Entity) -> bool:
    """Tell whether a named graph is one of the member in whose space the entity's IRI is."""
    return found.iri.startswith(site.ids.space(_member(site, graph)))


def _member(site: Site, graph: str) -> str:
    """Give the short name of the member that a named graph belongs to."""
    return graph.removeprefix(site.ids.graph("")).partition("/")[0]


def entity_page(site: Site, state: State, found: Described, visit: Visit) -> EntityPage:
    """Make the page of an entity for a reader, with one look-up of all names."""
    engine = state.generation.engine
    members = _members(site, state)
    speaking = {NETWORK, *(_member(site, source.graph) for source in found.sources)}
    others = [graph for graph in members if _member(site, graph) not in speaking]
    around = Surroundings(
        companions=found.companions,
        incoming=connected.named(engine, _pointing(engine, found.entity)),
        elsewhere=tuple(connected.elsewhere(engine, html.shared_things(found.entity), others).items()),
        coordinates=connected.coordinates(engine, [found.entity.iri, *html.places(found.entity)]),
        lists=_lists(site, state, found.entity.iri),
        hierarchy=connected.hierarchy(engine, found.entity.iri)
        if CONCEPT in found.entity.types
        else Hierarchy(),
    )
    chain = [*visit.languages, *(source.language for source in found.sources), "en"]
    reader = Reader(
        urls=site.urls,
        wording=site.wording,
        languages=tuple(dict.fromkeys(chain)),
        labels=labels(engine, html.linked(found.entity, around)),
        members=members,
        interface=visit.interface,
    )
    return html.entity_page(found.entity, around, found.sources, reader)


def _pointing(engine: Engine, of: Entity) -> tuple[Quad, ...]:
    """Give what points to an entity; where it is too much to read, some of each relation that is worth telling."""
    if not of.more_incoming:
        return of.incoming
    some = connected.pointing(engine, of.iri, groups.SHARED, html.SHOWN_INCOMING)
    return tuple(dict.fromkeys([*some, *of.incoming[: html.SHOWN_INCOMING]]))


def _lists(site: Site, state: State, iri: str) -> dict[str, tuple[str, int]]:
    """Lead from each property that the search can narrow by to all that refers to an IRI by it."""
    inventory = finder(state).inventory
    found: dict[str, tuple[str, int]] = {}
    for facet, properties in _FACETS.items():
        count = len(inventory.facets[facet].things_with(iri))
        if count:
            address = SearchAddress(Wish(chosen={facet: (iri,)}), path=site.urls.to("/search"))
            found |= dict.fromkeys(properties, (address.href(), count))
    return found


def _members(site: Site, state: State) -> dict[str, str]:
    """Name the member behind each named graph."""
    names = {member.slug: member.name for member in registry.members(state.control)}
    collections = registry.collections(state.control)
    return {site.ids.graph(collection.name): names[collection.member] for collection in collections}
