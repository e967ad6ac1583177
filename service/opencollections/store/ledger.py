"""The ledger: which versions there are, and what each did to which entity."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from ..errors import UnknownVersion
from .control import Control


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file of a version: the name it was handed in with, and the SHA-256 it is kept under."""

    name: str
    sha256: str
    role: str


@dataclass(frozen=True, slots=True)
class Version:
    """A published state of a collection; times are ISO 8601 in UTC, counts are of the whole version."""

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


@dataclass(frozen=True, slots=True)
class EntityRow:
    """What the ledger keeps of an entity for search and lists."""

    iri: str
    type: str | None
    title: str | None
    body: str | None


@dataclass(frozen=True, slots=True)
class EntityChanges:
    """What one version does to entities: rows to enter or renew, and IRIs that are gone."""

    created: tuple[EntityRow, ...]
    updated: tuple[EntityRow, ...]
    deleted: tuple[str, ...]


_COLUMNS = (
    "collection, number, published, generation, sha256, input_sha256, files, records, entities, quads, "
    "added, removed, errors, warnings, advice"
)


def versions(control: Control, collection: str) -> list[Version]:
    """Give all versions of a collection, the newest first."""
    rows = control.db.execute(
        f"SELECT {_COLUMNS} FROM version WHERE collection = ? ORDER BY number DESC",  # noqa: S608 - fixed columns
        (collection,),
    )
    return [_version(row) for row in rows]


def version(control: Control, collection: str, number: int) -> Version:
    """Give one version; raise UnknownVersion."""
    row = control.db.execute(
        f"SELECT {_COLUMNS} FROM version WHERE collection = ? AND number = ?",  # noqa: S608 - fixed columns
        (collection, number),
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


def _version(row: Iterable[object]) -> Version:
    values = list(row)
    values[6] = tuple(KeptFile(**file) for file in json.loads(str(values[6])))
    return Version(*values)  # type: ignore[arg-type]


def enter_version(control: Control, new: Version) -> None:
    """Write a version's row; call it inside the publishing transaction."""
    files = json.dumps([{"name": f.name, "sha256": f.sha256, "role": f.role} for f in new.files])
    values = [getattr(new, column.strip()) for column in _COLUMNS.split(",")]
    values[6] = files
    control.db.execute(f"INSERT INTO version ({_COLUMNS}) VALUES ({', '.join('?' * 15)})", values)  # noqa: S608 - fixed columns


def enter_changes(control: Control, new: Version, changes: EntityChanges) -> None:
    """Write the entity ledger, the change log and the search rows; call it inside the publishing transaction."""
    _enter_created(control, new, changes.created)
    _enter_updated(control, new, changes.updated)
    _enter_deleted(control, new, changes.deleted)


def _enter_created(control: Control, new: Version, rows: tuple[EntityRow, ...]) -> None:
    if not rows:
        return
    known = _ids(control, new.collection, [row.iri for row in rows]) if new.number > 1 else {}
    fresh = [row for row in rows if row.iri not in known]
    first = 1 + (control.db.execute("SELECT max(id) FROM entity").fetchone()[0] or 0)
    control.db.executemany(
        "INSERT INTO entity VALUES (?, ?, ?, ?, ?, ?, ?, NULL)",
        (
            (number, row.iri, new.collection, row.type, row.title, new.published, new.published)
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
        "UPDATE entity SET type = ?, title = ?, modified = ?, withdrawn = NULL WHERE id = ?",
        [(row.type, row.title, new.published, number) for number, row in numbered],
    )
    control.db.executemany("DELETE FROM search WHERE rowid = ?", [(number,) for number, _ in numbered])
    _index(control, numbered)


def _enter_deleted(control: Control, new: Version, iris: tuple[str, ...]) -> None:
    ids = _ids(control, new.collection, iris)
    control.db.executemany(
        "UPDATE entity SET withdrawn = ?, modified = ? WHERE id = ?",
        [(new.published, new.published, number) for number in ids.values()],
    )
    control.db.executemany("DELETE FROM search WHERE rowid = ?", [(number,) for number in ids.values()])
    _log(control, new, "delete", iris)


def _index(control: Control, rows: Iterable[tuple[int, EntityRow]]) -> None:
    control.db.executemany(
        "INSERT INTO search (rowid, title, body) VALUES (?, ?, ?)",
        ((number, row.title, row.body) for number, row in rows if row.title or row.body),
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
