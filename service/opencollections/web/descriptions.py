"""Descriptions: everything one answer about an entity is made of, read from one state."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from ..errors import UnknownEntity
from ..formats import html
from ..formats.facts import Reader
from ..formats.html import EntityPage, Source, Surroundings
from ..formats.licences import licence
from ..iris import NETWORK
from ..query import connected
from ..query.entity import Entity, entity, labels
from ..query.tombstones import last_change, tombstone
from ..store import ledger, registry
from .paths import spellings
from .site import INTERFACE, Site
from .state import State
from .tombstones import Buried


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
        _sources(site, state, sorted(graphs, key=lambda graph: (not _is_home(site, graph, found), graph)))
    )
    times = [source.published for source in sources] + [last_change(state.control, found.iri) or ""]
    return Described(found, companions, sources, max(times) or None)


def _sources(site: Site, state: State, graphs: Iterable[str]) -> Iterable[Source]:
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
            )


def _is_home(site: Site, graph: str, found: Entity) -> bool:
    """Tell whether a named graph is one of the member in whose space the entity's IRI is."""
    return found.iri.startswith(site.ids.space(_member(site, graph)))


def _member(site: Site, graph: str) -> str:
    """Give the short name of the member that a named graph belongs to."""
    return graph.removeprefix(site.ids.graph("")).partition("/")[0]


def entity_page(site: Site, state: State, found: Described, languages: Sequence[str]) -> EntityPage:
    """Make the page of an entity for a reader of some languages, with one look-up of all names."""
    engine = state.generation.engine
    members = _members(site, state)
    speaking = {NETWORK, *(_member(site, source.graph) for source in found.sources)}
    others = [graph for graph in members if _member(site, graph) not in speaking]
    around = Surroundings(
        companions=found.companions,
        incoming=connected.named(engine, found.entity.incoming),
        elsewhere=tuple(connected.elsewhere(engine, html.shared_things(found.entity), others).items()),
    )
    chain = [*languages, *(source.language for source in found.sources), "en"]
    reader = Reader(
        urls=site.urls,
        wording=site.wording,
        languages=tuple(dict.fromkeys(chain)),
        labels=labels(engine, html.linked(found.entity, around)),
        members=members,
        interface=INTERFACE,
    )
    return html.entity_page(found.entity, around, found.sources, reader)


def _members(site: Site, state: State) -> dict[str, str]:
    """Name the member behind each named graph."""
    names = {member.slug: member.name for member in registry.members(state.control)}
    collections = registry.collections(state.control)
    return {site.ids.graph(collection.name): names[collection.member] for collection in collections}
