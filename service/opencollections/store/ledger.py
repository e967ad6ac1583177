"""The ledger of versions: what was published, when, by whom, from which files, and how much of it there is."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
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
"""Who acts on the command line."""

_FOR: Final = "member "


def acting_for(member: str) -> str:
    """Name who acts for a member, as a version says it for everybody to read: the member, and no person."""
    return _FOR + member


def member_of(actor: str) -> str | None:
    """Give the member that somebody acts for; None for the operator."""
    return actor.removeprefix(_FOR) if actor.startswith(_FOR) else None


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a version is made, by whom, and the reason that was given."""

    kind: Kind = Kind.IMPORT
    actor: str = OPERATOR
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """A published state of a collection; times are ISO 8601 in UTC, counts are of the whole version.

    ``records`` are those of its files that are public: a record that was kept out or withdrawn is not counted.
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
