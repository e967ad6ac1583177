"""Lists: the members, collections and numbers that the browsing pages show."""

from dataclasses import dataclass

from ..store import ledger, registry
from ..store.control import Control
from ..store.ledger import Version
from ..store.registry import Collection, Member


@dataclass(frozen=True, slots=True)
class Published:
    """A collection and the version that is public now (None: nothing is yet, or it was withdrawn)."""

    collection: Collection
    member: Member
    version: Version | None


@dataclass(frozen=True, slots=True)
class Numbers:
    """The size of the whole network."""

    members: int
    collections: int
    records: int
    entities: int
    statements: int


def published(control: Control, member: str | None = None) -> list[Published]:
    """Give every collection (of one member) with what is public of it."""
    by_slug = {m.slug: m for m in registry.members(control)}
    return [
        Published(c, by_slug[c.member], current(control, c.name))
        for c in registry.collections(control, member)
    ]


def published_collection(control: Control, name: str) -> Published:
    """Give one collection with what is public of it; raise UnknownCollection."""
    known = registry.collection(control, name)
    return Published(known, registry.member(control, known.member), current(control, name))


def current(control: Control, collection: str) -> Version | None:
    """Give the version of a collection that is public, if there is one."""
    newest = ledger.newest(control, collection)
    return None if newest is None or newest.is_withdrawn else newest


def numbers(control: Control) -> Numbers:
    """Count what is public; an entity stated by two collections counts once."""
    state = published(control)
    versions = [p.version for p in state if p.version is not None]
    entities = control.db.execute("SELECT count(DISTINCT iri) FROM entity WHERE withdrawn IS NULL")
    return Numbers(
        members=len({p.member.slug for p in state if p.version is not None}),
        collections=len(versions),
        records=sum(v.records for v in versions),
        entities=int(entities.fetchone()[0]),
        statements=sum(v.quads for v in versions),
    )
