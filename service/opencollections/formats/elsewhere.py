"""Elsewhere: what other members have about the people, places and subjects of an entity."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from .incoming import referrer
from .links import Link
from .reader import Reader

Mentions = tuple[str, tuple[Quad, ...]]
"""The IRI of a person, place or subject, and the statements of others that refer to it."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A person, place or subject of the entity, and what others have about it, each with its member."""

    shared: Link
    links: tuple[tuple[Link, str], ...]


def elsewhere(found: Iterable[Mentions], but: str, reader: Reader) -> tuple[Elsewhere, ...]:
    """Tell what others have about the same, the rarest thing first; what is told once is not repeated.

    ``but`` is the IRI of the entity itself.
    """
    told, shown = {but}, []
    for iri, quads in sorted(found, key=lambda one: len(one[1])):
        members = {referrer(q): reader.members[_graph(q)] for q in quads if _graph(q) in reader.members}
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
