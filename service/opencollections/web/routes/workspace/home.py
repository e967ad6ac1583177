"""The first page of the workspace: what one works on, and what happened with it."""

from typing import Annotated, Final

from fastapi import Query, Request, Response

from ....members import audit
from ....query import listing
from ....store import drafts, registry
from ....store.drafts import ENDED
from ...identity import Curating
from ...site import site_of
from ...workroom import room, room_page

router = room()

NEWEST: Final = 8
ON_A_PAGE: Final = 50


@router.get("")
def home(request: Request, who: Curating) -> Response:
    """Show the collections of the member, or of all for an operator, and what happened last."""
    own = None if who.operator else who.member
    with site_of(request).reading.now() as state:
        collections = listing.published(state.control, own)
        named = [one.collection.name for one in collections]
        open_drafts = [
            one for one in drafts.drafts(state.control, named, limit=NEWEST) if one.state not in ENDED
        ]
        happened = audit.entries(state.control, own, count=NEWEST)
        names = {one.slug: one.name for one in registry.members(state.control)}
    return room_page(
        request,
        "workspace/home.html",
        who,
        collections=collections,
        drafts=open_drafts,
        happened=happened,
        names=names,
    )


@router.get("/log")
def log(
    request: Request, who: Curating, before: Annotated[int | None, Query(ge=1, lt=1 << 63)] = None
) -> Response:
    """Show the audit log of the member, or of all for an operator, the newest first."""
    own = None if who.operator else who.member
    with site_of(request).reading.data.control() as control:
        found = audit.entries(control, own, before, ON_A_PAGE + 1)
    more = found[ON_A_PAGE - 1].seq if len(found) > ON_A_PAGE else None
    return room_page(request, "workspace/log.html", who, happened=found[:ON_A_PAGE], more=more)
