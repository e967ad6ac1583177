"""Words: what each column means, said in plain words, and the mapping that comes of it, which its member owns."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from ....errors import DataError, MappingInvalid, OpenCollectionsError
from ....formats.interface import TAGS
from ....formats.report.words import words as report_words
from ....mapping.assistant.live_check import findings
from ....mapping.assistant.proposal import Part
from ....mapping.assistant.separators import may_be_parted
from ....mapping.assistant.words import word, words
from ....members.audit import audited
from ....members.identities import Identity
from ....problems import Problem
from ....publishing import kept_mappings, orders
from ....publishing.inspecting import looked_through
from ....publishing.kept_mappings import MappingText
from ....store import registry
from ....store.drafts import KeptDraft
from ....store.mappings import kept_mappings as kept_of
from ...belonging import changeable_draft, draft_now
from ...identity import Curating
from ...proposing import NAME, SEPARATORS, Meaning, keep, keep_text, proposed, said
from ...site import Site, site_of
from ...workroom import Text, led_to, reader, room, step_page

FORM_LIMIT_BYTES: Final = 1024 * 1024
FIELDS_LIMIT: Final = 5_000

router = room(FORM_LIMIT_BYTES)

MEDIA: Final = ("IMAGE", "TEXT", "SOUND", "VIDEO", "3D")
RIGHTS: Final = (
    "http://creativecommons.org/publicdomain/mark/1.0/",
    "http://creativecommons.org/publicdomain/zero/1.0/",
    "http://creativecommons.org/licenses/by/4.0/",
    "http://creativecommons.org/licenses/by-sa/4.0/",
    "http://creativecommons.org/licenses/by-nc/4.0/",
    "http://rightsstatements.org/vocab/InC/1.0/",
    "http://rightsstatements.org/vocab/NoC-NC/1.0/",
    "http://rightsstatements.org/vocab/CNE/1.0/",
)


@router.get("/drafts/{draft}/words")
def show(request: Request, who: Curating, draft: str) -> Response:
    """Propose what each column means."""
    site = site_of(request)
    one = draft_now(site.reading.data, who, draft)
    language = reader(request).interface.tag
    return _page(request, who, one, proposed(site.reading.data, one, language))


@router.post("/drafts/{draft}/words")
async def say(request: Request, who: Curating, draft: str) -> Response:
    """Keep what the columns were said to mean, as a mapping, and let the draft be checked by it."""
    form = await request.form(max_files=0, max_fields=FIELDS_LIMIT, max_part_size=10_000)
    fields = {name: str(value) for name, value in form.items()}
    return await run_in_threadpool(_said, request, who, draft, fields)


@router.get("/drafts/{draft}/mapping")
def read_mapping(request: Request, who: Curating, draft: str) -> Response:
    """Show the mapping of a draft as a text to read and to change."""
    site = site_of(request)
    one = draft_now(site.reading.data, who, draft)
    return _mapping_page(request, who, one, _text(site, one))


@router.get("/drafts/{draft}/mapping.yml")
def download_mapping(request: Request, who: Curating, draft: str) -> Response:
    site = site_of(request)
    text = _text(site, draft_now(site.reading.data, who, draft))
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(text.name)}",
        "Cache-Control": "private, no-store",
    }
    return Response(text.text, headers=headers, media_type="application/yaml")


@router.post("/drafts/{draft}/mapping")
def write_mapping(
    request: Request, who: Curating, draft: str, text: Text = "", name: Text = NAME
) -> Response:
    """Keep a mapping that was changed by hand, and let the draft be checked by it."""
    site = site_of(request)
    data = site.reading.data
    one = changeable_draft(data, who, draft)
    # A form sends lines with CR LF, and a file of ours has LF.
    given = MappingText(name, text.replace("\r\n", "\n"))
    try:
        with audited(data, who, "change mapping", one.collection, one.member), data.control() as control:
            last = next((kept.words for kept in kept_of(control, one.collection) if kept.words), None)
            keep_text(data, control, one, given, who.name, last)
    except MappingInvalid as error:
        return _mapping_page(request, who, one, given, error)
    return _checked(request, who, one)


@router.post("/drafts/{draft}/mapping/check")
async def check_mapping(request: Request, who: Curating, draft: str, name: str = NAME) -> JSONResponse:
    """Tell what is wrong or doubtful in a mapping while it is written, also of columns that the files do not have."""
    text = (await request.body()).decode("utf-8", "replace")
    found = await run_in_threadpool(_findings, request, who, draft, MappingText(name, text))
    shown = [
        {
            "severity": one.severity,
            "message": one.message,
            "advice": one.advice,
            "line": getattr(one, "line", None),
        }
        for one in found
    ]
    return JSONResponse({"findings": shown}, headers={"Cache-Control": "private, no-store"})


def _findings(request: Request, who: Identity, draft: str, text: MappingText) -> list[Problem]:
    """Find what is wrong with a mapping, in the reader's language; columns are looked for where files can be read."""
    site, language = site_of(request), report_words(reader(request).interface.tag)
    one = draft_now(site.reading.data, who, draft)
    looked = looked_through(site.reading.data, one)
    readable = all(file.error is None for file in looked)
    tables = [table for file in looked for table in file.tables] if readable else ()
    return [language.problem(one) for one in findings(text.text, text.name, tables)]


