"""The data folder: one publishes at a time, who waits is told for whom, and a sweep leaves work alone."""

import threading
from contextlib import suppress
from pathlib import Path

import pytest

from opencollections.errors import DataBusy
from opencollections.store.durable import written
from opencollections.store.folders import DataFolder, Turn
from opencollections.store.holds import Hold, removed
from opencollections.store.leftovers import sweep


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "data")


def test_who_waits_to_publish_is_told_what_for(data: DataFolder):
    told: list[Turn] = []
    done: list[str] = []
    heard = threading.Event()

    def waiting(turn: Turn) -> None:
        told.append(turn)
        heard.set()

    def publish_too() -> None:
        with data.publishing("npg/other", waiting):
            done.append("other")

    with data.publishing("npg/portraits"):
        thread = threading.Thread(target=publish_too)
        thread.start()
        assert heard.wait(30)
        done.append("portraits")
    thread.join()
    assert done == ["portraits", "other"]
    assert [(turn.doing, turn.process is not None) for turn in told] == [("npg/portraits", True)]


def test_nobody_is_told_anything_where_nobody_waits(data: DataFolder):
    for name in ("npg/a-collection-with-a-long-name", "npg/b"):
        with data.publishing(name, lambda turn: pytest.fail(f"waited for {turn}")):
            assert f'"{name}"' in (data.root / "publishing.lock").read_text()


def test_a_second_service_of_the_same_folder_is_refused_by_name_of_the_first(data: DataFolder):
    refusal = pytest.raises(DataBusy, match=r"in use by another ocn serve \(process \d+\)")
    with data.serving(), refusal, data.serving():
        pass
    with data.serving():
        pass


def test_a_sweep_takes_leftovers_and_leaves_work_that_goes_on(data: DataFolder):
    left = data.root / "work" / "left"
    left.mkdir(parents=True)
    (left / "piece-0.nq").write_text("x")
    unfinished = data.uploads / "ab" / "abc.1.unfinished"
    unfinished.parent.mkdir(parents=True)
    unfinished.write_text("x")
    with data.working() as folder, written(data.uploads / "cd" / "cde") as file:
        file.write(b"whole")
        sweep(data)
        assert folder.is_dir()
        assert not left.exists()
        assert not unfinished.exists()
    assert not folder.exists()
    assert (data.uploads / "cd" / "cde").read_bytes() == b"whole"


def test_a_sweep_does_nothing_while_somebody_publishes(data: DataFolder):
    left = data.root / "work" / "left"
    left.mkdir(parents=True)
    with data.publishing("npg/portraits"):
        sweep(data)
        assert left.is_dir()
    sweep(data)
    assert not left.exists()


def test_what_is_held_is_not_removed_until_the_last_hold_ends(tmp_path: Path):
    folder = tmp_path / "1"
    folder.mkdir()
    with Hold(folder), Hold(folder):
        assert not removed(folder)
    assert removed(folder)
    with pytest.raises(FileNotFoundError):
        Hold(folder)


def test_a_file_that_is_not_finished_has_no_name(tmp_path: Path):
    path = tmp_path / "a" / "b" / "file"
    with suppress(ZeroDivisionError), written(path) as file:
        file.write(b"half")
        raise ZeroDivisionError
    assert list(path.parent.iterdir()) == []
