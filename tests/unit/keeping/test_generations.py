"""Generations: a small difference is applied to a clone, a large one loaded anew; an interruption harms neither."""

import gc
import weakref
from pathlib import Path

import pytest
from published import entered, files, published, store_lines
from pyoxigraph import NamedNode, Store

from opencollections.errors import EngineFailed
from opencollections.publishing import publish as publishing
from opencollections.publishing.doctor.diagnosis import diagnosis
from opencollections.store import clone
from opencollections.store.engine import Pattern
from opencollections.store.folders import DataFolder
from opencollections.store.holds import held
from opencollections.store.leftovers import sweep_generations
from opencollections.store.snapshots import opened

NAME = "npg/portraits"
FIRST = {number: f"Head {number}" for number in range(60)}


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path / "data")
    entered(folder, NAME, "hafa/prints")
    published(folder, NAME, FIRST)
    published(folder, "hafa/prints", {1: "Price list"})
    return folder


def shared_files(data: DataFolder, number: int) -> int:
    """Count the files of a generation that the one before it has too."""
    before = {path.stat().st_ino for path in data.generations.path(number - 1).glob("*.sst")}
    return sum(path.stat().st_ino in before for path in data.generations.path(number).glob("*.sst"))


CHANGES = {
    "one title": (FIRST | {7: "Hand"}, True),
    "a fifth of the titles": (FIRST | dict.fromkeys(range(12), "Hand"), True),
    "half of the rows are others": ({n: f"Head {n}" for n in range(30, 90)}, False),
    "nothing is left": ({}, False),
    "much is added": (FIRST | dict.fromkeys(range(100, 300), "Hand"), True),
}


@pytest.mark.parametrize(("rows", "cloned"), CHANGES.values(), ids=CHANGES)
def test_what_is_published_is_in_the_store_whatever_way_it_came_there(
    data: DataFolder,
    rows: dict[int, str],
    cloned: bool,  # noqa: FBT001 - it is what is expected
):
    _, hold = opened(data.generations.path(2))
    published(data, NAME, rows)
    assert (shared_files(data, 3) > 0) == cloned
    hold.release()
    assert len(store_lines(data)) == 3 * (len(rows) + 1)
    assert diagnosis(data).healthy


def test_a_large_difference_is_applied_where_the_file_of_another_collection_is_damaged(data: DataFolder):
    data.version_file("hafa/prints", 1).unlink()
    published(data, NAME, {1: "Hand"})
    assert len(store_lines(data)) == 6


def test_an_interruption_after_the_commit_takes_nothing_away(
    data: DataFolder, monkeypatch: pytest.MonkeyPatch
):
    def interrupted(step: str, _: int) -> None:
        if step == "published":
            raise KeyboardInterrupt

    publish = publishing.publish
    with monkeypatch.context() as patch:
        patch.setattr(
            "published.publish",
            lambda made_in, made, waiting, _: publish(made_in, made, waiting, interrupted),
        )
        with pytest.raises(KeyboardInterrupt):
            published(data, NAME, FIRST | {7: "Hand"})
    assert diagnosis(data).healthy
    assert data.version_file(NAME, 2).is_file()


def test_an_interruption_inside_of_the_commit_leaves_the_old_state(
    data: DataFolder, monkeypatch: pytest.MonkeyPatch
):
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    before = files(data.versions)
    with monkeypatch.context() as patch:
        patch.setattr(publishing.entity_ledger, "enter_changes", interrupted)
        with pytest.raises(KeyboardInterrupt):
            published(data, NAME, FIRST | {7: "Hand"})
    assert files(data.versions) == before
    assert diagnosis(data).healthy


def test_who_reads_a_generation_holds_it(data: DataFolder):
    path = data.generations.path(2)
    assert not held(path)
    with data.control() as control:
        generation = data.generations.open(control)
        assert held(path)
        del generation
    assert not held(path)


def test_no_two_can_write_one_store(data: DataFolder):
    with data.control() as control, data.generations.successor(control) as clone:
        with pytest.raises(OSError, match="lock"):
            Store(str(data.generations.path(clone.number)))
        clone.finish()


def scattered(data: DataFolder) -> int:
    """Give how many statements are remembered to lie in files that were not merged."""
    with data.control() as control:
        return int(control.setting("scattered") or -1)


def test_files_of_a_large_store_are_merged_when_a_twentieth_has_changed(
    data: DataFolder, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(clone, "SMALL", 0)
    changed = FIRST
    counts = []
    for number in range(7):
        changed = changed | {number: "Hand"}
        published(data, NAME, changed)
        counts.append(scattered(data))
    # A changed title is one statement out, which counts twice, and one in; 183 statements are there.
    assert counts == [3, 6, 9, 0, 3, 6, 9]


def test_files_of_a_small_store_are_merged_at_every_publish(data: DataFolder):
    published(data, NAME, FIRST | {7: "Hand"})
    assert scattered(data) == 0


def test_a_store_that_nobody_has_counted_is_merged(data: DataFolder, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(clone, "SMALL", 0)
    with data.control() as control:
        control.db.execute("DELETE FROM setting WHERE name = 'scattered'")
    published(data, NAME, FIRST | {7: "Hand"})
    assert scattered(data) == 0


def test_a_store_is_closed_as_soon_as_nobody_reads_it(data: DataFolder):
    gc.disable()
    try:
        with data.control() as control:
            generation = data.generations.open(control)
            generation.engine.cards([NamedNode("http://example.org/nothing")])
            closed = weakref.ref(generation.engine)
            del generation
            assert closed() is None
    finally:
        gc.enable()


def test_the_empty_store_is_made_as_a_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    data = DataFolder(tmp_path / "data")
    with data.control() as control:
        with monkeypatch.context() as patch:
            patch.setattr(Path, "rename", interrupted)
            with pytest.raises(KeyboardInterrupt):
                data.generations.open(control)
        assert not data.generations.path(0).exists()
        assert data.generations.open(control).engine.find([Pattern(1)]) == [[]]


def test_the_empty_store_that_another_process_made_meanwhile_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    data = DataFolder(tmp_path / "data")
    renamed = Path.rename

    def late(path: Path, target: Path) -> Path:
        Store(str(target)).flush()
        return renamed(path, target)

    monkeypatch.setattr(Path, "rename", late)
    with data.control() as control:
        assert data.generations.open(control).engine.find([Pattern(1)]) == [[]]


def test_a_store_of_which_files_are_missing_is_told_as_such(data: DataFolder):
    path = data.generations.path(2)
    for file in path.glob("MANIFEST-*"):
        file.unlink()
    with data.control() as control, pytest.raises(EngineFailed):
        data.generations.open(control)


def test_a_generation_stays_as_long_as_anybody_has_its_engine(data: DataFolder):
    with data.control() as control:
        engine = data.generations.open(control).engine
    folder = data.generations.path(2)
    published(data, NAME, FIRST | {7: "Hand"})
    sweep_generations(data)
    assert len(engine.find([Pattern(1_000)])[0]) == 3 * (len(FIRST) + 1)
    assert folder.is_dir()
    del engine
    sweep_generations(data)
    assert not folder.exists()
    assert data.generations.path(3).is_dir()
