"""The preview of a draft: what publishing it would change, thing by thing."""

from fastapi import Request, Response

from ....publishing import differences, kept_drafts
from ....publishing.differences import Kind, Wanted
from ....store import registry
from ...identity import Curating
from ...site import site_of
from ...workroom import room, room_page
from ..api.belonging import own_draft

router = room()


@router.get("/drafts/{draft}/preview")
def show(request: Request, who: Curating, draft: str, kind: str = "", after: str = "") -> Response:
    """Show what would be added, changed and withdrawn, with the statements that come and go."""
    data = site_of(request).reading.data
    asked = Kind(kind) if kind in set(Kind) else None
    with data.control() as control:
        one = own_draft(control, who, draft)
        made = kept_drafts.check_made(data, one)
        collection = registry.collection(control, one.collection)
        page = differences.of_draft(data, control, one, Wanted(asked, after[:2_000]))
    return room_page(
        request,
        "workspace/preview.html",
        who,
        draft=one,
        collection=collection,
        made=made,
        page=page,
        kind=asked,
        after=after,
    )
