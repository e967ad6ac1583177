"""Publishing a draft, and the page that says where it is to be found now."""

from fastapi import Request, Response

from ....members.audit import audited
from ....publishing import orders
from ....publishing.platforms import PLATFORMS
from ....store import ledger
from ...belonging import draft_now, own_draft
from ...identity import Curating
from ...site import site_of
from ...workroom import Text, led_to, reason_in, room, step_page

router = room()


@router.post("/drafts/{draft}/publish")
def publish(request: Request, who: Curating, draft: str, reason: Text = "") -> Response:
    """Let a draft become the next version of its collection."""
    data = site_of(request).reading.data
    one = draft_now(data, who, draft)
    with audited(data, who, "publish", f"{draft} ({one.collection})", one.member):
        job = orders.order_publishing(data, draft, who.name, reason_in(reason))
    return led_to(request, f"/workspace/jobs/{job.id}")


@router.get("/drafts/{draft}/published")
def show(request: Request, who: Curating, draft: str) -> Response:
    """Show what a draft became: the collection's page, the pages of some entities, and its data in every form."""
    site = site_of(request)
    with site.reading.now() as state:
        one = own_draft(state.control, who, draft)
        if one.version is None:
            return led_to(request, f"/workspace/drafts/{draft}")
        version = ledger.version(state.control, one.collection, one.version)
    return step_page(
        request,
        "workspace/published.html",
        who,
        one,
        version=version,
        platforms=list(PLATFORMS.values()),
    )
