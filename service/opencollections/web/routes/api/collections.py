"""Collections: those of the member, listed, added and changed."""

from typing import Annotated

from fastapi import Query, Request, Response
from pydantic import BaseModel, Field

from ....members.audit import audited
from ....publishing.collections import NewCollection, add_collection, change_collection, check_ready
from ....store import ledger, registry
from ....store.control import Control
from ....store.registry import Collection
from ...belonging import own_collection
from ...identity import Publishing, Reading
from ...site import site_of
from .mappings import MappingNamed, mapping_named
from .routing import Wanted, member_router, problems

router = member_router("collections")

CC0 = "http://creativecommons.org/publicdomain/zero/1.0/"


class CollectionDocument(BaseModel):
    """A set of records under one licence."""

    name: str = Field(examples=["npg/portraits"])
    title: str = Field(examples=["Portraits"])
    language: str = Field(description="of its texts (BCP 47)", examples=["en"])
    licence: str = Field(description="of the records", examples=[CC0])
    rights: str | None = Field(description="in the pictures", examples=[None])
    mapping: MappingNamed
    created: str = Field(description="when, in UTC")
    version: int | None = Field(description="the one that is public; null where none is", examples=[3])
    published: str | None = Field(description="when that was published, in UTC")


class CollectionList(BaseModel):
    """Collections by name."""

    items: list[CollectionDocument]
    cursor: str | None = Field(description="what to ask with for the next page; null at the end")


class CollectionWanted(Wanted):
    """A collection to be added."""

    name: str = Field(description="MEMBER/COLLECTION", max_length=140, examples=["npg/portraits"])
    title: str = Field(min_length=1, max_length=300, examples=["Portraits"])
    licence: str = Field(
        description="web address of the licence of the records", max_length=500, examples=[CC0]
    )
    language: str | None = Field(
        None, description="of its texts; that of the member where none is given", max_length=35
    )
    rights: str | None = Field(None, description="web address of the rights in the pictures", max_length=500)
    mapping: str | None = Field(
        None,
        description="name of a ready mapping, or rdf where files are RDF already; may come later",
        max_length=100,
    )


class CollectionChange(Wanted):
    """What is to be said of a collection; what is left out stays."""

    title: str | None = Field(None, min_length=1, max_length=300, examples=["Portraits and drawings"])
    licence: str | None = Field(None, max_length=500)
    language: str | None = Field(None, max_length=35)
    rights: str | None = Field(None, max_length=500)
    mapping: str | None = Field(None, description="name of a ready mapping, or rdf", max_length=100)


@router.get("/collections", responses=problems())
def list_collections(
    request: Request,
    who: Reading,
    cursor: Annotated[str, Query(max_length=140, description="cursor of the page before")] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> CollectionList:
    """List the collections of the member by name; an operator sees those of all."""
    with site_of(request).reading.data.control() as control:
        all_ = registry.collections(control, None if who.operator else who.member)
        found = [one for one in all_ if one.name > cursor][: limit + 1]
        items = [_document(control, one) for one in found[:limit]]
    return CollectionList(items=items, cursor=items[-1].name if len(found) > limit else None)


@router.post("/collections", status_code=201, responses=problems(404, 409))
def new_collection(
    request: Request, response: Response, who: Publishing, wanted: CollectionWanted
) -> CollectionDocument:
    """Add a collection of the member."""
    site = site_of(request)
    member = wanted.name.partition("/")[0]
    who.check_member(member)
    if wanted.mapping is not None:
        check_ready(wanted.mapping)
    with (
        audited(site.reading.data, who, "add collection", wanted.name, member),
        site.reading.data.control() as control,
    ):
        made = add_collection(control, NewCollection(**wanted.model_dump()))
        response.headers["Location"] = site.urls.to(f"/api/v1/collections/{made.name}")
        return _document(control, made)


@router.get("/collections/{member}/{name}", responses=problems(404))
def read_collection(request: Request, who: Reading, member: str, name: str) -> CollectionDocument:
    """Tell what is said of a collection."""
    with site_of(request).reading.data.control() as control:
        return _document(control, own_collection(control, who, member, name))


@router.patch("/collections/{member}/{name}", responses=problems(404))
def describe_collection(
    request: Request, who: Publishing, member: str, name: str, change: CollectionChange
) -> CollectionDocument:
    """Change what is said of a collection; pages say so at once."""
    data = site_of(request).reading.data
    with data.control() as control:
        one = own_collection(control, who, member, name)
        with audited(data, who, "change collection", one.name, member):
            said = change.model_dump(exclude_unset=True)
            return _document(control, change_collection(control, one.name, said))


def _document(control: Control, one: Collection) -> CollectionDocument:
    newest = ledger.newest(control, one.name)
    return CollectionDocument(
        name=one.name,
        title=one.title,
        language=one.language,
        licence=one.licence,
        rights=one.rights,
        mapping=mapping_named(one.mapping),
        created=one.created,
        version=newest.number if newest else None,
        published=newest.published if newest else None,
    )
