"""Pictures: what of an object can be shown, in which order and size, and with which rights."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode, Quad

from ..vocabulary import expand
from .groups import PICTURES, RIGHTS
from .interface import ENGLISH, Interface
from .licences import Licence, licence
from .links import Urls

PICTURES_LIMIT: Final = 12

_FORMATS: Final = frozenset(
    map(expand, ("dc:format", "dcterms:format", "ebucore:hasMimeType", "schema:encodingFormat"))
)
_ALWAYS_A_PICTURE: Final = frozenset(
    map(expand, ("edm:object", "edm:preview", "schema:image", "schema:thumbnailUrl", "foaf:depiction"))
)
_PREVIEWS: Final = frozenset(map(expand, ("edm:object", "edm:preview", "schema:thumbnailUrl")))

PICTURE_NAME: Final = r"(?i)\.(?:jpe?g|png|gif|webp|avif|svg)(?:[?#].*)?$|/full/[^/]+/0/default"
"""How an address looks that is surely one of a picture (IIIF images among them)."""

_EDM_TYPE: Final = expand("edm:type")
_SERVICE: Final = "http://rdfs.org/sioc/services#has_service"
"""Leads from a picture to its IIIF image service, as Europeana's model has it."""

_LOOSE_RIGHTS: Final = expand("dc:rights")
"""May be any text; where it leads to one, that says what may be done with a picture."""

_UNENCRYPTED: Final = re.compile("^http://", re.IGNORECASE)

_WIDTHS: Final = frozenset(map(expand, ("ebucore:width", "schema:width")))
_HEIGHTS: Final = frozenset(map(expand, ("ebucore:height", "schema:height")))

_IIIF: Final = re.compile(
    r"(?P<before>https?://.+/(?:full|square|[\d.]+(?:,[\d.]+){3}|pct:[\d.]+(?:,[\d.]+){3}))"
    r"/(?:full|\^?max|\^?!?\d*,\d*|\^?pct:[\d.]+)"
    r"(?P<after>/!?\d+(?:\.\d+)?/(?:default|native|color|gray|bitonal)\.\w+)"
)
"""An image of the IIIF Image API (§4): base and region, size, and then rotation, quality and format."""

_COMMONS: Final = re.compile(
    r"https?://commons\.wikimedia\.org/wiki/Special:(?:FilePath|Redirect/file)/[^?#]+"
)
_ARCHIVE: Final = re.compile(r"https?://(?:www\.)?archive\.org/download/(?P<item>[^/?#]+)/.+")
_ARCHIVE_SIZE: Final = 180
"""Pixels of the small picture that the Internet Archive keeps of each item, at most."""

SIZES: Final = (128, 256, 480, 720, 1080, 1600)
"""The sizes in pixels, of the longer side, in which a browser is offered a picture."""


