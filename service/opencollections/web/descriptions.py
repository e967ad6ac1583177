"""Descriptions: everything one answer about an entity is made of, read from one state."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from ..errors import UnknownEntity
from ..formats import groups, html, surroundings
from ..formats.html import EntityPage, Source
from ..formats.incoming import SHOWN_INCOMING
from ..formats.licences import licence
from ..formats.negotiation import Format
from ..formats.profiles import Profile
from ..formats.rdf import in_order, spaces
from ..formats.reader import Reader
from ..formats.surroundings import Surroundings
from ..iris import NETWORK
from ..query import connected
from ..query.entity import CLOSURE_LIMIT, Entity, entity, labels
from ..query.finding import Wish
from ..query.hierarchy import Hierarchy, hierarchy
from ..query.inventory import Facet, origin
from ..query.tombstones import last_change, tombstone
from ..store import ledger, registry
from ..store.control import Control
from ..store.engine import Engine
from ..vocabulary import RDF_TYPE, expand
from .findings_page import finder
from .paths import spellings
from .search_address import SearchAddress
from .site import Site
from .state import State
from .tombstones import Buried
from .visits import Visit

CONCEPT: Final = expand("skos:Concept")

_MODIFIED: Final = NamedNode(expand("dcterms:modified"))
_IN_DATASET: Final = NamedNode(expand("void:inDataset"))
_TITLE: Final = NamedNode(expand("dcterms:title"))
_LICENCE: Final = NamedNode(expand("dcterms:license"))
_NAMING: Final = frozenset({RDF_TYPE, expand("skos:prefLabel")})

FACETS: Final = {
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
        """The statements that describe it."""
        return (*self.entity.quads, *self.companions)

    def in_order(self) -> "Described":
        """Give the same with its statements in the order of a document, which is one that people can follow."""
        if self.entity.description is not None:
            return self
        entity = replace(self.entity, quads=tuple(in_order(self.entity.quads, self.entity.iri)))
        return replace(self, entity=entity, companions=tuple(in_order(self.companions)))

    @property
    def whole(self) -> tuple[Quad, ...]:
        """The same, if there are all that are stated of their subjects; nothing, where they are too many to be read."""
        cut = len(self.entity.quads) >= CLOSURE_LIMIT or len(self.companions) >= connected.COMPANION_LIMIT
        return () if cut else self.quads


def described(site: Site, state: State, path: str, *, with_incoming: bool = False) -> Described:
    """Find the entity that a raw path below ``/id/`` means; raise UnknownEntity or EntityWithdrawn."""
    found = known(site, state, path, with_incoming=with_incoming)
    if found is not None:
        return describe(site, state, found)
    for spelling in spellings(path):
        stone = tombstone(state.control, site.ids.entity(spelling))
        if stone is not None:
            raise Buried(stone)
    raise UnknownEntity(iri=site.ids.entity(path))


def known(site: Site, state: State, path: str, *, with_incoming: bool = False) -> Entity | None:
    """Find the entity that a raw path below ``/id/`` means, or None where nothing is stated of any."""
    for spelling in spellings(path):
        iri = site.ids.entity(spelling)
        found = entity(state.generation.engine, iri, with_incoming=with_incoming)
        if found is not None and found.quads:
            return found
    return None


def describe(site: Site, state: State, found: Entity) -> Described:
    """Read what belongs to an entity and who says so."""
    companions = connected.companions(state.generation.engine, found)
    graphs = {q.graph_name.value for q in (*found.quads, *companions) if isinstance(q.graph_name, NamedNode)}
    home_first = sorted(graphs, key=lambda graph: (not _is_home(site, graph, found), graph))
    sources = tuple(filter(None, (_source(site, state, graph) for graph in home_first)))
    times = [source.published for source in sources] + [last_change(state.control, found.iri) or ""]
    return Described(found, companions, sources, max(times) or None)


def _source(site: Site, state: State, graph: str) -> Source | None:
    """Tell what a named graph is, which is the same for all that it states; None for one that is no collection's."""
    return state.counted(f"source {graph}", lambda control: _read_source(site, control, graph))


def _read_source(site: Site, control: Control, graph: str) -> Source | None:
    name = graph.removeprefix(site.ids.graph(""))
    version = ledger.newest(control, name) if name != graph else None
    if version is None:
        return None
    collection = registry.collection(control, name)
    member = registry.member(control, collection.member)
    return Source(
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
    )


def _is_home(site: Site, graph: str, found: Entity) -> bool:
    """Tell whether a named graph is one of the member in whose space the entity's IRI is."""
    return found.iri.startswith(site.ids.space(_member(site, graph)))


def _member(site: Site, graph: str) -> str:
    """Give the short name of the member that a named graph belongs to."""
    return graph.removeprefix(site.ids.graph("")).partition("/")[0]


