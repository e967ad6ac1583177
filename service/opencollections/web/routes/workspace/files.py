"""Files of a draft: what each of them is found to be, and corrected where that is wrong."""

from collections.abc import Sequence
from typing import Any, Final

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool

from ....mapping.assistant.recognition import recognised
from ....members.audit import audited
from ....members.identities import Identity
from ....publishing import kept_drafts, orders
from ....publishing.collections import check_ready
from ....publishing.documents import AS_IT_IS, NO_MAPPING
from ....publishing.inspecting import corrected, looked_through
from ....store import registry
from ....store.drafts import DraftState
from ....store.registry import Collection
from ...belonging import changeable_draft, draft_now, own_collection, own_draft
from ...bodies import Received, received_files
from ...identity import Curating
from ...sentences import sentence
from ...site import Site, site_of
from ...workroom import Text, led_to, reader, room, step_page

router = room(None)

ENCODINGS: Final = ("utf-8", "cp1250", "cp1252", "iso-8859-2", "utf-16", "cp852", "mac-roman")
DELIMITERS: Final = ((",", ","), (";", ";"), ("\t", "Tab"), ("|", "|"))


@router.post("/collections/{member}/{name}/drafts")
async def hand_in(request: Request, who: Curating, member: str, name: str) -> Response:
    """Take files in as a new draft of a collection; an upload that is cut leaves nothing."""
    site = site_of(request)
    await run_in_threadpool(_own, site, who, member, name)
    with site.reading.data.working() as folder:
        limit = site.settings.upload_limit_bytes
        files = await received_files(request, folder, limit, kept_drafts.FILES_LIMIT)
        draft = await run_in_threadpool(_begun, site, who, f"{member}/{name}", files)
    return led_to(
        request, f"/workspace/drafts/{draft}/files" if draft else f"/workspace/collections/{member}/{name}"
    )


@router.post("/drafts/{draft}/files")
async def add(request: Request, who: Curating, draft: str) -> Response:
    """Take more files in for a draft, each in the place of one of the same name."""
    site = site_of(request)
    await run_in_threadpool(changeable_draft, site.reading.data, who, draft)
    with site.reading.data.working() as folder:
        limit = site.settings.upload_limit_bytes
        files = await received_files(request, folder, limit, kept_drafts.FILES_LIMIT)
        await run_in_threadpool(_kept, site, who, draft, files)
    return led_to(request, f"/workspace/drafts/{draft}/files")


@router.get("/drafts/{draft}")
def current(request: Request, who: Curating, draft: str) -> Response:
    """Lead to the page on which a draft is worked on now."""
    one = draft_now(site_of(request).reading.data, who, draft)
    page = {
        DraftState.RECEIVED: "files",
        DraftState.CANCELLED: "files",
        DraftState.PUBLISHED: "published",
    }.get(one.state, "report")
    if one.state is DraftState.DISCARDED:
        return led_to(request, f"/workspace/collections/{one.collection}")
    return led_to(request, f"/workspace/drafts/{draft}/{page}")


@router.get("/drafts/{draft}/files")
def show(request: Request, who: Curating, draft: str) -> Response:
    """Show what each file is found to be, the first records of each table, and how to go on."""
    site = site_of(request)
    with site.reading.data.control() as control:
        one = own_draft(control, who, draft)
        collection = registry.collection(control, one.collection)
    looked = looked_through(site.reading.data, one)
    language = reader(request).interface
    tables = [table for file in looked for table in file.tables]
    return step_page(
        request,
        "workspace/files.html",
        who,
        one,
        looked=looked,
        unread={file.file.name: sentence(file.error, language) for file in looked if file.error},
        total=sum(table.records for table in tables),
        known=recognised(tables),
        is_rdf=collection.mapping == AS_IT_IS,
        is_mapped=one.mapping not in {NO_MAPPING, AS_IT_IS},
        readable=bool(looked) and all(file.error is None for file in looked),
        encodings=ENCODINGS,
        delimiters=DELIMITERS,
        files_limit=kept_drafts.FILES_LIMIT,
        limit_bytes=site.settings.upload_limit_bytes,
    )


@router.post("/drafts/{draft}/reading")
async def read_otherwise(request: Request, who: Curating, draft: str) -> Response:
    """Let the owner of a file say how it is read."""
    form = await request.form(max_files=0, max_fields=20, max_part_size=10_000)
    said = {name: str(value)[:300] for name, value in form.items()}
    await run_in_threadpool(_corrected, site_of(request), who, draft, said)
    return led_to(request, f"/workspace/drafts/{draft}/files")


@router.post("/drafts/{draft}/take-back")
def take_back(request: Request, who: Curating, draft: str, file: Text = "") -> Response:
    """Take one file out of a draft."""
    site = site_of(request)
    one = changeable_draft(site.reading.data, who, draft)
    with audited(site.reading.data, who, "take back file", f"{file} of draft {draft}", one.member):
        kept_drafts.take_back(site.reading.data, draft, file, who.name)
    return led_to(request, f"/workspace/drafts/{draft}/files")


@router.post("/drafts/{draft}/discard")
def discard(request: Request, who: Curating, draft: str) -> Response:
    """Discard a draft with its files; nothing public changes."""
    site = site_of(request)
    one = changeable_draft(site.reading.data, who, draft)
    with audited(site.reading.data, who, "discard draft", f"{draft} ({one.collection})", one.member):
        kept_drafts.discard(site.reading.data, draft, who.name)
    return led_to(request, f"/workspace/collections/{one.collection}")


@router.post("/drafts/{draft}/check")
def check(request: Request, who: Curating, draft: str, mapping: Text = "") -> Response:
    """Let a draft be mapped and checked: by a ready mapping that was recognised, or as it is mapped already."""
    site = site_of(request)
    data = site.reading.data
    one = changeable_draft(site.reading.data, who, draft)
    if mapping:
        check_ready(mapping)
        kept_drafts.choose_mapping(data, draft, mapping, who.name)
    with audited(data, who, "check draft", f"{draft} ({one.collection})", one.member):
        job = orders.order_mapping(data, draft, who.name)
    return led_to(request, f"/workspace/jobs/{job.id}")


def _own(site: Site, who: Identity, member: str, name: str) -> Collection:
    with site.reading.data.control() as control:
        return own_collection(control, who, member, name)


def _begun(site: Site, who: Identity, collection: str, files: Sequence[Received]) -> str | None:
    """Begin a draft with files; None where there are none."""
    if not files:
        return None
    draft = kept_drafts.begin(site.reading.data, collection, who.name).id
    try:
        _kept(site, who, draft, files)
    except BaseException:
        kept_drafts.discard(site.reading.data, draft, who.name)
        raise
    return draft


def _kept(site: Site, who: Identity, draft: str, files: Sequence[Received]) -> None:
    data, limit = site.reading.data, site.settings.upload_limit_bytes
    one = draft_now(data, who, draft)
    for file in files:
        with audited(data, who, "hand in", f"{file.name} ({draft})", one.member):
            kept_drafts.hand_in(data, draft, file.name, file.path, who.name, limit)


def _corrected(site: Site, who: Identity, draft: str, said: dict[str, Any]) -> None:
    one = changeable_draft(site.reading.data, who, draft)
    name = said.pop("file", "")
    options = {**one.options, name: corrected(said)}
    with audited(site.reading.data, who, "correct reading", f"{name} of draft {draft}", one.member):
        kept_drafts.correct(site.reading.data, draft, options, who.name)
