"""The embedded engine: pyoxigraph in this process, on the folder of one generation."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from .engine import Pattern, Term


class EmbeddedEngine:
    """A store opened in this process (``engine.Engine``)."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def find(self, patterns: Sequence[Pattern]) -> list[list[Quad]]:
        match = self.store.quads_for_pattern
        return [
            list(islice(match(subject, predicate, object_, graph), limit))
            for limit, subject, predicate, object_, graph in patterns
        ]

    def names(
        self, subjects: Iterable[NamedNode], properties: Sequence[NamedNode]
    ) -> Mapping[NamedNode, tuple[Literal, ...]]:
        return {node: found for node in subjects if (found := self._name(node, properties))}

    def _name(self, node: NamedNode, properties: Sequence[NamedNode]) -> tuple[Literal, ...]:
        for label in properties:
            found = {
                quad.object
                for quad in self.store.quads_for_pattern(node, label, None, None)
                if isinstance(quad.object, Literal)
            }
            if found:
                return tuple(sorted(found, key=str))
        return ()

    def table(self, query: str, graph: str) -> list[tuple[Term | None, ...]]:
        rows = self.store.query(query, default_graph=NamedNode(graph))
        assert isinstance(rows, QuerySolutions)
        return [tuple(row) for row in rows]
