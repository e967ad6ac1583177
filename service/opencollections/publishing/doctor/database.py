"""The control database: is its file sound, and does every row refer to one that is there."""

import sqlite3
from collections.abc import Iterator

from ...problems import Problem, Severity
from .patient import Patient

RESTORE = "Restore a backup into a new folder (ocn restore DIR --data NEW) and serve that one."


def integrity(patient: Patient) -> Iterator[Problem]:
    """Run SQLite's own checks."""
    file = patient.name(patient.data.control_file)
    try:
        found = [row[0] for row in patient.control.db.execute("PRAGMA integrity_check(5)")]
        loose = [row[0] for row in patient.control.db.execute("PRAGMA foreign_key_check")]
    except sqlite3.DatabaseError as error:
        found, loose = [str(error)], []
    if found != ["ok"]:
        yield Problem(
            "database-damaged",
            Severity.ERROR,
            f"The control database is damaged: {found[0]}.",
            RESTORE,
            file=file,
        )
    if loose:
        message = f"{len(loose)} rows of {loose[0]} refer to rows that are not there."
        yield Problem("database-references", Severity.ERROR, message, RESTORE, file=file)
