"""Surroundings: what is told of an entity beside its own statements, and what of it has to be looked up."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import NamedNode, Quad

from ..query.entity import Entity
from ..query.hierarchy import Hierarchy
from ..vocabulary import expand
from .elsewhere import Mentions
from .facts import VALUES_LIMIT
from .groups import PLACES, SHARED
from .incoming import SHOWN_INCOMING, by_relation, referrer

_LATITUDE: Final = expand("wgs84_pos:lat")

SHARED_LIMIT: Final = 24
"""People, places and subjects of an entity that are looked for in other collections."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the page of an entity tells beside its own statements, as quads: see ``query.connected``.

    ``coordinates`` are those of its places, latitude first; ``lists`` leads from a property to a list of all that
    refers to the entity by it, with its length.
    """

    companions: tuple[Quad, ...] = ()
    incoming: tuple[Quad, ...] = ()
    elsewhere: tuple[Mentions, ...] = ()
    coordinates: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    hierarchy: Hierarchy = field(default_factory=Hierarchy)


def shared_things(entity: Entity) -> list[str]:
    """Give the IRIs of the people, places and subjects that an entity refers to, people first."""
    return _referred_to(entity, SHARED)[:SHARED_LIMIT]


def places(entity: Entity) -> list[str]:
    """Give the IRIs of the places that an entity refers to, after its own where it is one."""
    own = [entity.iri] if any(q.predicate.value == _LATITUDE for q in entity.quads) else []
    return [*own, *_referred_to(entity, PLACES)[:VALUES_LIMIT]]


def linked(entity: Entity, around: Surroundings) -> set[str]:
    """Give every IRI whose name the page needs: what is referred to, and what is shown of what refers to it."""
    stated = _shown_links([*entity.quads, *around.companions])
    pointing = {iri for _, things in by_relation(around.incoming) for iri in things[:SHOWN_INCOMING]}
    others = {referrer(q) for _, quads in around.elsewhere for q in quads}
    placed = {*around.hierarchy.broader, *around.hierarchy.narrower, *around.coordinates}
    return {entity.iri} | stated | pointing | others | placed


def _referred_to(entity: Entity, properties: Container[str]) -> list[str]:
    objects = (q.object for q in entity.quads if q.predicate.value in properties)
    return list(dict.fromkeys(thing.value for thing in objects if isinstance(thing, NamedNode)))


def _shown_links(quads: Iterable[Quad]) -> set[str]:
    """Give what is linked to, of each property only as much as a page shows."""
    by_property: dict[tuple[str, str], set[str]] = {}
    for quad in quads:
        if isinstance(quad.object, NamedNode):
            by_property.setdefault((referrer(quad), quad.predicate.value), set()).add(quad.object.value)
    return {iri for links in by_property.values() for iri in sorted(links)[:VALUES_LIMIT]}
