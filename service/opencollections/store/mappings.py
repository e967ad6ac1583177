"""Mappings that are kept: what a member wrote or corrected for a collection, each state of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from . import clock
from .control import Control

_PREFIX: Final = "kept:"


@dataclass(frozen=True, slots=True)
class KeptMapping:
    """A member's own mapping: its name and the SHA-256 it is kept under; ``words`` are what its columns mean."""

    name: str
    sha256: str
    words: Mapping[str, Any] | None = None
    number: int | None = None
    at: str | None = None
    actor: str | None = None

    @property
    def reference(self) -> str:
        """What a collection or draft has in the place of a mapping's name."""
        return f"{_PREFIX}{self.sha256}:{self.name}"

    @classmethod
    def referred(cls, reference: str) -> Self | None:
        """Read a reference; None where it names another kind of mapping."""
        sha256, _, name = reference.removeprefix(_PREFIX).partition(":")
        return cls(name, sha256) if reference.startswith(_PREFIX) else None


def enter_mapping(control: Control, collection: str, new: KeptMapping, actor: str) -> KeptMapping:
    """Keep a mapping as the newest of a collection; call it inside a transaction."""
    number = 1 + (_newest_number(control, collection) or 0)
    words = None if new.words is None else json.dumps(dict(new.words), ensure_ascii=False)
    entered = KeptMapping(new.name, new.sha256, new.words, number, clock.now(), actor)
    control.db.execute(
        "INSERT INTO kept_mapping (collection, number, name, sha256, words, at, actor) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (collection, number, new.name, new.sha256, words, entered.at, actor),
    )
    return entered


def kept_mappings(control: Control, collection: str) -> list[KeptMapping]:
    """Give the mappings that were kept for a collection, the newest first."""
    rows = control.db.execute(
        "SELECT name, sha256, words, number, at, actor FROM kept_mapping WHERE collection = ? ORDER BY number DESC",
        (collection,),
    )
    return [
        KeptMapping(row[0], row[1], None if row[2] is None else json.loads(row[2]), *row[3:])
        for row in rows.fetchall()
    ]


def _newest_number(control: Control, collection: str) -> int | None:
    row = control.db.execute(
        "SELECT max(number) FROM kept_mapping WHERE collection = ?", (collection,)
    ).fetchone()
    return None if row[0] is None else int(row[0])
