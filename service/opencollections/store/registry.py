"""The registry: the members of the network and their collections."""

import sqlite3
from dataclasses import dataclass
from typing import Final

from ..errors import AlreadyThere, UnknownCollection, UnknownMember
from ..phrases import Phrase
from . import clock
from .control import Control


@dataclass(frozen=True, slots=True)
class Member:
    """An organisation of the network; readers write to ``email`` when they find a mistake."""

    slug: str
    name: str
    language: str
    homepage: str | None
    created: str
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Collection:
    """A member's set of records under one licence; ``name`` is ``member/slug``.

    ``mapping`` is the name of a ready mapping or the path of the member's own.
    """

    name: str
    member: str
    title: str
    language: str
    licence: str
    rights: str | None
    mapping: str
    created: str

    @property
    def slug(self) -> str:
        return self.name.partition("/")[2]


_GENERATION: Final = "generation"
"""The setting that has the number of the current generation."""

EDITION: Final = "edition"
"""The setting that counts how often something was said anew of what is public, without a publish."""


def generation(control: Control) -> int:
    """Give the number of the current generation; 0 is the empty one before any publish."""
    return int(control.setting(_GENERATION) or 0)


def enter_generation(control: Control, number: int) -> None:
    """Make a generation the current one when the transaction commits."""
    control.remember(_GENERATION, str(number))


def edition(control: Control) -> int:
    """Give the number of the edition: answers from one generation are the same as long as it is."""
    return int(control.setting(EDITION) or 0)


def moment(control: Control) -> tuple[int, int]:
    """Give the numbers of the current generation and edition: every request asks for both, so by one look-up."""
    current, said = control.db.execute(
        "SELECT (SELECT value FROM setting WHERE name = ?), (SELECT value FROM setting WHERE name = ?)",
        (_GENERATION, EDITION),
    ).fetchone()
    return int(current or 0), int(said or 0)


def members(control: Control) -> list[Member]:
    """Give all members by name."""
    rows = control.db.execute(
        "SELECT slug, name, language, homepage, created, email FROM member ORDER BY name COLLATE NOCASE"
    )
    return [Member(*row) for row in rows]


def member(control: Control, slug: str) -> Member:
    """Give one member; raise UnknownMember."""
    row = control.db.execute(
        "SELECT slug, name, language, homepage, created, email FROM member WHERE slug = ?", (slug,)
    ).fetchone()
    if row is None:
        raise UnknownMember(member=slug)
    return Member(*row)


def add_member(control: Control, new: Member, token_hash: str = "") -> None:
    """Enter a member with what is kept of its first token, if it gets one; raise AlreadyThere."""
    try:
        with control.transaction() as db:
            db.execute(
                "INSERT INTO member (slug, name, language, homepage, created, email) VALUES (?, ?, ?, ?, ?, ?)",
                (new.slug, new.name, new.language, new.homepage, new.created, new.email),
            )
            if token_hash:
                db.execute(
                    "INSERT INTO token (member, name, scope, hash, created, creator) "
                    "VALUES (?, 'first token', 'publish', ?, ?, 'operator')",
                    (new.slug, token_hash, new.created),
                )
    except sqlite3.IntegrityError:
        raise AlreadyThere(what=Phrase("The member"), name=new.slug) from None


def collections(control: Control, of_member: str | None = None) -> list[Collection]:
    """Give the collections of one member, or of all, by name."""
    rows = control.db.execute(
        "SELECT name, member, title, language, licence, rights, mapping, created FROM collection "
        "WHERE ?1 IS NULL OR member = ?1 ORDER BY name",
        (of_member,),
    )
    return [Collection(*row) for row in rows]


def collection(control: Control, name: str) -> Collection:
    """Give one collection; raise UnknownCollection."""
    row = control.db.execute(
        "SELECT name, member, title, language, licence, rights, mapping, created FROM collection "
        "WHERE name = ?",
        (name,),
    ).fetchone()
    if row is None:
        raise UnknownCollection(collection=name)
    return Collection(*row)


def add_collection(control: Control, new: Collection) -> None:
    """Enter a collection; raise AlreadyThere or UnknownMember."""
    member(control, new.member)
    try:
        with control.transaction() as db:
            db.execute(
                "INSERT INTO collection VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    new.name,
                    new.member,
                    new.title,
                    new.language,
                    new.licence,
                    new.rights,
                    new.mapping,
                    new.created,
                ),
            )
    except sqlite3.IntegrityError:
        raise AlreadyThere(what=Phrase("The collection"), name=new.name) from None


def change_collection(control: Control, name: str, **facts: str | None) -> Collection:
    """Change what is said of a collection (title, language, licence, rights, mapping); raise UnknownCollection.

    Call it inside a transaction. What the public reads of it makes another edition, which is of this moment.
    """
    collection(control, name)
    if facts.keys() - {"mapping"}:
        control.remember(EDITION, str(edition(control) + 1))
        control.remember("published", clock.now())
    columns = ", ".join(f"{column} = ?" for column in facts)
    if facts:
        control.db.execute(f"UPDATE collection SET {columns} WHERE name = ?", (*facts.values(), name))  # noqa: S608 - names of our own
    return collection(control, name)
