"""Drafts as they are kept: what was handed in, what it is mapped by, and what became of it."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from ..errors import UnknownDraft
from . import clock
from .control import Control


class DraftState(StrEnum):
    """Where a kept draft is on its way."""

    RECEIVED = "received"
    MAPPING = "mapping"
    READY = "ready"
    FAILED = "failed"
    PUBLISHING = "publishing"
    PUBLISHED = "published"
    DISCARDED = "discarded"
    CANCELLED = "cancelled"


BUSY: Final = frozenset({DraftState.MAPPING, DraftState.PUBLISHING})
"""A job is at the draft, or waits for its turn."""

ENDED: Final = frozenset({DraftState.PUBLISHED, DraftState.DISCARDED})
"""Nothing more becomes of the draft, and its files are gone."""


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A file of a draft: the name it was handed in with, and the SHA-256 it is kept under."""

    name: str
    sha256: str
    bytes: int
    received: str
    actor: str


@dataclass(frozen=True, slots=True)
class DraftEvent:
    """What became of a draft, when and by whom; ``detail`` says why, where there is something to say."""

    state: DraftState
    at: str
    actor: str
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A draft that survives restarts; times are ISO 8601 in UTC.

    ``mapping`` is what it is mapped by, ``options`` are corrections of how its files are read (by file name), and
    ``made`` is what came of mapping it: counts, files and pieces. ``version`` is the one it was published as.
    """

    id: str
    collection: str
    state: DraftState
    mapping: str
    options: Mapping[str, Any]
    created: str
    changed: str
    actor: str
    made: Mapping[str, Any] | None
    detail: str | None
    version: int | None
    files: tuple[HandedIn, ...]

    @property
    def member(self) -> str:
        return self.collection.partition("/")[0]

    @property
    def bytes(self) -> int:
        """The size of all files handed in."""
        return sum(file.bytes for file in self.files)

    @property
    def kept_back(self) -> int:
        """How many of its records had been withdrawn when it was mapped; none where nobody counted them."""
        return int((self.made or {}).get("kept_back", 0))

    @property
    def public_records(self) -> int:
        """How many of its records are public once it is published."""
        made = self.made or {"records": 0, "kept_out": 0}
        return int(made["records"]) - int(made["kept_out"]) - self.kept_back


_COLUMNS: Final = "id, collection, state, mapping, options, created, changed, actor, made, detail, version"


def enter_draft(control: Control, collection: str, mapping: str, actor: str) -> KeptDraft:
    """Begin a draft of a collection without files; call it inside a transaction."""
    one, at = secrets.token_hex(8), clock.now()
    control.db.execute(
        "INSERT INTO draft (id, collection, state, mapping, created, changed, actor) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (one, collection, DraftState.RECEIVED, mapping, at, at, actor),
    )
    _log(control, one, DraftState.RECEIVED, at, actor, None)
    return draft(control, one)


def draft(control: Control, wanted: str) -> KeptDraft:
    """Give one draft; raise UnknownDraft."""
    row = control.db.execute(f"SELECT {_COLUMNS} FROM draft WHERE id = ?", (wanted,)).fetchone()  # noqa: S608 - fixed columns
    if row is None:
        raise UnknownDraft(draft=wanted)
    return _kept(control, row)


def drafts(
    control: Control, collections: Sequence[str] | None = None, *, after: str = "", limit: int | None = None
) -> list[KeptDraft]:
    """Give drafts, those of some collections or all, the newest first, from behind the one with the ID ``after`` on.

    There is nothing behind one that is not known; empty begins.
    """
    rows = control.db.execute(
        f"SELECT {_COLUMNS} FROM draft AS d WHERE (:all OR collection IN (SELECT value FROM json_each(:names))) "  # noqa: S608 - fixed columns
        "AND (:after = '' OR (created, id) < (SELECT created, id FROM draft WHERE id = :after)) "
        "ORDER BY created DESC, id DESC LIMIT :limit",
        {
            "all": collections is None,
            "names": json.dumps(list(collections or ())),
            "after": after,
            "limit": -1 if limit is None else limit,
        },
    ).fetchall()
    return [_kept(control, row) for row in rows]


def events(control: Control, of_draft: str) -> list[DraftEvent]:
    """Give what became of a draft, the first first."""
    rows = control.db.execute(
        "SELECT state, at, actor, detail FROM draft_event WHERE draft = ? ORDER BY seq", (of_draft,)
    )
    return [DraftEvent(DraftState(row[0]), *row[1:]) for row in rows]


def change_draft(
    control: Control, one: str, state: DraftState, actor: str, remark: str | None = None, **facts: Any
) -> None:
    """Bring a draft into a state, with what else is known of it then; call it inside a transaction.

    ``facts`` are ``mapping``, ``options``, ``made``, ``detail`` and ``version``; ``detail`` is None where it is not
    given. ``remark`` is what the event tells where there is no such detail.
    """
    at = clock.now()
    values = {"detail": None, **facts, "state": state, "changed": at}
    for name in ("options", "made"):
        if values.get(name) is not None:
            values[name] = json.dumps(values[name], ensure_ascii=False)
    columns = ", ".join(f"{name} = ?" for name in values)
    control.db.execute(f"UPDATE draft SET {columns} WHERE id = ?", (*values.values(), one))  # noqa: S608 - names of our own
    _log(control, one, state, at, actor, values["detail"] or remark)


def enter_file(control: Control, of_draft: str, file: HandedIn) -> None:
    """Add a file to a draft, in the place of one of the same name; call it inside a transaction."""
    control.db.execute(
        "INSERT OR REPLACE INTO draft_file (draft, name, sha256, bytes, received, actor) VALUES (?, ?, ?, ?, ?, ?)",
        (of_draft, file.name, file.sha256, file.bytes, file.received, file.actor),
    )


def remove_file(control: Control, of_draft: str, name: str) -> bool:
    """Take a file out of a draft; tell whether there was one. Call it inside a transaction."""
    done = control.db.execute("DELETE FROM draft_file WHERE draft = ? AND name = ?", (of_draft, name))
    return done.rowcount > 0


def referred(control: Control) -> dict[str, str]:
    """Give what every version, every mapping that is kept and every draft that has not ended is made of.

    For each SHA-256 it tells which file that is.
    """
    ended = ", ".join(f"'{state}'" for state in sorted(ENDED))
    rows = control.db.execute(
        "SELECT sha256, name || ' of the draft ' || draft FROM draft_file JOIN draft ON draft.id = draft_file.draft "  # noqa: S608 - fixed states
        f"WHERE state NOT IN ({ended}) "
        "UNION ALL SELECT json_extract(f.value, '$.sha256'), json_extract(f.value, '$.name') || ' of the draft ' || draft.id "
        f"FROM draft, json_each(made, '$.files') AS f WHERE state NOT IN ({ended}) "
        "UNION ALL SELECT sha256, name || ', a mapping of ' || collection FROM kept_mapping "
        "UNION ALL SELECT json_extract(f.value, '$.sha256'), "
        "json_extract(f.value, '$.name') || ' of version ' || number || ' of ' || collection "
        "FROM version, json_each(files) AS f"
    )
    return {str(row[0]): str(row[1]) for row in rows.fetchall()}


def _kept(control: Control, row: Sequence[Any]) -> KeptDraft:
    values = dict(zip(_COLUMNS.split(", "), row, strict=True))
    values["state"] = DraftState(values["state"])
    values["options"] = json.loads(values["options"])
    values["made"] = None if values["made"] is None else json.loads(values["made"])
    files = control.db.execute(
        "SELECT name, sha256, bytes, received, actor FROM draft_file WHERE draft = ? ORDER BY name", (row[0],)
    )
    return KeptDraft(**values, files=tuple(HandedIn(*file) for file in files))


def _log(control: Control, one: str, state: str, at: str, actor: str, detail: str | None) -> None:
    control.db.execute(
        "INSERT INTO draft_event (draft, state, at, actor, detail) VALUES (?, ?, ?, ?, ?)",
        (one, state, at, actor, detail),
    )
