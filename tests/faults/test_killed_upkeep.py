"""kill -9 in the middle of what operators and the service do to a whole data folder: it is as before, or it is done."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from kept import entered, ocn, serving, titles
from killing import Workshop, damages, workshop

from opencollections.errors import BackupDamaged, DataUnfinished
from opencollections.publishing.doctor.diagnosis import diagnosis
from opencollections.store.control import Control
from opencollections.store.folders import DataFolder
from opencollections.store.leftovers import sweep
from opencollections.store.manifest import NAME as MANIFEST
from opencollections.store.manifest import read_manifest
from opencollections.store.restore import restore
from opencollections.store.schema import newest_schema

KILLS = 12
ROWS = 200
NAME = "m/list"
SCHEMAS = Path(__file__).parents[1] / "unit" / "store" / "schemas"
OLDEST = SCHEMAS / "0001.sql"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    return entered(tmp_path_factory.mktemp("kept"), NAME)


@pytest.fixture(scope="module")
def working(data: DataFolder) -> Iterator[Workshop]:
    """A workshop for a collection of two versions."""
    with workshop(data, NAME) as opened:
        for title in ("first", "second"):
            opened.do("publish", ROWS, title)
        yield opened


def moments(undisturbed: float) -> list[float]:
    """Give when to kill, in seconds: from the beginning until a little after the end."""
    return [undisturbed * 1.1 * number / KILLS for number in range(KILLS)]


@pytest.mark.parametrize("work", ["compact", "prepare", "rebuild"])
def test_a_store_that_is_being_made_anew_says_the_same_after_any_kill(
    data: DataFolder, working: Workshop, work: str
):
    working.do(work)
    results = [working.do(work, killed_after_s=moment)[0] for moment in moments(working.do(work)[1])]
    assert None in results, "the kills came too late"
    assert damages(data) == []
    assert working.do(work)[0] is not None
    sweep(data)
    assert (damages(data), diagnosis(data).healthy) == ([], True)
    assert len(list(data.generations.folder.iterdir())) == 1


def test_a_backup_that_was_killed_is_none_and_the_data_stay_as_they_are(
    data: DataFolder, working: Workshop, tmp_path: Path
):
    broken = 0
    for number, moment in enumerate(moments(working.do("backup", tmp_path / "whole")[1])):
        backup = tmp_path / f"backup-{number}"
        working.do("backup", backup, killed_after_s=moment)
        if (backup / MANIFEST).exists():
            restore(backup, DataFolder(tmp_path / f"restored-{number}"))
        else:
            broken += 1
            with pytest.raises(BackupDamaged):
                read_manifest(backup)
    assert broken, "the kills came too late"
    assert damages(data) == []
    assert working.do("backup", tmp_path / "again")[0] is not None


def test_a_restore_that_was_killed_is_told_and_done_by_another_one(working: Workshop, tmp_path: Path):
    backup = tmp_path / "backup"
    working.do("backup", backup)
    broken = 0
    for number, moment in enumerate(moments(working.do("restore", backup, tmp_path / "whole")[1])):
        new = DataFolder(tmp_path / f"new-{number}")
        working.do("restore", backup, new.root, killed_after_s=moment)
        if not new.control_file.exists():
            if list(new.root.glob("*.unfinished")):
                broken += 1
                with pytest.raises(DataUnfinished):
                    new.control()
            restore(backup, new)
        assert diagnosis(new).healthy
    assert broken, "the kills came too late"


def test_a_migration_that_was_killed_is_begun_anew_with_a_whole_copy(working: Workshop, tmp_path: Path):
    old = tmp_path / "old.sqlite"
    with closing(sqlite3.connect(old)) as db:
        db.executescript(OLDEST.read_text(encoding="utf-8"))

    def folder(name: object) -> Path:
        (tmp_path / f"old-{name}").mkdir()
        return Path(shutil.copyfile(old, tmp_path / f"old-{name}" / "control.sqlite")).parent

    results = []
    for number, moment in enumerate(moments(working.do("migrate", folder("whole"))[1])):
        killed = folder(number)
        results.append(working.do("migrate", killed, killed_after_s=moment)[0])
        with Control(killed / "control.sqlite") as control:
            assert schema(control.db) == newest_schema()
            assert control.db.execute("SELECT count(*) FROM version").fetchone()[0] == 2
        with closing(sqlite3.connect(killed / "control.schema-0001.sqlite")) as copy:
            assert schema(copy) == int(OLDEST.stem)
    assert None in results, "the kills came too late"


def schema(db: sqlite3.Connection) -> int:
    """Give the number of the schema of a database that is whole."""
    assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def test_a_service_over_a_restore_that_was_killed_says_so_and_serves_after_another_one(
    working: Workshop, tmp_path: Path
):
    backup, new = tmp_path / "backup", tmp_path / "new"
    working.do("backup", backup)
    new.mkdir()
    (new / "control.sqlite.0123.unfinished").write_bytes(b"")
    refused = ocn("serve", "--data", new, "--port", 0)
    assert (refused.returncode, "restore once more" in refused.stderr) == (3, True), refused.stderr
    assert ocn("restore", backup, "--data", new).returncode == 0
    with serving(new) as (address, _):
        assert len(titles(address)) == ROWS
    assert [path.name for path in new.glob("*.unfinished")] == []
