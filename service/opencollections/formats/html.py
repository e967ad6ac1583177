"""HTML: an entity as a page tells it, ready for a template; values only, no markup."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from ..query.entity import Entity
from ..query.hierarchy import Hierarchy
from ..query.inventory import Origin
from ..vocabulary import RDF_TYPE, expand
from .facts import VALUES_LIMIT, Fact, FactGroup, Link, Reader, fact_groups
from .groups import DATES, DESCRIPTIONS, KINDS, MAKERS, NAMES, OTHER_NAMES, PLACES, SAME, SHARED
from .lengths import length, room, shortened
from .licences import Licence
from .links import called, fetchable
from .maps import Place, Sketch, sketch
from .pictures import Picture, pictures
from .texts import NAME_LIMIT, SPAN, TEXT_LIMIT, Text, best, text
from .timeline import Timeline, timeline

SHOWN_INCOMING: Final = 12
"""Links of one relation that a page shows of those that point to the entity."""

SHARED_LIMIT: Final = 24
"""People, places and subjects of an entity that are looked for in other collections."""

PART_LIMIT: Final = 120
"""Characters that one part of the sentence may have."""

FACTS_LIMIT: Final = 12_000
"""Characters of all facts together; with them and its descriptions a page stays below 60 kB."""

_AGGREGATED: Final = expand("edm:aggregatedCHO")
_GENERAL: Final = frozenset(map(expand, ("edm:ProvidedCHO", "edm:Agent", "schema:CreativeWork")))
_HIERARCHY: Final = frozenset(map(expand, ("skos:broader", "skos:narrower", "skos:topConceptOf")))
_UNTOLD: Final = _HIERARCHY | {_AGGREGATED}
_MACHINERY: Final = frozenset({_AGGREGATED, RDF_TYPE})
_PREVIEWS: Final = frozenset({expand("edm:object"), expand("schema:thumbnailUrl")})


@dataclass(frozen=True, slots=True)
class Source:
    """Who says so: one collection that states something of the entity, and the version that does.

    ``email`` is where a mistake is reported; ``origin`` is the file and row that it came from, where that is known.
    """

    graph: str
    member: str
    member_href: str
    collection: str
    collection_iri: str
    collection_href: str
    language: str
    licence: Licence
    version: int
    published: str
    email: str | None = None
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """Links to the entity by one relation; ``count`` is a lower bound where ``at_least``.

    ``all`` leads to a list of all of them with its length, where there is one.
    """

    iri: str
    label: str
    count: int
    at_least: bool
    links: tuple[Link, ...]
    all: tuple[str, int] | None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A person, place or subject of the entity, and what others have about it, each with its member."""

    shared: Link
    links: tuple[tuple[Link, str], ...]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the page of an entity tells beside its own statements, as quads: see ``query.connected``.

    ``coordinates`` are those of its places, latitude first; ``lists`` leads from a property to a list of all that
    refers to the entity by it, with its length.
    """

    companions: tuple[Quad, ...] = ()
    incoming: tuple[Quad, ...] = ()
    elsewhere: tuple[tuple[str, tuple[Quad, ...]], ...] = ()
    coordinates: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    hierarchy: Hierarchy = field(default_factory=Hierarchy)


@dataclass(frozen=True, slots=True)
class EntityPage:
    """Everything the template of an entity's page says, in reading order.

    ``more_called`` and ``more_same`` count names and links that the page has no room for.
    """

    iri: str
    title: Text
    kind: Text | None
    also_called: tuple[Text, ...]
    more_called: int
    sentence: tuple[Text, ...]
    descriptions: tuple[Text, ...]
    pictures: tuple[Picture, ...]
    groups: tuple[FactGroup, ...]
    map: Sketch | None
    timeline: Timeline | None
    broader: tuple[Link, ...]
    narrower: tuple[Link, ...]
    same: tuple[Link, ...]
    more_same: int
    elsewhere: tuple[Elsewhere, ...]
    incoming: tuple[Incoming, ...]
    sources: tuple[Source, ...]

    def facts(self, properties: Iterable[str]) -> list[Fact]:
        """Give the facts of some properties, in the order asked for."""
        by_property = {fact.iri: fact for group in self.groups for fact in group.facts}
        return [by_property[iri] for iri in properties if iri in by_property]


def shared_things(entity: Entity) -> list[str]:
    """Give the IRIs of the people, places and subjects that an entity refers to, people first."""
    links = [q for q in entity.quads if q.predicate.value in SHARED and isinstance(q.object, NamedNode)]
    return list(dict.fromkeys(q.object.value for q in links))[:SHARED_LIMIT]  # type: ignore[union-attr]


def places(entity: Entity) -> list[str]:
    """Give the IRIs of the places that an entity refers to."""
    links = [q for q in entity.quads if q.predicate.value in PLACES and isinstance(q.object, NamedNode)]
    return list(dict.fromkeys(q.object.value for q in links))[:VALUES_LIMIT]  # type: ignore[union-attr]


def linked(entity: Entity, around: Surroundings) -> set[str]:
    """Give every IRI whose name the page needs: what is referred to, and what is shown of what refers to it."""
    stated = _shown_links([*entity.quads, *around.companions])
    pointing = {_iri(q) for _, quads in _relations(around.incoming) for q in quads[:SHOWN_INCOMING]}
    others = {_iri(q) for _, quads in around.elsewhere for q in quads}
    placed = {*around.hierarchy.broader, *around.hierarchy.narrower, *around.coordinates}
    return {entity.iri} | stated | pointing | others | placed


def entity_page(
    entity: Entity, around: Surroundings, sources: Sequence[Source], reader: Reader
) -> EntityPage:
    """Make the page of an entity for a reader, who brings the labels of everything that ``linked`` names."""
    subjects = [entity.iri, *sorted(_aggregations(entity.iri, around.companions))]
    itself, node = _itself(entity.iri, reader), NamedNode(entity.iri)
    quads = [q for q in (*entity.quads, *around.companions) if q.object not in itself]
    own = [q for q in entity.quads if q.subject == node]
    title, others = _names(entity.iri, own, reader)
    same = _same(entity.iri, own, reader)
    shown = pictures(quads, subjects, title.text, reader.urls, reader.interface)
    without = (
        NAMES | OTHER_NAMES | set(DESCRIPTIONS) | set(SAME) | _MACHINERY | (_PREVIEWS if shown else set())
    )
    without |= _HIERARCHY if around.hierarchy.broader or around.hierarchy.narrower else set()
    page = EntityPage(
        iri=entity.iri,
        title=title,
        kind=_kind(entity, own, reader),
        also_called=others[:VALUES_LIMIT],
        more_called=len(others[VALUES_LIMIT:]),
        sentence=(),
        descriptions=_descriptions(own, reader),
        pictures=shown,
        groups=shortened(fact_groups(quads, subjects, without, reader), FACTS_LIMIT),
        map=sketch(_places(around, reader), near=True),
        timeline=timeline(quads, subjects, reader),
        broader=tuple(map(reader.link, around.hierarchy.broader)),
        narrower=_sorted(map(reader.link, around.hierarchy.narrower)),
        same=same[:VALUES_LIMIT],
        more_same=len(same[VALUES_LIMIT:]),
        elsewhere=_elsewhere(around.elsewhere, entity.iri, reader),
        incoming=_incoming(around, entity.more_incoming, reader),
        sources=tuple(sources),
    )
    return replace(page, sentence=_sentence(page))


def _shown_links(quads: Iterable[Quad]) -> set[str]:
    """Give what is linked to, of each property only as much as a page shows."""
    by_property: dict[tuple[str, str], set[str]] = {}
    for quad in quads:
        if isinstance(quad.object, NamedNode):
            by_property.setdefault((_iri(quad), quad.predicate.value), set()).add(quad.object.value)
    return {iri for links in by_property.values() for iri in sorted(links)[:VALUES_LIMIT]}


def _iri(quad: Quad) -> str:
    return quad.subject.value if isinstance(quad.subject, NamedNode) else str(quad.subject)


def _aggregations(iri: str, companions: Iterable[Quad]) -> set[str]:
    node = NamedNode(iri)
    return {_iri(q) for q in companions if q.predicate.value == _AGGREGATED and q.object == node}


def _literals(quads: Iterable[Quad], properties: Iterable[str]) -> list[Literal]:
    wanted = set(properties)
    found = [q.object for q in quads if q.predicate.value in wanted and isinstance(q.object, Literal)]
    return list(dict.fromkeys(found))


def _names(iri: str, quads: list[Quad], reader: Reader) -> tuple[Text, tuple[Text, ...]]:
    names = reader.labels.get(iri, ())
    title = reader.called(iri)
    others = {
        name.value: text(name, reader.interface, NAME_LIMIT)
        for name in (*_literals(quads, NAMES | OTHER_NAMES), *names)
    }
    return title, tuple(other for other in others.values() if other.text != title.text)


def _itself(iri: str, reader: Reader) -> set[NamedNode]:
    """Give the IRIs that would lead a page to itself, such as a landing page that is this one."""
    urls = reader.urls
    return {NamedNode(iri), NamedNode(f"{urls.ids.base}/page/{urls.ids.path(iri) or ''}")}


def _descriptions(quads: list[Quad], reader: Reader) -> tuple[Text, ...]:
    """Give the descriptions of the reader's dearest language that there is one in; the rest is in the data.

    Together they are no longer than one text may be.
    """
    found = _literals(quads, DESCRIPTIONS)
    chosen = best(found, reader.languages)
    told = [one for one in map(text, found) if chosen is not None and one.language == chosen.language]
    return tuple(told[: room(map(length, told), TEXT_LIMIT)])


def _kind(entity: Entity, quads: list[Quad], reader: Reader) -> Text | None:
    for iri in KINDS:
        named = [q.object for q in quads if q.predicate.value == iri]
        words = best((o for o in named if isinstance(o, Literal)), reader.languages)
        words = words or next((reader.called(o.value) for o in named if isinstance(o, NamedNode)), None)
        if words is not None:
            return words
    classes = sorted(entity.types, key=lambda iri: (iri in _GENERAL, not reader.wording.knows(iri), iri))
    return reader.called_class(classes[0]) if classes else None


def _sentence(page: EntityPage) -> tuple[Text, ...]:
    """Make one sentence of the facts: what it is, by whom, when and where; none where there is only one of them."""
    parts = [page.kind] if page.kind is not None else []
    parts += [value.link.text for fact in page.facts(MAKERS)[:1] for value in fact.values[:2]]
    parts += _when(page)
    parts += [value.link.text for fact in page.facts(PLACES)[:1] for value in fact.values[:1]]
    told = tuple(dict.fromkeys(part for part in parts if 0 < len(part.text) <= PART_LIMIT))
    return told if len(told) > 1 else ()


def _when(page: EntityPage) -> list[Text]:
    """Give the date in the page's words where its period has short ones, else as it is written."""
    dates = [value for fact in page.facts(DATES) for value in fact.values[:1]]
    short = [Text(value.note) for value in dates if value.note and SPAN not in value.note]
    return (short or [value.link.text for value in dates])[:1]


