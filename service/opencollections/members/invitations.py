"""Invitations: links by which a person sets a password, each once and for some days; only their hash is kept."""

import secrets
import sqlite3
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from ..errors import EmailTaken, InvitationInvalid, UnknownPerson
from ..store import clock
from ..store.control import Control
from .passwords import password_hash
from .people import Person, checked_email, enter_person, keep_password, keep_seen, person_of
from .tokens import token_hash

VALID_FOR: Final = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Invitation:
    """To work for ``member``; who follows it names an address where ``email`` is not known."""

    member: str
    operator: bool
    email: str | None
    expires: str


def invite(
    control: Control, member: str, email: str | None, *, operator: bool = False, inviter: Person | None = None
) -> str:
    """Make an invitation and give its secret; earlier ones for the same address end.

    Somebody who has an account gets a new password by it. It ends with the account of its ``inviter``, who is None at
    the command line. Raises EmailInvalid, and EmailTaken for the address of somebody who works for another member.
    """
    address = None if email is None else checked_email(email)
    known = person_of(control, address) if address else None
    if known is not None and known.member != member:
        raise EmailTaken(email=address)
    secret = secrets.token_urlsafe(24)
    with control.transaction() as db:
        db.execute("DELETE FROM invitation WHERE email = ? OR expires < ?", (address, clock.now()))
        db.execute(
            "INSERT INTO invitation (hash, member, operator, email, created, expires, inviter) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                *(token_hash(secret), member, int(operator), address, clock.now(), clock.moment(VALID_FOR)),
                inviter and inviter.number,
            ),
        )
    return secret


def invitation(control: Control, secret: str) -> Invitation:
    """Give what a link invites to; raise InvitationInvalid where it does not any more."""
    row = control.db.execute(
        "SELECT member, operator, email, expires FROM invitation WHERE hash = ? AND expires >= ?",
        (token_hash(secret), clock.now()),
    ).fetchone()
    if row is None:
        raise InvitationInvalid
    return _invitation(row)


def open_invitations(control: Control, member: str | None = None) -> list[Invitation]:
    """Give the invitations that nobody has followed yet, the newest last."""
    rows = control.db.execute(
        "SELECT member, operator, email, expires FROM invitation "
        "WHERE expires >= ?1 AND (?2 IS NULL OR member = ?2) ORDER BY created",
        (clock.now(), member),
    )
    return [_invitation(row) for row in rows]


def revoke_invitation(control: Control, member: str, email: str) -> None:
    """End what an address was invited by; raise UnknownPerson."""
    with control.transaction() as db:
        ended = db.execute(
            "DELETE FROM invitation WHERE member = ? AND email = ? AND expires >= ?",
            (member, email.strip(), clock.now()),
        )
        if not ended.rowcount:
            raise UnknownPerson(email=email, member=member)


def revoke_unaddressed(control: Control, member: str) -> int:
    """End the open invitations to a member that anybody with the link may follow; give how many there were."""
    with control.transaction() as db:
        ended = db.execute(
            "DELETE FROM invitation WHERE member = ? AND email IS NULL AND expires >= ?",
            (member, clock.now()),
        )
    return ended.rowcount


def accept(control: Control, secret: str, email: str, name: str, language: str, password: str) -> Person:
    """Follow an invitation: make the account, or set a new password for the one there is; it is used up then.

    Whoever follows it is signed in. Raises InvitationInvalid, PasswordUnfit, EmailInvalid, NameMissing and EmailTaken,
    after which it can be used again.
    """
    found = invitation(control, secret)
    address = found.email or checked_email(email)
    known = person_of(control, address)
    if known is not None and found.email is None:
        raise EmailTaken(email=address)
    kept = password_hash(password, address)
    with control.transaction() as db:
        # Whoever takes the invitation out is the one who follows it, however many do so at the same time.
        if not db.execute("DELETE FROM invitation WHERE hash = ?", (token_hash(secret),)).rowcount:
            raise InvitationInvalid
        if known is None:
            called = name.strip() or address.partition("@")[0]
            new = Person(0, address, called, language, found.member, found.operator, 1, "", None, None)
            enter_person(control, new, kept)
        else:
            keep_password(control, known.number, kept)
            db.execute(
                "UPDATE person SET operator = max(operator, ?) WHERE id = ?", (found.operator, known.number)
            )
        keep_seen(control, address)
    made = person_of(control, address)
    assert made is not None
    return made


def _invitation(row: sqlite3.Row) -> Invitation:
    return Invitation(row["member"], bool(row["operator"]), row["email"], row["expires"])
