"""The content tier: how far the media of a record reach by Europeana's publishing framework.

It goes by the kind and size of the media, and by how freely they may be used. Nothing is fetched for it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from pyoxigraph import Literal

from ...vocabulary import expand
from .records import EdmRecord, Statement

WIDTH: Final = expand("ebucore:width")
HEIGHT: Final = expand("ebucore:height")
MEDIA_TYPE: Final = expand("ebucore:hasMimeType")

SIDE: Final = r"[0-9]{1,9}"
"""How a width or height in pixels is written."""

IMAGE_STEPS: Final = (100_000, 420_000, 950_000)
"""Pixels from which an image reaches tier 1, 2, and 3 or 4."""

VIDEO_HEIGHT: Final = 480
"""Pixels from which on a film is high enough."""

EMBEDDED: Final = ("soundcloud.com", "vimeo.com", "youtube.com", "youtu.be", "sketchfab.com", "euscreen.eu")
"""Hosts whose media Europeana can show within its own pages."""

ENDINGS: Final = {
    **dict.fromkeys(("mp3", "ogg", "oga", "wav", "flac", "m4a"), "audio/"),
    **dict.fromkeys(("mp4", "webm", "ogv", "mov"), "video/"),
    **dict.fromkeys(("jpg", "jpeg", "png", "tif", "tiff", "gif", "webp"), "image/"),
    **dict.fromkeys(("glb", "gltf", "obj", "stl", "ply"), "model/"),
    "pdf": "application/pdf",
}
"""Endings of names to what kind of media they tell, where nothing else tells it."""


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """What is known of a file: its media type and its size in pixels."""

    media_type: str | None = None
    width: int | None = None
    height: int | None = None

    @property
    def pixels(self) -> int | None:
        return self.width * self.height if self.width and self.height else None


@dataclass(frozen=True, slots=True)
class ContentTier:
    """The content tier, 0 to 4; ``measured`` is False where the size of the media is not known, and it may be more."""

    tier: int
    measured: bool = True


_OPEN: Final = 4
_RESTRICTED: Final = 3
_CLOSED: Final = 2
_RESTRICTED_STATEMENTS: Final = ("NoC-NC", "NoC-OKLR", "InC-EDU")


def media_facts(stated: Iterable[Statement]) -> MediaFacts:
    """Read what the data says of a file; a width or height that is no whole number says nothing."""
    said = {predicate: value.value for predicate, value in stated if isinstance(value, Literal)}
    sides = (said.get(name, "") for name in (WIDTH, HEIGHT))
    width, height = (int(side) if re.fullmatch(SIDE, side) else None for side in sides)
    return MediaFacts(said.get(MEDIA_TYPE), width, height)


def most_by_rights(rights: str | None) -> int:
    """Give the highest content tier that rights allow: 4 for free use, 3 for some of it, 2 for none."""
    if rights is None:
        return 0
    if "/publicdomain/" in rights or "/licenses/by/" in rights or "/licenses/by-sa/" in rights:
        return _OPEN
    restricted = "/licenses/by-n" in rights or any(f"/{name}/" in rights for name in _RESTRICTED_STATEMENTS)
    return _RESTRICTED if restricted else _CLOSED


def content_tier(record: EdmRecord, facts: Mapping[str, MediaFacts]) -> ContentTier:
    """Classify the media of a record by what is known of its files; nothing is fetched."""
    aggregation = record.aggregation
    if aggregation is None:
        return ContentTier(0)
    own_rights = {r.iri: r.links("edm:rights") for r in record.web_resources}
    usual = aggregation.links("edm:rights")
    files = aggregation.links("edm:isShownBy", "edm:hasView")
    media = next((text.value for text in record.object.texts("edm:type")), "")
    landing = ContentTier(1 if aggregation.links("edm:isShownAt") and media != "IMAGE" else 0)
    found = [landing]
    for iri in files:
        rights = next(iter(own_rights.get(iri) or usual), None)
        step = _step(media, iri, facts.get(iri, MediaFacts()))
        found.append(ContentTier(min(step.tier, most_by_rights(rights)), step.measured))
    return max(found, key=lambda one: (one.tier, one.measured))


def _step(media: str, iri: str, facts: MediaFacts) -> ContentTier:
    kind = facts.media_type or _by_ending(iri)
    pixels = facts.pixels
    match media:
        case "SOUND":
            return ContentTier(4 if kind.startswith("audio/") or _is_embedded(iri) else 1)
        case "VIDEO":
            high = facts.height is not None and facts.height >= VIDEO_HEIGHT
            return ContentTier(
                4 if _is_embedded(iri) or high else 1, facts.height is not None or _is_embedded(iri)
            )
        case "3D":
            return ContentTier(
                4 if kind and not kind.startswith("image/") and kind != "application/pdf" else 1
            )
        case "TEXT" if kind == "application/pdf":
            return ContentTier(4)
    if pixels is None:
        return ContentTier(1, measured=False)
    steps = sum(pixels >= least for least in IMAGE_STEPS)
    return ContentTier(4 if steps == len(IMAGE_STEPS) else steps)


def _by_ending(iri: str) -> str:
    try:
        path = urlsplit(iri).path
    except ValueError:
        return ""
    return ENDINGS.get(path.rpartition(".")[2].lower(), "")


def _is_embedded(iri: str) -> bool:
    try:
        host = urlsplit(iri).hostname or ""
    except ValueError:
        return False
    return any(host == name or host.endswith(f".{name}") for name in EMBEDDED)
