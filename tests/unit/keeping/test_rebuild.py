"""Rebuild: the store is made anew from the versions alone, and nothing public changes."""

import shutil

import pytest
from published import published, store_lines, tables

from opencollections.errors import DiskFull, EngineFailed, VersionDamaged
from opencollections.publishing.rebuild import Rebuilt, rebuild
from opencollections.store.clone import Clone
from opencollections.store.folders import DataFolder


def rebuilt(data: DataFolder) -> Rebuilt:
    return rebuild(data, lambda _: None, lambda *_: None)


def test_the_store_is_the_same_and_the_ledger_untouched(data: DataFolder):
    before = store_lines(data), tables(data)
    assert rebuilt(data) == Rebuilt(generation=4, collections=2, quads=9)
    assert (store_lines(data), tables(data)) == before
    assert [path.name for path in data.generations.folder.iterdir()] == ["00000004"]


def test_it_needs_no_store_to_begin_with(data: DataFolder):
    before = store_lines(data)
    shutil.rmtree(data.generations.folder)
    with pytest.raises(EngineFailed, match="ocn rebuild"):
        store_lines(data)
    rebuilt(data)
    assert store_lines(data) == before


def test_the_next_publish_goes_on_from_it(data: DataFolder):
    rebuilt(data)
    assert published(data, "npg/portraits", {1: "Head"}).version.number == 3
    assert len(store_lines(data)) == 6


def test_an_empty_network_is_rebuilt_too(tmp_path):
    data = DataFolder(tmp_path / "data")
    with data.control():
        pass
    assert rebuilt(data) == Rebuilt(generation=1, collections=0, quads=0)


@pytest.mark.parametrize("damage", ["missing", "changed"])
def test_a_version_that_is_not_what_was_published_is_refused(data: DataFolder, damage: str):
    path = data.version_file("npg/portraits", 2)
    if damage == "missing":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes() + b"x")
    before = store_lines(data)
    with pytest.raises(VersionDamaged, match=r"2\.nq\.gz is not what was published as version 2"):
        rebuilt(data)
    assert store_lines(data) == before


def test_a_full_disk_leaves_the_old_store_and_the_next_try_works(
    data: DataFolder, monkeypatch: pytest.MonkeyPatch
):
    def full(*_: object) -> None:
        raise OSError("No space left on device")

    before = store_lines(data)
    with monkeypatch.context() as patch:
        patch.setattr(Clone, "_load", full)
        with pytest.raises(DiskFull):
            rebuilt(data)
    assert store_lines(data) == before
    assert rebuilt(data).quads == 9
