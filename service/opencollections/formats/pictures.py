"""Pictures: what of an object can be shown, in which order, and with which rights."""

import re
from collections.abc import Iterable, Sequence
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
    map(expand, ("edm:object", "schema:image", "schema:thumbnailUrl", "foaf:depiction"))
)
PICTURE_NAME: Final = r"(?i)\.(?:jpe?g|png|gif|webp|avif|svg)(?:[?#].*)?$|/full/[^/]+/0/default"
"""How an address looks that is surely one of a picture (IIIF images among them)."""

_EDM_TYPE: Final = expand("edm:type")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to show: where it lies, what it shows in words, and what may be done with it."""

    src: str
    alt: str
    rights: Licence | None


def pictures(
    quads: Sequence[Quad], subjects: Sequence[str], alt: str, urls: Urls, interface: Interface = ENGLISH
) -> tuple[Picture, ...]:
    """Give the pictures of an object from what is said of it and its aggregations, the main one first.

    Only https addresses are shown in a page (and our own); the others remain among its links.
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
        Picture(iri, alt, _rights(quads, {iri}, interface) or common) for iri in main[:PICTURES_LIMIT]
    )


def _term(quad: Quad) -> str:
    return getattr(quad.object, "value", "")


def _shows(iri: str, urls: Urls) -> bool:
    return iri.lower().startswith("https://") or urls.own(iri)


def _is_picture(iri: str, predicate: str, quads: Iterable[Quad], *, is_image: bool) -> bool:
    formats = [_term(q) for q in quads if _iri(q) == iri and q.predicate.value in _FORMATS]
    if formats:
        return any(format_.startswith("image/") for format_ in formats)
    return predicate in _ALWAYS_A_PICTURE or is_image or re.search(PICTURE_NAME, iri) is not None


def _is_preview(iri: str, found: Iterable[tuple[int, str, str]]) -> bool:
    named = {predicate for _, predicate, other in found if other == iri}
    return named <= {expand("edm:object"), expand("schema:thumbnailUrl")}


def _iri(quad: Quad) -> str:
    return getattr(quad.subject, "value", "")


def _rights(quads: Iterable[Quad], subjects: set[str], interface: Interface) -> Licence | None:
    stated = {
        _term(q): None
        for property_ in RIGHTS
        for q in quads
        if _iri(q) in subjects and q.predicate.value == property_ and isinstance(q.object, NamedNode)
    }
    return licence(next(iter(stated)), interface) if stated else None
