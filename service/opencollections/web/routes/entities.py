"""Entities: behind every IRI a page for people and data for machines (``/id``, ``/page``, ``/data``)."""

from typing import Final

from fastapi import APIRouter, Request, Response

from ...errors import EntityWithdrawn, UnknownEntity
from ...formats import schema_org
from ...formats.links import in_ascii
from ...formats.negotiation import HTML, RDF, Format, demand, split_suffix
from ...store import decisions
from ..descriptions import Described, described, entity_page
from ..paths import raw_path, spellings
from ..representations import CACHEABLE, REVALIDATED, Representation, WebLink, answer, link_header
from ..site import Site, site_of
from ..state import State
from ..visits import VARY, visit

router = APIRouter(include_in_schema=False)

_VARY: Final = "Accept"


@router.get("/id/{path:path}")  # noqa: FAST003 - the decoded path has lost what %2F means
def identifier(request: Request) -> Response:
    """Send a client from a thing to the document about it that it can read (303, Cool URIs for the Semantic Web)."""
    site = site_of(request)
    path = _below(request, "/id/")
    with site.reading.now() as state:
        if (survivor := _survivor(site, state, path)) is not None:
            return _moved(site.urls.identifier(survivor))
        found = described(site, state, path, with_incoming=False)
    chosen = demand(request.headers.get("accept"), (HTML, *RDF))
    iri = found.entity.iri
    location = site.urls.page(iri) if chosen is HTML else site.urls.data(iri, chosen)
    headers = {
        "Location": location or "",
        "Vary": _VARY,
        "Cache-Control": CACHEABLE,
        "Link": link_header(_links(site, found, site.urls.data(iri))),
    }
    return Response(status_code=303, headers=headers)


@router.get("/data/{path:path}")  # noqa: FAST003 - the decoded path has lost what %2F means
def data(request: Request) -> Response:
    """Answer with the data of an entity, in the format of the suffix or else the one negotiated.

    The suffix is cut off first: ``/data/a.ttl`` is Turtle about ``a``. Only where there is no ``a`` is it
    about an entity whose own IRI ends in ``.ttl``; with one suffix more that is always reached.
    """
    site = site_of(request)
    path = _below(request, "/data/")
    with site.reading.now() as state:
        for merged, suffix in (split_suffix(path), (path, None)):
            if (survivor := _survivor(site, state, merged)) is not None:
                return _moved(site.urls.data(survivor, suffix))
        found, asked = _data_of(site, state, path)
    chosen = asked or demand(request.headers.get("accept"), RDF)
    representation = Representation(
        body=site.written(found.quads, found.entity.iri, chosen),
        content_type=chosen.content_type,
        modified=found.modified,
        vary=None if asked else _VARY,
        location=None if asked else site.urls.data(found.entity.iri, chosen),
        links=_links(site, found, site.urls.to("/ontology/profile")),
    )
    return answer(request, representation)


@router.get("/page/{path:path}")  # noqa: FAST003 - the decoded path has lost what %2F means
def page(request: Request) -> Response:
    """Answer with the page of an entity, in the reader's language as far as the data has it."""
    site = site_of(request)
    reader = visit(request, site.settings.language)
    path = _below(request, "/page/")
    with site.reading.now() as state:
        if (survivor := _survivor(site, state, path)) is not None:
            return _moved(site.urls.page(survivor))
        found = described(site, state, path, with_incoming=True)
        view = entity_page(site, state, found, reader)
        published = state.generation.published
    body = site.pages.render(
        "entity.html",
        reader,
        page=view,
        formats=[(format_, site.urls.data(view.iri, format_)) for format_ in RDF],
        described=schema_org.embedded(schema_org.thing(view, found.entity.types)),
    )
    representation = Representation(
        body=body,
        content_type=HTML.content_type,
        # Names of neighbours are part of the page, so any publish may change it.
        modified=published,
        vary=VARY,
        links=_links(site, found, site.urls.data(found.entity.iri)),
        cache=REVALIDATED,
    )
    return answer(request, representation)


def _below(request: Request, place: str) -> str:
    return raw_path(request.scope).partition(place)[2]


def _survivor(site: Site, state: State, path: str) -> str | None:
    """Give the IRI that the one of a raw path was merged into, or None where it was not."""
    merged = (decisions.survivor(state.control, site.ids.entity(spelling)) for spelling in spellings(path))
    return next(filter(None, merged), None)


def _moved(address: str | None) -> Response:
    """Send a client for good from a merged identifier to its survivor."""
    return Response(status_code=301, headers={"Location": address or "", "Cache-Control": CACHEABLE})


def _data_of(site: Site, state: State, path: str) -> tuple[Described, Format | None]:
    stem, asked = split_suffix(path)
    try:
        return described(site, state, stem, with_incoming=False), asked
    except (UnknownEntity, EntityWithdrawn) as missing:
        try:
            return described(site, state, path, with_incoming=False), None
        except UnknownEntity:
            raise missing from None


def _links(site: Site, found: Described, described_by: str | None) -> tuple[WebLink, ...]:
    iri = found.entity.iri
    alternates = [(site.urls.page(iri), HTML), *((site.urls.data(iri, format_), format_) for format_ in RDF)]
    licences = dict.fromkeys(source.licence.iri for source in found.sources)
    return (
        WebLink(in_ascii(iri), "canonical"),
        *(WebLink(href, "alternate", format_.media_type) for href, format_ in alternates if href),
        *([WebLink(described_by, "describedby")] if described_by else []),
        *(WebLink(in_ascii(licence), "license") for licence in licences),
        *(WebLink(source.collection_href, "collection") for source in found.sources),
    )
