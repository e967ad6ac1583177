"""Graphs: the Graph Store Protocol (SPARQL 1.1) at ``/graphs``, read by all, written by members.

The graph of a collection is named by ``?graph=IRI``, all of them together by ``?default``. It is read from the file
of the version that is public now, so that it is of one moment. A write is a new version of the collection.
"""

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Final, cast

from fastapi import APIRouter, Request, Response
from starlette.background import BackgroundTask
from starlette.responses import StreamingResponse
from werkzeug.http import parse_options_header

from ...errors import (
    DefaultGraphReadOnly,
    ForeignGraph,
    GraphChanged,
    GraphMediaTypeUnknown,
    GraphParameterInvalid,
    TokenUnknown,
    UnknownGraph,
)
from ...formats.negotiation import Format, demand
from ...members.identities import Identity
from ...members.scopes import Scope
from ...members.tokens import holder
from ...publishing.graph_store import extend_graph, replace_graph
from ...publishing.publish import Outcome, Publishing
from ...publishing.withdraw import withdraw_collection
from ...query.graphs import GRAPH_FORMATS, write_graph
from ...query.listing import current
from ...records.tables import File
from ...store import registry
from ...store.control import Control
from ...store.ledger import Version
from ..bodies import received
from ..identity import shown_token
from ..preconditions import holds
from ..representations import CACHEABLE, WebLink, last_modified, link_header, unchanged
from ..site import Site, site_of

router = APIRouter(include_in_schema=False)

IN_MEMORY_BYTES: Final = 1024 * 1024
PIECE_BYTES: Final = 65_536

ENDINGS: Final = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdf",
    "application/ld+json": "jsonld",
    "application/n-quads": "nq",
    "application/trig": "trig",
}
"""Media types that are taken in, and how a file of each is called."""


Write = Callable[[Publishing, str, File, int], Outcome]


@router.get("/graphs")
async def read(request: Request) -> Response:
    """Answer with a graph; without a parameter, lead to the catalogue, which lists them."""
    site = site_of(request)
    if not request.query_params:
        return Response(status_code=303, headers={"Location": site.urls.to("/catalog")})
    collection = _asked(request, site)
    chosen = demand(request.headers.get("accept"), tuple(GRAPH_FORMATS))
    versions = await asyncio.to_thread(_versions, site, collection)
    headers = _headers(site, versions, collection, chosen)
    if unchanged(request, headers["ETag"], headers.get("Last-Modified") and versions[-1].published):
        return Response(status_code=304, headers=headers)
    output, size = await asyncio.to_thread(_written, site, versions, chosen)
    return StreamingResponse(
        iter(lambda: output.read(PIECE_BYTES), b""),
        headers=headers | {"Content-Type": chosen.content_type, "Content-Length": str(size)},
        background=BackgroundTask(output.close),
    )


@router.put("/graphs")
async def replace(request: Request) -> Response:
    """Publish the body as all that the graph's collection states."""
    return await _changed(request, replace_graph)


@router.post("/graphs")
async def extend(request: Request) -> Response:
    """Publish the body in addition to what the graph's collection states."""
    return await _changed(request, extend_graph)


@router.delete("/graphs")
async def remove(request: Request) -> Response:
    """Withdraw the graph's collection, until something is published in it again."""
    site = site_of(request)
    publishing, collection = await asyncio.to_thread(_permitted, request, site)
    versions = await asyncio.to_thread(_versions, site, collection)
    await asyncio.to_thread(withdraw_collection, publishing, versions[0].collection)
    return Response(status_code=204)


async def _changed(request: Request, write: Write) -> Response:
    site = site_of(request)
    publishing, collection = await asyncio.to_thread(_permitted, request, site)
    media_type, _ = parse_options_header(request.headers.get("content-type", ""))
    if media_type.lower() not in ENDINGS:
        known = ", ".join(ENDINGS)
        raise GraphMediaTypeUnknown(media_type=media_type[:100] or "unknown", known=known)
    limit = site.settings.upload_limit_bytes
    with site.reading.data.working() as folder:
        file = File(f"graph.{ENDINGS[media_type.lower()]}", folder / "body")
        with file.path.open("wb") as output:
            await received(request, output, limit)
        outcome = await asyncio.to_thread(write, publishing, collection, file, limit)
    status = 201 if outcome.changed and outcome.version.number == 1 else 204
    described = WebLink(site.ids.collection(collection), "describedby")
    return Response(status_code=status, headers={"Link": link_header([described])})


