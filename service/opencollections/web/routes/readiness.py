"""Readiness: which platforms would take a collection's objects, and lists of those in which something is missing."""

import json
import re
from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter, HTTPException, Request, Response

from ...errors import UnknownCollection
from ...formats.interface import marked
from ...formats.negotiation import HTML, JSON
from ...formats.offers import Offer
from ...publishing.readiness import Missing, Readiness, readiness
from ...query.listing import published_collection
from ...query.quality import Listed, listed
from ...store.ledger import Version
from ...store.registry import Collection, Member
from ..cache import keep
from ..representations import REVALIDATED, Representation, answer
from ..selection import selected
from ..site import Site, site_of
from ..state import State
from ..visits import VARY, Visit, visit

router = APIRouter(include_in_schema=False)

PER_PAGE: Final = 50
_OFFERED: Final = (Offer(HTML), Offer(JSON))
_NAMES: Final = {
    "edm": "Europeana",
    "archive-org": "archive.org",
    "wikidata": "Wikidata",
    "register": marked("Dataset register of the Dutch network (NDE)"),
    "search-engines": marked("Search engines (Google)"),
    "music": marked("Music platforms"),
}


@dataclass(frozen=True)
class _Read:
    """What the pages tell of: a collection that is public, its member and version, and its readiness."""

    collection: Collection
    member: Member
    version: Version
    found: tuple[Readiness, ...]


@router.get("/collections/{member}/{name}/readiness")
def overview(request: Request, member: str, name: str) -> Response:
    """Tell of each platform what it would take, and what is missing in how many objects."""
    site = site_of(request)
    reader = visit(request, site.settings.language)
    chosen = selected(request, _OFFERED)
    with site.reading.now() as state:
        keep(request, state.generation.number)
        read = _read(site, state, f"{member}/{name}")
    if chosen.format is HTML:
        body = site.pages.render("readiness.html", reader, read=read, names=_names(reader), path=_path(read))
    else:
        body = _json([_told(site, read, one, reader) for one in read.found])
    return _answered(request, read, chosen.format.content_type, body, chosen.also_by(VARY))


@router.get("/collections/{member}/{name}/readiness/{target}/{code}")
def objects(request: Request, member: str, name: str, target: str, code: str) -> Response:
    """List the objects in which one thing is missing that a platform asks for, each with the row it comes from."""
    site = site_of(request)
    reader = visit(request, site.settings.language)
    chosen = selected(request, _OFFERED)
    with site.reading.now() as state:
        keep(request, state.generation.number)
        read = _read(site, state, f"{member}/{name}")
        missing = next((one.of_code(code) for one in read.found if one.target == target), None)
        page, pages = _asked(request), 0 if missing is None else -(-len(missing.objects) // PER_PAGE)
        if missing is None or not 1 <= page <= pages:
            raise HTTPException(404)
        some = listed(state.control, missing.objects.slice((page - 1) * PER_PAGE, PER_PAGE).to_list())
    if chosen.format is HTML:
        body = site.pages.render(
            "readiness_objects.html",
            reader,
            read=read,
            name=_names(reader)[target],
            message=_message(missing, reader),
            count=len(missing.objects),
            rows=[(one, site.urls.page(one.iri)) for one in some],
            path=_path(read),
            here=f"{_path(read)}/{target}/{code}",
            page=page,
            pages=pages,
        )
    else:
        body = _json(_list(site, read, missing, some, f"{_path(read)}/{target}/{code}", page, pages))
    return _answered(request, read, chosen.format.content_type, body, chosen.also_by(VARY))


def _read(site: Site, state: State, name: str) -> _Read:
    one = published_collection(state.control, name)
    if one.version is None:
        raise UnknownCollection(collection=name)
    file = site.reading.data.version_file(name, one.version.number)
    found = state.counted(
        f"readiness of {name}",
        lambda control: readiness(control, name, file, site.ids.graph(name)),
    )
    return _Read(one.collection, one.member, one.version, found)


def _asked(request: Request) -> int:
    """Give the number of the page that is asked for; 0, which there is not, for what is no number."""
    asked = request.query_params.get("page", "1")
    return int(asked) if re.fullmatch("[0-9]{1,6}", asked) else 0


def _path(read: _Read) -> str:
    return f"/collections/{read.collection.name}/readiness"


def _names(reader: Visit) -> dict[str, str]:
    return {target: reader.interface.gettext(name) for target, name in _NAMES.items()}


def _message(missing: Missing, reader: Visit) -> str:
    return missing.messages.get(reader.interface.tag) or missing.messages["en"]


def _told(site: Site, read: _Read, one: Readiness, reader: Visit) -> dict[str, Any]:
    return {
        "target": one.target,
        "name": _names(reader)[one.target],
        "objects": one.of,
        "ready": one.ready,
        "missing": [
            {
                "code": missing.code,
                "severity": missing.severity.value,
                "message": _message(missing, reader),
                "objects": len(missing.objects),
                "list": f"{site.ids.base}{_path(read)}/{one.target}/{missing.code}",
            }
            for missing in one.missing
        ],
    }


def _list(
    site: Site, read: _Read, missing: Missing, some: list[Listed], path: str, page: int, pages: int
) -> dict[str, Any]:
    return {
        "collection": read.collection.name,
        "code": missing.code,
        "total": len(missing.objects),
        "objects": [
            {"iri": one.iri, "title": one.title, "file": one.file, "sheet": one.sheet, "row": one.row}
            for one in some
        ],
        "next": f"{site.ids.base}{path}?page={page + 1}" if page < pages else None,
    }


def _json(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def _answered(request: Request, read: _Read, content_type: str, body: bytes, vary: str) -> Response:
    published = read.version.published
    return answer(request, Representation(body, content_type, published, vary=vary, cache=REVALIDATED))
