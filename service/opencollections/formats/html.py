"""HTML: an entity as a page tells it, ready for a template; values only, no markup."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from ..query.entity import Entity
from ..query.inventory import Origin
from ..vocabulary import RDF_TYPE, expand
from .elsewhere import Elsewhere, elsewhere
from .facts import VALUES_LIMIT, Fact, FactGroup, fact_groups
from .groups import DATES, DESCRIPTIONS, MAKERS, NAMES, OTHER_NAMES, PLACES, SAME
from .headings import descriptions, kind, names, sentence
from .incoming import AGGREGATED, HIERARCHY, Incoming, incoming, referrer
from .lengths import shortened
from .licences import Licence
from .links import Link, alphabetical, called, fetchable
from .maps import Place, Sketch, sketch
from .pictures import Picture, pictures
from .reader import Reader
from .surroundings import Surroundings
from .texts import Text
from .timeline import Timeline, timeline

FACTS_LIMIT: Final = 12_000
"""Characters of all facts together; with them and its descriptions a page stays below 60 kB."""

_NO_FACTS: Final = NAMES | OTHER_NAMES | set(DESCRIPTIONS) | set(SAME) | {AGGREGATED, RDF_TYPE}
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


def entity_page(
    entity: Entity, around: Surroundings, sources: Sequence[Source], reader: Reader
) -> EntityPage:
    """Make the page of an entity for a reader, who brings the labels of all that ``surroundings.linked`` gives."""
    subjects = [entity.iri, *sorted(_aggregations(entity.iri, around.companions))]
    itself, node = _itself(entity.iri, reader), NamedNode(entity.iri)
    quads = [q for q in (*entity.quads, *around.companions) if q.object not in itself]
    own = [q for q in entity.quads if q.subject == node]
    title, others = names(entity.iri, own, reader)
    same = _same(entity.iri, own, reader)
    shown = pictures(quads, subjects, title.text, reader.urls, reader.interface)
    without = _NO_FACTS | (_PREVIEWS if shown else set())
    without |= HIERARCHY if around.hierarchy.broader or around.hierarchy.narrower else set()
    page = EntityPage(
        iri=entity.iri,
        title=title,
        kind=kind(entity.types, own, reader),
        also_called=others[:VALUES_LIMIT],
        more_called=len(others[VALUES_LIMIT:]),
        sentence=(),
        descriptions=descriptions(own, reader),
        pictures=shown,
        groups=shortened(fact_groups(quads, subjects, without, reader), FACTS_LIMIT),
        map=sketch(_places(around, reader), near=True),
        timeline=timeline(quads, subjects, reader),
        broader=tuple(map(reader.link, around.hierarchy.broader)),
        narrower=alphabetical(map(reader.link, around.hierarchy.narrower)),
        same=same[:VALUES_LIMIT],
        more_same=len(same[VALUES_LIMIT:]),
        elsewhere=elsewhere(around.elsewhere, entity.iri, reader),
        incoming=incoming(around.incoming, around.lists, reader, at_least=entity.more_incoming),
        sources=tuple(sources),
    )
    told = sentence(page.kind, page.facts(MAKERS), page.facts(DATES), page.facts(PLACES))
    return replace(page, sentence=told)


def _aggregations(iri: str, companions: Iterable[Quad]) -> set[str]:
    node = NamedNode(iri)
    return {referrer(q) for q in companions if q.predicate.value == AGGREGATED and q.object == node}


def _itself(iri: str, reader: Reader) -> set[NamedNode]:
    """Give the IRIs that would lead a page to itself, such as a landing page that is this one."""
    urls = reader.urls
    return {NamedNode(iri), NamedNode(f"{urls.ids.base}/page/{urls.ids.path(iri) or ''}")}


def _same(iri: str, quads: Iterable[Quad], reader: Reader) -> tuple[Link, ...]:
    """Give the links to the same thing in other systems, called by the authority and its number.

    What has its home in another system is seen there first of all.
    """
    things = [q.object for q in quads if q.predicate.value in SAME]
    iris = {one.value for one in things if isinstance(one, NamedNode | Literal)}
    iris |= set() if reader.urls.own(iri) or fetchable(iri) is None else {iri}
    links = (Link(Text(called(iri)), reader.urls.href(iri), foreign=not reader.urls.own(iri)) for iri in iris)
    return alphabetical(links)


def _places(around: Surroundings, reader: Reader) -> list[Place]:
    return [
        Place(reader.called(iri).text, reader.urls.href(iri), north, east)
        for iri, (north, east) in around.coordinates.items()
    ]
