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

_Stated = dict[str, list[object]]
"""What is said of one thing: by property, in the order of the statements."""

_FORMATS: Final = tuple(
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

_WIDTHS: Final = tuple(map(expand, ("ebucore:width", "schema:width")))
_HEIGHTS: Final = tuple(map(expand, ("ebucore:height", "schema:height")))

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
    said = _said(quads)
    about = [said[iri] for iri in dict.fromkeys(subjects) if iri in said]
    is_image = any("IMAGE" in _values(stated, _EDM_TYPE) for stated in about)
    found = sorted(
        (place, predicate, iri)
        for stated in about
        for place, predicate in enumerate(PICTURES)
        for iri in _values(stated, predicate)
    )
    shown = [
        iri
        for _, predicate, iri in found
        if _shows(iri, urls) and _is_picture(iri, predicate, said.get(iri, {}), is_image=is_image)
    ]
    # A preview of what is shown large already says nothing new.
    main = [iri for iri in dict.fromkeys(shown) if not (_is_preview(iri, found) and len(set(shown)) > 1)]
    common = _rights(about, interface)
    return tuple(
        Picture(
            iri if urls.own(iri) else encrypted(iri),
            alt,
            _rights([said.get(iri, {})], interface) or common,
            _service(said.get(iri, {})),
            _pixels(said.get(iri, {}), _WIDTHS),
            _pixels(said.get(iri, {}), _HEIGHTS),
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


def _said(quads: Iterable[Quad]) -> dict[str, _Stated]:
    """Give what is said of each thing, by its IRI."""
    said: dict[str, _Stated] = {}
    for quad in quads:
        if isinstance(quad.subject, NamedNode):
            stated = said.setdefault(quad.subject.value, {})
            stated.setdefault(quad.predicate.value, []).append(quad.object)
    return said


def _values(stated: _Stated, *properties: str) -> list[str]:
    """Give the IRIs and texts that some properties have."""
    return [getattr(term, "value", "") for one in properties for term in stated.get(one, ())]


def _service(stated: _Stated) -> str | None:
    named = (term.value for term in stated.get(_SERVICE, ()) if isinstance(term, NamedNode))
    return next((one for one in named if one.startswith("https://")), None)


def _pixels(stated: _Stated, properties: Sequence[str]) -> int | None:
    numbers = (one for one in _values(stated, *properties) if re.fullmatch("[1-9][0-9]{0,5}", one))
    return next(map(int, numbers), None)


def _shows(iri: str, urls: Urls) -> bool:
    """Tell whether an address can be one of a picture: an identifier of the network has a page and no picture."""
    return iri.lower().startswith(("https://", "http://")) and urls.ids.path(iri) is None


def _is_picture(iri: str, predicate: str, stated: _Stated, *, is_image: bool) -> bool:
    formats = _values(stated, *_FORMATS)
    if formats:
        return any(format_.startswith("image/") for format_ in formats)
    return predicate in _ALWAYS_A_PICTURE or is_image or re.search(PICTURE_NAME, iri) is not None


def _is_preview(iri: str, found: Iterable[tuple[int, str, str]]) -> bool:
    named = {predicate for _, predicate, other in found if other == iri}
    return named <= _PREVIEWS


def _rights(about: Iterable[_Stated], interface: Interface) -> Licence | None:
    named = (
        term.value
        for property_ in (*RIGHTS, _LOOSE_RIGHTS)
        for stated in about
        for term in stated.get(property_, ())
        if isinstance(term, NamedNode)
    )
    found = next(named, None)
    return licence(found, interface) if found is not None else None
