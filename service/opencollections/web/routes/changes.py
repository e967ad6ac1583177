"""Changes: the log that other catalogues follow, page by page."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from ...formats.negotiation import JSON
from ...query import changes as log
from ...store import registry
from ..representations import REVALIDATED, Representation, answer
from ..site import site_of

router = APIRouter()


class ChangeEntry(BaseModel):
    """One create, update or delete of one entity."""

    iri: str
    kind: str = Field(description="create, update or delete")
    collection: str
    version: int
    published: str = Field(description="when, in UTC")
    actor: str = Field(description="who: operator, or a member")
    reason: str | None = Field(description="of a delete: why, where it was said")
    replaced_by: str | None = Field(description="of a delete: what to look at instead")
    is_merged: bool = Field(description="whether the identifier means from then on what replaced_by means")


class ChangeList(BaseModel):
    """A page of changes, the oldest first."""

    changes: list[ChangeEntry]
    cursor: str = Field(description="what to ask with next, now or whenever there may be more")
    is_last: bool = Field(description="whether this is all there is now")


@router.get(
    "/api/v1/changes",
    response_model=ChangeList,
    responses={304: {"description": "It is what the client has."}},
)
def changes(
    request: Request,
    cursor: Annotated[str, Query(max_length=200, description="cursor of the page before")] = "",
    collection: Annotated[str | None, Query(max_length=200, description="MEMBER/COLLECTION")] = None,
    limit: Annotated[int, Query(ge=1, le=log.PAGE_LIMIT)] = 100,
) -> Response:
    """Give what changed after a cursor, in the one order in which it was published; nothing is ever taken out."""
    with site_of(request).reading.now() as state:
        if collection is not None:
            registry.collection(state.control, collection)
        page = log.changes(state.control, cursor, collection=collection, limit=limit)
    entries: list[dict[str, Any]] = [asdict(change) for change in page.changes]
    listed = ChangeList(
        changes=[ChangeEntry(**entry) for entry in entries], cursor=page.cursor, is_last=page.is_last
    )
    body = listed.model_dump_json().encode()
    return answer(request, Representation(body, JSON.content_type, cache=REVALIDATED))
