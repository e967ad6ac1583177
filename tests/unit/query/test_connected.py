"""Connected: what belongs to an entity, and who else speaks of the same things."""

from collections.abc import Sequence

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from opencollections.query import connected
from opencollections.query.entity import entity
from opencollections.store.embedded import EmbeddedEngine
from opencollections.store.engine import Pattern
from opencollections.vocabulary import PREFIXES

TRIG = """
@base <http://h/id/> .
<http://h/graph/a/one> {
  <o1> a edm:ProvidedCHO ; dc:creator <agent> ; schema:contributor <role> ; schema:identifier <number> ;
    dcterms:temporal <time> ; dcterms:spatial <place> .
  <role> a schema:Role ; schema:contributor <singer> .
  <number> a schema:PropertyValue ; schema:value "7" .
  <time> a edm:TimeSpan ; edm:begin "1939" .
  <place> a edm:Place ; skos:prefLabel "Place" .
  <agg1> a ore:Aggregation ; edm:aggregatedCHO <o1> ; edm:isShownBy <http://w/1.jpg> ; edm:dataProvider <agent> .
  <http://w/1.jpg> dc:format "image/jpeg" .
}
<http://h/graph/b/two> {
  <o2> dc:creator <agent> . <o3> dc:creator <agent> . <o4> dc:creator <agent> . <o5> dc:creator <agent> . <o6> dc:creator <agent> .
  <o2> schema:offers <http://h/.well-known/genid/1> .
  <http://h/.well-known/genid/1> schema:seller <seller> .
}
"""


@pytest.fixture(scope="module")
def engine() -> EmbeddedEngine:
    head = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in PREFIXES.items())
    made = Store()
    made.load((head + TRIG).encode(), RdfFormat.TRIG)
    return EmbeddedEngine(made)


def about(engine: EmbeddedEngine, path: str) -> set[str]:
    found = entity(engine, f"http://h/id/{path}")
    assert found is not None
    return {quad.subject.value for quad in connected.companions(engine, found)}


def test_nodes_that_only_describe_come_with_the_entity_and_others_do_not(engine: EmbeddedEngine) -> None:
    assert about(engine, "o1") == {
        *(f"http://h/id/{path}" for path in ("role", "number", "time", "agg1")),
        "http://w/1.jpg",
    }
    assert about(engine, "place") == set()


def test_an_entity_is_never_its_own_companion(engine: EmbeddedEngine) -> None:
    assert "http://h/id/agg1" not in about(engine, "agg1")


def pointing(engine: EmbeddedEngine, path: str) -> list[tuple[str, str]]:
    (quads,) = engine.find([Pattern(100, object=NamedNode(f"http://h/id/{path}"))])
    return sorted(
        (quad.subject.value.rpartition("/")[2], quad.predicate.value.rpartition("/")[2])
        for quad in connected.named(engine, quads)
    )


def test_what_points_here_is_lifted_to_the_entity_it_belongs_to(engine: EmbeddedEngine) -> None:
    assert pointing(engine, "singer") == [("o1", "contributor")]
    assert pointing(engine, "seller") == [("o2", "offers")]
    assert ("o1", "dataProvider") in pointing(engine, "agent")
    assert ("o1", "creator") in pointing(engine, "agent")


def test_a_part_of_nothing_is_left_out() -> None:
    alone = Store()
    node = NamedNode("http://h/.well-known/genid/9")
    quad = Quad(node, NamedNode("http://e.org/p"), NamedNode("http://h/id/x"))
    alone.add(quad)
    assert connected.named(EmbeddedEngine(alone), [quad]) == ()


def test_a_ring_of_nameless_nodes_ends() -> None:
    ring = Store()
    one, two = NamedNode("http://h/.well-known/genid/1"), NamedNode("http://h/.well-known/genid/2")
    ring.extend([Quad(one, NamedNode("http://e.org/p"), two), Quad(two, NamedNode("http://e.org/p"), one)])
    assert connected.named(EmbeddedEngine(ring), [Quad(one, NamedNode("http://e.org/p"), two)]) == ()


def test_mentions_elsewhere_are_read_from_the_other_collections_only_and_are_few(
    engine: EmbeddedEngine,
) -> None:
    things = ["http://h/id/agent", "http://h/id/place"]
    found = connected.elsewhere(engine, things, ["http://h/graph/b/two"])
    assert list(found) == ["http://h/id/agent"]
    assert len(found["http://h/id/agent"]) == connected.ELSEWHERE_LIMIT


def test_an_endless_number_of_collections_is_not_looked_through() -> None:
    asked: list[Pattern] = []

    class Asked:
        def find(self, patterns: Sequence[Pattern]) -> list[list[Quad]]:
            asked.extend(patterns)
            return [[] for _ in patterns]

    things = [f"http://h/{n}" for n in range(100)]
    connected.elsewhere(Asked(), things, [f"http://g/{n}" for n in range(100)])  # type: ignore[arg-type]
    assert len(asked) == connected.LOOKUP_LIMIT


def test_an_object_with_endless_statements_has_bounded_companions() -> None:
    crowded = Store()
    object_, aggregation = NamedNode("http://h/id/o"), NamedNode("http://h/id/agg")
    crowded.add(Quad(aggregation, NamedNode(PREFIXES["edm"] + "aggregatedCHO"), object_))
    crowded.extend(Quad(aggregation, NamedNode("http://e.org/p"), Literal(str(n))) for n in range(5_000))
    engine = EmbeddedEngine(crowded)
    found = entity(engine, object_.value)
    assert found is not None
    assert len(connected.companions(engine, found)) <= 2 * connected.COMPANION_LIMIT
