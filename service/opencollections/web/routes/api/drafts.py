"""Drafts: begun, looked at, mapped and checked, published or discarded."""

from typing import Annotated, Any

from fastapi import Query, Request, Response
from pydantic import BaseModel, Field

from ....members.audit import audited
from ....publishing import kept_drafts, orders
from ....publishing.collections import check_ready
from ....records.tables import Kind
from ....store import drafts as kept
from ....store import jobs, registry
from ....store.control import Control
from ....store.drafts import DraftState, KeptDraft
from ...identity import Drafting, Publishing, Reading
from ...site import site_of
from .belonging import own_collection, own_draft
from .jobs import JobDocument, accepted
from .mappings import MappingNamed, mapping_named
from .routing import Wanted, member_router, problems

router = member_router("drafts")


class DraftFile(BaseModel):
    """A file that was handed in."""

    name: str = Field(examples=["inventory.xlsx"])
    sha256: str
    bytes: int = Field(examples=[48_213])
    received: str = Field(description="when, in UTC")
    actor: str = Field(description="who handed it in")


class Tally(BaseModel):
    """Problems by how much they matter."""

    error: int
    warning: int
    advice: int


class DifferenceCounts(BaseModel):
    """How many entities a draft would change, against a version (null: against nothing)."""

    version: int | None = Field(examples=[3])
    added: int
    changed: int
    withdrawn: int
    unchanged: int
    statements_added: int
    statements_removed: int


class ImprovementDocument(BaseModel):
    """Something to fill in, and what it would lift: coordinates for 212 places lift 480 objects from B to C."""

    what: str = Field(examples=["coordinates"])
    before: str = Field(description="metadata tier now", examples=["B"])
    after: str = Field(description="metadata tier then", examples=["C"])
    cells: int = Field(description="places to fill in", examples=[212])
    records: int = Field(description="objects that rise by it", examples=[480])


class CompletenessDocument(BaseModel):
    """How far the objects of a draft reach, judged as they are when they are published."""

    objects: int = Field(examples=[500])
    metadata_tier: str = Field(description="reached by half of the objects at least", examples=["B"])
    content_tier: str = Field(examples=["3"])
    metadata: dict[str, int] = Field(description="objects of each metadata tier")
    content: dict[str, int] = Field(description="objects of each content tier")
    ready: int = Field(description="objects that Europeana would take")
    core: dict[str, int] = Field(description="objects that have each property of the core")
    core_percent: int = Field(description="how much of the core is filled, rounded down", examples=[73])
    improvements: list[ImprovementDocument] = Field(
        description="the three cheapest, the best first", max_length=3
    )


class EventDocument(BaseModel):
    """What became of a draft, when and by whom."""

    state: DraftState
    at: str
    actor: str
    detail: str | None


class DraftDocument(BaseModel):
    """What was handed in for a collection, and what came of it; nothing of it is public yet."""

    id: str = Field(examples=["0123456789abcdef"])
    collection: str = Field(examples=["npg/portraits"])
    state: DraftState
    mapping: MappingNamed
    files: list[DraftFile]
    options: dict[str, Any] = Field(description="corrections of how files are read, by file name")
    created: str = Field(description="when, in UTC")
    changed: str
    actor: str = Field(description="who began it")
    records: int | None = Field(description="records in the files; null before it is mapped", examples=[500])
    kept_out: int | None = Field(
        description="records that are not published, each with its reason", examples=[3]
    )
    kept_back: int | None = Field(
        description="records whose things the collection has withdrawn, which are not published either",
        examples=[1],
    )
    statements: int | None = Field(examples=[7_214])
    problems: Tally | None
    difference: DifferenceCounts | None = Field(
        description="entities against the version that was public when it was mapped"
    )
    completeness: CompletenessDocument | None = Field(
        description="null before it is mapped, and where it has no objects"
    )
    detail: str | None = Field(description="why it failed, and what to do")
    version: int | None = Field(description="the version that it was published as")
    job: str | None = Field(description="the job that is at it, or waits for its turn")
    events: list[EventDocument]


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
    with data.control() as control:
        one = own_draft(control, who, draft)
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
    with data.control() as control:
        one = own_draft(control, who, draft)
    with audited(data, who, "discard draft", f"{draft} ({one.collection})", one.member):
        kept_drafts.discard(data, draft, who.name)
    return Response(status_code=204)


@router.post("/drafts/{draft}/check", status_code=202, responses=problems(404, 409))
def check_draft(request: Request, response: Response, who: Drafting, draft: str) -> JobDocument:
    """Let a draft be mapped and checked; its state, report and difference tell what came of it."""
    data = site_of(request).reading.data
    with data.control() as control:
        one = own_draft(control, who, draft)
    with audited(data, who, "check draft", f"{draft} ({one.collection})", one.member):
        return accepted(request, response, orders.order_mapping(data, draft, who.name))


@router.post("/drafts/{draft}/publish", status_code=202, responses=problems(404, 409))
def publish_draft(
    request: Request, response: Response, who: Publishing, draft: str, wanted: PublishWanted | None = None
) -> JobDocument:
    """Let a draft become the next version of its collection."""
    data = site_of(request).reading.data
    with data.control() as control:
        one = own_draft(control, who, draft)
    reason = wanted.reason if wanted else None
    with audited(data, who, "publish", f"{draft} ({one.collection})", one.member):
        return accepted(request, response, orders.order_publishing(data, draft, who.name, reason))


def draft_document(control: Control, one: KeptDraft) -> DraftDocument:
    """Tell a draft."""
    made = one.made or {}
    at_work = jobs.open_jobs(control, one.id)
    same = ("id", "collection", "state", "options", "created", "changed", "actor", "detail", "version")
    return DraftDocument(
        **{name: getattr(one, name) for name in same},
        mapping=mapping_named(one.mapping),
        files=[DraftFile.model_validate(file, from_attributes=True) for file in one.files],
        records=made.get("records"),
        kept_out=made.get("kept_out"),
        kept_back=one.kept_back if made else None,
        statements=made.get("statements"),
        problems=made.get("problems"),
        difference=made.get("difference"),
        completeness=made.get("completeness"),
        job=at_work[0].id if at_work else None,
        events=[
            EventDocument.model_validate(event, from_attributes=True)
            for event in kept.events(control, one.id)
        ],
    )


def _listed(control: Control, collections: list[str] | None, cursor: str, limit: int) -> DraftList:
    found = kept.drafts(control, collections, after=cursor, limit=limit + 1)
    items = [draft_document(control, one) for one in found[:limit]]
    return DraftList(items=items, cursor=items[-1].id if len(found) > limit else None)
