"""Resources: the mappings, the JSON-LD context, the dumps and the static files, as files."""

import re
from typing import Final

from fastapi import APIRouter, Request, Response
from starlette.responses import FileResponse

from ...errors import RangeUnsatisfiable
from ...formats.interface import marked
from ...formats.links import in_ascii
from ...formats.negotiation import HTML
from ...query.listing import current
from ...resources import resource
from ...store import registry
from ..catalogues import not_public
from ..files import file_answer, files_of, inside
from ..pages import STATIC
from ..representations import (
    CACHEABLE,
    REVALIDATED,
    Representation,
    WebLink,
    answer,
    last_modified,
    link_header,
    unchanged,
)
from ..site import site_of
from ..visits import VARY, visit
from .sitemap import INDEX as SITEMAP

router = APIRouter(include_in_schema=False)

MAZES: Final = (
    *("/search", "/sparql", "/queries/", "/about", "/graphs", "/api/", "/qr/", "/workspace", "/sign-in"),
    *("/*?*_mediatype=", "/*?*_profile=", "/*?*page=", "/*?*&lang=", "/*?lang=*&"),
)
"""Addresses where a crawler would find no end, or the same once more (RFC 9309 §2.2.3: ``*`` is any text).

A page in another language is none of them, as long as the language is all that is asked for.
"""

_RANGE: Final = re.compile(r"\s*(?:(?P<first>\d{1,18})-(?P<last>\d{0,18})|-(?P<end>\d{1,18}))\s*", re.ASCII)

FOREVER: Final = "public, max-age=31536000, immutable"


@router.get("/context.jsonld")
def context(request: Request) -> Response:
    """Answer with the JSON-LD context that every JSON-LD document of this service names."""
    return file_answer(request, resource("ontology") / "context.jsonld")


@router.get("/mappings")
@router.get("/mappings/")
def mappings(request: Request) -> Response:
    """List the ready mappings and their samples."""
    site = site_of(request)
    reader = visit(request, site.settings.language)
    title = reader.interface.gettext(marked("The ready mappings"))
    listed = files_of(site, "mappings")
    body = site.pages.render("index.html", reader, title=title, about="", files=listed)
    return answer(request, Representation(body, HTML.content_type, vary=VARY, cache=REVALIDATED))


@router.get("/mappings/{path:path}")
def mapping(request: Request, path: str) -> Response:
    """Answer with a file of the ready mappings, as it is."""
    return file_answer(request, inside(resource("mappings"), path))


@router.get("/dumps/{member}/{name}.nq.gz")
def dump(request: Request, member: str, name: str) -> Response:
    """Answer with the file of a collection's public version, or with a part of it."""
    site = site_of(request)
    with site.reading.now() as state:
        collection = registry.collection(state.control, f"{member}/{name}")
        version = current(state.control, collection.name)
        if version is None:
            raise not_public(state.control, collection)
    file = site.reading.data.version_file(collection.name, version.number)
    etag = f'"{version.sha256[:32]}-{version.number}"'
    headers = {
        "ETag": etag,
        "Last-Modified": last_modified(version.published),
        "Cache-Control": CACHEABLE,
        "Accept-Ranges": "bytes",
        "Link": link_header(
            (
                WebLink(site.ids.collection(collection.name), "describedby"),
                WebLink(in_ascii(collection.licence), "license"),
            )
        ),
    }
    if unchanged(request, etag, version.published):
        return Response(status_code=304, headers=headers)
    filename = f"{member}-{name}-{version.number}.nq.gz"
    kept_as = {"Content-Disposition": f'attachment; filename="{filename}"'}
    if request.scope.get("head"):
        length = {"Content-Length": str(file.stat().st_size)}
        return Response(headers=headers | kept_as | length, media_type="application/gzip")
    holds = request.headers.get("if-range") in {None, etag, headers["Last-Modified"]}
    ranges = _ranges(request.headers.get("range", ""), file.stat().st_size) if holds else ""
    fields = [field for field in request.scope["headers"] if field[0] != b"range"]
    request.scope["headers"] = [*fields, (b"range", ranges.encode())] if ranges else fields
    return FileResponse(file, headers=headers | kept_as, media_type="application/gzip")


def _ranges(asked: str, size: int) -> str:
    """Give a Range header with those ranges alone that a file has; nothing where it counts as if it were not there.

    RFC 9110 §14.2 and §15.5.17; raises RangeUnsatisfiable where the file has none of them.
    """
    unit, _, listed = asked.partition("=")
    found = [_RANGE.fullmatch(one) for one in listed.split(",")]
    ranges = [one for one in found if one and (not one["last"] or int(one["first"]) <= int(one["last"]))]
    if unit.strip().lower() != "bytes" or len(ranges) < len(found):
        return ""
    there = [
        one[0].strip() for one in ranges if (int(one["first"]) < size if one["first"] else int(one["end"]))
    ]
    if not there:
        raise RangeUnsatisfiable(size=size, range=listed.strip()[:100])
    return f"bytes={','.join(there)}"


@router.get("/static/{digest}/{path:path}")
def static(request: Request, digest: str, path: str) -> Response:
    """Answer with a static file; under its digest it never changes."""
    current = digest == site_of(request).pages.digest
    return file_answer(request, inside(STATIC, path), FOREVER if current else CACHEABLE)


@router.get("/favicon.svg")
@router.get("/favicon.ico")
def favicon(request: Request) -> Response:
    return file_answer(request, STATIC / "favicon.svg")


@router.get("/robots.txt")
def robots(request: Request) -> Response:
    """Let everybody read everything in every language, except what would be an endless maze: searches and queries."""
    site = site_of(request)
    kept_out = "\n".join(f"Disallow: {site.urls.to(path)}" for path in MAZES)
    body = f"User-agent: *\n{kept_out}\n\nSitemap: {site.ids.base}{SITEMAP}\n".encode()
    return answer(request, Representation(body, "text/plain; charset=utf-8"))
