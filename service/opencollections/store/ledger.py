"""The ledger: which versions there are, and what each did to which entity."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from ..errors import UnknownVersion
from .control import Control


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file of a version: the name it was handed in with, and the SHA-256 it is kept under."""

    name: str
    sha256: str
    role: str


class Kind(StrEnum):
    """What a version was made by."""

    IMPORT = "import"
    UNDO = "undo"
    WITHDRAWAL = "withdrawal"
    RESTORATION = "restoration"
    MERGE = "merge"


_INTEGER_BITS: Final = 64

OPERATOR: Final = "operator"
"""Who acts on the command line; a member acts as ``member npg``."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a version is made, by whom, and the reason that was given."""

    kind: Kind = Kind.IMPORT
    actor: str = OPERATOR
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """A published state of a collection; times are ISO 8601 in UTC, counts are of the whole version.

    ``records`` are those of its files that are public: a record that was kept out is not counted.
    """

    collection: str
    number: int
    published: str
    generation: int
    sha256: str
    input_sha256: str
    files: tuple[KeptFile, ...]
    records: int
    entities: int
    quads: int
    added: int
    removed: int
    errors: int
    warnings: int
    advice: int
    kind: str = Kind.IMPORT
    actor: str = OPERATOR
    reason: str | None = None

    @property
    def mapping_sha256(self) -> str | None:
        """The SHA-256 of the mapping, or None where the files were RDF already."""
        return next((file.sha256 for file in self.files if file.role == "mapping"), None)

    @property
    def is_withdrawn(self) -> bool:
        """Whether the whole collection was withdrawn with this version, or by going back to one that did."""
        return self.kind in {Kind.WITHDRAWAL, Kind.UNDO} and self.quads == 0


@dataclass(frozen=True, slots=True)
class EntityRow:
    """What the ledger keeps of an entity for search and lists.

    ``content_hash`` is of its statements; ``names`` are all its names, in every language.
    """

    iri: str
    type: str | None
    title: str | None
    body: str | None
    content_hash: str | None = None
    names: str | None = None


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


_COLUMNS = (
    "collection, number, published, generation, sha256, input_sha256, files, records, entities, quads, "
    "added, removed, errors, warnings, advice, kind, actor, reason"
)


def versions(control: Control, collection: str) -> list[Version]:
    """Give all versions of a collection, the newest first."""
    rows = control.db.execute(
        f"SELECT {_COLUMNS} FROM version WHERE collection = ? ORDER BY number DESC",  # noqa: S608 - fixed columns
        (collection,),
    )
    return [_version(row) for row in rows]


def version(control: Control, collection: str, number: int) -> Version:
    """Give one version; raise UnknownVersion, also for a number that is too long for the database."""
    row = control.db.execute(
        f"SELECT {_COLUMNS} FROM version WHERE collection = ? AND number = ?",  # noqa: S608 - fixed columns
        (collection, number if number.bit_length() < _INTEGER_BITS else 0),
    ).fetchone()
    if row is None:
        raise UnknownVersion(collection=collection, version=number)
    return _version(row)


def newest(control: Control, collection: str) -> Version | None:
    """Give the version that is published now, or None before the first."""
    row = control.db.execute(
        f"SELECT {_COLUMNS} FROM version WHERE collection = ? ORDER BY number DESC LIMIT 1",  # noqa: S608 - fixed columns
        (collection,),
    ).fetchone()
    return None if row is None else _version(row)


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


def all_versions(control: Control) -> list[Version]:
    """Give every version of every collection."""
    rows = control.db.execute(f"SELECT {_COLUMNS} FROM version ORDER BY collection, number")  # noqa: S608 - fixed columns
    return [_version(row) for row in rows]


def current(control: Control) -> list[Version]:
    """Give the version of each collection that is published now, by the collection's name."""
    rows = control.db.execute(
        f"SELECT {_COLUMNS} FROM version AS v WHERE number = "  # noqa: S608 - fixed columns
        "(SELECT max(number) FROM version WHERE collection = v.collection) ORDER BY collection"
    )
    return [_version(row) for row in rows]


def _version(row: Iterable[object]) -> Version:
    values = list(row)
    values[6] = tuple(KeptFile(**file) for file in json.loads(str(values[6])))
    return Version(*values)  # type: ignore[arg-type]


def enter_version(control: Control, new: Version) -> None:
    """Write a version's row; call it inside the publishing transaction."""
    files = json.dumps([{"name": f.name, "sha256": f.sha256, "role": f.role} for f in new.files])
    values = [getattr(new, column.strip()) for column in _COLUMNS.split(",")]
    values[6] = files
    control.db.execute(f"INSERT INTO version ({_COLUMNS}) VALUES ({', '.join('?' * len(values))})", values)  # noqa: S608 - fixed columns


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
        "INSERT INTO entity (id, iri, collection, type, title, content_hash, created, modified) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
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
        "reason = NULL, replaced_by = NULL WHERE id = ?",
        [(row.type, row.title, row.content_hash, new.published, number) for number, row in numbered],
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


def entity_number(control: Control, iri: str, collection: str) -> int | None:
    """Give the number under which the ledger keeps what a collection says of an entity, or None."""
    row = control.db.execute(
        "SELECT id FROM entity WHERE iri = ? AND collection = ?", (iri, collection)
    ).fetchone()
    return None if row is None else int(row[0])


def _ids(control: Control, collection: str, iris: Iterable[str]) -> dict[str, int]:
    find = "SELECT id FROM entity WHERE iri = ? AND collection = ?"
    found = ((iri, control.db.execute(find, (iri, collection)).fetchone()) for iri in iris)
    return {iri: int(row[0]) for iri, row in found if row is not None}
