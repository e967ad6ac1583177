"""Links: where an IRI leads on a page, whether that leaves the network, and what it is called without a label."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from ..iris import Identifiers
from .negotiation import Format
from .texts import Text

AUTHORITIES: Final = {
    "wikidata.org": "Wikidata",
    "viaf.org": "VIAF",
    "isni.org": "ISNI",
    "orcid.org": "ORCID",
    "geonames.org": "GeoNames",
    "vocab.getty.edu/aat": "Getty AAT",
    "vocab.getty.edu/ulan": "Getty ULAN",
    "vocab.getty.edu/tgn": "Getty TGN",
    "d-nb.info/gnd": "GND",
    "id.loc.gov": "Library of Congress",
    "musicbrainz.org": "MusicBrainz",
    "discogs.com": "Discogs",
    "imdb.com": "IMDb",
    "eidr.org": "EIDR",
    "openstreetmap.org": "OpenStreetMap",
    "cidoc-crm.org": "CIDOC CRM",
    "europeana.eu": "Europeana",
    "archive.org": "Internet Archive",
    "fortepan.hu": "Fortepan",
    "commons.wikimedia.org": "Wikimedia Commons",
    "wikipedia.org": "Wikipedia",
}
"""Beginnings of web addresses (any subdomain) and the name of who keeps them."""

SHOWN_ADDRESS_LIMIT: Final = 56

# Everything that may stand in a path as it is; what is encoded stays so, since %2F is not /.
_PATH_SAFE: Final = "%/:@!$&'()*+,;=~-._"
_PLAIN: Final = re.compile(rf"[A-Za-z0-9{re.escape(_PATH_SAFE)}]*")
_FETCHABLE: Final = re.compile(r"https?://[^/\s]\S*|mailto:\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    """A link with its words; ``foreign`` tells that it leaves the network, ``href`` is None for plain text."""

    text: Text
    href: str | None
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class Urls:
    """The addresses of one service: paths below the base, so that pages work wherever they are fetched from."""

    ids: Identifiers
    root: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "root", urlsplit(self.ids.base).path)

    def to(self, path: str) -> str:
        """Give the address of a path such as ``/search``."""
        return self.root + path

    def absolute(self, address: str) -> str:
        """Give the whole of one of these addresses, for those who read it elsewhere."""
        return self.ids.base + address.removeprefix(self.root)

    def identifier(self, iri: str) -> str | None:
        """Give the address that an entity's IRI is, or None for an IRI that is not below ``/id/``."""
        return self._below("/id/", iri)

    def page(self, iri: str) -> str | None:
        """Give the address of an entity's page, or None for an IRI that is not below ``/id/``."""
        return self._below("/page/", iri)

    def data(self, iri: str, format_: Format | None = None) -> str | None:
        """Give the address of an entity's data in a format (None: negotiated), or None for a foreign IRI."""
        found = self._below("/data/", iri.partition("#")[0])
        return found and (f"{found}.{format_.suffix}" if format_ else found)

    def qr_code(self, iri: str) -> str | None:
        """Give the address of the drawing of an entity's IRI that telephones read, or None for a foreign IRI."""
        found = self._below("/qr/", iri)
        return found and f"{found}.svg"

    def _below(self, place: str, iri: str) -> str | None:
        path = self.ids.path(iri)
        if not path or "?" in path:
            return None
        if not is_plain(path):
            before, hash_, fragment = path.partition("#")
            path = quote(before, safe=_PATH_SAFE) + hash_ + quote(fragment, safe=_PATH_SAFE)
        return self.root + place + path

    def about(self, iri: str) -> str:
        return self.to("/about?iri=") + quote(iri, safe="")

    def own(self, iri: str) -> bool:
        return iri.startswith(f"{self.ids.base}/")

    def href(self, iri: str) -> str | None:
        """Give where a link to an IRI goes, or None where following it would be unsafe or senseless."""
        if (page := self.page(iri)) is not None:
            return page
        if self.ids.path(iri):
            return self.about(iri)
        if self.own(iri):
            return self.root + quote(_with_page(iri.removeprefix(self.ids.base)), safe=_PATH_SAFE + "?#")
        return fetchable(iri)


def _with_page(path: str) -> str:
    """Lead to the page of a concept, which its vocabulary has under the concept's fragment."""
    return path.replace("#", "/", 1) if path.startswith("/ontology/vocabularies/") else path


def alphabetical(links: Iterable[Link]) -> tuple[Link, ...]:
    """Give links by their words, each once."""
    return tuple(sorted(set(links), key=lambda link: (link.text.text.casefold(), link.href or "")))


def is_plain(path: str) -> bool:
    """Tell whether a path is in an address as it is in an IRI."""
    return _PLAIN.fullmatch(path) is not None


def in_ascii(iri: str) -> str:
    """Write an IRI for a header: characters beyond ASCII as their UTF-8 octets (RFC 3987 §3.1)."""
    return quote(iri, safe=_PATH_SAFE + "?#[]")


def fetchable(iri: str) -> str | None:
    """Give an address back if it is one that a page may link to: http, https or mailto, nothing that runs."""
    return iri if _FETCHABLE.fullmatch(iri) else None


def called(iri: str) -> str:
    """Give what to call an IRI that has no label: "Wikidata Q42", or its address without what nobody reads."""
    if not iri.lower().startswith(("http://", "https://")):
        return iri
    authority = _authority(iri)
    last = unquote(re.split(r"[/#?=&]", iri.rstrip("/#"))[-1])
    return f"{authority} {last}" if authority else _shown_address(iri)


def name_in(iri: str) -> str:
    """Give the last part of an IRI, decoded: the number or key that its member gave the thing."""
    return unquote(re.split(r"[/#]", iri.rstrip("/#"))[-1]) or iri


def _authority(iri: str) -> str | None:
    address = iri.split("://", 1)[1]
    host, _, path = address.partition("/")
    parts = host.lower().removeprefix("www.").split(".")
    hosts = [".".join(parts[start:]) for start in range(len(parts) - 1)]
    below = path.partition("/")[0]
    return next((AUTHORITIES[key] for h in hosts for key in (f"{h}/{below}", h) if key in AUTHORITIES), None)


def _shown_address(iri: str) -> str:
    address = unquote(iri.split("://", 1)[1].removeprefix("www.").rstrip("/"))
    if len(address) <= SHOWN_ADDRESS_LIMIT:
        return address
    half = SHOWN_ADDRESS_LIMIT // 2
    return f"{address[:half]}…{address[-half:]}"
