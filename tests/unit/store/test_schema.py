"""The schema: every earlier database opens, is copied first, and nothing is lost; a newer one is refused."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from opencollections.errors import DataNewer, DataUnreadable
from opencollections.store import ledger, registry, schema
from opencollections.store.control import Control

DUMPS = sorted(Path(__file__).with_name("schemas").glob("*.sql"))
TABLES = ("member", "collection", "version", "entity", "change", "setting")


def loaded(path: Path, dump: Path) -> Path:
    with closing(sqlite3.connect(path)) as db:
        db.executescript(dump.read_text(encoding="utf-8"))
    return path


def described(path: Path) -> set[tuple[str, str, str]]:
    """Give tables and indexes with their columns, whatever way they were made."""
    with closing(sqlite3.connect(path)) as db:
        names = db.execute("SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").fetchall()
        return {
            (
                kind,
                name,
                str(sorted(db.execute(f"PRAGMA {kind}_xinfo({name})").fetchall(), key=lambda c: c[1])),
            )
            for kind, name in names
            if kind in {"table", "index"}
        }


def test_there_is_a_dump_of_every_schema():
    assert [int(dump.stem) for dump in DUMPS] == [number for number, _ in schema.migrations()]


@pytest.mark.parametrize("dump", DUMPS, ids=lambda dump: dump.stem)
def test_a_database_of_every_schema_opens_with_all_its_rows(tmp_path: Path, dump: Path):
    path = loaded(tmp_path / "control.sqlite", dump)
    with closing(sqlite3.connect(path)) as db:
        before = {table: db.execute(f"SELECT count(*) FROM {table}").fetchone() for table in TABLES}
    with Control(path) as control:
        after = {
            table: tuple(control.db.execute(f"SELECT count(*) FROM {table}").fetchone()) for table in TABLES
        }
        assert after == before
        assert control.db.execute("PRAGMA user_version").fetchone()[0] == schema.newest_schema()
        assert control.db.execute("PRAGMA foreign_keys").fetchone()[0] == 1
        assert control.db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert [m.slug for m in registry.members(control)] == ["npg"]
        assert [v.number for v in ledger.versions(control, "npg/portraits")] == [2, 1]
    with Control(tmp_path / "fresh.sqlite"):
        pass
    assert described(path) == described(tmp_path / "fresh.sqlite")


def test_a_copy_is_kept_before_a_migration_and_the_last_three_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = loaded(tmp_path / "control.sqlite", DUMPS[0])
    steps = list(schema.migrations()[:1])
    for number in range(2, 7):
        steps.append((number, f"CREATE TABLE later_{number} (a TEXT); -- a remark; with a semicolon\n"))
        monkeypatch.setattr(schema, "migrations", lambda found=tuple(steps): found)
        with Control(path) as control:
            assert control.db.execute(f"SELECT count(*) FROM later_{number}").fetchone()[0] == 0
    copies = sorted(tmp_path.glob("control.schema-*.sqlite"))
    assert [copy.name for copy in copies] == [f"control.schema-{number:04d}.sqlite" for number in (3, 4, 5)]
    with closing(sqlite3.connect(copies[0])) as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] == 3
        assert db.execute("SELECT slug FROM member").fetchall() == [("npg",)]


def test_a_migration_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = loaded(tmp_path / "control.sqlite", DUMPS[0])
    steps = (*schema.migrations()[:1], (2, "CREATE TABLE later (a TEXT);"), (3, "DELETE FROM member;"))
    with monkeypatch.context() as patch:
        patch.setattr(schema, "migrations", lambda: steps)
        with pytest.raises(DataUnreadable, match="rows of collection refer to nothing"):
            Control(path)
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] == 1
        assert db.execute("SELECT slug FROM member").fetchall() == [("npg",)]
        assert not db.execute("SELECT name FROM sqlite_master WHERE name = 'later'").fetchall()


def test_a_new_database_is_made_without_a_copy(tmp_path: Path):
    with Control(tmp_path / "control.sqlite"):
        pass
    assert not list(tmp_path.glob("*.schema-*"))


def test_a_database_from_a_newer_program_is_refused_and_left_alone(tmp_path: Path):
    path = tmp_path / "control.sqlite"
    with Control(path) as control:
        control.db.execute("PRAGMA user_version = 9000")
    with pytest.raises(DataNewer, match=r"newer program \(its schema is 9000"):
        Control(path)
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] == 9000


def test_the_database_waits_and_flushes(tmp_path: Path):
    with Control(tmp_path / "control.sqlite") as control:
        found = {
            name: control.db.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        }
    assert found == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 2, "busy_timeout": 30_000}
