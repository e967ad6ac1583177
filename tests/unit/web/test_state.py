"""State: a request reads one state from its beginning to its end, whatever is published meanwhile."""

import sqlite3
import threading
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from opencollections.errors import DataUnreadable, EngineFailed
from opencollections.store import registry
from opencollections.store.engine import Pattern
from opencollections.store.folders import DataFolder
from opencollections.store.leftovers import sweep_generations
from opencollections.store.registry import Collection, Member, edition
from opencollections.web.state import KEPT_OPEN, Reading

ITEM = NamedNode("http://e.org/item")


def publish(data: DataFolder, number: int) -> None:
    """Make a generation current that says its own number."""
    with data.control() as control, data.generations.successor(control) as clone:
        clone.store.remove_graph(NamedNode("http://e.org/graph"))
        clone.store.add(
            Quad(ITEM, NamedNode("http://e.org/p"), Literal(str(number)), NamedNode("http://e.org/graph"))
        )
        with control.transaction():
            control.remember("generation", str(clone.number))
            clone.finish()


def said(state: object) -> list[str]:
    (quads,) = state.generation.engine.find([Pattern(10, subject=ITEM)])  # type: ignore[attr-defined]
    return [quad.object.value for quad in quads]


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path)
    publish(folder, 1)
    return folder


def test_a_new_generation_is_read_by_the_next_request_at_once(data: DataFolder) -> None:
    reading = Reading(data)
    with reading.now() as state:
        assert said(state) == ["1"]
    publish(data, 2)
    with reading.now() as state:
        assert said(state) == ["2"]


def test_a_request_keeps_the_state_that_it_began_with(data: DataFolder) -> None:
    reading = Reading(data)
    with reading.now() as before:
        publish(data, 2)
        with reading.now() as after:
            assert (said(before), said(after)) == (["1"], ["2"])
            assert (before.control.setting("generation"), after.control.setting("generation")) == ("1", "2")


def test_connections_and_generations_are_used_again(data: DataFolder) -> None:
    reading = Reading(data)
    with reading.now() as first:
        pass
    with reading.now() as second:
        assert second.control is first.control
        assert second.generation is first.generation


def test_no_more_generations_are_held_open_than_are_needed(data: DataFolder) -> None:
    reading = Reading(data)
    for number in range(2, 7):
        publish(data, number)
        with reading.now() as state:
            assert said(state) == [str(number)]
    assert len(reading._open) == KEPT_OPEN


def test_an_older_generation_is_held_by_those_who_read_it_and_no_longer(data: DataFolder) -> None:
    reading = Reading(data)
    path = data.generations.path(1)
    with reading.now() as before:
        publish(data, 2)
        with reading.now():
            pass
        reading.let_go()
        sweep_generations(data)
        assert said(before) == ["1"]
        assert path.is_dir()
        del before
    sweep_generations(data)
    assert not path.is_dir()
    with reading.now() as after:
        assert said(after) == ["2"]


def test_a_request_that_comes_late_to_an_older_generation_leaves_it_closed(data: DataFolder) -> None:
    reading = Reading(data)
    with reading.data.control() as control:
        control.db.execute("BEGIN")
        assert control.setting("generation") == "1"
        publish(data, 2)
        with reading.now() as state:
            assert said(state) == ["2"]
        late, _ = reading._current(control)
        assert late.number == 1
    assert [number for number, _ in reading._open] == [2]


def test_what_is_said_anew_is_counted_anew_from_the_same_generation(data: DataFolder) -> None:
    reading = Reading(data)
    with reading.now() as before:
        assert before.counted("edition", edition) == 0
    with data.control() as control:
        registry.add_member(control, Member("m", "M", "en", None, "2026-01-01T00:00:00Z"))
        registry.add_collection(control, Collection("m/c", "m", "C", "en", "http://l", None, "rdf", "2026"))
        registry.change_collection(control, "m/c", mapping="lido")
    with reading.now() as mapped_otherwise:
        assert mapped_otherwise.counted("edition", edition) == 0
    with data.control() as control, control.transaction():
        changed = registry.change_collection(control, "m/c", title="Another")
    with reading.now() as after:
        assert (changed.title, after.counted("edition", edition)) == ("Another", 1)
        assert after.generation.engine is before.generation.engine
        assert after.generation.published == after.control.setting("published")
    assert reading.moment() == (after.generation.number, 1)


def test_many_threads_read_at_once(data: DataFolder) -> None:
    reading, failures = Reading(data), []

    def read() -> None:
        for _ in range(50):
            with reading.now() as state:
                if said(state) != [state.control.setting("generation")]:
                    failures.append(said(state))

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    publish(data, 2)
    for thread in threads:
        thread.join()
    assert not failures


def test_an_error_in_a_request_leaves_nothing_behind(data: DataFolder) -> None:
    reading = Reading(data)
    with pytest.raises(KeyError), reading.now():
        raise KeyError
    with reading.now() as state:
        assert said(state) == ["1"]


class Breaking:
    """A connection whose transactions cannot be ended."""

    in_transaction = True

    def __init__(self, opened: sqlite3.Connection) -> None:
        self._opened = opened
        self.closed = False

    def execute(self, sql: str) -> sqlite3.Cursor:
        if sql == "ROLLBACK":
            raise sqlite3.OperationalError("disk I/O error")
        return self._opened.execute(sql)

    def close(self) -> None:
        self.closed = True
        self._opened.close()


@pytest.mark.parametrize("failure", [None, KeyError], ids=["an answer", "an error"])
def test_a_database_that_fails_after_a_request_is_told_and_the_connection_not_used_again(
    data: DataFolder, failure: type[Exception] | None
) -> None:
    reading, broken = Reading(data), []

    def read() -> None:
        with reading.now() as state:
            broken.append(Breaking(state.control.db))
            state.control.db = broken[0]
            if failure is not None:
                raise failure

    with pytest.raises(DataUnreadable, match="disk I/O error"):
        read()
    assert broken[0].closed
    with reading.now() as state:
        assert said(state) == ["1"]


def test_a_generation_that_cannot_be_opened_is_an_error_that_says_so(data: DataFolder) -> None:
    with data.control() as control, control.transaction():
        control.remember("generation", "99")
    with pytest.raises(EngineFailed), Reading(data).now():
        pass


def test_what_is_costly_is_counted_once_for_each_generation(data: DataFolder) -> None:
    reading, counts = Reading(data), []

    def count(control: object) -> int:
        counts.append(control)
        return len(counts)

    with reading.now() as state:
        assert (state.counted("things", count), state.counted("things", count)) == (1, 1)
    with reading.now() as state:
        assert state.counted("things", count) == 1
    publish(data, 2)
    with reading.now() as state:
        assert state.counted("things", count) == 2