@dataclass(frozen=True, slots=True)
class Sized:
    """A picture in a size: where it lies, and its other sizes as ``srcset`` has them (empty: there are none)."""

    src: str
    srcset: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to show: where it lies, what it shows in words, and what may be done with it.

    ``service`` is its IIIF image service, ``width`` and ``height`` are its pixels, where they are stated.
    """

    src: str
    alt: str
    rights: Licence | None
    service: str | None = None
    width: int | None = None
    height: int | None = None

    def sized(self, pixels: int) -> Sized:
        return sized(self.src, pixels, self.service)


def pictures(
    quads: Sequence[Quad], subjects: Sequence[str], alt: str, urls: Urls, interface: Interface = ENGLISH
) -> tuple[Picture, ...]:
    """Give the pictures of an object from what is said of it and its aggregations, the main one first.

    They are asked for by https, as browsers do within a page that came so (Mixed Content §4.1); what has no web
    address remains among the links.
    """
    about = set(subjects)
    stated = [q for q in quads if isinstance(q.subject, NamedNode) and q.subject.value in about]
    is_image = any(q.predicate.value == _EDM_TYPE and _term(q) == "IMAGE" for q in stated)
    found = sorted(
        (PICTURES.index(q.predicate.value), q.predicate.value, _term(q))
        for q in stated
        if q.predicate.value in PICTURES
    )
    shown = [
        iri
        for _, predicate, iri in found
        if _shows(iri, urls) and _is_picture(iri, predicate, quads, is_image=is_image)
    ]
    # A preview of what is shown large already says nothing new.
    main = [iri for iri in dict.fromkeys(shown) if not (_is_preview(iri, found) and len(set(shown)) > 1)]
    common = _rights(stated, about, interface)
    return tuple(
        Picture(
            iri if urls.own(iri) else encrypted(iri),
            alt,
            _rights(quads, {iri}, interface) or common,
            _service(quads, iri),
            _pixels(quads, iri, _WIDTHS),
            _pixels(quads, iri, _HEIGHTS),
        )
        for iri in main[:PICTURES_LIMIT]
    )


def encrypted(address: str) -> str:
    """Give a web address with https, by which nearly everybody is reached who once gave one with http."""
    return _UNENCRYPTED.sub("https://", address)


def sized(address: str, pixels: int, service: str | None = None) -> Sized:
    """Give a picture in the smallest of SIZES that has so many pixels, where who keeps it has sizes.

    A IIIF service has them all, Wikimedia Commons and the Internet Archive have some; everybody else has the
    picture as it is.
    """
    whole = f"{service.rstrip('/')}/full/max/0/default.jpg" if service else address
    if image := _IIIF.fullmatch(whole):
        # A box is the form of size that never asks a service to enlarge what it has, which it would refuse.
        return _chosen(pixels, {size: f"{image['before']}/!{size},{size}{image['after']}" for size in SIZES})
    if _COMMONS.fullmatch(address):
        return _chosen(pixels, {size: f"{address}?width={size}" for size in SIZES})
    item = _ARCHIVE.fullmatch(address)
    if item and pixels <= _ARCHIVE_SIZE:
        return Sized(f"https://archive.org/services/img/{item['item']}")
    return Sized(address)


def _chosen(pixels: int, by_size: Mapping[int, str]) -> Sized:
    src = next((address for size, address in by_size.items() if size >= pixels), by_size[SIZES[-1]])
    return Sized(src, ", ".join(f"{address} {size}w" for size, address in by_size.items()))


def _service(quads: Iterable[Quad], iri: str) -> str | None:
    stated = (q.object for q in quads if _iri(q) == iri and q.predicate.value == _SERVICE)
    named = (one.value for one in stated if isinstance(one, NamedNode))
    return next((one for one in named if one.startswith("https://")), None)


def _pixels(quads: Iterable[Quad], iri: str, properties: frozenset[str]) -> int | None:
    stated = (_term(q) for q in quads if _iri(q) == iri and q.predicate.value in properties)
    return next((int(one) for one in stated if re.fullmatch("[1-9][0-9]{0,5}", one)), None)


def _term(quad: Quad) -> str:
    return getattr(quad.object, "value", "")


def _shows(iri: str, urls: Urls) -> bool:
    return iri.lower().startswith(("https://", "http://")) or urls.own(iri)


def _is_picture(iri: str, predicate: str, quads: Iterable[Quad], *, is_image: bool) -> bool:
    formats = [_term(q) for q in quads if _iri(q) == iri and q.predicate.value in _FORMATS]
    if formats:
        return any(format_.startswith("image/") for format_ in formats)
    return predicate in _ALWAYS_A_PICTURE or is_image or re.search(PICTURE_NAME, iri) is not None


def _is_preview(iri: str, found: Iterable[tuple[int, str, str]]) -> bool:
    named = {predicate for _, predicate, other in found if other == iri}
    return named <= _PREVIEWS


def _iri(quad: Quad) -> str:
    return getattr(quad.subject, "value", "")


def _rights(quads: Iterable[Quad], subjects: set[str], interface: Interface) -> Licence | None:
    stated = {
        _term(q): None
        for property_ in (*RIGHTS, _LOOSE_RIGHTS)
        for q in quads
        if _iri(q) in subjects and q.predicate.value == property_ and isinstance(q.object, NamedNode)
    }
    return licence(next(iter(stated)), interface) if stated else None
