"""Entity headers: what every answer about an entity tells in its header, so that a HEAD request is enough."""

from dataclasses import replace
from typing import Final
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode

from ..formats.links import in_ascii, is_plain
from ..formats.negotiation import HTML, JSON_LD, Format
from ..formats.profiles import Profile
from ..formats.texts import best
from ..vocabulary import LABELS
from .alternates import alternate_links, is_long, list_link
from .descriptions import Described
from .representations import WebLink, link_header
from .site import Site
from .state import State

_NAMING: Final = frozenset(LABELS)

LABEL_LIMIT: Final = 200
"""Characters of a name that a header has room for."""

_STAND_IN: Final = "PATH-OF-THE-ENTITY"


def link_field(
    site: Site, state: State, of: Described, profile: Profile | None, format_: Format = HTML
) -> str:
    """Give the value of ``Link`` for an answer in a format.

    For all that the same collections tell of, it differs by nothing but the path, and is made once.
    """
    path, data = site.ids.path(of.entity.iri), site.data(of.entity.iri)
    if path is None or not is_plain(path) or is_long(data):
        return link_header(_links(site, of, profile, format_))
    told_by = " ".join(source.graph for source in of.sources)
    form = f"{format_.suffix} {profile.token if profile else ''}"
    pattern = state.counted(
        f"links {form} {told_by}",
        lambda _: link_header(_links(site, _stand_in(site, of), profile, format_)),
    )
    return pattern.replace(_STAND_IN, path)


def _stand_in(site: Site, of: Described) -> Described:
    return replace(of, entity=replace(of.entity, iri=site.ids.entity(_STAND_IN)))


def _links(site: Site, of: Described, profile: Profile | None, format_: Format = HTML) -> tuple[WebLink, ...]:
    """Link from an answer in a format to the other forms of an entity, to its profile, licences and collections.

    Everything stated is linked in each format, the other profiles in the format that they are mostly read in;
    ``_profile=alt`` lists the rest, with the short names of profiles: proxies have little room for headers, and
    nginx gives up at four kilobytes. A page has no profile.
    """
    iri = of.entity.iri
    page, described_by = site.urls.page(iri), site.urls.to("/ontology/profile")
    return (
        WebLink(in_ascii(iri), "canonical"),
        *([WebLink(profile.iri, "profile")] if profile else []),
        *_forms(site, iri, page, format_),
        WebLink(described_by if profile else site.urls.data(iri) or described_by, "describedby"),
        *(
            WebLink(in_ascii(licence), "license")
            for licence in dict.fromkeys(s.licence.iri for s in of.sources)
        ),
        *(WebLink(source.collection_href, "collection") for source in of.sources),
    )


def _forms(site: Site, iri: str, page: str | None, format_: Format) -> list[WebLink]:
    if format_ is JSON_LD:
        return [list_link(site.data(iri))]
    to_page = [WebLink(page, "alternate", HTML.media_type)] if page else []
    return [*to_page, *alternate_links(site.data(iri), all_formats=False)]


def label_headers(of: Described) -> dict[str, str]:
    """Give the name of an entity: encoded, and as it is where it needs no encoding."""
    found = _label(of)
    if not found:
        return {}
    encoded = {"X-PrefLabel-Encoded": quote(found, safe=" ,.:;()[]'!?&/+=@#*-_~")}
    return encoded | ({"X-PrefLabel": found} if found.isascii() and found.isprintable() else {})


def _label(of: Described) -> str:
    """Give the name in the language of the collection that the entity comes from, or in English, or in any."""
    languages = (*(source.language for source in of.sources), "en")
    thing, named = NamedNode(of.entity.iri), dict[str, list[Literal]]()
    for quad in of.entity.quads:
        property_ = quad.predicate.value
        if property_ in _NAMING and isinstance(name := quad.object, Literal) and quad.subject == thing:
            named.setdefault(property_, []).append(name)
    literals = next((named[one] for one in LABELS if one in named), [])
    found = best(literals, languages)
    return " ".join(found.text.split())[:LABEL_LIMIT] if found else ""
