"""About: what the network says of any IRI, also of one that is somebody else's."""

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response

from ...errors import UnknownEntity
from ...formats import schema_org
from ...formats.negotiation import HTML, RDF
from ...iris import checked_iri
from ...query.entity import entity
from ..alternates import format_links
from ..cache import keep
from ..descriptions import describe, entity_page
from ..paths import raw_path
from ..representations import CACHEABLE, REVALIDATED, Representation, answer
from ..selection import DESCRIPTIONS, MEDIA_TYPE, selected
from ..site import Site, site_of
from ..visits import VARY, visit

router = APIRouter(include_in_schema=False)

DESCRIBED: Final = ("/catalog", "/members/", "/collections/", "/graph/", "/ontology/")
"""Beginnings of the addresses of what describes itself, and is no entity."""


@router.get("/about")
def about(request: Request, iri: Annotated[str, Query(max_length=4_000)] = "") -> Response:
    """Answer with what is stated of an IRI and what refers to it.

    What has a page of its own here is told there.
    """
    site, iri = site_of(request), iri.strip()
    checked_iri(iri)
    own = _own_page(site, iri)
    if own is not None:
        return Response(status_code=303, headers={"Location": own})
    selection = selected(request, DESCRIPTIONS)
    chosen = selection.format
    reader = visit(request, site.settings.language)
    with site.reading.now() as state:
        keep(request, state.generation.number)
        found = entity(state.generation.engine, iri)
        if found is None:
            raise UnknownEntity(iri=iri)
        described = describe(site, state, found)
        view = entity_page(site, state, described, reader)
        formats = [(format_, f"{site.urls.about(iri)}&{MEDIA_TYPE}={format_.suffix}") for format_ in RDF]
        published = state.generation.published
    if chosen is HTML:
        body = site.pages.render(
            "entity.html",
            reader,
            page=view,
            quality=None,
            formats=formats,
            described=schema_org.embedded(schema_org.thing(view, found.types)),
        )
    else:
        body = site.written((*described.quads, *found.incoming), iri, chosen)
    cache = REVALIDATED if chosen is HTML else CACHEABLE
    vary = selection.also_by(VARY) if chosen is HTML else selection.vary
    links = tuple(format_links(formats, chosen))
    return answer(
        request, Representation(body, chosen.content_type, published, vary=vary, links=links, cache=cache)
    )


def nameless(request: Request) -> Response:
    """Send a client from a node that its file gave no name (RDF 1.1 §3.5) to what is stated of it."""
    site = site_of(request)
    iri = site.urls.absolute(raw_path(request.scope))
    return Response(status_code=303, headers={"Location": site.urls.about(iri)})


# A plain route: the decoded path has lost what %2F means, so the path is read from the request.
router.add_route("/.well-known/genid/{path:path}", nameless, methods=["GET"])


def _own_page(site: Site, iri: str) -> str | None:
    """Give the address of the page that an IRI has here: of an entity, a term, a member, a collection or a document."""
    place = site.ontology.places.get(iri)
    if place is not None:
        return site.urls.to(f"/ontology/{place}")
    described = iri.startswith(tuple(site.ids.base + path for path in DESCRIBED))
    return site.urls.href(iri) if described else site.urls.page(iri)