def _relations(incoming: Iterable[Quad]) -> list[tuple[str, list[Quad]]]:
    ordered = sorted(incoming, key=lambda quad: (quad.predicate.value, _iri(quad)))
    by_relation = groupby(ordered, key=lambda quad: quad.predicate.value)
    return [(iri, list({_iri(q): q for q in quads}.values())) for iri, quads in by_relation]


def _incoming(around: Surroundings, more: bool, reader: Reader) -> tuple[Incoming, ...]:  # noqa: FBT001 - it is a fact of the entity
    relations = [(iri, found) for iri, found in _relations(around.incoming) if iri not in _UNTOLD]
    return tuple(
        Incoming(
            iri=iri,
            label=reader.wording.heading(iri, reader.interface.tag),
            count=len(found),
            at_least=more,
            links=_sorted(reader.link(_iri(quad)) for quad in found[:SHOWN_INCOMING]),
            all=around.lists.get(iri),
        )
        for iri, found in sorted(relations, key=lambda relation: -len(relation[1]))
    )


def _sorted(links: Iterable[Link]) -> tuple[Link, ...]:
    return tuple(sorted(set(links), key=lambda link: (link.text.text.casefold(), link.href or "")))


def _same(iri: str, quads: Iterable[Quad], reader: Reader) -> tuple[Link, ...]:
    """Give the links to the same thing in other systems, called by the authority and its number.

    What has its home in another system is seen there first of all.
    """
    things = [q.object for q in quads if q.predicate.value in SAME]
    iris = {one.value for one in things if isinstance(one, NamedNode | Literal)}
    iris |= set() if reader.urls.own(iri) or fetchable(iri) is None else {iri}
    links = (Link(Text(called(iri)), reader.urls.href(iri), foreign=not reader.urls.own(iri)) for iri in iris)
    return _sorted(links)


def _places(around: Surroundings, reader: Reader) -> list[Place]:
    return [
        Place(reader.called(iri).text, reader.urls.href(iri), north, east)
        for iri, (north, east) in around.coordinates.items()
    ]


def _elsewhere(
    found: tuple[tuple[str, tuple[Quad, ...]], ...], but: str, reader: Reader
) -> tuple[Elsewhere, ...]:
    """Tell what others have about the same, the rarest thing first; what is told once is not repeated."""
    told, shown = {but}, []
    for iri, quads in sorted(found, key=lambda one: len(one[1])):
        members = {_iri(q): reader.members[_graph(q)] for q in quads if _graph(q) in reader.members}
        fresh = [(reader.link(other), member) for other, member in members.items() if other not in told]
        told |= set(members)
        if fresh:
            shown.append(Elsewhere(reader.link(iri), tuple(sorted(fresh, key=_by_member))))
    return tuple(shown)


def _by_member(one: tuple[Link, str]) -> tuple[str, str]:
    link, member = one
    return member, link.text.text.casefold()


def _graph(quad: Quad) -> str:
    return quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
