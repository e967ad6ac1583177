"""Browsing: the start page and the search, for people, and the search for programs too."""

import json
from collections.abc import Iterable
from typing import Any, Final

from fastapi import APIRouter, Request, Response

from ...errors import NotOffered
from ...formats import hydra, schema_org
from ...formats.negotiation import BY_SUFFIX, HTML, JSON, RDF, Format
from ...formats.offers import Offer
from ...query import listing
from ..alternates import format_links
from ..cache import keep
from ..catalogues import catalogue
from ..findings_page import FindingsPage, findings, findings_page
from ..overview import overview
from ..representations import REVALIDATED, Representation, WebLink, answer
from ..search_address import SearchAddress, search_address
from ..selection import Selection, selected, ways
from ..site import Site, site_of
from ..visits import VARY, visit

router = APIRouter(include_in_schema=False)

_OFFERED: Final = tuple(Offer(format_) for format_ in (HTML, JSON, *RDF))
_ADDRESSES: Final = ("http://", "https://")


@router.get("/")
def start(request: Request) -> Response:
    """Answer with the start page: what the network is, its size, its collections and its newest objects."""
    site = site_of(request)
    reader = visit(request, site.settings.language)
    with site.reading.now() as state:
        keep(request, state.generation.number)
        described = catalogue(site, state)
        public = [one for one in listing.published(state.control) if one.version is not None]
        body = site.pages.render(
            "start.html",
            reader,
            numbers=state.counted("numbers", listing.numbers),
            collections=public,
            overview=overview(site, state, reader),
            described=schema_org.embedded(schema_org.catalogue(described)),
        )
        published = state.generation.published
    links = (WebLink(site.urls.to("/catalog"), "describedby"),)
    return answer(
        request,
        Representation(body, HTML.content_type, published, vary=VARY, links=links, cache=REVALIDATED),
    )


@router.get("/search")
def found(request: Request) -> Response:
    """Answer with what a search finds, one page of it; an address in the search box leads to what it is."""
    site = site_of(request)
    address = search_address(request, site.urls.to("/search"))
    text = address.wish.text
    if text.startswith(_ADDRESSES) and " " not in text:
        return Response(status_code=303, headers={"Location": site.urls.about(text)})
    reader = visit(request, site.settings.language)
    selection = _selected(request)
    chosen = selection.format
    with site.reading.now() as state:
        keep(request, state.generation.number)
        page = findings_page(site, state, address, findings(state, address), reader)
        published = state.generation.published
    if chosen is HTML:
        body = site.pages.render(
            "search.html", reader, page=page, formats=(JSON, *RDF), described=_described(site, page)
        )
    elif chosen is JSON:
        body = _json(site, page)
    else:
        body = site.written(_quads(site, page), site.urls.absolute(_first(address).href()), chosen)
    vary = selection.also_by(VARY)
    links = _links(page, chosen)
    return answer(
        request,
        Representation(body, chosen.content_type, published, vary=vary, links=links, cache=REVALIDATED),
    )


def _selected(request: Request) -> Selection:
    """Select by ``format``, the short name of a format, or else as everywhere; raise NotOffered."""
    asked = request.query_params.get("format")
    if asked is None:
        return selected(request, _OFFERED)
    named = {"html": HTML, "json": JSON, **BY_SUFFIX}
    if asked not in named:
        raise NotOffered(known=", ".join(named), ways=ways(request, _OFFERED))
    return Selection(named[asked], None, None)


def _first(address: SearchAddress) -> SearchAddress:
    return address.anew()


def _json(site: Site, page: FindingsPage) -> bytes:
    found = page.found
    document: dict[str, Any] = {
        "query": page.address.wish.text,
        "total": found.total,
        "at_least": found.at_least,
        "first": found.first,
        "results": [
            {
                "iri": row.iri,
                "title": row.title.text,
                "language": row.title.language,
                "type": row.type,
                "member": row.member,
                "picture": row.picture,
            }
            for row in page.rows
        ],
        "facets": {
            view.name: [
                {"value": one.value, "label": one.label.text, "count": one.count} for one in view.values
            ]
            for view in page.facets
        },
        "next": _turned(site, page.address.at(found.after)),
        "previous": _turned(site, page.address.at(found.before)),
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def _turned(site: Site, to: SearchAddress | None) -> str | None:
    """Give the address of another page of the same list, in the same format."""
    return None if to is None else site.urls.absolute(to.href(format=JSON.suffix))


def _links(page: FindingsPage, chosen: Format) -> tuple[WebLink, ...]:
    """Link to the list in other formats, and to the pages beside this one."""
    turns = (("next", page.next), ("prev", page.previous))
    formats = [(format_, page.address.href(format=format_.suffix)) for format_ in (JSON, *RDF)]
    return (*format_links(formats, chosen), *(WebLink(href, rel) for rel, href in turns if href))


def _described(site: Site, page: FindingsPage) -> str:
    listed = ((row.iri, row.title) for row in page.rows)
    address = site.urls.absolute(page.address.href())
    return schema_org.embedded(schema_org.results(address, page.found.first, page.found.total, listed))


def _quads(site: Site, page: FindingsPage) -> Iterable[Any]:
    """Describe the page for programs that follow Hydra."""
    first = site.urls.absolute(_first(page.address).href())
    titles = {row.iri: row.title for row in page.rows}
    return hydra.page(
        collection=f"{first}#results",
        view=site.urls.absolute(page.address.href()),
        first=first,
        total=page.found.total,
        members=[(one.iri, titles[one.iri], one.type) for one in page.found.things],
        next_=page.next and site.urls.absolute(page.next),
        previous=page.previous and site.urls.absolute(page.previous),
    )
