"""Browsing: the start page and the search, for people, and the search for programs too."""

import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response

from ...errors import UnknownFormat
from ...formats import schema_org
from ...formats.negotiation import HTML, JSON, Format, demand
from ...query import listing
from ...query.listing import Published
from ...query.newest import newest
from ...query.search import Hit, Hits, search
from ...store import registry
from ...store.control import Control
from ..catalogues import catalogue
from ..listings import Row, main_type, row
from ..representations import REVALIDATED, Representation, WebLink, answer
from ..site import Site, site_of
from ..state import State

router = APIRouter(include_in_schema=False)

PAGE_SIZE: Final = 24
OFFSET_LIMIT: Final = 10_000
NEWEST: Final = 10


@router.get("/")
def start(request: Request) -> Response:
    """Answer with the start page: what the network is, its size, its collections and its newest objects."""
    site = site_of(request)
    with site.reading.now() as state:
        described = catalogue(site, state)
        public = [one for one in listing.published(state.control) if one.version is not None]
        newest_hits = state.counted("newest", lambda control: _newest(control, public))
        body = site.pages.render(
            "start.html",
            numbers=state.counted("numbers", listing.numbers),
            collections=public,
            newest=[replace(one, type=None) for one in _rows(site, state, newest_hits)],
            described=schema_org.embedded(schema_org.catalogue(described)),
        )
        published = state.generation.published
    links = (WebLink(site.urls.to("/catalog"), "describedby"),)
    return answer(request, Representation(body, HTML.content_type, published, links=links, cache=REVALIDATED))


@router.get("/search")
def found(
    request: Request,
    q: Annotated[str, Query(max_length=500)] = "",
    offset: Annotated[int, Query(ge=0, le=OFFSET_LIMIT)] = 0,
    format_: Annotated[str | None, Query(alias="format")] = None,
) -> Response:
    """Answer with what a search finds, one page of it."""
    site = site_of(request)
    chosen = _chosen(request, format_)
    with site.reading.now() as state:
        hits = search(state.control, q, limit=PAGE_SIZE, offset=offset)
        listed = _rows(site, state, hits.hits)
        published = state.generation.published
    asked = q.strip()
    body = _json(asked, hits, listed, offset) if chosen is JSON else _page(site, asked, hits, listed, offset)
    vary = None if format_ else "Accept"
    return answer(request, Representation(body, chosen.content_type, published, vary=vary, cache=REVALIDATED))


def _chosen(request: Request, asked: str | None) -> Format:
    if asked is None:
        return demand(request.headers.get("accept"), (HTML, JSON))
    named = {"html": HTML, "json": JSON}.get(asked)
    if named is None:
        raise UnknownFormat(format=asked[:50], known="html, json")
    return named


def _rows(site: Site, state: State, hits: Iterable[Hit]) -> list[Row]:
    names = {member.slug: member.name for member in registry.members(state.control)}
    return [
        row(site, hit.iri, hit.title, hit.type, names.get(hit.collection.partition("/")[0])) for hit in hits
    ]


def _json(q: str, hits: Hits, rows: list[Row], offset: int) -> bytes:
    shown = [{key: value for key, value in asdict(row).items() if key != "href"} for row in rows]
    document = {"query": q, "total": hits.total, "offset": offset, "results": shown}
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def _page(site: Site, q: str, hits: Hits, rows: list[Row], offset: int) -> bytes:
    return site.pages.render(
        "search.html", q=q, total=hits.total, rows=rows, offset=offset, size=PAGE_SIZE, last=OFFSET_LIMIT
    )


def _newest(control: Control, collections: Iterable[Published]) -> list[Hit]:
    """Give the newest objects of each collection, those that were published last first."""
    of_type = main_type(listing.types(control))
    latest = sorted(collections, key=lambda one: one.version.published if one.version else "", reverse=True)
    names = [one.collection.name for one in latest[:NEWEST]]
    return (
        newest(control, names, of_type, 1 + NEWEST // (2 * len(names)))[:NEWEST] if of_type and names else []
    )
