"""Incoming links: what refers to an entity, relation by relation, as its page tells it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from pyoxigraph import NamedNode, Quad

from ..vocabulary import expand
from .links import Link, alphabetical
from .reader import Reader

SHOWN_INCOMING: Final = 12
"""Links of one relation that a page shows of those that point to the entity."""

AGGREGATED: Final = expand("edm:aggregatedCHO")
HIERARCHY: Final = frozenset(map(expand, ("skos:broader", "skos:narrower", "skos:topConceptOf")))
"""Relations between subjects, which a page tells as its place among them."""

_UNTOLD: Final = HIERARCHY | {AGGREGATED}


@dataclass(frozen=True, slots=True)
class Incoming:
    """Links to the entity by one relation; ``count`` is a lower bound where ``at_least``.

    ``all`` leads to a list that has all of them, where there is one, with its length where it has nothing else.
    """

    iri: str
    label: str
    count: int
    at_least: bool
    links: tuple[Link, ...]
    all: tuple[str, int | None] | None


def incoming(
    quads: Iterable[Quad], lists: Mapping[str, tuple[str, int]], reader: Reader, *, at_least: bool
) -> tuple[Incoming, ...]:
    """Tell what refers to the entity, the relation with the most links first.

    ``lists`` leads from a property to a list of all, with its length; a list may be that of several properties.
    ``at_least`` says that there are more links than these.
    """
    relations = [(iri, found) for iri, found in by_relation(quads) if iri not in _UNTOLD]
    sharing = Counter(lists[iri] for iri, _ in relations if iri in lists)

    def listed(iri: str, count: int) -> tuple[str, int | None] | None:
        if iri not in lists:
            return None
        href, length = lists[iri]
        # A list without the things that have no title is shorter than the relation.
        is_same = sharing[lists[iri]] == 1 and (at_least or length == count)
        return href, length if is_same else None

    return tuple(
        Incoming(
            iri=iri,
            label=reader.wording.heading(iri, reader.interface.tag),
            count=len(found),
            at_least=at_least,
            links=alphabetical(map(reader.link, found[:SHOWN_INCOMING])),
            all=listed(iri, len(found)),
        )
        for iri, found in sorted(relations, key=lambda relation: -len(relation[1]))
    )


def by_relation(quads: Iterable[Quad]) -> list[tuple[str, list[str]]]:
    """Give the IRIs that refer to something by each relation, in the order of both."""
    ordered = sorted((quad.predicate.value, referrer(quad)) for quad in quads)
    relations = groupby(ordered, key=lambda pair: pair[0])
    return [(iri, list(dict.fromkeys(thing for _, thing in pairs))) for iri, pairs in relations]


def referrer(quad: Quad) -> str:
    """Give the IRI of what a statement is about."""
    return quad.subject.value if isinstance(quad.subject, NamedNode) else str(quad.subject)
