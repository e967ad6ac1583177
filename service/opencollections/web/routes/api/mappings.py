"""Mappings: the ready ones by name, and that of a collection as a text that the member owns."""

import hashlib
from typing import Final
from urllib.parse import quote

from fastapi import Request, Response
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from werkzeug.http import parse_options_header

from ....errors import BrokenFile, MappingChanged, MappingMediaTypeUnknown, MappingMissing
from ....mapping.assistant.live_check import findings
from ....members.audit import audited
from ....members.identities import Identity
from ....phrases import Phrase
from ....problems import Finding, Problem
from ....publishing import kept_mappings
from ....publishing.documents import AS_IT_IS, NO_MAPPING, ready_mappings
from ....publishing.kept_mappings import MappingText
from ....store.folders import DataFolder
from ....store.mappings import KeptMapping
from ....store.registry import Collection
from ...belonging import own_collection
from ...identity import Drafting, Reading
from ...site import site_of
from .routing import gives, member_router, problems

router = member_router("mappings")

YAML: Final = "application/yaml"  # RFC 9512
TURTLE: Final = "text/turtle"
_NAMES: Final = {
    YAML: "mapping.yml",
    TURTLE: "mapping.ttl",
    "text/yaml": "mapping.yml",
    "text/plain": "mapping.yml",
}
TAKEN: Final = {
    "requestBody": {"required": True, "content": {kind: {"schema": {"type": "string"}} for kind in _NAMES}}
}


class MappingNamed(BaseModel):
    """Which mapping it is."""

    kind: str = Field(description="ready, own, rdf (none is needed) or missing", examples=["ready"])
    name: str | None = Field(description="of a ready mapping or of the member's own", examples=["lido"])


class FindingDocument(BaseModel):
    """Something wrong or doubtful in a mapping."""

    code: str = Field(examples=["mapping-key-unknown"])
    severity: str = Field(examples=["error"])
    message: str
    advice: str
    line: int | None = Field(examples=[12])


class MappingCheck(BaseModel):
    """What a mapping is found to be; it can be used where none of the findings is an error."""

    valid: bool
    findings: list[FindingDocument]


class ReadyMappings(BaseModel):
    """The names of the mappings that come with the service."""

    items: list[str] = Field(examples=[["lido", "marcxml"]])


def mapping_named(mapping: str) -> MappingNamed:
    """Tell which mapping a collection or draft has; a path on the operator's disk is told by its last part."""
    kept = KeptMapping.referred(mapping)
    if kept is not None:
        return MappingNamed(kind="own", name=kept.name)
    if mapping in {AS_IT_IS, NO_MAPPING}:
        return MappingNamed(kind="rdf" if mapping == AS_IT_IS else "missing", name=None)
    if mapping in ready_mappings():
        return MappingNamed(kind="ready", name=mapping)
    return MappingNamed(kind="own", name=mapping.rpartition("/")[2])


@router.get("/mappings", responses=problems())
def list_ready_mappings(_: Reading) -> ReadyMappings:
    """List the mappings that come with the service; docs/mappings.md tells what each reads."""
    return ReadyMappings(items=list(ready_mappings()))


@router.get(
    "/collections/{member}/{name}/mapping",
    response_class=Response,
    responses=problems(404, 409) | gives("The text of the mapping.", YAML, TURTLE),
)
def read_mapping(request: Request, who: Reading, member: str, name: str) -> Response:
    """Give the text of a collection's mapping, with an ETag for whoever wants to change it."""
    data, collection = site_of(request).reading.data, _own(request, who, member, name)
    found = kept_mappings.text_of(data, collection)
    headers = {"ETag": _etag(found), "Content-Disposition": f"inline; filename*=UTF-8''{quote(found.name)}"}
    return Response(found.text, headers=headers, media_type=TURTLE if found.name.endswith(".ttl") else YAML)


@router.put(
    "/collections/{member}/{name}/mapping",
    status_code=204,
    responses=problems(404, 412, 413, 415, 422),
    openapi_extra=TAKEN,
)
async def write_mapping(request: Request, who: Drafting, member: str, name: str) -> Response:
    """Keep the body as the member's own mapping of a collection, for this upload and those to come."""
    await run_in_threadpool(_own, request, who, member, name)
    text = await mapping_text(request)
    return await run_in_threadpool(_kept, request, who, f"{member}/{name}", text)


@router.post("/mappings/check", responses=problems(413, 415), openapi_extra=TAKEN)
async def check_mapping(request: Request, _: Reading) -> MappingCheck:
    """Tell what is wrong or doubtful in a mapping, line by line; nothing is kept."""
    text = await mapping_text(request)
    found = await run_in_threadpool(findings, text.text, text.name)
    shown = [_finding(one) for one in found]
    return MappingCheck(valid=all(one.severity != "error" for one in shown), findings=shown)


def _own(request: Request, who: Identity, member: str, name: str) -> Collection:
    with site_of(request).reading.data.control() as control:
        return own_collection(control, who, member, name)


async def mapping_text(request: Request) -> MappingText:
    """Read a mapping from the body, called as ``?name=`` says; raise MappingMediaTypeUnknown and BrokenFile."""
    media_type, _ = parse_options_header(request.headers.get("content-type", ""))
    if media_type.lower() not in _NAMES:
        raise MappingMediaTypeUnknown(media_type=media_type[:100] or "unknown", known=", ".join(_NAMES))
    name = request.query_params.get("name") or _NAMES[media_type.lower()]
    try:
        return MappingText(name, (await request.body()).decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BrokenFile(file=name, kind=Phrase("a mapping"), detail=Phrase("it is not UTF-8")) from None


def _kept(request: Request, who: Identity, collection: str, text: MappingText) -> Response:
    data = site_of(request).reading.data
    member, _, name = collection.partition("/")
    with (
        audited(data, who, "change mapping", collection, member),
        data.control() as control,
        control.transaction(),
    ):
        # Looked up anew: nobody else can change it before this transaction ends.
        _check_unchanged(request, data, own_collection(control, who, member, name))
        kept_mappings.keep(data, control, collection, text, who.name)
    return Response(status_code=204, headers={"ETag": _etag(text)})


def _check_unchanged(request: Request, data: DataFolder, collection: Collection) -> None:
    """Raise MappingChanged where the mapping is not the one that If-Match names (RFC 9110 §13.1.1)."""
    asked = request.headers.get("if-match")
    if asked is None:
        return
    try:
        there = _etag(kept_mappings.text_of(data, collection))
    except MappingMissing:
        there = None
    wanted = {tag.strip() for tag in asked.split(",")}
    if there is None or (wanted != {"*"} and there not in wanted):
        raise MappingChanged(collection=collection.name)


def _etag(text: MappingText) -> str:
    return f'"{hashlib.sha256(text.text.encode()).hexdigest()[:32]}"'


def _finding(one: Problem) -> FindingDocument:
    line = one.line if isinstance(one, Finding) else None
    return FindingDocument(
        code=one.code, severity=one.severity, message=one.message, advice=one.advice, line=line
    )
