"""The control database: who the members are, what is published, and which generation is current.

One SQLite file in WAL mode. It is the only place where anything becomes true: a publish is one transaction here
(design: one commit point), everything on disk beside it is either named here or swept away.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, Self

from ..errors import DataUnfinished, DataUnreadable, DiskFull, DiskReadOnly
from .disk import refusal
from .durable import is_unfinished
from .schema import brought_up

BUSY_TIMEOUT_S: Final = 30.0
ROOM_NEEDED_BYTES: Final = 256 * 1024


class Control:
    """One connection to ``control.sqlite``; open it once per thread that needs it, and close it."""

    def __init__(self, path: Path, *, create: bool = True) -> None:
        """Open the database and bring its schema up to date.

        Raises DataNewer, DataUnfinished, DiskFull, DiskReadOnly or DataUnreadable where that cannot be.
        """
        self.path = path
        if is_unfinished(path):
            raise DataUnfinished(path=path.parent)
        try:
            if create:
                path.parent.mkdir(parents=True, exist_ok=True)
            self.db = sqlite3.connect(
                path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
            )
        except (OSError, sqlite3.DatabaseError) as error:
            raise failure(path, error) from error
        try:
            self._prepare()
        except BaseException as error:
            self.db.close()
            if isinstance(error, OSError | sqlite3.DatabaseError):
                raise failure(path, error) from error
            raise

    def _prepare(self) -> None:
        self.db.row_factory = sqlite3.Row
        self.db.execute("PRAGMA journal_mode = WAL")
        self.db.execute("PRAGMA foreign_keys = ON")
        self.db.execute("PRAGMA synchronous = FULL")
        brought_up(self.db, self.path)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Write inside one transaction: all of it becomes true at the end, or nothing on any error."""
        try:
            self.db.execute("BEGIN IMMEDIATE")
            try:
                yield self.db
            except BaseException:
                # A full disk makes SQLite roll back by itself.
                if self.db.in_transaction:
                    self.db.execute("ROLLBACK")
                raise
            self.db.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if self.db.in_transaction:
                self.db.execute("ROLLBACK")
            raise failure(self.path, error) from error

    def setting(self, name: str) -> str | None:
        """Give what is remembered under a name (``base``, ``generation``), or None."""
        row = self.db.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def remember(self, name: str, value: str) -> None:
        """Keep a setting; inside a transaction it becomes true with the rest."""
        self.db.execute(
            "INSERT INTO setting VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, value),
        )

    def close(self) -> None:
        self.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def failure(path: Path, error: OSError | sqlite3.Error) -> DiskFull | DiskReadOnly | DataUnreadable:
    """Tell a disk that is full, or can only be read, from other trouble with the database at ``path``.

    SQLite calls a full disk an I/O error where it cannot even make its index.
    """
    if isinstance(error, OSError):
        return refusal(error, path) or DataUnreadable(path=path.parent, detail=error)
    # An error that was not SQLite's own has no code; the low byte is the kind that a code belongs to.
    if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF == sqlite3.SQLITE_READONLY:
        return DiskReadOnly(path=path)
    with suppress(OSError):
        if shutil.disk_usage(path.parent).free < ROOM_NEEDED_BYTES:
            return DiskFull(path=path)
    return DataUnreadable(path=path.parent, detail=error)
