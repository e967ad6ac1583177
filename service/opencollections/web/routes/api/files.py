"""Files: handed in for a draft, one as it is or several by a form, and taken back."""

from typing import Final

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from ....members.audit import audited
from ....members.identities import Identity
from ....publishing import kept_drafts
from ....store.drafts import KeptDraft
from ...belonging import changeable_draft
from ...bodies import Received, received, received_files
from ...identity import Drafting
from ...site import Site, site_of
from .draft_documents import DraftDocument, draft_document
from .routing import member_router, problems

router = member_router("files", body_limit_bytes=None)

_BINARY: Final = {"type": "string", "format": "binary"}
_RAW: Final = {
    "requestBody": {"required": True, "content": {"application/octet-stream": {"schema": _BINARY}}}
}
_FORM: Final = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {"file": {"type": "array", "items": _BINARY}},
                    "required": ["file"],
                }
            }
        },
    }
}


@router.put("/drafts/{draft}/files/{name}", responses=problems(404, 409, 413, 507), openapi_extra=_RAW)
async def hand_in_file(request: Request, who: Drafting, draft: str, name: str) -> DraftDocument:
    """Hand in the body as a file of a draft, in the place of one of the same name.

    It is kept when all of it is there: an upload that is cut leaves nothing.
    """
    site = site_of(request)
    one = await run_in_threadpool(changeable_draft, site.reading.data, who, draft)
    with site.reading.data.working() as folder:
        file = Received(name, folder / "body")
        with file.path.open("xb") as output:
            await received(request, output, site.settings.upload_limit_bytes)
        return await run_in_threadpool(_handed_in, site, who, one, [file])


@router.post("/drafts/{draft}/files", responses=problems(404, 409, 413, 507), openapi_extra=_FORM)
async def hand_in_files(request: Request, who: Drafting, draft: str) -> DraftDocument:
    """Hand in the files of a form."""
    site = site_of(request)
    one = await run_in_threadpool(changeable_draft, site.reading.data, who, draft)
    limit = site.settings.upload_limit_bytes
    with site.reading.data.working() as folder:
        files = await received_files(request, folder, limit, kept_drafts.FILES_LIMIT)
        return await run_in_threadpool(_handed_in, site, who, one, files)


@router.delete("/drafts/{draft}/files/{name}", responses=problems(404, 409))
def take_back_file(request: Request, who: Drafting, draft: str, name: str) -> DraftDocument:
    """Take a file out of a draft."""
    site = site_of(request)
    data = site.reading.data
    one = changeable_draft(data, who, draft)
    with audited(data, who, "take back file", f"{name} of draft {draft}", one.member):
        changed = kept_drafts.take_back(data, draft, name, who.name)
    with data.control() as control:
        return draft_document(control, changed)


def _handed_in(site: Site, who: Identity, one: KeptDraft, files: list[Received]) -> DraftDocument:
    data, limit = site.reading.data, site.settings.upload_limit_bytes
    for file in files:
        with audited(data, who, "hand in", f"{file.name} ({one.id})", one.member):
            one = kept_drafts.hand_in(data, one.id, file.name, file.path, who.name, limit)
    with data.control() as control:
        return draft_document(control, one)
