"""The ledger of entities: what each version did to which of them, and what is found of them in lists and searches."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .control import Control
from .ledger import Version


@dataclass(frozen=True, slots=True)
class EntityRow:
    """What the ledger keeps of an entity for search and lists.

    ``content_hash`` is of its statements; ``names`` are all its names, in every language; ``records`` is how many
    records have it as their own thing, None where this version was not imported.
    """

    iri: str
    type: str | None
    title: str | None
    body: str | None
    content_hash: str | None = None
    names: str | None = None
    records: int | None = None


@dataclass(frozen=True, slots=True)
class Departure:
    """Why an entity is gone, and what stands in its place, as far as either is known."""

    reason: str | None = None
    replaced_by: str | None = None


@dataclass(frozen=True, slots=True)
class EntityChanges:
    """What one version does to entities: rows to enter or renew, and IRIs that are gone, with what is known of it."""

    created: tuple[EntityRow, ...]
    updated: tuple[EntityRow, ...]
    deleted: tuple[str, ...]
    departures: Mapping[str, Departure] = field(default_factory=dict)

    def departure(self, iri: str) -> Departure:
        return self.departures.get(iri, Departure())


def changed_between(
    control: Control, before: Version, after: Version, kind: str | None, behind: str, limit: int
) -> list[tuple[str, str]]:
    """Give the entities that differ between two versions of a collection, behind an IRI, in their order.

    Each with what became of it: ``added``, ``changed`` or ``withdrawn``; the earlier version may be either.
    """
    rows = control.db.execute(
        "WITH log AS (SELECT iri, kind, seq FROM change "
        "WHERE collection = :collection AND version > :first AND version <= :last AND iri > :behind), "
        "begun AS (SELECT iri, kind, min(seq) FROM log GROUP BY iri), "
        "ended AS (SELECT iri, kind, max(seq) FROM log GROUP BY iri), "
        "became AS (SELECT iri, CASE WHEN begun.kind = 'create' AND ended.kind = 'delete' THEN NULL "
        "WHEN begun.kind = 'create' THEN iif(:forward, 'added', 'withdrawn') "
        "WHEN ended.kind = 'delete' THEN iif(:forward, 'withdrawn', 'added') "
        "ELSE 'changed' END AS kind FROM begun JOIN ended USING (iri)) "
        "SELECT iri, kind FROM became WHERE kind IS NOT NULL AND (:kind IS NULL OR kind = :kind) "
        "ORDER BY iri LIMIT :limit",
        {
            "collection": after.collection,
            "first": min(before.number, after.number),
            "last": max(before.number, after.number),
            "forward": before.number <= after.number,
            "behind": behind,
            "kind": kind,
            "limit": limit,
        },
    )
    return [(str(row[0]), str(row[1])) for row in rows.fetchall()]


def titles(control: Control, collection: str, iris: Iterable[str]) -> dict[str, str]:
    """Give what entities of a collection are called, also those that are gone; one without a title is missing."""
    rows = control.db.execute(
        "SELECT iri, title FROM entity WHERE collection = ? AND title IS NOT NULL "
        "AND iri IN (SELECT value FROM json_each(?))",
        (collection, json.dumps(list(iris))),
    )
    return {str(row[0]): str(row[1]) for row in rows.fetchall()}


def stated(control: Control, collection: str) -> list[str]:
    """Give the IRIs of the entities that a collection states something about now, in their order."""
    rows = control.db.execute(
        "SELECT iri FROM entity WHERE collection = ? AND withdrawn IS NULL ORDER BY iri", (collection,)
    )
    return [str(row[0]) for row in rows]


def stating(control: Control, iri: str) -> list[str]:
    """Give the collections that state something about an entity now, in their order."""
    rows = control.db.execute(
        "SELECT collection FROM entity WHERE iri = ? AND withdrawn IS NULL ORDER BY collection", (iri,)
    )
    return [str(row[0]) for row in rows]


def is_known(control: Control, iri: str) -> bool:
    """Tell whether an entity was ever published."""
    return control.db.execute("SELECT 1 FROM entity WHERE iri = ? LIMIT 1", (iri,)).fetchone() is not None


def enter_changes(control: Control, new: Version, changes: EntityChanges) -> None:
    """Write the entity ledger, the change log and the search rows; call it inside the publishing transaction."""
    _enter_created(control, new, changes.created)
    _enter_updated(control, new, changes.updated)
    _enter_deleted(control, new, changes)


def _enter_created(control: Control, new: Version, rows: tuple[EntityRow, ...]) -> None:
    if not rows:
        return
    known = _ids(control, new.collection, [row.iri for row in rows]) if new.number > 1 else {}
    fresh = [row for row in rows if row.iri not in known]
    first = 1 + (control.db.execute("SELECT max(id) FROM entity").fetchone()[0] or 0)
    control.db.executemany(
        "INSERT INTO entity (id, iri, collection, type, title, content_hash, created, modified, records) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                number,
                row.iri,
                new.collection,
                row.type,
                row.title,
                row.content_hash,
                new.published,
                new.published,
                row.records or 0,
            )
            for number, row in enumerate(fresh, first)
        ),
    )
    _index(control, enumerate(fresh, first))
    _log(control, new, "create", (row.iri for row in rows))
    back = [row for row in rows if row.iri in known]
    _renew(control, new, back, known)


def _enter_updated(control: Control, new: Version, rows: tuple[EntityRow, ...]) -> None:
    if rows:
        _renew(control, new, rows, _ids(control, new.collection, [row.iri for row in rows]))
        _log(control, new, "update", (row.iri for row in rows))


def _renew(control: Control, new: Version, rows: Iterable[EntityRow], ids: dict[str, int]) -> None:
    numbered = [(ids[row.iri], row) for row in rows]
    control.db.executemany(
        "UPDATE entity SET type = ?, title = ?, content_hash = ?, modified = ?, withdrawn = NULL, "
        "reason = NULL, replaced_by = NULL, records = coalesce(?, records) WHERE id = ?",
        [
            (row.type, row.title, row.content_hash, new.published, row.records, number)
            for number, row in numbered
        ],
    )
    control.db.executemany("DELETE FROM search WHERE rowid = ?", [(number,) for number, _ in numbered])
    _index(control, numbered)


def _enter_deleted(control: Control, new: Version, changes: EntityChanges) -> None:
    ids = _ids(control, new.collection, changes.deleted)
    gone = [(number, changes.departure(iri)) for iri, number in ids.items()]
    control.db.executemany(
        "UPDATE entity SET withdrawn = ?, modified = ?, reason = ?, replaced_by = ? WHERE id = ?",
        [(new.published, new.published, why.reason, why.replaced_by, number) for number, why in gone],
    )
    control.db.executemany("DELETE FROM search WHERE rowid = ?", [(number,) for number in ids.values()])
    control.db.executemany(
        "INSERT INTO change (collection, version, iri, kind, reason, replaced_by) "
        "VALUES (?, ?, ?, 'delete', ?, ?)",
        (
            (new.collection, new.number, iri, why.reason, why.replaced_by)
            for iri in changes.deleted
            for why in (changes.departure(iri),)
        ),
    )


def enter_replacement(control: Control, old: str, new: str, reason: str | None) -> None:
    """Note in ledger and change log what stands for an entity that is gone; call it inside the publishing transaction.

    Collections that let it go with this very commit have it noted already.
    """
    control.db.execute(
        "INSERT INTO change (collection, version, iri, kind, reason, replaced_by) "
        "SELECT collection, (SELECT max(number) FROM version WHERE version.collection = entity.collection), "
        "iri, 'delete', ?, ? FROM entity WHERE iri = ? AND replaced_by IS NOT ? ORDER BY collection",
        (reason, new, old, new),
    )
    control.db.execute("UPDATE entity SET replaced_by = ?, reason = ? WHERE iri = ?", (new, reason, old))


def _index(control: Control, rows: Iterable[tuple[int, EntityRow]]) -> None:
    control.db.executemany(
        "INSERT INTO search (rowid, title, body) VALUES (?, ?, ?)",
        (
            (number, row.names or row.title, row.body)
            for number, row in rows
            if row.names or row.title or row.body
        ),
    )


def _log(control: Control, new: Version, kind: str, iris: Iterable[str]) -> None:
    control.db.executemany(
        "INSERT INTO change (collection, version, iri, kind) VALUES (?, ?, ?, ?)",
        ((new.collection, new.number, iri, kind) for iri in iris),
    )


def _ids(control: Control, collection: str, iris: Iterable[str]) -> dict[str, int]:
    find = "SELECT id FROM entity WHERE iri = ? AND collection = ?"
    found = ((iri, control.db.execute(find, (iri, collection)).fetchone()) for iri in iris)
    return {iri: int(row[0]) for iri, row in found if row is not None}
