"""Compaction: a scattered store is compacted in the background when it is quiet, and says the same after it."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from opencollections.publishing import compaction, upkeep
from opencollections.publishing.compaction import compact, is_worth_compacting
from opencollections.publishing.doctor.diagnosis import diagnosis
from opencollections.publishing.preparation import is_worth_preparing
from opencollections.publishing.upkeep import Upkeep
from opencollections.settings import Settings
from opencollections.store import clone
from opencollections.store.snapshots import opened

from .lists import Lists


@pytest.fixture(autouse=True)
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every store for a large one, of which nothing is merged while somebody publishes."""
    monkeypatch.setattr(clone, "SMALL", 0)
    monkeypatch.setattr(clone, "SCATTERED_SHARE", 100.0)


def generation(lists: Lists) -> int:
    with lists.data.control() as control:
        return lists.data.generations.current_number(control)


def test_a_compacted_generation_says_the_same_and_is_followed_by_readers(lists: Lists):
    lists.ingest("1,Híd,brady 2,Ló,hevesy")
    lists.ingest("1,Hidak,brady 2,Ló,hevesy")
    before = lists.stated("m/object/1")
    assert is_worth_compacting(lists.data)
    number, version = generation(lists), lists.newest()
    _, hold = opened(lists.data.generations.path(number))
    compact(lists.data)
    assert generation(lists) == number + 1
    assert lists.stated("m/object/1") == before
    assert lists.newest() == version
    assert not is_worth_compacting(lists.data)
    assert diagnosis(lists.data).healthy
    assert lists.data.generations.path(number).is_dir()
    hold.release()
    lists.ingest("1,Hidak,brady 2,Lovak,hevesy")
    assert not lists.data.generations.path(number).is_dir()
    assert lists.stated("m/object/2")
    assert lists.store_is_its_versions()


def test_what_was_never_published_is_not_scattered(lists: Lists):
    assert not is_worth_compacting(lists.data)


def test_a_disk_without_room_is_left_alone(lists: Lists, monkeypatch: pytest.MonkeyPatch):
    lists.ingest("1,Híd,brady")
    monkeypatch.setattr(compaction.shutil, "disk_usage", lambda _: SimpleNamespace(free=1))
    assert not is_worth_compacting(lists.data)


class Watched:
    """An upkeep whose clock is set, and whose children are noted and not begun; ``status`` is what they end with."""

    def __init__(self, lists: Lists, monkeypatch: pytest.MonkeyPatch, status: int) -> None:
        self.begun: list[Callable[[], int]] = []
        self.moment = 1_000.0
        self._upkeep = Upkeep(Settings(data=lists.data.root), lists.data)
        monkeypatch.setattr(upkeep, "forked", self._forked)
        monkeypatch.setattr(upkeep.time, "monotonic", lambda: self.moment)
        monkeypatch.setattr(upkeep.os, "waitpid", lambda *_: (1, status))

    def _forked(self, work: Callable[[], int]) -> int:
        self.begun.append(work)
        return 1

    def looks_after(self, seconds: float) -> int:
        """Let some quiet time pass and look; give how many children it has begun by then."""
        self.moment += seconds
        self._upkeep.look(is_quiet=True)
        return len(self.begun)


def test_the_worker_compacts_and_then_prepares_when_nothing_was_published_for_a_while(
    lists: Lists, monkeypatch: pytest.MonkeyPatch
):
    watched = Watched(lists, monkeypatch, status=0)
    lists.ingest("1,Híd,brady")
    assert [watched.looks_after(seconds) for seconds in (10, 40)] == [0, 0]
    lists.ingest("1,Hidak,brady")
    assert [watched.looks_after(seconds) for seconds in (40, 50, 20)] == [0, 0, 1]
    assert watched.begun[0]() == 0
    assert [watched.looks_after(seconds) for seconds in (61, 61)] == [1, 2]
    assert watched.begun[1]() == 0
    assert not is_worth_preparing(lists.data)
    assert [watched.looks_after(seconds) for seconds in (61, 3_600)] == [2, 2]


def test_the_worker_removes_what_was_compacted_when_its_last_reader_has_left(
    lists: Lists, monkeypatch: pytest.MonkeyPatch
):
    watched = Watched(lists, monkeypatch, status=0)
    lists.ingest("1,Híd,brady")
    folder = lists.data.generations.path(generation(lists))
    store, hold = opened(folder)
    compact(lists.data)
    watched.looks_after(5)
    assert len(store) == lists.newest().quads
    assert folder.is_dir()
    hold.release()
    with lists.data.publishing("another/collection"):
        watched.looks_after(5)
        assert folder.is_dir()
    watched.looks_after(5)
    assert not folder.exists()
    assert lists.store_is_its_versions()


def test_a_compaction_that_failed_is_not_tried_again_at_once(lists: Lists, monkeypatch: pytest.MonkeyPatch):
    watched = Watched(lists, monkeypatch, status=256)
    lists.ingest("1,Híd,brady")
    assert [watched.looks_after(seconds) for seconds in (0, 61, 61, 61, 3_600)] == [0, 1, 1, 1, 2]
