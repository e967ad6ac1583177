"""Changes: the log of what was created, updated and deleted, totally ordered and never shortened."""

import re
import sqlite3
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Final

from ..errors import CursorInvalid
from ..store.control import Control

PAGE_LIMIT: Final = 1_000
"""Changes on one page at most."""

_CURSOR: Final = re.compile(rb"after ([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class Change:
    """A create, update or delete of one entity in one version; ``published`` is an ISO time.

    Of a delete, ``reason`` and ``replaced_by`` (an IRI) tell what is known; of a merged entity ``is_merged`` is true
    and ``replaced_by`` its survivor.
    """

    iri: str
    kind: str
    collection: str
    version: int
    published: str
    actor: str
    reason: str | None
    replaced_by: str | None
    is_merged: bool


@dataclass(frozen=True, slots=True)
class ChangePage:
    """Some changes, the oldest first, and the cursor to go on with, now or when there is more."""

    changes: tuple[Change, ...]
    cursor: str
    is_last: bool


def changes(
    control: Control, cursor: str | None = None, *, collection: str | None = None, limit: int = 100
) -> ChangePage:
    """Give the changes (of a collection) that come after a cursor; raise CursorInvalid for one that is not ours.

    A cursor stays good for ever: whoever keeps the last one gets exactly what it has not seen.
    """
    after = _read(cursor)
    rows = control.db.execute(
        "SELECT seq, iri, change.kind, change.collection, change.version, version.published, version.actor, "
        "change.reason, change.replaced_by, merge.old IS NOT NULL AND change.kind = 'delete' AS is_merged "
        "FROM change JOIN version ON version.collection = change.collection AND number = change.version "
        "LEFT JOIN merge ON merge.old = iri AND merge.new = change.replaced_by "
        "WHERE seq > :after AND (:collection IS NULL OR change.collection = :collection) ORDER BY seq LIMIT :rows",
        {"after": after, "collection": collection, "rows": min(limit, PAGE_LIMIT) + 1},
    ).fetchall()
    shown = rows[: min(limit, PAGE_LIMIT)]
    found = tuple(_change(row) for row in shown)
    return ChangePage(found, _written(shown[-1]["seq"] if shown else after), len(rows) == len(shown))


@dataclass(frozen=True, slots=True)
class ChangeCounts:
    """How many entities a version created, updated and deleted."""

    created: int = 0
    updated: int = 0
    deleted: int = 0


def change_counts(control: Control, collection: str) -> dict[int, ChangeCounts]:
    """Count the changes of each version of a collection, by its number; a version without any is missing."""
    rows = control.db.execute(
        "SELECT version, sum(kind = 'create'), sum(kind = 'update'), sum(kind = 'delete') FROM change "
        "WHERE collection = ? GROUP BY version",
        (collection,),
    )
    return {number: ChangeCounts(*counts) for number, *counts in rows}


def _change(row: sqlite3.Row) -> Change:
    facts = dict(zip(row.keys(), row, strict=True))
    del facts["seq"]
    return Change(**{**facts, "is_merged": bool(facts["is_merged"])})


def _written(after: int) -> str:
    return urlsafe_b64encode(b"after %d" % after).decode().rstrip("=")


def _read(cursor: str | None) -> int:
    if not cursor:
        return 0
    try:
        found = _CURSOR.fullmatch(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        found = None
    if found is None:
        raise CursorInvalid(cursor=cursor[:100])
    return int(found[1])
