"""Backup and restore: one whole state comes out while others publish, and comes in again, or nothing does."""

import errno
import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from published import files, published, store_lines, tables

from opencollections.errors import (
    BackupDamaged,
    DataMissing,
    DataNewer,
    DiskFull,
    FolderNotEmpty,
    WrongOption,
)
from opencollections.store import backup as backing_up
from opencollections.store.backup import back_up
from opencollections.store.folders import DataFolder
from opencollections.store.manifest import NAME
from opencollections.store.restore import restore

NOW = "2026-01-31T00:00:00Z"


@pytest.fixture
def backup(data: DataFolder, tmp_path: Path) -> Path:
    back_up(data, tmp_path / "backup", NOW)
    return tmp_path / "backup"


@pytest.fixture
def new(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "new")


def test_what_is_restored_is_what_was_backed_up(data: DataFolder, backup: Path, new: DataFolder):
    manifest = restore(backup, new)
    assert (manifest.made, manifest.base, manifest.generation) == (NOW, "http://localhost:8000", 3)
    assert store_lines(new) == store_lines(data)
    assert tables(new) == tables(data)
    for folder in ("versions", "uploads"):
        assert files(new.root / folder) == files(data.root / folder)
    assert published(new, "npg/portraits", {1: "Head"}).version.number == 3


def test_a_backup_takes_no_room_for_what_never_changes(data: DataFolder, backup: Path):
    linked = [*(backup / "versions").rglob("*.gz"), *backup.glob("uploads/*/*"), *backup.rglob("*.sst")]
    assert len(linked) > 5
    assert all(path.stat().st_nlink > 1 for path in linked)
    assert (backup / "control.sqlite").stat().st_nlink == 1


def test_where_links_cannot_be_the_files_are_copied(
    data: DataFolder, tmp_path: Path, new: DataFolder, monkeypatch: pytest.MonkeyPatch
):
    def refuse(*_: object) -> None:
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    with monkeypatch.context() as patch:
        patch.setattr(backing_up.os, "link", refuse)
        back_up(data, tmp_path / "backup", NOW)
    assert all(path.stat().st_nlink == 1 for path in (tmp_path / "backup" / "versions").rglob("*.gz"))
    restore(tmp_path / "backup", new)
    assert store_lines(new) == store_lines(data)


def test_what_is_published_meanwhile_is_whole_or_not_in_it(
    data: DataFolder, tmp_path: Path, new: DataFolder, monkeypatch: pytest.MonkeyPatch
):
    """Two versions are published after the database was copied, so that the generation it names is swept."""
    rounds = []

    def copied(source: Path, target: Path, real: Callable[[Path, Path], None] = backing_up._copy_control):
        real(source, target)
        if not rounds:
            rounds.append(published(data, "hafa/prints", {1: "A", 2: "B"}))
            rounds.append(published(data, "hafa/prints", {1: "A", 2: "C"}))

    monkeypatch.setattr(backing_up, "_copy_control", copied)
    assert back_up(data, tmp_path / "backup", NOW).generation == 5
    restore(tmp_path / "backup", new)
    assert store_lines(new) == store_lines(data)


def test_a_backup_of_an_empty_network_can_be_restored(tmp_path: Path, new: DataFolder):
    data = DataFolder(tmp_path / "empty")
    with data.control():
        pass
    back_up(data, tmp_path / "backup", NOW)
    assert restore(tmp_path / "backup", new).generation == 0
    assert store_lines(new) == set()


def test_a_folder_with_something_in_it_is_refused_and_left_alone(data: DataFolder, tmp_path: Path):
    target = tmp_path / "backup"
    target.mkdir()
    (target / "mine.txt").write_text("mine")
    with pytest.raises(FolderNotEmpty, match="nothing in it is overwritten"):
        back_up(data, target, NOW)
    assert files(target) == {"mine.txt": b"mine"}


def test_a_folder_inside_of_the_data_is_refused(data: DataFolder):
    with pytest.raises(WrongOption, match="outside of the data folder"):
        back_up(data, data.root / "backup", NOW)


def test_where_there_is_no_data_nothing_is_made(tmp_path: Path):
    with pytest.raises(DataMissing, match=r"has no control\.sqlite"):
        back_up(DataFolder(tmp_path / "none"), tmp_path / "backup", NOW)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_no_half_backup(data: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(backing_up, "_link_uploads", full)
    with pytest.raises(DiskFull):
        back_up(data, tmp_path / "backup", NOW)
    assert not (tmp_path / "backup").exists()


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def turned(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1] + b"?")


DAMAGES = {
    "version cut": ("versions/npg/portraits/2.nq.gz", cut, "bytes and not"),
    "version changed": ("versions/npg/portraits/2.nq.gz", turned, "another checksum"),
    "version gone": ("versions/npg/portraits/2.nq.gz", Path.unlink, "is missing"),
    "database gone": ("control.sqlite", Path.unlink, "is missing"),
    "store gone": ("generations", shutil.rmtree, "more files are damaged"),
    "manifest gone": (NAME, Path.unlink, "was not finished"),
    "manifest cut": (NAME, cut, "not one of a backup"),
}


@pytest.mark.parametrize(("name", "damage", "told"), DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_backup_is_refused_and_nothing_is_made(
    backup: Path, new: DataFolder, name: str, damage: Callable[[Path], object], told: str
):
    # Linked files are the data's own: the damage is done to a copy.
    copy = shutil.copytree(backup, backup.with_name("copy"))
    damage(copy / name)
    with pytest.raises(BackupDamaged, match=told):
        restore(copy, new)
    assert not new.root.exists()


@pytest.mark.parametrize("path", ["../outside", "/etc/passwd", "a/../../b", ""])
def test_a_manifest_that_names_files_outside_is_refused(backup: Path, new: DataFolder, path: str):
    manifest = json.loads((backup / NAME).read_text())
    manifest["files"][0]["path"] = path
    (backup / NAME).write_text(json.dumps(manifest))
    with pytest.raises(BackupDamaged, match="which is outside of it"):
        restore(backup, new)


def test_a_backup_of_a_newer_program_is_refused(backup: Path, new: DataFolder):
    manifest = json.loads((backup / NAME).read_text())
    (backup / NAME).write_text(json.dumps(manifest | {"schema": 9000}))
    with pytest.raises(DataNewer):
        restore(backup, new)
    assert not new.root.exists()


def test_nothing_is_restored_over_anything(backup: Path, data: DataFolder):
    before = files(data.root)
    with pytest.raises(FolderNotEmpty):
        restore(backup, data)
    assert files(data.root) == before


def test_a_full_disk_leaves_the_folder_empty(backup: Path, new: DataFolder, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copyfileobj", full)
    with pytest.raises(DiskFull):
        restore(backup, new)
    assert list(new.root.iterdir()) == []


def test_the_database_of_a_backup_is_whole_without_its_log(backup: Path):
    with closing(sqlite3.connect(f"file:{backup / 'control.sqlite'}?immutable=1", uri=True)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("SELECT count(*) FROM version").fetchone() == (3,)
    assert not list(backup.glob("control.sqlite-*"))
