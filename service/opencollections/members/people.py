"""People: the curators of a member and the operators of the network, with a password each."""

import re
import sqlite3
from dataclasses import dataclass
from typing import Final

from ..errors import EmailInvalid, EmailTaken, NameMissing, SignInRefused, UnknownPerson
from ..store import clock
from ..store.control import Control
from .passwords import fits, outdated, password_hash

NAME_LIMIT: Final = 100

_EMAIL: Final = re.compile(r"[^\s\x00-\x20\x7f@<>?&,;:\"]+@[^\s\x00-\x20\x7f@<>?&,;:\"]+")
_EMAIL_LIMIT: Final = 254
_NO_SIGN: Final = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_COLUMNS: Final = "id, email, name, language, member, operator, session, created, seen, revoked"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a password; ``session`` is the number that the cookies of theirs must carry."""

    number: int
    email: str
    name: str
    language: str
    member: str
    operator: bool
    session: int
    created: str
    seen: str | None
    revoked: str | None


def people(control: Control, member: str | None = None) -> list[Person]:
    """Give those who work for one member, or for all, by name; also those whose account was revoked."""
    rows = control.db.execute(
        f"SELECT {_COLUMNS} FROM person WHERE ?1 IS NULL OR member = ?1 ORDER BY name COLLATE NOCASE, id",  # noqa: S608 - fixed texts
        (member,),
    )
    return [_person(row) for row in rows]


def person(control: Control, number: int) -> Person | None:
    """Give a person by number, unless the account was revoked."""
    return _one(control, "id = ? AND revoked IS NULL", number)


def person_of(control: Control, email: str) -> Person | None:
    """Give a person by address, unless the account was revoked."""
    return _one(control, "email = ? AND revoked IS NULL", email.strip())


def enter_person(control: Control, new: Person, kept: str) -> None:
    """Enter a person with what is kept of a password, also one whose account was revoked before.

    Call it inside a transaction. Raises EmailTaken and NameMissing.
    """
    named, at = checked_name(new.name), clock.now()
    values = (named, new.language, new.member, int(new.operator), kept, at, new.email)
    again = control.db.execute(
        "UPDATE person SET name = ?, language = ?, member = ?, operator = ?, password_hash = ?, created = ?, "
        "session = session + 1, revoked = NULL WHERE email = ? AND revoked IS NOT NULL",
        values,
    )
    if again.rowcount:
        return
    try:
        control.db.execute(
            "INSERT INTO person (name, language, member, operator, password_hash, created, email, session) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, 1)",
            values,
        )
    except sqlite3.IntegrityError:
        raise EmailTaken(email=new.email) from None


def authenticated(control: Control, email: str, password: str) -> Person:
    """Give who signs in; raise SignInRefused, after the same time for an unknown address as for a wrong password."""
    found = person_of(control, email)
    kept = _kept_hash(control, found.number) if found else None
    if not fits(password, kept) or found is None or kept is None:
        raise SignInRefused
    with control.transaction() as db:
        keep_seen(control, found.email)
        if outdated(kept):
            renewed = password_hash(password, found.email)
            db.execute("UPDATE person SET password_hash = ? WHERE id = ?", (renewed, found.number))
    return found


def keep_seen(control: Control, email: str) -> None:
    """Keep that a person signs in now; call it inside a transaction."""
    control.db.execute("UPDATE person SET seen = ? WHERE email = ?", (clock.now(), email))


def set_password(control: Control, number: int, email: str, password: str) -> None:
    """Change a password, which ends all sessions; raise PasswordUnfit."""
    kept = password_hash(password, email)
    with control.transaction():
        keep_password(control, number, kept)


def keep_password(control: Control, number: int, kept: str) -> None:
    """Keep what is kept of a new password, which ends all sessions; call it inside a transaction."""
    control.db.execute(
        "UPDATE person SET password_hash = ?, session = session + 1 WHERE id = ?", (kept, number)
    )


def describe(control: Control, number: int, name: str, language: str) -> None:
    """Change what a person is called and reads; raise NameMissing."""
    named = checked_name(name)
    with control.transaction() as db:
        db.execute("UPDATE person SET name = ?, language = ? WHERE id = ?", (named, language, number))


def end_sessions(control: Control, number: int) -> None:
    """Sign a person out everywhere."""
    with control.transaction() as db:
        db.execute("UPDATE person SET session = session + 1 WHERE id = ?", (number,))


def revoke_person(control: Control, member: str, email: str) -> None:
    """Take an account back, with its sessions and the open invitations to it and by it; raise UnknownPerson.

    Whoever had the account may have invited somebody to stay. What tokens were made with it go on (``tokens.made_by``).
    """
    with control.transaction() as db:
        invited = db.execute(
            "DELETE FROM invitation WHERE member = ? AND email = ?", (member, email.strip())
        ).rowcount
        revoked = db.execute(
            "UPDATE person SET revoked = ?, session = session + 1 WHERE member = ? AND email = ? AND revoked IS NULL",
            (clock.now(), member, email.strip()),
        ).rowcount
        if not invited and not revoked:
            raise UnknownPerson(email=email, member=member)
        if revoked:
            db.execute(
                "DELETE FROM invitation WHERE inviter = (SELECT id FROM person WHERE email = ?)",
                (email.strip(),),
            )


def checked_email(email: str) -> str:
    """Give an address without blanks around it; raise EmailInvalid."""
    found = email.strip()
    if len(found) > _EMAIL_LIMIT or not _EMAIL.fullmatch(found):
        raise EmailInvalid(email=found[:_EMAIL_LIMIT])
    return found


def checked_name(name: str, limit: int = NAME_LIMIT) -> str:
    """Give a name without blanks around it, and without signs that no document can have; raise NameMissing."""
    found = " ".join(_NO_SIGN.sub(" ", name).split())
    if not 0 < len(found) <= limit:
        raise NameMissing(limit=limit)
    return found


def _kept_hash(control: Control, number: int) -> str | None:
    row = control.db.execute("SELECT password_hash FROM person WHERE id = ?", (number,)).fetchone()
    return str(row[0]) if row else None


def _one(control: Control, condition: str, value: int | str) -> Person | None:
    row = control.db.execute(f"SELECT {_COLUMNS} FROM person WHERE {condition}", (value,)).fetchone()  # noqa: S608 - fixed texts
    return _person(row) if row else None


def _person(row: sqlite3.Row) -> Person:
    number, email, name, language, member, operator, *rest = row
    return Person(number, email, name, language, member, bool(operator), *rest)
