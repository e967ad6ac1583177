"""Versions: the published states of a collection, and what two of them differ in."""

from typing import Annotated

from fastapi import Query, Request
from pydantic import BaseModel, Field

from ....publishing import differences
from ....publishing.differences import DifferencePage, Wanted
from ....publishing.differences import Kind as DifferenceKind
from ....store import ledger
from ....store.ledger import Version
from ...belonging import own_collection
from ...identity import Reading
from ...site import site_of
from .draft_documents import Tally
from .routing import member_router, problems

router = member_router("versions")


class VersionFile(BaseModel):
    """A file that a version was made of."""

    name: str = Field(examples=["inventory.xlsx"])
    role: str = Field(description="source, mapping, functions, beside the mapping", examples=["source"])
    sha256: str


class VersionDocument(BaseModel):
    """A published state of a collection; it never changes."""

    version: int = Field(examples=[3])
    published: str = Field(description="when, in UTC")
    kind: str = Field(description="import, undo, withdrawal, restoration or merge", examples=["import"])
    actor: str = Field(description="who, as everybody may read it", examples=["member npg"])
    reason: str | None
    records: int = Field(description="records of its files that are public; those kept out are not counted")
    entities: int
    statements: int
    added: int = Field(description="statements that it added to the version before")
    removed: int = Field(description="statements that it took away")
    problems: Tally
    files: list[VersionFile]


class VersionList(BaseModel):
    """Versions, the newest first."""

    items: list[VersionDocument]
    cursor: str | None = Field(description="what to ask with for the next page; null at the end")


class StatementDocument(BaseModel):
    """One statement about an entity; its value is written as in N-Triples."""

    property: str = Field(examples=["http://purl.org/dc/elements/1.1/title"])
    value: str = Field(examples=['"Portrait"@en'])


class EntityDifferenceDocument(BaseModel):
    """An entity that differs, and the statements that come and go."""

    iri: str
    kind: DifferenceKind
    title: str | None
    added: list[StatementDocument]
    removed: list[StatementDocument]


class DifferenceDocument(BaseModel):
    """A page of the entities that differ, in the order of their IRIs."""

    items: list[EntityDifferenceDocument]
    cursor: str | None = Field(description="what to ask with for the next page; null at the end")


KindAsked = Annotated[
    DifferenceKind | None, Query(description="only those that are added, changed or withdrawn")
]
CursorAsked = Annotated[str, Query(max_length=2_000, description="cursor of the page before")]
LimitAsked = Annotated[int, Query(ge=1, le=100)]


@router.get("/collections/{member}/{name}/versions", responses=problems(404))
def list_versions(
    request: Request,
    who: Reading,
    member: str,
    name: str,
    cursor: Annotated[
        str, Query(max_length=18, pattern=r"^\d*$", description="cursor of the page before")
    ] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> VersionList:
    """List the versions of a collection, the newest first."""
    with site_of(request).reading.data.control() as control:
        collection = own_collection(control, who, member, name)
        all_ = ledger.versions(control, collection.name)
    found = [one for one in all_ if not cursor or one.number < int(cursor)]
    items = [version_document(one) for one in found[:limit]]
    return VersionList(items=items, cursor=str(items[-1].version) if len(found) > limit else None)


@router.get("/collections/{member}/{name}/versions/{number}", responses=problems(404))
def read_version(request: Request, who: Reading, member: str, name: str, number: int) -> VersionDocument:
    """Tell what a version is made of, by whom and when."""
    with site_of(request).reading.data.control() as control:
        collection = own_collection(control, who, member, name)
        return version_document(ledger.version(control, collection.name, number))


@router.get("/collections/{member}/{name}/versions/{number}/difference", responses=problems(404))
def compare_versions(
    request: Request,
    who: Reading,
    member: str,
    name: str,
    number: int,
    to: Annotated[int, Query(ge=1, description="number of the version to compare with")],
    kind: KindAsked = None,
    cursor: CursorAsked = "",
    limit: LimitAsked = 20,
) -> DifferenceDocument:
    """Tell what is different in another version, entity by entity."""
    data = site_of(request).reading.data
    with data.control() as control:
        collection = own_collection(control, who, member, name)
        before, after = (ledger.version(control, collection.name, one) for one in (number, to))
        return difference_document(
            differences.of_versions(data, control, before, after, Wanted(kind, cursor, limit))
        )


def version_document(one: Version) -> VersionDocument:
    """Tell a version."""
    same = ("published", "kind", "actor", "reason", "records", "entities", "added", "removed")
    return VersionDocument(
        version=one.number,
        statements=one.quads,
        problems=Tally(error=one.errors, warning=one.warnings, advice=one.advice),
        files=[VersionFile.model_validate(file, from_attributes=True) for file in one.files],
        **{name: getattr(one, name) for name in same},
    )


def difference_document(page: DifferencePage) -> DifferenceDocument:
    """Tell a page of differences."""
    items = [
        EntityDifferenceDocument(
            iri=one.iri,
            kind=one.kind,
            title=one.title,
            added=[StatementDocument(property=q.predicate.value, value=str(q.object)) for q in one.added],
            removed=[StatementDocument(property=q.predicate.value, value=str(q.object)) for q in one.removed],
        )
        for one in page.entities
    ]
    return DifferenceDocument(items=items, cursor=items[-1].iri if page.more else None)
