"""HTML: an entity as a page tells it, ready for a template; values only, no markup."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from ..query.entity import Entity
from ..vocabulary import RDF_TYPE, expand
from .facts import VALUES_LIMIT, Fact, FactGroup, Link, Reader, fact_groups
from .groups import DATES, DESCRIPTIONS, KINDS, MAKERS, NAMES, OTHER_NAMES, PLACES, SHARED
from .licences import Licence
from .pictures import Picture, pictures
from .texts import Text, best, text

SHOWN_INCOMING: Final = 12
"""Links of one relation that a page shows of those that point to the entity."""

SHARED_LIMIT: Final = 24
"""People, places and subjects of an entity that are looked for in other collections."""

_AGGREGATED: Final = expand("edm:aggregatedCHO")
_OBJECT: Final = expand("edm:ProvidedCHO")
_MACHINERY: Final = frozenset({_AGGREGATED, RDF_TYPE})
_PREVIEWS: Final = frozenset({expand("edm:object"), expand("schema:thumbnailUrl")})


@dataclass(frozen=True, slots=True)
class Source:
    """Who says so: one collection that states something of the entity, and the version that does."""

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


@dataclass(frozen=True, slots=True)
class Incoming:
    """Links to the entity by one relation; ``count`` is a lower bound where ``at_least``."""

    label: str
    count: int
    at_least: bool
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A person, place or subject of the entity, and what others have about it, by member."""

    shared: Link
    by_member: tuple[tuple[str, tuple[Link, ...]], ...]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the page of an entity tells beside its own statements, as quads: see ``query.connected``."""

    companions: tuple[Quad, ...] = ()
    incoming: tuple[Quad, ...] = ()
    elsewhere: tuple[tuple[str, tuple[Quad, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class EntityPage:
    """Everything the template of an entity's page says, in reading order."""

    iri: str
    title: Text
    kind: Text | None
    also_called: tuple[Text, ...]
    sentence: tuple[Text, ...]
    descriptions: tuple[Text, ...]
    pictures: tuple[Picture, ...]
    groups: tuple[FactGroup, ...]
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


def linked(entity: Entity, around: Surroundings) -> set[str]:
    """Give every IRI whose name the page needs: what is referred to, and what is shown of what refers to it."""
    stated = _shown_links([*entity.quads, *around.companions])
    pointing = {_iri(q) for _, quads in _relations(around.incoming) for q in quads[:SHOWN_INCOMING]}
    others = {_iri(q) for _, quads in around.elsewhere for q in quads}
    return {entity.iri} | stated | pointing | others


