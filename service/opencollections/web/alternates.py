"""Alternates: the list of the profiles and formats that something can be asked for (``_profile=alt``)."""

import json
from collections.abc import Sequence
from typing import Any, Final

from fastapi import Request, Response

from ..formats.interface import marked
from ..formats.negotiation import HTML, JSON, JSON_LD, Format
from ..formats.offers import Offer, Resource
from ..formats.profiles import PROF, Profile
from .representations import Representation, WebLink, answer
from .selection import ALTERNATES, PROFILE, selected
from .site import site_of
from .visits import VARY, visit

IRI: Final = "http://www.w3.org/ns/dx/connegp/altr"
"""The profile of such a list (Content Negotiation by Profile §6)."""

LINKS_LIMIT: Final = 1_200
"""Characters of the addresses of one list of links in a header, for which proxies have little room."""

_LISTED: Final = (Offer(JSON), Offer(HTML))


def alternates(
    request: Request, of: Resource, modified: str | None, suffix: Format | None = None
) -> Response:
    """Answer with the list, as a page or as JSON; its Link header says the same in the grammar of the standard."""
    chosen = selected(request, _LISTED, suffix)
    links = alternate_links(of, all_formats=True)
    is_page = chosen.format is HTML
    vary = [chosen.vary, VARY if is_page else None]
    return answer(
        request,
        Representation(
            body=_page(request, of, links) if is_page else _document(of),
            content_type=chosen.format.content_type,
            modified=modified,
            vary=", ".join(filter(None, vary)) or None,
            links=(WebLink(IRI, "profile"), *links, *tokens(of.models.profiles)),
        ),
    )


def alternate_links(of: Resource, *, all_formats: bool) -> list[WebLink]:
    """Link to the data in the full profile, and in the other profiles in one format or in all.

    Where the address is too long to be repeated for each, the list of all of them is linked instead.
    """
    if not all_formats and is_long(of):
        return [list_link(of)]
    return [
        WebLink(f"{of.address}{end}", "alternate", offer.format.media_type, offer.profile.iri)
        for offer, end in (of.models.endings if all_formats else of.models.main_endings)
        if offer.profile
    ]


def is_long(of: Resource) -> bool:
    """Tell whether an address is too long to be repeated for each profile."""
    return len(of.address) * len(of.models.main_endings) > LINKS_LIMIT


def list_link(of: Resource) -> WebLink:
    """Link to the list of all profiles and formats.

    It is the one alternate of a JSON-LD document. Of several, rdflib takes the first other JSON-LD for the document
    that it asked for, which would be another model, and pyld reads none.
    """
    return WebLink(f"{of.address}?{PROFILE}={ALTERNATES}", "alternate", JSON.media_type, IRI)


def format_links(formats: Sequence[tuple[Format, str]], chosen: Format) -> list[WebLink]:
    """Link to the same in several formats, each at an address of its own.

    To none where these are too long, and none from JSON-LD: see ``list_link``.
    """
    if chosen is JSON_LD or sum(len(href) for _, href in formats) > LINKS_LIMIT:
        return []
    return [WebLink(href, "alternate", format_.media_type) for format_, href in formats]


def tokens(profiles: Sequence[Profile]) -> tuple[WebLink, ...]:
    """Tell the short names of profiles, in the grammar of Content Negotiation by Profile (§7.2)."""
    return tuple(WebLink(f"{PROF}Profile", "type", anchor=one.iri, token=one.token) for one in profiles)


def _document(of: Resource) -> bytes:
    document: dict[str, Any] = {
        "resource": of.iri,
        "profiles": [
            {
                "token": profile.token,
                "uri": profile.iri,
                "also": sorted(profile.names - {profile.iri}),
                "title": profile.titles,
                "default": profile.formats[0].media_type,
                "mediatypes": {one.media_type: of.href(one, profile) for one in profile.formats},
            }
            for profile in of.models.profiles
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def _page(request: Request, of: Resource, links: Sequence[WebLink]) -> bytes:
    site = site_of(request)
    reader = visit(request, site.settings.language)
    titles = {profile.iri: profile.titles for profile in of.models.profiles}
    listed = []
    for link in links:
        title = titles[link.profile or ""]
        listed.append((f"{title.get(reader.interface.tag) or title['en']}: {link.media_type}", link.href))
    heading = reader.interface.gettext(marked("Every form of this data"))
    return site.pages.render("index.html", reader, title=heading, about=of.iri, files=listed)
