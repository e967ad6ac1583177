"""Compaction: a scattered store is compacted in the background when it is quiet, and says the same after it."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from opencollections.publishing import compaction, ingest_worker
from opencollections.publishing.compaction import compact, is_scattered
from opencollections.publishing.ingest_worker import IngestWorker
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
    assert is_scattered(lists.data)
    number, version = generation(lists), lists.newest()
    _, hold = opened(lists.data.generations.path(number))
    compact(lists.data)
    assert generation(lists) == number + 1
    assert lists.stated("m/object/1") == before
    assert lists.newest() == version
    assert not is_scattered(lists.data)
    assert lists.data.generations.path(number).is_dir()
    hold.release()
    lists.ingest("1,Hidak,brady 2,Lovak,hevesy")
    assert not lists.data.generations.path(number).is_dir()
    assert lists.stated("m/object/2")
    assert lists.store_is_its_versions()


def test_what_was_never_published_is_not_scattered(lists: Lists):
    assert not is_scattered(lists.data)


def test_a_disk_without_room_is_left_alone(lists: Lists, monkeypatch: pytest.MonkeyPatch):
    lists.ingest("1,Híd,brady")
    monkeypatch.setattr(compaction.shutil, "disk_usage", lambda _: SimpleNamespace(free=1))
    assert not is_scattered(lists.data)


def test_the_worker_compacts_when_nothing_was_published_for_a_while(
    lists: Lists, monkeypatch: pytest.MonkeyPatch
):
    begun: list[Callable[[], int]] = []
    moment = 1_000.0

    def forked(work: Callable[[], int]) -> int:
        begun.append(work)
        return 1

    monkeypatch.setattr(ingest_worker, "_forked", forked)
    monkeypatch.setattr(ingest_worker.time, "monotonic", lambda: moment)
    monkeypatch.setattr(ingest_worker.os, "waitpid", lambda *_: (1, 0))
    worker = IngestWorker(Settings(data=lists.data.root))
    counts = []
    for event, seconds in (
        ("publish", 10),
        ("", 40),
        ("publish", 40),
        ("", 50),
        ("", 20),
        ("compact", 61),
        ("", 61),
    ):
        if event == "publish":
            lists.ingest(f"1,Híd-{len(counts)},brady")
        if event == "compact":
            assert begun.pop()() == 0
        moment += seconds
        worker.look()
        counts.append(len(begun))
    assert counts == [0, 0, 0, 0, 1, 0, 0]
