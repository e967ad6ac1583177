"""Tokens: 256 random bits that a program shows to act for a member; only their hash is kept, so they are shown once."""

import hashlib
import secrets
import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from ..errors import UnknownToken
from ..store import clock
from ..store.control import BUSY_TIMEOUT_S, Control
from .people import Person, checked_name
from .scopes import Scope

PREFIX: Final = "ocn_"

NOTED_EVERY: Final = timedelta(minutes=1)
"""The last use of a token is written down no oftener."""

_COLUMNS: Final = "id, member, name, scope, created, creator, used, revoked"


@dataclass(frozen=True, slots=True)
class Token:
    """What is known of a token: everything but the token itself."""

    number: int
    member: str
    name: str
    scope: Scope
    created: str
    creator: str
    used: str | None
    revoked: str | None

    @property
    def title(self) -> str:
        """What the audit log and the ``creator`` of another token call it; no person is called so."""
        return f"token {self.number} ({self.name})"


def new_token() -> str:
    """Make a token for a member."""
    return PREFIX + secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """Give what is kept of a token (SHA-256; a token has too many bits to be guessed from it)."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def tokens(control: Control, member: str | None = None) -> list[Token]:
    """Give the tokens of one member, or of all, the newest first; also the revoked ones."""
    rows = control.db.execute(
        f"SELECT {_COLUMNS} FROM token WHERE ?1 IS NULL OR member = ?1 ORDER BY id DESC",  # noqa: S608 - fixed texts
        (member,),
    )
    return [_token(row) for row in rows]


def add_token(control: Control, member: str, name: str, scope: Scope, creator: str) -> tuple[Token, str]:
    """Make a token; give what is kept of it, and the token itself for this once. Raises NameMissing."""
    shown, named = new_token(), checked_name(name)
    with control.transaction() as db:
        db.execute(
            "INSERT INTO token (member, name, scope, hash, created, creator) VALUES (?, ?, ?, ?, ?, ?)",
            (member, named, scope.value, token_hash(shown), clock.now(), creator),
        )
    made = _found(control, shown)
    assert made is not None
    return made, shown


def holder(control: Control, shown: str) -> Token | None:
    """Give the token that somebody shows, unless it was revoked, and note that it was used."""
    found = _found(control, shown)
    if found is not None and (found.used is None or found.used < clock.moment(-NOTED_EVERY)):
        _note_use(control, found)
    return found


def made_with(there: Iterable[Token], first: Token) -> list[Token]:
    """Give, of the tokens of a member, those that work and were made with one, or with such a one, the oldest first."""
    makers, found = {first.title}, []
    for one in sorted(there, key=lambda token: token.number):
        if one.creator in makers:
            makers.add(one.title)
            if one.revoked is None:
                found.append(one)
    return found


def made_by(there: Iterable[Token], person: Person) -> list[Token]:
    """Give, of some tokens, those that work and were made by a person, or with such a one, the oldest first."""
    every = list(there)
    own = [one for one in every if one.creator.endswith(f" <{person.email}>")]
    found = {one.number: one for token in own for one in (token, *made_with(every, token))}
    return [found[number] for number in sorted(found) if found[number].revoked is None]


def revoke_token(control: Control, member: str, number: int) -> list[Token]:
    """End a token at once, and with it those that were made with it; give them, that one first.

    Whoever had the token may have made them to stay. Raises UnknownToken where the member has none of that number.
    """
    with control.transaction() as db:
        there = tokens(control, member)
        first = next((one for one in there if one.number == number and one.revoked is None), None)
        if first is None:
            raise UnknownToken(member=member, number=number)
        ended = [first, *made_with(there, first)]
        now = clock.now()
        db.executemany("UPDATE token SET revoked = ? WHERE id = ?", [(now, one.number) for one in ended])
    return ended


def _found(control: Control, shown: str) -> Token | None:
    row = control.db.execute(
        f"SELECT {_COLUMNS} FROM token WHERE hash = ? AND revoked IS NULL",  # noqa: S608 - fixed texts
        (token_hash(shown),),
    ).fetchone()
    return _token(row) if row else None


def _note_use(control: Control, token: Token) -> None:
    """Write down that a token was used, unless somebody else writes just now: nobody should wait for that."""
    control.db.execute("PRAGMA busy_timeout = 0")
    with suppress(sqlite3.OperationalError):
        control.db.execute("UPDATE token SET used = ? WHERE id = ?", (clock.now(), token.number))
    control.db.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_S * 1000:.0f}")


def _token(row: sqlite3.Row) -> Token:
    number, member, name, scope, *rest = row
    return Token(number, member, name, Scope(scope), *rest)
