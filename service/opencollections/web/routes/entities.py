"""Entities: behind every IRI a page for people and data for machines (``/id``, ``/page``, ``/data``)."""

from collections.abc import Callable

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from ...errors import NotOffered
from ...formats import schema_org
from ...formats.negotiation import HTML, RDF, Format, split_suffix
from ...formats.offers import Offer
from ...query.quality import object_quality
from ...store import decisions
from ..alternates import alternates
from ..cache import keep
from ..descriptions import Described, data_of, describe, described, entity_page, known
from ..entity_headers import label_headers, link_field
from ..paths import raw_path, spellings
from ..representations import CACHEABLE, REVALIDATED, Representation, answer
from ..selection import Selection, choices, names_form, selected, wants_alternates, ways
from ..site import Site, site_of
from ..state import State
from ..visits import VARY, visit

router = APIRouter(include_in_schema=False)


async def identifier(request: Request) -> Response:
    """Send a client from a thing to the document about it that it can read (303, Cool URIs for the Semantic Web)."""
    return await _answered(_identifier, request)


async def data(request: Request) -> Response:
    """Answer with the data of an entity, in the format and the profile of the address or else those negotiated.

    The suffix is cut off first: ``/data/a.ttl`` is Turtle about ``a``. Only where there is no ``a`` is it
    about an entity whose own IRI ends in ``.ttl``; with one suffix more that is always reached.
    """
    return await _answered(_data, request)


async def page(request: Request) -> Response:
    """Answer with the page of an entity, in the reader's language as far as the data has it."""
    return await _answered(_page, request)


# Plain routes: what the framework does for parameters takes longer than the answer. The decoded path has lost
# what %2F means, so the path is read from the request.
router.add_route("/id/{path:path}", identifier, methods=["GET"])
router.add_route("/data/{path:path}", data, methods=["GET"])
router.add_route("/page/{path:path}", page, methods=["GET"])


async def _answered(route: Callable[[Site, Request], Response], request: Request) -> Response:
    """Answer at once where the engine is in this process.

    A look-up takes less than the way to another thread. A page takes a millisecond or two, and in threads several of
    them would keep each other, and everything else, waiting for the interpreter.
    """
    site = site_of(request)
    if site.settings.engine == "embedded":
        return route(site, request)
    return await run_in_threadpool(route, site, request)


def _identifier(site: Site, request: Request) -> Response:
    path = _below(request, "/id/")
    with site.reading.now() as state:
        keep(request, state.generation.number)
        if (survivor := _survivor(site, state, path)) is not None:
            return _moved(site.urls.identifier(survivor))
        found = described(site, state, path)
        if wants_alternates(request):
            data = site.urls.data(found.entity.iri)
            return Response(status_code=303, headers={"Location": f"{data}?_profile=alt"})
        return _see(site, state, found, selected(request, _documents(site)))


def _documents(site: Site) -> tuple[Offer, ...]:
    """Give the documents about an entity: its page, and its data in every form."""
    return (Offer(HTML, site.full), *site.models.offers)


def _see(site: Site, state: State, found: Described, chosen: Selection) -> Response:
    """Send a client to the document about an entity that it chose."""
    iri = found.entity.iri
    data = site.data(iri).href(chosen.format, chosen.profile)
    location = site.urls.page(iri) if chosen.format is HTML else data
    headers = {
        "Location": location or "",
        "Cache-Control": CACHEABLE,
        "Link": link_field(site, state, found, None),
        **({"Vary": chosen.vary} if chosen.vary else {}),
        **label_headers(found),
    }
    return Response(status_code=303, headers=headers)


def _data(site: Site, request: Request) -> Response:
    path = _below(request, "/data/")
    with site.reading.now() as state:
        keep(request, state.generation.number)
        found = _found(site, state, path)
        if not isinstance(found, tuple):
            return _moved(found)
        about, suffix = found
        if wants_alternates(request):
            return alternates(request, site.data(about.entity.iri), about.modified, suffix)
        chosen = selected(request, site.models.offers, suffix)
        body = data_of(site, state, about, chosen.format, chosen.profile)
        link = link_field(site, state, about, chosen.profile, chosen.format)
    if body is None:
        full = [offer for offer in site.models.offers if offer.profile is site.full]
        raise NotOffered(known=choices(full), ways=ways(request, full, suffix))
    location = site.data(about.entity.iri).href(chosen.format, chosen.profile)
    return answer(
        request,
        Representation(
            body=body,
            content_type=chosen.format.content_type,
            modified=about.modified,
            vary=chosen.vary,
            location=location if chosen.is_negotiated else None,
            headers={"Link": link, **label_headers(about)},
        ),
    )


def _found(site: Site, state: State, path: str) -> tuple[Described, Format | None] | str | None:
    """Find what the path of data is about, and in which format; or the address of what it was merged into."""
    readings = dict.fromkeys([split_suffix(path), (path, None)])
    for stem, suffix in readings:
        if (entity := known(site, state, stem)) is not None:
            return describe(site, state, entity), suffix
    for stem, suffix in readings:
        if (survivor := _survivor(site, state, stem)) is not None:
            return site.urls.data(survivor, suffix)
    # Nothing is there; what it says of that is about the path without its suffix.
    return described(site, state, next(iter(readings))[0]), None


def _page(site: Site, request: Request) -> Response:
    reader = visit(request, site.settings.language)
    path = _below(request, "/page/")
    with site.reading.now() as state:
        keep(request, state.generation.number)
        if (survivor := _survivor(site, state, path)) is not None:
            return _moved(site.urls.page(survivor))
        found = described(site, state, path, with_incoming=True)
        if wants_alternates(request):
            return alternates(request, site.data(found.entity.iri), found.modified)
        if names_form(request):
            # Who reads a page has its address at hand, and may ask there for the data.
            chosen = selected(request, _documents(site))
            if chosen.format is not HTML:
                return _see(site, state, found, chosen)
        view = entity_page(site, state, found, reader)
        quality = object_quality(state.control, found.entity.iri)
        published = state.generation.published
        link = link_field(site, state, found, None)
    body = site.pages.render(
        "entity.html",
        reader,
        page=view,
        quality=quality,
        formats=[(format_, site.urls.data(view.iri, format_)) for format_ in RDF],
        described=schema_org.embedded(schema_org.thing(view, found.entity.types)),
    )
    representation = Representation(
        body=body,
        content_type=HTML.content_type,
        # Names of neighbours are part of the page, so any publish may change it.
        modified=published,
        vary=VARY,
        cache=REVALIDATED,
        headers={"Link": link, **label_headers(found)},
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