def entity_page(
    entity: Entity, around: Surroundings, sources: Sequence[Source], reader: Reader
) -> EntityPage:
    """Make the page of an entity for a reader, who brings the labels of everything that ``linked`` names."""
    subjects = [entity.iri, *sorted(_aggregations(entity.iri, around.companions))]
    quads = [*entity.quads, *around.companions]
    own = [q for q in entity.quads if q.subject == NamedNode(entity.iri)]
    title, others = _names(entity.iri, own, reader)
    shown = pictures(quads, subjects, title.text, reader.urls)
    without = NAMES | OTHER_NAMES | set(DESCRIPTIONS) | _MACHINERY | (_PREVIEWS if shown else set())
    page = EntityPage(
        iri=entity.iri,
        title=title,
        kind=_kind(entity, own, reader),
        also_called=others,
        sentence=(),
        descriptions=_descriptions(own, reader),
        pictures=shown,
        groups=fact_groups(quads, subjects, without, reader),
        elsewhere=_elsewhere(around.elsewhere, entity.iri, reader),
        incoming=_incoming(around.incoming, entity.more_incoming, reader),
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
    return {_iri(q) for q in companions if q.predicate.value == _AGGREGATED and q.object == NamedNode(iri)}


def _literals(quads: Iterable[Quad], properties: Iterable[str]) -> list[Literal]:
    wanted = set(properties)
    found = [q.object for q in quads if q.predicate.value in wanted and isinstance(q.object, Literal)]
    return list(dict.fromkeys(found))


def _names(iri: str, quads: list[Quad], reader: Reader) -> tuple[Text, tuple[Text, ...]]:
    names = reader.labels.get(iri, ())
    title = reader.called(iri)
    others = [text(name) for name in (*names, *_literals(quads, NAMES | OTHER_NAMES))]
    return title, tuple(dict.fromkeys(other for other in others if other.text != title.text))


def _descriptions(quads: list[Quad], reader: Reader) -> tuple[Text, ...]:
    """Give the descriptions of the reader's dearest language that there is one in; the rest is in the data."""
    found = _literals(quads, DESCRIPTIONS)
    chosen = best(found, reader.languages)
    return tuple(t for t in map(text, found) if chosen is not None and t.language == chosen.language)


def _kind(entity: Entity, quads: list[Quad], reader: Reader) -> Text | None:
    for iri in KINDS:
        named = [q.object for q in quads if q.predicate.value == iri]
        words = best((o for o in named if isinstance(o, Literal)), reader.languages)
        words = words or next((reader.called(o.value) for o in named if isinstance(o, NamedNode)), None)
        if words is not None:
            return words
    classes = sorted(entity.types, key=lambda iri: (iri == _OBJECT, not reader.wording.knows(iri), iri))
    return Text(reader.wording.word(classes[0], reader.interface), reader.interface) if classes else None


def _sentence(page: EntityPage) -> tuple[Text, ...]:
    """Make one sentence of the facts: what it is, by whom, when and where."""
    parts = [page.kind] if page.kind is not None else []
    makers = [value.link.text for fact in page.facts(MAKERS)[:1] for value in fact.values]
    parts += makers[:2]
    parts += [value.link.text for fact in page.facts(DATES)[:1] for value in fact.values[:1]]
    parts += [value.link.text for fact in page.facts(PLACES)[:1] for value in fact.values[:1]]
    if len(parts) == 1 and parts[0] is page.kind:
        return ()
    return tuple(dict.fromkeys(part for part in parts if part.text and len(part.text) < 120))


def _relations(incoming: Iterable[Quad]) -> list[tuple[str, list[Quad]]]:
    ordered = sorted(incoming, key=lambda quad: (quad.predicate.value, _iri(quad)))
    by_relation = groupby(ordered, key=lambda quad: quad.predicate.value)
    return [(iri, list({_iri(q): q for q in quads}.values())) for iri, quads in by_relation]


def _incoming(quads: tuple[Quad, ...], more: bool, reader: Reader) -> tuple[Incoming, ...]:  # noqa: FBT001 - it is a fact of the entity
    relations = [(iri, found) for iri, found in _relations(quads) if iri != _AGGREGATED]
    return tuple(
        Incoming(
            label=reader.wording.word(iri, reader.interface),
            count=len(found),
            at_least=more,
            links=_sorted_links(found[:SHOWN_INCOMING], reader),
        )
        for iri, found in sorted(relations, key=lambda relation: -len(relation[1]))
    )


def _sorted_links(quads: Iterable[Quad], reader: Reader) -> tuple[Link, ...]:
    links = {reader.link(_iri(quad)) for quad in quads}
    return tuple(sorted(links, key=lambda link: (link.text.text.casefold(), link.href or "")))


def _elsewhere(
    found: tuple[tuple[str, tuple[Quad, ...]], ...], but: str, reader: Reader
) -> tuple[Elsewhere, ...]:
    shown = []
    for iri, quads in found:
        by_member: dict[str, list[Quad]] = {}
        for quad in quads:
            speaker = reader.members.get(_graph(quad))
            if speaker is not None and _iri(quad) != but:
                by_member.setdefault(speaker, []).append(quad)
        links = tuple((member, _sorted_links(theirs, reader)) for member, theirs in sorted(by_member.items()))
        if links:
            shown.append(Elsewhere(reader.link(iri), links))
    return tuple(shown)


def _graph(quad: Quad) -> str:
    return quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
