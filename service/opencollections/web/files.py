"""Files: answers that are files of the ontology, of the mappings, or of the pages, and lists of them."""

import mimetypes
from pathlib import Path
from typing import Final

from fastapi import HTTPException, Request, Response

from ..formats.negotiation import HTML
from ..resources import resource
from .representations import CACHEABLE, REVALIDATED, Representation, answer
from .site import site_of
from .visits import VARY, visit

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


def inside(folder: Path, path: str) -> Path | None:
    """Give the file at a path below a folder, or None: there is none, it is hidden, or the path leads out."""
    file = (folder / path).resolve()
    parts = Path(path).parts
    hidden = any(part.startswith(".") for part in parts)
    return file if file.is_relative_to(folder.resolve()) and file.is_file() and not hidden else None


def file_answer(request: Request, file: Path | None, cache: str = CACHEABLE) -> Response:
    """Answer with a file as it is, or tell that there is nothing (404)."""
    if file is None:
        raise HTTPException(404)
    content_type = _TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return answer(request, Representation(file.read_bytes(), content_type, cache=cache))


def file_list(request: Request, name: str, title: str) -> Response:
    """List the files of a resource folder, as a page."""
    site, folder = site_of(request), resource(name)
    files = sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    listed = [file.as_posix() for file in files if inside(folder, file.as_posix())]
    addresses = [(path, site.urls.to(f"/{name}/{_without_turtle(name, path)}")) for path in listed]
    reader = visit(request, site.settings.language)
    told = reader.interface.gettext(title)
    body = site.pages.render("index.html", reader, title=told, folder=name, files=addresses)
    return answer(request, Representation(body, HTML.content_type, vary=VARY, cache=REVALIDATED))


def _without_turtle(name: str, path: str) -> str:
    """Link a document of the ontology by the address that is negotiated."""
    return path.removesuffix(".ttl") if name == "ontology" else path
