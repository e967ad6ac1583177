"""The schema of the control database: numbered migrations that run forward only, after a copy of the database."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from ..errors import DataNewer

COPIES_KEPT: Final = 3


def brought_up(db: sqlite3.Connection, path: Path) -> None:
    """Bring a database to the newest schema, all steps in one transaction; raise DataNewer for one from the future.

    ``db`` commits by itself (``isolation_level=None``) and is not in a transaction. A database that has data is
    copied first, beside itself, as ``control.schema-0001.sqlite``; the last COPIES_KEPT copies are kept.
    """
    scripts = migrations()
    if schema_of(db, path) == scripts[-1][0]:
        return
    # A migration may rebuild a table that others refer to, which SQLite allows only while it does not watch.
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have been faster; whoever holds the transaction now is alone.
        done = schema_of(db, path)
        if 0 < done < scripts[-1][0]:
            _copy(path, done)
        for number, script in scripts:
            if number > done:
                _run(db, number, script)
        _check_references(db)
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    finally:
        db.execute("PRAGMA foreign_keys = ON")


def schema_of(db: sqlite3.Connection, path: Path) -> int:
    """Give the number of the last migration that a database has had; raise DataNewer where we do not know it."""
    found = int(db.execute("PRAGMA user_version").fetchone()[0])
    known = newest_schema()
    if found > known:
        raise DataNewer(path=path.parent, found=found, known=known)
    return found


def newest_schema() -> int:
    """Give the number of the newest schema that this program knows."""
    return migrations()[-1][0]


@cache
def migrations() -> tuple[tuple[int, str], ...]:
    """Give the numbered scripts in their order."""
    scripts = sorted(files(__package__).joinpath("migrations").iterdir(), key=lambda f: f.name)
    return tuple((int(f.name[:4]), f.read_text(encoding="utf-8")) for f in scripts if f.name.endswith(".sql"))


def _run(db: sqlite3.Connection, number: int, script: str) -> None:
    for statement in _statements(script):
        db.execute(statement)
    db.execute(f"PRAGMA user_version = {number}")


def _check_references(db: sqlite3.Connection) -> None:
    broken = db.execute("PRAGMA foreign_key_check").fetchone()
    if broken is not None:
        raise sqlite3.IntegrityError(f"after the migration, rows of {broken[0]} refer to nothing")


def _statements(script: str) -> Iterator[str]:
    """Split a script; ``executescript`` would end the transaction that the steps share."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement


def _copy(path: Path, schema: int) -> None:
    """Copy the database as it is committed, and keep the last copies only."""
    target = path.with_name(f"{path.stem}.schema-{schema:04d}{path.suffix}")
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
    for old in sorted(path.parent.glob(f"{path.stem}.schema-*{path.suffix}"))[:-COPIES_KEPT]:
        old.unlink(missing_ok=True)