def _permitted(request: Request, site: Site) -> tuple[Publishing, str]:
    """Give how and into which collection a request may publish.

    Raises GraphParameterInvalid, DefaultGraphReadOnly, TokenUnknown, ScopeMissing, ForeignGraph, UnknownGraph, and
    GraphChanged, which is raised also when the turn to publish has come.
    """
    collection = _asked(request, site)
    if collection is None:
        raise DefaultGraphReadOnly
    with site.reading.data.control() as control:
        token = holder(control, shown_token(request) or "")
        if token is None:
            raise TokenUnknown
        identity = Identity.of_token(token)
        identity.check(Scope.PUBLISH)
        if collection.partition("/")[0] != token.member:
            name = registry.member(control, token.member).name
            raise ForeignGraph(graph=site.ids.graph(collection), member=name)
        known = {one.name for one in registry.collections(control, token.member)}
        if collection not in known:
            raise UnknownGraph(graph=site.ids.graph(collection))
        condition = partial(_check_seen, request, site, collection)
        # Asked now too, so that nobody sends a body for nothing.
        condition(control)
    data, actor = site.reading.data, identity.actor
    return Publishing(data, site.ids, lambda _: None, lambda *_: None, actor, condition=condition), collection


def _check_seen(request: Request, site: Site, collection: str, control: Control) -> None:
    """Raise GraphChanged where a graph is not, or no longer, as the client has seen it."""
    version = current(control, collection)
    etags = [_etag([version], format_) for format_ in GRAPH_FORMATS] if version else []
    if not holds(request.headers, etags):
        raise GraphChanged(graph=site.ids.graph(collection))


def _asked(request: Request, site: Site) -> str | None:
    """Give the collection whose graph the parameters name, None for the default graph.

    Raises GraphParameterInvalid, and UnknownGraph for an IRI that cannot be a graph of this service.
    """
    pairs = request.query_params.multi_items()
    match pairs:
        case [("default", "")]:
            return None
        case [("graph", iri)]:
            name = iri.removeprefix(site.ids.graph(""))
            if name == iri or not name:
                raise UnknownGraph(graph=iri[:300])
            return name
    raise GraphParameterInvalid


def _versions(site: Site, collection: str | None) -> list[Version]:
    """Give the versions that are public now: of one collection, or of all; raise UnknownGraph."""
    with site.reading.now() as state:
        names = [one.name for one in registry.collections(state.control)]
        wanted = names if collection is None else [name for name in names if name == collection]
        found = (current(state.control, name) for name in wanted)
        versions = [version for version in found if version is not None]
    if collection is not None and not versions:
        raise UnknownGraph(graph=site.ids.graph(collection))
    return sorted(versions, key=lambda version: version.published)


def _headers(site: Site, versions: list[Version], collection: str | None, chosen: Format) -> dict[str, str]:
    about = site.ids.collection(collection) if collection else f"{site.ids.base}/catalog"
    headers = {
        "ETag": _etag(versions, chosen),
        "Vary": "Accept",
        "Cache-Control": CACHEABLE,
        "Link": link_header([WebLink(about, "describedby")]),
    }
    return headers | ({"Last-Modified": last_modified(versions[-1].published)} if versions else {})


def _etag(versions: Sequence[Version], format_: Format) -> str:
    """Give a strong validator of what versions state together, in one format."""
    state = " ".join(f"{version.collection} {version.number} {version.sha256}" for version in versions)
    return f'"{hashlib.sha256(f"{format_.media_type} {state}".encode()).hexdigest()[:32]}"'


def _written(site: Site, versions: list[Version], chosen: Format) -> tuple[IO[bytes], int]:
    """Write a graph whole before the first byte is sent, in memory or on disk; give it with its size."""
    data = site.reading.data
    files = [data.version_file(version.collection, version.number) for version in versions]
    output: Any = SpooledTemporaryFile(max_size=IN_MEMORY_BYTES, dir=str(data.root))  # noqa: SIM115 - closed when it is sent
    try:
        write_graph(files, chosen, output)
    except BaseException:
        output.close()
        raise
    size = output.tell()
    output.seek(0)
    return cast("IO[bytes]", output), size
