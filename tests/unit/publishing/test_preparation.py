"""Preparation: what a generation says of each thing is written down when it is quiet, and is what the store says."""

import os
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from opencollections.errors import DataUnreadable, DiskFull
from opencollections.publishing import compaction, orders, preparation, upkeep
from opencollections.publishing.ingest_worker import IngestWorker
from opencollections.publishing.preparation import is_worth_preparing, prepare
from opencollections.query.connected import companions, linked
from opencollections.query.entity import Entity, entity
from opencollections.settings import Settings
from opencollections.store import control, descriptions
from opencollections.store.descriptions import FILE
from opencollections.store.embedded import EmbeddedEngine
from opencollections.store.engine import Engine
from opencollections.store.leftovers import sweep

from .lists import Lists, iri
from .working import CURATOR, begun, listed

THINGS = ("m/object/1", "m/object/2", "network/agent/brady")


def engine(lists: Lists) -> Engine:
    with lists.data.control() as control:
        return lists.data.generations.open(control).engine


def folder(lists: Lists) -> Path:
    return lists.data.generations.path(lists.generation())


def found(lists: Lists, path: str) -> tuple[Entity, Engine]:
    reading = engine(lists)
    there = entity(reading, iri(path), with_incoming=False)
    assert there is not None
    return there, reading


def described(lists: Lists, path: str) -> tuple[set[str], ...]:
    """Give what is said of an entity, of its companions, and of what it links to."""
    there, reading = found(lists, path)
    around = companions(reading, there)
    whole = (*there.quads, *around)
    links = there.description.linked if there.description else linked(reading, whole)
    return tuple(set(map(str, quads)) for quads in (there.quads, around, links))


def test_what_is_written_down_is_what_the_store_says(lists: Lists) -> None:
    lists.ingest("1,Híd,brady 2,Ló,hevesy")
    lists.ingest("1,Brücke,brady", "m/letters")
    before = [described(lists, path) for path in THINGS]
    assert all(before[0])
    prepare(lists.data)
    assert [described(lists, path) for path in THINGS] == before
    assert all(found(lists, path)[0].description for path in THINGS)


def test_what_no_list_has_is_looked_up_in_the_store(lists: Lists) -> None:
    lists.ingest("1,Híd,brady")
    prepare(lists.data)
    there, _ = found(lists, "m/aggregation/1")
    assert there.description is None
    assert there.quads


def test_who_reads_already_reads_what_is_written_down_later(lists: Lists) -> None:
    lists.ingest("1,Híd,brady")
    reading = engine(lists)
    assert reading.described(iri("m/object/1")) is None
    prepare(lists.data)
    assert reading.described(iri("m/object/1")) is not None


def test_a_new_generation_has_nothing_of_the_one_before(lists: Lists) -> None:
    lists.ingest("1,Híd,brady")
    assert is_worth_preparing(lists.data)
    prepare(lists.data)
    assert not is_worth_preparing(lists.data)
    lists.ingest("1,Hidak,brady")
    assert is_worth_preparing(lists.data)
    changed = described(lists, "m/object/1")
    assert '"Hidak"@hu' in str(changed)
    prepare(lists.data)
    assert described(lists, "m/object/1") == changed


def test_what_is_published_meanwhile_goes_first(lists: Lists, monkeypatch: pytest.MonkeyPatch) -> None:
    lists.ingest("1,Híd,brady 2,Ló,hevesy 3,Ház,brady")
    monkeypatch.setattr(preparation, "_AT_ONCE", 1)
    places = [lists.generation()]
    looked_up = preparation.companions

    def publishing(reading: Engine, there: Entity) -> object:
        if len(places) == 1 and there.iri == iri("m/object/2"):
            lists.ingest("1,Hidak,brady")
            places.append(lists.generation())
        return looked_up(reading, there)

    monkeypatch.setattr(preparation, "companions", publishing)
    monkeypatch.setattr(preparation, "TYPICAL", 1)
    prepare(lists.data)
    assert len(places) == 2
    assert not list(lists.data.generations.folder.rglob(f"{FILE}*"))
    assert is_worth_preparing(lists.data)


def test_nothing_is_prepared_where_nothing_was_published_or_the_disk_has_no_room(
    lists: Lists, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not is_worth_preparing(lists.data)
    lists.ingest("1,Híd,brady")
    monkeypatch.setattr(compaction.shutil, "disk_usage", lambda _: SimpleNamespace(free=1))
    assert not is_worth_preparing(lists.data)


@pytest.mark.parametrize(("free", "error"), [(0, DiskFull), (1 << 40, DataUnreadable)])
def test_what_cannot_be_written_is_said_and_leaves_nothing(
    free: int, error: type[Exception], lists: Lists, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists.ingest("1,Híd,brady")
    monkeypatch.setattr(descriptions, "_TABLES", "PRAGMA max_page_count = 2;" + descriptions._TABLES)
    monkeypatch.setattr(control.shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    with pytest.raises(error):
        prepare(lists.data)
    assert not list(folder(lists).glob(f"{FILE}*"))
    assert described(lists, "m/object/1")


def test_what_a_killed_process_left_is_swept_and_what_is_being_written_is_not(lists: Lists) -> None:
    lists.ingest("1,Híd,brady")
    left = folder(lists) / f"{FILE}.0123.unfinished"
    left.write_bytes(b"half")
    sweep(lists.data)
    assert not left.exists()
    prepare(lists.data)
    sweep(lists.data)
    assert (folder(lists) / FILE).exists()


def test_a_store_that_is_no_generation_has_no_descriptions(lists: Lists) -> None:
    lists.ingest("1,Híd,brady")
    prepare(lists.data)
    reading = engine(lists)
    assert isinstance(reading, EmbeddedEngine)
    assert EmbeddedEngine(reading.store).described(iri("m/object/1")) is None


def test_a_job_does_not_wait_for_it(lists: Lists, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "QUIET_S", -1.0)
    monkeypatch.setattr(upkeep, "LOOK_S", -1.0)
    monkeypatch.setattr(upkeep, "_prepared", lambda _: time.sleep(60))
    lists.ingest("1,Híd,brady")
    worker = IngestWorker(Settings(data=lists.data.root))
    worker.look()
    worker.look()
    chore = worker._upkeep._chore
    assert chore is not None
    assert chore.can_wait
    kept = begun(lists.data, "m/letters", listed(tmp_path, "1,Levél,brady"))
    orders.order_mapping(lists.data, kept.id, CURATOR)
    worker.look()
    assert worker._upkeep._chore is None
    assert len(worker.running) == 1
    with pytest.raises(ProcessLookupError):
        os.kill(chore.process, 0)
    worker.close()
