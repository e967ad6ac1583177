"""Drafts: begun, looked at, mapped and checked, published or discarded."""

from typing import Annotated

from fastapi import Query, Request, Response
from pydantic import BaseModel, Field

from ....members.audit import audited
from ....publishing import kept_drafts, orders
from ....publishing.collections import check_ready
from ....records.tables import Kind
from ....store import drafts as kept
from ....store import registry
from ....store.control import Control
from ...belonging import draft_now, own_collection, own_draft
from ...identity import Drafting, Publishing, Reading
from ...site import site_of
from .draft_documents import DraftDocument, draft_document
from .jobs import JobDocument, accepted
from .routing import Wanted, member_router, problems

router = member_router("drafts")


class DraftList(BaseModel):
    """A page of drafts, the newest first."""

    items: list[DraftDocument]
    cursor: str | None = Field(description="what to ask with for the next page; null at the end")


class CorrectionWanted(Wanted):
    """How a file is read; what is left out is found by looking at it."""

    kind: Kind | None = None
    sheet: str | None = Field(None, max_length=255)
    encoding: str | None = Field(None, max_length=40, examples=["cp1250"])
    delimiter: str | None = Field(None, min_length=1, max_length=1, examples=[";"])
    quote: str | None = Field(None, min_length=1, max_length=1)
    header_row: int | None = Field(
        None, ge=0, lt=1 << 31, description="row of the headings; 0 where there are none"
    )
    iterator: str | None = Field(
        None, max_length=2_000, description="path of the records in JSON and XML", examples=["$.objects[*]"]
    )


class DraftChange(Wanted):
    """How a draft is to be read and mapped from now on; what is left out stays."""

    options: dict[str, CorrectionWanted] | None = Field(
        None,
        description="corrections by file name, instead of all that were there",
        examples=[{"list.csv": {"encoding": "cp1250", "delimiter": ";"}}],
    )
    mapping: str | None = Field(None, max_length=100, description="name of a ready mapping, or rdf")


class PublishWanted(Wanted):
    """With what remark a draft is published."""

    reason: str | None = Field(None, max_length=1_000, description="why; the public reads it")


@router.post("/collections/{member}/{name}/drafts", status_code=201, responses=problems(404))
def begin_draft(request: Request, response: Response, who: Drafting, member: str, name: str) -> DraftDocument:
    """Begin a draft of a collection; its files are handed in then."""
    site = site_of(request)
    data = site.reading.data
    with data.control() as control:
        own_collection(control, who, member, name)
    with audited(data, who, "begin draft", f"{member}/{name}", member):
        one = kept_drafts.begin(data, f"{member}/{name}", who.name)
    response.headers["Location"] = site.urls.to(f"/api/v1/drafts/{one.id}")
    with data.control() as control:
        return draft_document(control, one)


@router.get("/collections/{member}/{name}/drafts", responses=problems(404))
def list_drafts(
    request: Request,
    who: Reading,
    member: str,
    name: str,
    cursor: Annotated[str, Query(max_length=40, description="cursor of the page before")] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> DraftList:
    """List the drafts of a collection, the newest first."""
    with site_of(request).reading.data.control() as control:
        own_collection(control, who, member, name)
        return _listed(control, [f"{member}/{name}"], cursor, limit)


@router.get("/drafts", responses=problems())
def list_all_drafts(
    request: Request,
    who: Reading,
    cursor: Annotated[str, Query(max_length=40, description="cursor of the page before")] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> DraftList:
    """List the drafts of all collections of the member; an operator sees those of all members."""
    with site_of(request).reading.data.control() as control:
        own = None
        if not who.operator:
            own = [collection.name for collection in registry.collections(control, who.member)]
        return _listed(control, own, cursor, limit)


@router.get("/drafts/{draft}", responses=problems(404))
def read_draft(request: Request, who: Reading, draft: str) -> DraftDocument:
    """Tell what a draft is made of and how far it is."""
    with site_of(request).reading.data.control() as control:
        return draft_document(control, own_draft(control, who, draft))


@router.patch("/drafts/{draft}", responses=problems(404, 409, 422))
def change_draft(request: Request, who: Drafting, draft: str, change: DraftChange) -> DraftDocument:
    """Correct how the files of a draft are read, or map it by another ready mapping; it has to be mapped anew then."""
    data = site_of(request).reading.data
    one = draft_now(data, who, draft)
    with audited(data, who, "change draft", f"{draft} ({one.collection})", one.member):
        if change.options is not None:
            said = {
                file: correction.model_dump(mode="json", exclude_none=True)
                for file, correction in change.options.items()
            }
            kept_drafts.correct(data, draft, said, who.name)
        if change.mapping is not None:
            check_ready(change.mapping)
            kept_drafts.choose_mapping(data, draft, change.mapping, who.name)
    with data.control() as control:
        return draft_document(control, own_draft(control, who, draft))


@router.delete("/drafts/{draft}", status_code=204, responses=problems(404, 409))
def discard_draft(request: Request, who: Drafting, draft: str) -> Response:
    """Discard a draft and its files."""
    data = site_of(request).reading.data
    one = draft_now(data, who, draft)
    with audited(data, who, "discard draft", f"{draft} ({one.collection})", one.member):
        kept_drafts.discard(data, draft, who.name)
    return Response(status_code=204)


@router.post("/drafts/{draft}/check", status_code=202, responses=problems(404, 409))
def check_draft(request: Request, response: Response, who: Drafting, draft: str) -> JobDocument:
    """Let a draft be mapped and checked; its state, report and difference tell what came of it."""
    data = site_of(request).reading.data
    one = draft_now(data, who, draft)
    with audited(data, who, "check draft", f"{draft} ({one.collection})", one.member):
        return accepted(request, response, orders.order_mapping(data, draft, who.name))


@router.post("/drafts/{draft}/publish", status_code=202, responses=problems(404, 409))
def publish_draft(
    request: Request, response: Response, who: Publishing, draft: str, wanted: PublishWanted | None = None
) -> JobDocument:
    """Let a draft become the next version of its collection."""
    data = site_of(request).reading.data
    one = draft_now(data, who, draft)
    reason = wanted.reason if wanted else None
    with audited(data, who, "publish", f"{draft} ({one.collection})", one.member):
        return accepted(request, response, orders.order_publishing(data, draft, who.name, reason))


def _listed(control: Control, collections: list[str] | None, cursor: str, limit: int) -> DraftList:
    found = kept.drafts(control, collections, after=cursor, limit=limit + 1)
    items = [draft_document(control, one) for one in found[:limit]]
    return DraftList(items=items, cursor=items[-1].id if len(found) > limit else None)