def data_of(
    site: Site, state: State, about: Described, format_: Format, profile: Profile | None
) -> bytes | None:
    """Write the data of an entity in a format and a profile; None where the profile has no words for it."""
    engine = state.generation.engine
    if profile is None or profile.is_full:
        return site.written_in_order(*_document(site, engine, about.in_order()), about.entity.iri, format_)
    stated = (*about.quads, *connected.neighbourhood(engine, about.quads), *site.terms_in(about.quads))
    return site.told((*stated, *_record(about)), about.entity.iri, format_, profile)


def _document(site: Site, engine: Engine, about: Described) -> tuple[Sequence[Quad], Collection[str] | None]:
    """Give all that is told of an entity: itself, what serves to describe it, and the names of what it links to.

    With it come its namespaces, where they are known.
    """
    description = about.entity.description
    terms = in_order(site.terms_in(about.quads, _NAMING))
    if description is None:
        return (*about.quads, *in_order(connected.linked(engine, about.quads)), *terms), None
    return (*about.quads, *description.linked, *terms), description.spaces | (
        spaces(terms) if terms else set()
    )


def _record(about: Described) -> Iterable[Quad]:
    """State of the record what the collections do not: when it last changed, and which collections it is in."""
    thing = NamedNode(about.entity.iri)
    if about.modified:
        moment = Literal(about.modified, datatype=NamedNode(expand("xsd:dateTime")))
        yield Quad(thing, _MODIFIED, moment)
    for source in about.sources:
        dataset = NamedNode(source.collection_iri)
        yield Quad(thing, _IN_DATASET, dataset)
        yield Quad(dataset, _TITLE, Literal(source.collection, language=source.language))
        yield Quad(dataset, _LICENCE, NamedNode(source.licence.iri))


def entity_page(site: Site, state: State, found: Described, visit: Visit) -> EntityPage:
    """Make the page of an entity for a reader, with one look-up of all names."""
    found = found.in_order()
    engine = state.generation.engine
    members = _members(site, state)
    speaking = {NETWORK, *(_member(site, source.graph) for source in found.sources)}
    others = [graph for graph in members if _member(site, graph) not in speaking]
    around = Surroundings(
        companions=found.companions,
        incoming=connected.named(engine, _pointing(engine, found)),
        elsewhere=tuple(
            connected.elsewhere(engine, surroundings.shared_things(found.entity), others).items()
        ),
        coordinates=connected.coordinates(engine, surroundings.places(found.entity)),
        lists=_lists(site, state, found.entity.iri),
        hierarchy=hierarchy(engine, found.entity.iri) if CONCEPT in found.entity.types else Hierarchy(),
    )
    chain = [*visit.languages, *(source.language for source in found.sources), "en"]
    reader = Reader(
        urls=site.urls,
        wording=site.wording,
        languages=tuple(dict.fromkeys(chain)),
        labels=labels(engine, surroundings.linked(found.entity, around) - _known(found), found.whole),
        members=members,
        interface=visit.interface,
    )
    return html.entity_page(found.entity, around, _with_origins(site, state, found), reader)


def _known(found: Described) -> set[str]:
    """Give the files and pages of which everything has been read that is stated of them."""
    return connected.shown(found.companions) if found.whole else set()


def _with_origins(site: Site, state: State, found: Described) -> tuple[Source, ...]:
    """Tell of each source from which row its statements came."""
    space = site.ids.graph("")
    return tuple(
        replace(source, origin=origin(state.control, found.entity.iri, source.graph.removeprefix(space)))
        for source in found.sources
    )


def _pointing(engine: Engine, found: Described) -> tuple[Quad, ...]:
    """Give what points to an entity; where it is too much to read, some of each relation that is worth telling.

    What serves to describe it points to it too, which is nothing to be told.
    """
    of, companions = found.entity, {quad.subject for quad in found.companions}
    if of.more_incoming:
        some = connected.pointing(engine, of.iri, groups.SHARED, SHOWN_INCOMING)
        incoming = tuple(dict.fromkeys([*some, *of.incoming[:SHOWN_INCOMING]]))
    else:
        incoming = of.incoming
    return tuple(quad for quad in incoming if quad.subject not in companions)


def _lists(site: Site, state: State, iri: str) -> dict[str, tuple[str, int]]:
    """Lead from each property that the search can narrow by to all that refers to an IRI by it."""
    found: dict[str, tuple[str, int]] = {}
    for facet, properties in FACETS.items():
        count = counts(state, facet).get(iri, 0)
        if count:
            address = SearchAddress(Wish(chosen={facet: (iri,)}), path=site.urls.to("/search"))
            found |= dict.fromkeys(properties, (address.href(), count))
    return found


def counts(state: State, facet: Facet) -> dict[str, int]:
    """Count the things with each value of a facet, once for a generation."""

    def counted(_: Control) -> dict[str, int]:
        return dict(finder(state).inventory.facets[facet].counts().iter_rows())

    return state.counted(f"things by {facet}", counted)


def _members(site: Site, state: State) -> dict[str, str]:
    """Name the member behind each named graph."""

    def read(control: Control) -> dict[str, str]:
        names = {member.slug: member.name for member in registry.members(control)}
        return {site.ids.graph(one.name): names[one.member] for one in registry.collections(control)}

    return state.counted("members by graph", read)
