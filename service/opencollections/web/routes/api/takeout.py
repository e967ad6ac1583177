"""Take-out: everything of a member as one zip."""

from fastapi import Request, Response
from starlette.responses import StreamingResponse

from ....members.audit import audited
from ....publishing.takeout import takeout
from ....store import clock
from ...identity import Reading
from ...site import site_of
from .routing import gives, member_router, problems

router = member_router("takeout")


@router.get(
    "/members/{member}/takeout",
    response_class=StreamingResponse,
    responses=problems(404) | gives("The zip, with a checksum of every file in it.", "application/zip"),
)
def take_out(request: Request, who: Reading, member: str) -> Response:
    """Give everything that a member put in and everything that was made of it, as one zip with checksums."""
    data = site_of(request).reading.data
    who.check_member(member)
    with audited(data, who, "take out", member, member):
        pieces = takeout(data, member)
    headers = {
        "Content-Disposition": f'attachment; filename="{member}-{clock.now()[:10]}.zip"',
        "Cache-Control": "private, no-store",
    }
    return StreamingResponse(pieces, media_type="application/zip", headers=headers)
