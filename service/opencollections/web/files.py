"""Files: answers that are files of the ontology, of the mappings, or of the pages, and lists of them."""

import mimetypes
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from fastapi import HTTPException, Request, Response

from ..formats.report.documents import WORKBOOK_TYPE
from ..resources import resource
from .representations import CACHEABLE, Representation, answer
from .site import Site

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
    ".xlsx": WORKBOOK_TYPE,
}
"""Registered media types by ending; a system's own table differs from machine to machine."""


def inside(folder: Path, path: str) -> Path | None:
    """Give the file at a path below a folder, or None: there is none, it is hidden, or the path leads out."""
    hidden = any(part.startswith(".") for part in Path(path).parts)
    try:
        file = (folder / path).resolve()
        there = file.is_relative_to(folder.resolve()) and file.is_file()
    except OSError:  # A name that is longer than the system takes names no file.
        return None
    return file if there and not hidden else None


def file_answer(request: Request, file: Path | None, cache: str = CACHEABLE) -> Response:
    """Answer with a file as it is, or tell that there is nothing (404)."""
    if file is None:
        raise HTTPException(404)
    content_type = _TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return answer(request, Representation(file.read_bytes(), content_type, written(file), cache=cache))


def written(file: Path) -> str:
    """Tell when a file was written, in ISO 8601: when the program was installed, for one that came with it."""
    return datetime.fromtimestamp(file.stat().st_mtime, UTC).isoformat(timespec="seconds")


def files_of(site: Site, name: str) -> list[tuple[str, str]]:
    """List the files of a resource folder: the path of each, and the address that has it."""
    folder = resource(name)
    paths = (path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file())
    return [(path, site.urls.to(f"/{name}/{path}")) for path in paths if inside(folder, path)]
