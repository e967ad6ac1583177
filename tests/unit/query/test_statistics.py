"""Statistics: counts of a graph, and how often they are made."""

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from opencollections.query.statistics import Counted, statistics
from opencollections.store.embedded import EmbeddedEngine
from opencollections.vocabulary import RDF_TYPE

GRAPH = "http://x/graph/m/c"


def store(entities: int, graph: str = GRAPH) -> Store:
    made = Store()
    for number in range(entities):
        entity = NamedNode(f"http://x/{number}")
        made.add(
            Quad(entity, NamedNode(RDF_TYPE), NamedNode(f"http://x/Class{number % 2}"), NamedNode(graph))
        )
        made.add(Quad(entity, NamedNode("http://x/p"), Literal(str(number)), NamedNode(graph)))
    return made


def engine(entities: int, graph: str = GRAPH) -> EmbeddedEngine:
    return EmbeddedEngine(store(entities, graph))


def test_classes_count_entities_and_properties_count_statements() -> None:
    counted = statistics(engine(3), GRAPH)
    assert counted.statements == 6
    assert counted.classes == (("http://x/Class0", 2), ("http://x/Class1", 1))
    assert set(counted.properties) == {(RDF_TYPE, 3), ("http://x/p", 3)}


def test_other_graphs_do_not_count() -> None:
    assert statistics(engine(3, "http://x/graph/m/other"), GRAPH).statements == 0


def test_a_class_that_is_no_iri_is_left_out() -> None:
    odd = store(1)
    for value in (Literal("thing"), BlankNode("b")):
        odd.add(Quad(NamedNode("http://x/0"), NamedNode(RDF_TYPE), value, NamedNode(GRAPH)))
    assert statistics(EmbeddedEngine(odd), GRAPH).classes == (("http://x/Class0", 1),)


def test_a_version_is_counted_once() -> None:
    counted = Counted()
    first = counted.of(engine(2), GRAPH, 1)
    assert counted.of(engine(5), GRAPH, 1) == first
    assert counted.of(engine(5), GRAPH, 2).statements == 10