def _said(request: Request, who: Identity, draft: str, fields: Mapping[str, str]) -> Response:
    site, language = site_of(request), reader(request).interface.tag
    data = site.reading.data
    one = changeable_draft(data, who, draft)
    meaning = said(proposed(data, one, language), fields)
    try:
        with audited(data, who, "change mapping", one.collection, one.member), data.control() as control:
            keep(data, control, one, meaning, who.name, language)
    except (DataError, MappingInvalid) as error:
        return _page(request, who, one, meaning, error)
    if fields.get("then") == "mapping":
        return led_to(request, f"/workspace/drafts/{draft}/mapping")
    return _checked(request, who, one)


def _checked(request: Request, who: Identity, one: KeptDraft) -> Response:
    data = site_of(request).reading.data
    with audited(data, who, "check draft", f"{one.id} ({one.collection})", one.member):
        job = orders.order_mapping(data, one.id, who.name)
    return led_to(request, f"/workspace/jobs/{job.id}")


def _page(
    request: Request,
    who: Identity,
    one: KeptDraft,
    meaning: Meaning,
    error: OpenCollectionsError | None = None,
) -> Response:
    language = reader(request).interface.tag
    return step_page(
        request,
        "workspace/words.html",
        who,
        one,
        proposal=meaning.proposal,
        defaults=meaning.defaults,
        from_before=meaning.from_before,
        words=[(word.name, word.label(language), word.help(language)) for word in words().values()],
        separators=SEPARATORS,
        languages=TAGS,
        media=MEDIA,
        rights=list(dict.fromkeys([*RIGHTS, *filter(None, [meaning.defaults.rights])])),
        records=sum(t.inspection.records for t in meaning.proposal.tables if t.part is Part.OBJECTS),
        may_be_parted=lambda values, name: may_be_parted(values, word(name) if name else None),
        error=error,
    )


def _mapping_page(
    request: Request,
    who: Identity,
    one: KeptDraft,
    text: MappingText,
    error: OpenCollectionsError | None = None,
) -> Response:
    return step_page(
        request,
        "workspace/mapping.html",
        who,
        one,
        error=error,
        text=text,
        findings=_findings(request, who, one.id, text),
    )


def _text(site: Site, one: KeptDraft) -> MappingText:
    """Give the mapping of a draft; raise MappingMissing."""
    with site.reading.data.control() as control:
        collection = registry.collection(control, one.collection)
    return kept_mappings.text_of(site.reading.data, replace(collection, mapping=one.mapping))
