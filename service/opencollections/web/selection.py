"""Selection: which of the representations on offer a request gets, by its address or else by its headers.

A suffix or ``_mediatype`` names the format and ``_profile`` the profile (Content Negotiation by Profile §8.3), for
people and clients that cannot set headers; what the address does not say, Accept and Accept-Profile do.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from fastapi import Request

from ..errors import NotOffered
from ..formats.negotiation import HTML, RDF, Format
from ..formats.offers import Offer, chosen
from ..formats.profiles import Profile
from ..query.results import ResultFormat
from .paths import raw_path
from .visits import visit

MEDIA_TYPE: Final = "_mediatype"
PROFILE: Final = "_profile"
ALTERNATES: Final = "alt"
"""The value of ``_profile`` that asks for the list of all profiles."""


FORMAT: Final = "format"
"""What searches and queries have instead of ``_mediatype``."""

REPEATED_LIMIT: Final = 2_000
"""Characters of the query of an address that is repeated for each choice."""


DESCRIPTIONS: Final = tuple(Offer(format_) for format_ in (HTML, *RDF))
"""What is a page for people and data for machines."""

DATA: Final = tuple(Offer(format_) for format_ in RDF)


@dataclass(frozen=True, slots=True)
class Selection:
    """What a request gets, and the names of the headers that decided."""

    format: Format
    profile: Profile | None
    vary: str | None

    def also_by(self, names: str) -> str:
        """Give what a page varies by, which is in a reader's language."""
        return f"{self.vary}, {names}" if self.vary else names

    @property
    def is_negotiated(self) -> bool:
        """Whether another client may get something else from the same address."""
        return self.vary is not None


@dataclass(frozen=True, slots=True)
class Way:
    """A way to something that is offered: its format in words, and the address that has it for everybody.

    ``profile`` is the short name of its profile, and ``title`` is what that is called.
    """

    words: str
    media_type: str
    profile: str | None
    title: str
    href: str


def selected(request: Request, offers: Sequence[Offer], suffix: Format | None = None) -> Selection:
    """Select for a request; with a suffix only the address counts. Raises NotOffered, which lists the choices."""
    if suffix is not None and is_bare(request):
        for offer in offers:
            if offer.format is suffix:
                return Selection(offer.format, offer.profile, None)
    media_type, profile = _named(request)
    if suffix is not None:
        media_type = suffix.suffix
    if profile == ALTERNATES:
        profile = None
    # An address with a suffix means the same to everybody, so that it can be cited and kept.
    by_profile = profile is None and suffix is None and offers[0].profile is not None
    varied = ["Accept"] * (media_type is None) + ["Accept-Profile"] * by_profile
    wanted = [
        request.headers.get(name.lower()) if name in varied else None for name in ("Accept", "Accept-Profile")
    ]
    found = chosen(_named_among(offers, media_type, profile), *wanted)
    if found is None:
        raise NotOffered(known=choices(offers), ways=ways(request, offers, suffix))
    return Selection(found.format, found.profile, ", ".join(varied) or None)


def ways(request: Request, offers: Iterable[Offer], suffix: Format | None = None) -> tuple[Way, ...]:
    """Give the ways to what is offered at an address; one too long to be repeated for each has none."""
    path = raw_path(request.scope).removesuffix(f".{suffix.suffix}" if suffix else "")
    kept = _kept(request)
    if kept is None:
        return ()
    language = visit(request, "en").interface.tag

    def way(offer: Offer) -> Way:
        token = offer.profile.token if offer.profile else None
        asked = [(MEDIA_TYPE, offer.format.suffix), *([(PROFILE, token)] if token else [])]
        titles = offer.profile.titles if offer.profile else {}
        title = titles.get(language) or titles.get("en", token or "")
        href = f"{path}?{urlencode([*kept, *asked])}"
        return Way(offer.format.words, offer.format.media_type, token, title, href)

    return tuple(map(way, offers))


def ways_of_answer(request: Request, formats: Iterable[ResultFormat]) -> tuple[Way, ...]:
    """Give the ways to the formats of an answer to a query, where its address is not too long for that."""
    path, kept = raw_path(request.scope), _kept(request)
    if kept is None or request.method != "GET":
        return ()
    asked = ((one, urlencode([*kept, (FORMAT, one.name)])) for one in formats)
    return tuple(Way(one.name, one.media_type, None, "", f"{path}?{query}") for one, query in asked)


def _kept(request: Request) -> list[tuple[str, str]] | None:
    """Give what an address asks for beside the form of the answer; None where it is too long to be repeated."""
    named = {MEDIA_TYPE, PROFILE, FORMAT}
    if len(request.scope["query_string"]) > REPEATED_LIMIT:
        return None
    return [(name, value) for name, value in request.query_params.multi_items() if name not in named]


def choices(offers: Iterable[Offer]) -> str:
    """List what is offered, for people."""
    listed: dict[str, list[str]] = {}
    for offer in offers:
        format_ = f"{offer.format.media_type} (.{offer.format.suffix})"
        listed.setdefault(offer.profile.token if offer.profile else "", []).append(format_)
    return "; ".join(
        f"{token}: {', '.join(them)}" if token else ", ".join(them) for token, them in listed.items()
    )


def _named_among(offers: Sequence[Offer], media_type: str | None, profile: str | None) -> Sequence[Offer]:
    if media_type is not None:
        offers = [one for one in offers if media_type in (one.format.suffix, one.format.media_type)]
    if profile is not None:
        offers = [one for one in offers if profile in one.names]
    return offers


def wants_alternates(request: Request) -> bool:
    """Tell whether a request asks what there is instead of asking for it."""
    return _named(request)[1] == ALTERNATES


def names_form(request: Request) -> bool:
    """Tell whether an address names the format or the profile that is wanted."""
    return any(_named(request))


def is_bare(request: Request) -> bool:
    """Tell whether an address has nothing after the path, as nearly all have."""
    return not request.scope["query_string"]


def _named(request: Request) -> tuple[str | None, str | None]:
    if is_bare(request):
        return None, None
    asked = request.query_params
    media_type = asked.get(MEDIA_TYPE)
    # A plus that nobody encoded arrives as a blank, which no media type has.
    return media_type and media_type.strip().replace(" ", "+").lower(), asked.get(PROFILE)
