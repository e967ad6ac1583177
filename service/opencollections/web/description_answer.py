"""Answers that describe: a page for people, and data for machines in each profile that there is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from fastapi import Request, Response
from pyoxigraph import Quad

from ..errors import NotOffered
from ..formats.negotiation import HTML, JSON_LD, Format
from ..formats.offers import Offer, Resource
from ..formats.profiles import Profile
from .alternates import alternate_links, alternates, list_link
from .representations import CACHEABLE, REVALIDATED, Representation, WebLink, answer
from .selection import Selection, choices, selected, wants_alternates
from .site import site_of
from .visits import VARY


@dataclass(frozen=True)
class Description:
    """What is told of something: its statements, and how its page is made; ``modified`` is an ISO time.

    ``page`` is None where data alone is offered.
    """

    of: Resource
    quads: Callable[[], Iterable[Quad]]
    page: Callable[[], bytes] | None
    modified: str | None = None
    links: tuple[WebLink, ...] = ()


def described(request: Request, found: Description, suffix: Format | None = None) -> Response:
    """Answer with what a request wants of a description; raise NotOffered, which lists the choices."""
    if wants_alternates(request):
        return alternates(request, found.of, found.modified, suffix)
    page = (Offer(HTML, found.of.models.profiles[0]),) if found.page is not None else ()
    chosen = selected(request, (*page, *found.of.models.offers), suffix)
    if found.page is not None and chosen.format is HTML:
        return answer(request, _page(found, found.page(), chosen))
    return answer(request, _data(request, found, chosen))


def _page(found: Description, body: bytes, chosen: Selection) -> Representation:
    return Representation(
        body=body,
        content_type=HTML.content_type,
        modified=found.modified,
        vary=chosen.also_by(VARY),
        links=_links(found, None, HTML),
        cache=REVALIDATED,
    )


def _data(request: Request, found: Description, chosen: Selection) -> Representation:
    site, of = site_of(request), found.of
    profile = chosen.profile or of.models.profiles[0]
    if profile.is_full:
        body: bytes | None = site.written(found.quads(), of.iri, chosen.format)
    else:
        body = site.told(found.quads(), of.iri, chosen.format, profile)
    if body is None:
        raise NotOffered(known=choices(of.models.offers))
    return Representation(
        body=body,
        content_type=chosen.format.content_type,
        modified=found.modified,
        vary=chosen.vary,
        location=of.href(chosen.format, profile) if chosen.is_negotiated else None,
        links=_links(found, profile, chosen.format),
        cache=CACHEABLE,
    )


def _links(found: Description, profile: Profile | None, format_: Format) -> tuple[WebLink, ...]:
    is_json_ld = format_ is JSON_LD
    return (
        *found.links,
        *([WebLink(profile.iri, "profile")] if profile else []),
        *([list_link(found.of)] if is_json_ld else alternate_links(found.of, all_formats=False)),
    )
