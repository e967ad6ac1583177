"""The embedded engine: pyoxigraph in this process, on the folder of one generation."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache, partial
from itertools import islice
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from .descriptions import FILE, Description, Descriptions
from .engine import Engine, Pattern, Term, cards
from .holds import Hold

REMEMBERED: Final = 20_000
"""Things of which each of these is remembered: the class and name of an artist are asked for by each of the works."""


class EmbeddedEngine(Engine):
    """A store opened in this process (``engine.Engine``), which nobody writes to as long as it is read here.

    Its folder stays as long as the engine is there, which has the ``hold`` on it. Descriptions may come to lie beside
    the store while it is read.
    What is remembered does not refer to the engine, so that the store is closed as soon as nobody reads it.
    """

    def __init__(self, store: Store, hold: Hold | None = None) -> None:
        self.store = store
        self._hold = hold
        self._written = hold.path / FILE if hold else None
        self._descriptions: Descriptions | None = None
        self._narrow = lru_cache(maxsize=REMEMBERED)(partial(_found, store))
        self._names = lru_cache(maxsize=REMEMBERED)(partial(_names, store))
        self._card = lru_cache(maxsize=REMEMBERED)(partial(_card, store))

    def find(self, patterns: Sequence[Pattern]) -> list[list[Quad]]:
        return [list(self._narrow(one)) if _is_narrow(one) else _found(self.store, one) for one in patterns]

    def names(
        self, subjects: Iterable[NamedNode], properties: Sequence[NamedNode]
    ) -> Mapping[NamedNode, tuple[Literal, ...]]:
        wanted = tuple(properties)
        return {node: found for node in subjects if (found := self._names(node, wanted))}

    def cards(self, nodes: Sequence[NamedNode]) -> list[tuple[Quad, ...]]:
        return [self._card(node) for node in nodes]

    def described(self, iri: str) -> Description | None:
        if self._descriptions is None and self._written is not None and self._written.exists():
            self._descriptions = Descriptions(self._written)
        return self._descriptions.find(iri) if self._descriptions else None

    def table(self, query: str, graph: str) -> list[tuple[Term | None, ...]]:
        rows = self.store.query(query, default_graph=NamedNode(graph))
        assert isinstance(rows, QuerySolutions)
        return [tuple(row) for row in rows]


def _is_narrow(pattern: Pattern) -> bool:
    """Tell whether a pattern asks for a property of a thing, or for its mentions in one collection."""
    return bool(pattern.subject and pattern.predicate) or bool(pattern.object and pattern.graph)


def _found(store: Store, pattern: Pattern) -> list[Quad]:
    limit, subject, predicate, object_, graph = pattern
    return list(islice(store.quads_for_pattern(subject, predicate, object_, graph), limit))


def _names(store: Store, node: NamedNode, properties: Sequence[NamedNode]) -> tuple[Literal, ...]:
    for label in properties:
        objects = {quad.object for quad in store.quads_for_pattern(node, label, None, None)}
        if found := [name for name in objects if isinstance(name, Literal)]:
            return tuple(sorted(found, key=str))
    return ()


def _card(store: Store, node: NamedNode) -> tuple[Quad, ...]:
    (card,) = cards(lambda patterns: [_found(store, one) for one in patterns], [node])
    return card
