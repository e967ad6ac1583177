"""Resources: the ontology, the mappings, the JSON-LD context, the dumps and the static files, as files."""

import mimetypes
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pyoxigraph
from fastapi import APIRouter, HTTPException, Request, Response
from pyoxigraph import Quad, RdfFormat
from starlette.responses import FileResponse

from ...formats.interface import marked
from ...formats.negotiation import HTML, RDF, split_suffix
from ...formats.terms import terms
from ...query.inventory import Facet
from ...query.listing import current
from ...resources import resource
from ...store import registry
from ..catalogues import not_public
from ..findings_page import finder
from ..pages import STATIC
from ..representations import (
    CACHEABLE,
    REVALIDATED,
    Representation,
    WebLink,
    answer,
    last_modified,
    unchanged,
)
from ..selection import DESCRIPTIONS, selected
from ..site import site_of, vocabulary_base
from ..visits import VARY, visit

router = APIRouter(include_in_schema=False)

FOREVER: Final = "public, max-age=31536000, immutable"

_TYPES: Final = {
    ".yml": "application/yaml",
    ".yaml": "application/yaml",
    ".toml": "application/toml",
    ".ttl": "text/turtle; charset=utf-8",
    ".jsonld": "application/ld+json",
    ".nq": "application/n-quads",
    ".rq": "application/sparql-query",
    ".csv": "text/csv",
    ".md": "text/markdown; charset=utf-8",
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Registered media types by ending; a system's own table differs from machine to machine."""


@router.get("/context.jsonld")
def context(request: Request) -> Response:
    """Answer with the JSON-LD context that every JSON-LD document of this service names."""
    return _file(request, resource("ontology") / "context.jsonld")


@router.get("/ontology")
@router.get("/ontology/")
def vocabularies(request: Request) -> Response:
    """List the documents of the ontology."""
    return _index(request, "ontology", marked("The ontology"))


@router.get("/ontology/{path:path}")
def vocabulary(request: Request, path: str) -> Response:
    """Answer with a document of the ontology: a page of its terms, or data in any RDF format."""
    site, folder = site_of(request), resource("ontology")
    stem, asked = split_suffix(path)
    file = _inside(folder, f"{stem}.ttl")
    if file is None:
        return _file(request, _inside(folder, path))
    selection = selected(request, DESCRIPTIONS, asked)
    chosen = selection.format
    base = vocabulary_base(site.ids, folder, file)
    quads = list(pyoxigraph.parse(path=str(file), format=RdfFormat.TURTLE, base_iri=base))
    address = site.urls.to(f"/ontology/{stem}")
    representation = Representation(
        body=_vocabulary_page(request, base, quads, address)
        if chosen is HTML
        else site.written(quads, base, chosen),
        content_type=chosen.content_type,
        vary=selection.also_by(VARY) if chosen is HTML else selection.vary,
        location=None if not selection.is_negotiated or chosen is HTML else f"{address}.{chosen.suffix}",
        links=(
            WebLink(base, "canonical"),
            *(WebLink(f"{address}.{format_.suffix}", "alternate", format_.media_type) for format_ in RDF),
        ),
    )
    return answer(request, representation)


def _vocabulary_page(request: Request, iri: str, quads: Sequence[Quad], address: str) -> bytes:
    """Write the page of a vocabulary: its terms, and how many things of the collections are of each kind."""
    site = site_of(request)
    reader = visit(request, site.settings.language)
    with site.reading.now() as state:
        kinds = finder(state).inventory.facets[Facet.KIND]
        used = state.counted("kinds", lambda _: dict(kinds.counts().iter_rows()))
    document = terms(quads, iri, (reader.interface.tag, "en"))
    return site.pages.render(
        "vocabulary.html", reader, iri=iri, document=document, formats=RDF, address=address, used=used
    )


@router.get("/mappings")
@router.get("/mappings/")
def mappings(request: Request) -> Response:
    """List the ready mappings and their samples."""
    return _index(request, "mappings", marked("The ready mappings"))


@router.get("/mappings/{path:path}")
def mapping(request: Request, path: str) -> Response:
    """Answer with a file of the ready mappings, as it is."""
    return _file(request, _inside(resource("mappings"), path))


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
        "Link": f'<{site.ids.collection(collection.name)}>; rel="describedby", <{collection.licence}>; rel="license"',
    }
    if unchanged(request, etag, version.published):
        return Response(status_code=304, headers=headers)
    filename = f"{member}-{name}-{version.number}.nq.gz"
    if request.scope.get("head"):
        length = {"Content-Length": str(file.stat().st_size)}
        return Response(headers=headers | length, media_type="application/gzip")
    return FileResponse(file, headers=headers, media_type="application/gzip", filename=filename)


@router.get("/static/{digest}/{path:path}")
def static(request: Request, digest: str, path: str) -> Response:
    """Answer with a static file; under its digest it never changes."""
    current = digest == site_of(request).pages.digest
    return _file(request, _inside(STATIC, path), FOREVER if current else CACHEABLE)


@router.get("/favicon.svg")
@router.get("/favicon.ico")
def favicon(request: Request) -> Response:
    return _file(request, STATIC / "favicon.svg")


@router.get("/robots.txt")
def robots(request: Request) -> Response:
    """Let everybody read everything, except what would be an endless maze: searches, queries, and each language."""
    site = site_of(request)
    closed = ("/search", "/sparql", "/queries/", "/about", "/api/", "/*?*lang=")
    kept_out = "\n".join(f"Disallow: {site.urls.to(path)}" for path in closed)
    body = f"User-agent: *\n{kept_out}\n".encode()
    return answer(request, Representation(body, "text/plain; charset=utf-8"))


def _inside(folder: Path, path: str) -> Path | None:
    """Give the file at a path below a folder, or None: there is none, it is hidden, or the path leads out."""
    file = (folder / path).resolve()
    parts = Path(path).parts
    hidden = any(part.startswith(".") for part in parts)
    return file if file.is_relative_to(folder.resolve()) and file.is_file() and not hidden else None


def _file(request: Request, file: Path | None, cache: str = CACHEABLE) -> Response:
    if file is None:
        raise HTTPException(404)
    content_type = _TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return answer(request, Representation(file.read_bytes(), content_type, cache=cache))


def _index(request: Request, name: str, title: str) -> Response:
    """List the files of a resource folder, as a page."""
    site, folder = site_of(request), resource(name)
    files = sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    listed = [file.as_posix() for file in files if _inside(folder, file.as_posix())]
    addresses = [(path, site.urls.to(f"/{name}/{_without_turtle(name, path)}")) for path in listed]
    reader = visit(request, site.settings.language)
    told = reader.interface.gettext(title)
    body = site.pages.render("index.html", reader, title=told, folder=name, files=addresses)
    return answer(request, Representation(body, HTML.content_type, vary=VARY, cache=REVALIDATED))


def _without_turtle(name: str, path: str) -> str:
    """Link a document of the ontology by the address that is negotiated."""
    return path.removesuffix(".ttl") if name == "ontology" else path
