"""Hierarchies: whichever way they are stated, and even in a circle."""

import pytest
from pyoxigraph import NamedNode, Quad, Store

from opencollections.query.hierarchy import Hierarchy, hierarchy
from opencollections.store.embedded import EmbeddedEngine
from opencollections.vocabulary import expand


def engine(*statements: tuple[str, str, str]) -> EmbeddedEngine:
    store = Store()
    for subject, name, value in statements:
        predicate = NamedNode(expand(f"skos:{name}"))
        store.add(Quad(NamedNode(f"http://x/{subject}"), predicate, NamedNode(f"http://x/{value}")))
    return EmbeddedEngine(store)


def iris(*names: str) -> tuple[str, ...]:
    return tuple(f"http://x/{name}" for name in names)


@pytest.mark.parametrize(
    "statements",
    [
        (("camera", "broader", "tool"), ("tool", "broader", "thing"), ("leica", "broader", "camera")),
        (("tool", "narrower", "camera"), ("thing", "narrower", "tool"), ("camera", "narrower", "leica")),
        (("camera", "broader", "tool"), ("thing", "narrower", "tool"), ("camera", "narrower", "leica")),
    ],
)
def test_either_direction_may_be_stated(statements: tuple[tuple[str, str, str], ...]) -> None:
    found = hierarchy(engine(*statements), "http://x/camera")
    assert found == Hierarchy(iris("thing", "tool"), iris("leica"))


def test_a_circle_is_walked_once() -> None:
    found = hierarchy(engine(("a", "broader", "b"), ("b", "broader", "a")), "http://x/a")
    assert found.broader == iris("b")


def test_what_stands_alone_has_no_hierarchy() -> None:
    assert hierarchy(engine(), "http://x/a") == Hierarchy()
