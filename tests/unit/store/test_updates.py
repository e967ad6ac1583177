"""Updates: bounded, an entity in one, and nothing that an engine cannot hold."""

from dataclasses import replace

from pyoxigraph import Literal, NamedNode, Quad, Store

from opencollections.store.profiles import SPARQL, VIRTUOSO, Profile
from opencollections.store.updates import updates

GRAPH = NamedNode("http://h/graph/m/c")
TITLE = NamedNode("http://purl.org/dc/elements/1.1/title")


def quad(number: int, text: str) -> Quad:
    return Quad(NamedNode(f"http://h/id/{number:04}"), TITLE, Literal(text), GRAPH)


def small(batch_quads: int) -> Profile:
    return replace(SPARQL, batch_quads=batch_quads)


def test_updates_make_of_the_old_what_the_new_says_and_may_be_said_again() -> None:
    old = [quad(number, "old") for number in range(10)]
    new = [quad(number, "new" if number % 3 else "old") for number in range(2, 14)]
    removed = sorted(set(old) - set(new), key=str)
    added = sorted(set(new) - set(old), key=str)
    store = Store()
    store.extend(old)
    texts = list(updates(removed, added, small(5)))
    assert len(texts) > 1
    for text in [*texts[:2], *texts]:
        store.update(text)
    assert set(store) == set(new)


def test_what_changes_of_an_entity_is_in_one_update() -> None:
    removed = [quad(number, "old") for number in range(9)]
    added = [quad(number, "new") for number in range(9)]
    for text in updates(removed, added, small(5)):
        changed = [number for number in range(9) if f"/{number:04}>" in text]
        assert all(text.count(f"/{number:04}>") == 2 for number in changed)
        assert text.index("DELETE DATA") < text.index("INSERT DATA")


def test_an_entity_that_is_too_large_for_one_update_is_cut() -> None:
    texts = list(updates((), [quad(1, f"title {number}") for number in range(12)], small(5)))
    assert [text.count("/0001>") for text in texts] == [5, 5, 2]


def test_an_update_is_bounded_in_bytes_too() -> None:
    profile = replace(SPARQL, batch_bytes=1_000)
    texts = list(updates((), [quad(number, "é" * 200) for number in range(4)], profile))
    assert [text.count("é" * 200) for text in texts] == [2, 2]


def test_a_statement_with_an_iri_that_an_engine_would_cut_is_left_out() -> None:
    long = Quad(NamedNode("http://h/" + "a" * 2_000), TITLE, Literal("x"), GRAPH)
    (text,) = updates((), [long, quad(1, "short")], VIRTUOSO)
    assert "aaaa" not in text
    assert len(list(updates((), [long], SPARQL))) == 1


def test_nothing_to_change_is_no_update() -> None:
    assert list(updates((), (), SPARQL)) == []
