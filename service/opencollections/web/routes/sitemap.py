"""Sitemaps for search engines: an index, the pages about the network, and those of all entities, part by part."""

from collections.abc import Iterable, Iterator
from typing import Final

from fastapi import APIRouter, HTTPException, Request, Response
from starlette.responses import StreamingResponse

from ...formats.sitemap import PAGES_LIMIT, XML, Addresses, sitemap_index, urlset
from ...query import listing, sitemap
from ...store import registry
from ..cache import keep
from ..compression import Gzip, takes_gzip
from ..representations import CACHEABLE, Representation, answer, last_modified, unchanged
from ..site import Site, site_of
from ..state import State

router = APIRouter(include_in_schema=False)

INDEX: Final = "/sitemap.xml"


@router.get(INDEX)
def index(request: Request) -> Response:
    """List the sitemaps."""
    site = site_of(request)
    with site.reading.now() as state:
        keep(request, state.generation.number)
        names = ("pages", *(str(number + 1) for number in range(len(_firsts(state)))))
        published = state.generation.published
    addresses = [(f"{site.ids.base}/sitemap-{name}.xml", published) for name in names]
    return answer(request, Representation(b"".join(sitemap_index(addresses)), XML.content_type, published))


@router.get("/sitemap-pages.xml")
def pages(request: Request) -> Response:
    """List the pages about the network, its members and collections, and what their data mean."""
    site = site_of(request)
    with site.reading.now() as state:
        keep(request, state.generation.number)
        body = b"".join(urlset(_pages(site, state)))
        published = state.generation.published
    return answer(request, Representation(body, XML.content_type, published))


@router.get("/sitemap-{number:int}.xml")
def entities(request: Request, number: int) -> Response:
    """List the pages of a part of the entities, as they are read from the ledger."""
    site = site_of(request)
    with site.reading.now() as state:
        firsts = _firsts(state)
        generation = state.generation
    if not 1 <= number <= len(firsts):
        raise HTTPException(404)
    gzip = takes_gzip(request.headers.get("accept-encoding"))
    # The same generation lists the same entities, so that its number stands for the bytes.
    etag = f'"sitemap-{generation.number}-{number}{"-gzip" if gzip else ""}"'
    headers = {
        "ETag": etag,
        "Cache-Control": CACHEABLE,
        "Vary": "Accept-Encoding",
        **({"Last-Modified": last_modified(generation.published)} if generation.published else {}),
        **({"Content-Encoding": "gzip"} if gzip else {}),
    }
    if unchanged(request, etag, generation.published):
        return Response(status_code=304, headers=headers)
    if request.scope.get("head"):
        return Response(headers=headers, media_type=XML.media_type)
    keep(request, generation.number)
    pieces = urlset(_part(site, firsts[number - 1]))
    return StreamingResponse(_packed(pieces) if gzip else pieces, headers=headers, media_type=XML.media_type)


def _firsts(state: State) -> tuple[str, ...]:
    return state.counted("sitemap", lambda control: sitemap.firsts(control, PAGES_LIMIT))


def _part(site: Site, first: str) -> Iterator[tuple[str, str | None]]:
    with site.reading.now() as state:
        for iri, modified in sitemap.part(state.control, first, PAGES_LIMIT):
            page = site.urls.page(iri)
            if page is not None:
                yield site.urls.absolute(page), modified


def _pages(site: Site, state: State) -> Addresses:
    published = state.generation.published
    yield f"{site.ids.base}/", published
    for one in listing.published(state.control):
        if one.version is not None:
            yield f"{site.ids.base}/collections/{one.collection.name}", one.version.published
    yield from ((site.ids.member(member.slug), None) for member in registry.members(state.control))
    yield from ((f"{site.ids.base}/ontology/{place}", None) for place in site.ontology.terms)


def _packed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    gzip = Gzip()
    yield from filter(None, map(gzip.piece, pieces))
    yield gzip.end()
