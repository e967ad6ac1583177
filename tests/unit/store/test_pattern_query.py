"""Pattern queries: however many patterns, few queries, and each pattern gets its own quads back."""

from collections.abc import Sequence
from dataclasses import replace

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolutions, Store

from opencollections.store.embedded import EmbeddedEngine
from opencollections.store.engine import Pattern
from opencollections.store.pattern_query import pattern_queries, sorted_out
from opencollections.store.profiles import SPARQL, Profile

P, Q = NamedNode("http://e.org/p"), NamedNode("http://e.org/q")
GRAPHS = [NamedNode(f"http://h/graph/{name}") for name in "ab"]


def node(number: int) -> NamedNode:
    return NamedNode(f"http://h/{number}")


def store() -> Store:
    made = Store()
    for number in range(6):
        graph = GRAPHS[number % 2]
        made.add(Quad(node(number), P, node(number + 1), graph))
        made.add(Quad(node(number), P, Literal(f"it's {number}"), graph))
        made.add(Quad(node(number), Q, node(0), graph))
    return made


def found(patterns: Sequence[Pattern], profile: Profile = SPARQL) -> list[list[Quad]]:
    """Ask a store by the queries alone, as a remote engine is asked."""
    asked, quads = store(), dict[int, list[Quad]]()
    for query, placed in pattern_queries(patterns, profile):
        rows = asked.query(query)
        assert isinstance(rows, QuerySolutions)
        quads.update(sorted_out(placed, rows, profile))
    return [sorted(quads.get(place, []), key=str) for place in range(len(patterns))]


PATTERNS = [
    Pattern(100, subject=node(1)),
    Pattern(100, subject=node(1), predicate=P),
    Pattern(100, subject=node(1), predicate=Q),
    Pattern(100, subject=node(1)),
    Pattern(100, object=node(0)),
    Pattern(100, object=node(0), graph=GRAPHS[1]),
    Pattern(100, predicate=P, object=Literal("it's 2")),
    Pattern(100, subject=node(2), object=node(0)),
    Pattern(100, subject=node(99)),
    Pattern(100),
]


def test_each_pattern_gets_what_the_embedded_engine_gives_it() -> None:
    expected = [sorted(quads, key=str) for quads in EmbeddedEngine(store()).find(PATTERNS)]
    assert found(PATTERNS) == expected
    assert found(PATTERNS, replace(SPARQL, patterns_at_once=2)) == expected


def test_few_patterns_are_one_query_and_many_are_few() -> None:
    assert len(list(pattern_queries(PATTERNS, SPARQL))) == 1
    assert len(list(pattern_queries([Pattern(1, subject=node(n)) for n in range(1_001)], SPARQL))) == 3
    assert list(pattern_queries([], SPARQL)) == []


def test_a_limit_holds_for_each_pattern() -> None:
    (some, more) = found([Pattern(2, object=node(0)), Pattern(3, object=node(0), predicate=Q)])
    assert (len(some), len(more)) == (2, 3)


def test_a_node_that_has_no_name_outside_its_engine_is_not_asked_for() -> None:
    assert found([Pattern(10, subject=BlankNode("b"))]) == [[]]
