"""The remote engine: what is published, read from any SPARQL 1.1 engine."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from pyoxigraph import Literal, NamedNode, Quad

from .endpoint import Endpoint
from .engine import Engine, Pattern, Term
from .pattern_query import names_query, pattern_queries, sorted_out


class RemoteEngine(Engine):
    """What an endpoint holds in the ``graphs`` that are published.

    An engine may hold other graphs too, its own or other people's: what they say is not published.
    """

    def __init__(self, endpoint: Endpoint, graphs: Collection[str]) -> None:
        self._endpoint = endpoint
        self._graphs = graphs

    def find(self, patterns: Sequence[Pattern]) -> list[list[Quad]]:
        profile = self._endpoint.profile
        found: dict[int, list[Quad]] = {}
        for query, placed in pattern_queries(patterns, profile):
            found.update(sorted_out(placed, self._endpoint.table(query), profile))
        return [[quad for quad in found.get(n, ()) if self._is_ours(quad)] for n in range(len(patterns))]

    def _is_ours(self, quad: Quad) -> bool:
        graph = quad.graph_name
        return isinstance(graph, NamedNode) and graph.value in self._graphs

    def names(
        self, subjects: Iterable[NamedNode], properties: Sequence[NamedNode]
    ) -> Mapping[NamedNode, tuple[Literal, ...]]:
        wanted = sorted(subjects, key=str)
        if not wanted:
            return {}
        rank = {label: place for place, label in enumerate(properties)}
        best: dict[NamedNode, tuple[int, list[Literal]]] = {}
        for row in self._endpoint.table(names_query(wanted, properties)):
            node, label, value = row["s"], row["p"], row["o"]
            if isinstance(value, Literal):
                kept = best.get(node)
                if kept is None or rank[label] < kept[0]:
                    best[node] = kept = (rank[label], [])
                if rank[label] == kept[0]:
                    kept[1].append(value)
        return {node: tuple(sorted(values, key=str)) for node, (_, values) in best.items()}

    def table(self, query: str, graph: str) -> list[tuple[Term | None, ...]]:
        return [tuple(row) for row in self._endpoint.table(query, {"default-graph-uri": [graph]})]
