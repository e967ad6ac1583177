"""Tombstones: what is remembered of an entity that every collection has withdrawn."""

from dataclasses import dataclass

from ..store.control import Control


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A withdrawn entity: its last title and class, when the last collection let it go, why, and what is instead.

    ``withdrawn`` is an ISO time, ``instead`` an IRI; what was not said is None.
    """

    iri: str
    title: str | None
    type: str | None
    withdrawn: str
    reason: str | None = None
    instead: str | None = None


def tombstone(control: Control, iri: str) -> Tombstone | None:
    """Give the tombstone of an entity, or None while any collection states it and where none ever did."""
    rows = control.db.execute(
        "SELECT title, type, withdrawn, reason, replaced_by FROM entity WHERE iri = ? ORDER BY withdrawn DESC, "
        "reason IS NULL, id",
        (iri,),
    ).fetchall()
    if not rows or any(row["withdrawn"] is None for row in rows):
        return None
    return Tombstone(iri, *rows[0])


def last_change(control: Control, iri: str) -> str | None:
    """Give the ISO time at which any collection last stated, changed or withdrew an entity."""
    row = control.db.execute("SELECT max(modified) FROM entity WHERE iri = ?", (iri,)).fetchone()
    return None if row[0] is None else str(row[0])
