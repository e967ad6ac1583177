"""Alternates: the list of the profiles and formats that an entity can be asked for (``_profile=alt``)."""

import json
from typing import Any, Final

from fastapi import Request, Response

from ..formats.negotiation import HTML
from .descriptions import Described
from .entity_headers import alternate_links, tokens
from .representations import Representation, WebLink, answer
from .selection import Selection
from .site import Site
from .visits import VARY, visit

IRI: Final = "http://www.w3.org/ns/dx/connegp/altr"
"""The profile of such a list (Content Negotiation by Profile §6)."""


def alternates(request: Request, site: Site, of: Described, chosen: Selection) -> Response:
    """Answer with the list, as a page or as JSON; its Link header says the same in the grammar of the standard."""
    iri = of.entity.iri
    links = alternate_links(site, iri, all_formats=True)
    is_page = chosen.format is HTML
    vary = [chosen.vary, VARY if is_page else None]
    return answer(
        request,
        Representation(
            body=_page(request, site, iri, links) if is_page else _document(site, iri),
            content_type=chosen.format.content_type,
            modified=of.modified,
            vary=", ".join(filter(None, vary)) or None,
            links=(WebLink(IRI, "profile"), *links, *tokens(site.profiles)),
        ),
    )


def _document(site: Site, iri: str) -> bytes:
    document: dict[str, Any] = {
        "resource": iri,
        "profiles": [
            {
                "token": profile.token,
                "uri": profile.iri,
                "also": sorted(profile.names - {profile.iri}),
                "title": profile.titles,
                "default": profile.formats[0].media_type,
                "mediatypes": {one.media_type: site.data_url(iri, one, profile) for one in profile.formats},
            }
            for profile in site.profiles
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def _page(request: Request, site: Site, iri: str, links: list[WebLink]) -> bytes:
    titles = {profile.iri: profile.titles for profile in site.profiles}
    reader = visit(request, site.settings.language)
    listed = [
        (
            f"{titles[link.profile or ''].get(reader.interface.tag) or titles[link.profile or '']['en']}: {link.media_type}",
            link.href,
        )
        for link in links
    ]
    return site.pages.render("index.html", reader, title=iri, folder="", files=listed)
