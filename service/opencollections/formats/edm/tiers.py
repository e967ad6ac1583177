"""Tiers: how far a record reaches by Europeana's publishing framework, for its metadata and for its media.

Metadata tier: the lowest of three, for languages, enabling elements and contextual classes. Content tier: by kind
and size of the media, and by how freely they may be used. The rules follow the classifiers that Europeana runs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from pyoxigraph import Literal, NamedNode

from .elements import AGENT, CONCEPT, PLACE, TIME_SPAN
from .records import EdmRecord, Resource

METADATA_TIERS: Final = "0ABC"
"""From the lowest to the highest."""

LANGUAGE_ELEMENTS: Final = (
    *("dc:coverage", "dc:description", "dc:format", "dc:relation", "dc:rights", "dc:source", "dc:subject"),
    *("dc:title", "dc:type", "dcterms:alternative", "dcterms:hasPart", "dcterms:isPartOf"),
    *("dcterms:isReferencedBy", "dcterms:medium", "dcterms:provenance", "dcterms:references"),
    *("dcterms:spatial", "dcterms:tableOfContents", "dcterms:temporal"),
    *("edm:currentLocation", "edm:hasType", "edm:isRelatedTo"),
)
"""Elements that should say in which language they are."""

ENABLING_GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "time": ("dcterms:created", "dcterms:issued", "dcterms:temporal"),
    "concept": ("dc:format", "dc:type", "dcterms:medium"),
    "person": ("dc:creator", "dc:contributor", "dc:publisher"),
    "place": ("dcterms:spatial", "edm:currentLocation"),
}
"""Elements by which a record is found, in their groups."""

_LINKED_ONLY: Final = ("dc:subject", "edm:hasMet")
_GROUP_OF_CLASS: Final = {TIME_SPAN: "time", CONCEPT: "concept", AGENT: "person", PLACE: "place"}
_SHARES: Final = (0.25, 0.5, 0.75)
_ENABLED: Final = ((1, 1), (3, 2), (4, 2))


@dataclass(frozen=True, slots=True)
class MetadataTier:
    """The three parts of the metadata tier, each a place in METADATA_TIERS."""

    language: int
    enabling: int
    contextual: int

    @property
    def tier(self) -> str:
        return METADATA_TIERS[min(self.language, self.enabling, self.contextual)]


def metadata_tier(record: EdmRecord) -> MetadataTier:
    """Classify the metadata of a record."""
    known = {resource.iri: resource for resource in record.contextual}
    elements, groups = enabling_elements(record.object, known)
    enabling = sum(elements >= least and groups >= spread for least, spread in _ENABLED)
    share = language_share(record.object, known)
    complete = {resource.class_ for resource in record.contextual if is_complete(resource)}
    return MetadataTier(sum(share >= least for least in _SHARES), enabling, 1 + min(len(complete), 2))


def language_share(cho: Resource, known: Mapping[str, Resource]) -> float:
    """Give the part of the used elements that say their language, by themselves or by what they link to."""
    used = [name for name in LANGUAGE_ELEMENTS if cho.all(name)]
    return sum(says_language(cho, name, known) for name in used) / len(used) if used else 0.0


def says_language(cho: Resource, name: str, known: Mapping[str, Resource]) -> bool:
    """Tell whether an element has a text with a language, or a link to something that is named in one."""
    for value in cho.all(name):
        if isinstance(value, Literal) and value.language:
            return True
        linked = known.get(value.value) if isinstance(value, NamedNode) else None
        if (
            linked
            and linked.class_ != AGENT
            and any(name.language for name in linked.texts("skos:prefLabel"))
        ):
            return True
    return False


def enabling_elements(cho: Resource, known: Mapping[str, Resource]) -> tuple[int, int]:
    """Count the enabling elements of an object, and the groups that they are of."""
    found = {name: group for group, names in ENABLING_GROUPS.items() for name in names if cho.all(name)}
    groups = set(found.values())
    elements = len(found)
    for name in _LINKED_ONLY:
        linked = {_GROUP_OF_CLASS[known[iri].class_] for iri in cho.links(name) if iri in known}
        elements += bool(linked)
        groups |= linked
    return elements, len(groups)


def is_complete(resource: Resource) -> bool:
    """Tell whether a person, place, period or term is described well enough to count."""
    if not resource.texts("skos:prefLabel") and resource.class_ != TIME_SPAN:
        return False
    return not missing_parts(resource)


def missing_parts(resource: Resource) -> tuple[str, ...]:
    """Name what a contextual class lacks to be complete; any one of several stands as one word."""
    match resource.class_:
        case "edm:Agent":
            told = (
                "edm:begin",
                "edm:end",
                "rdaGr2:placeOfBirth",
                "rdaGr2:placeOfDeath",
                "rdaGr2:professionOrOccupation",
            )
            return () if resource.all(*told) else ("dates",)
        case "edm:Place":
            both = resource.texts("wgs84_pos:lat") and resource.texts("wgs84_pos:long")
            return () if both else ("coordinates",)
        case "edm:TimeSpan":
            return () if resource.texts("edm:begin") and resource.texts("edm:end") else ("begin-and-end",)
        case _:
            links = ("skos:broader", "skos:narrower", "skos:related", "skos:exactMatch", "skos:closeMatch")
            return () if resource.all("skos:note", *links) else ("matches",)


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
    """The content tier, 0 to 4; ``measured`` is False where the size of the media is not known, so that it may be more."""

    tier: int
    measured: bool = True


_OPEN: Final = 4
_RESTRICTED: Final = 3
_CLOSED: Final = 2
_RESTRICTED_STATEMENTS: Final = ("NoC-NC", "NoC-OKLR", "InC-EDU")
_IMAGE_STEPS: Final = (100_000, 420_000, 950_000)
_EMBEDDED: Final = ("soundcloud.com", "vimeo.com", "youtube.com", "youtu.be", "sketchfab.com", "euscreen.eu")
_VIDEO_HEIGHT: Final = 480


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
            high = facts.height is not None and facts.height >= _VIDEO_HEIGHT
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
    steps = sum(pixels >= least for least in _IMAGE_STEPS)
    return ContentTier(4 if steps == len(_IMAGE_STEPS) else steps)


_ENDINGS: Final = {
    **dict.fromkeys(("mp3", "ogg", "oga", "wav", "flac", "m4a"), "audio/"),
    **dict.fromkeys(("mp4", "webm", "ogv", "mov"), "video/"),
    **dict.fromkeys(("jpg", "jpeg", "png", "tif", "tiff", "gif", "webp"), "image/"),
    **dict.fromkeys(("glb", "gltf", "obj", "stl", "ply"), "model/"),
    "pdf": "application/pdf",
}


def _by_ending(iri: str) -> str:
    try:
        path = urlsplit(iri).path
    except ValueError:
        return ""
    return _ENDINGS.get(path.rpartition(".")[2].lower(), "")


def _is_embedded(iri: str) -> bool:
    try:
        host = urlsplit(iri).hostname or ""
    except ValueError:
        return False
    return any(host == name or host.endswith(f".{name}") for name in _EMBEDDED)


@dataclass(frozen=True, slots=True)
class Improvement:
    """Something to add: ``what`` is lacking of how many ``things``, and how many ``records`` would rise a tier."""

    what: str
    things: int
    records: int


def improvements(records: Sequence[EdmRecord]) -> list[Improvement]:
    """Give what would lift the metadata tier of most records for the least work, the cheapest first."""
    lacking: dict[str, set[str]] = {}
    risen: dict[str, int] = {}
    for record in records:
        tier = metadata_tier(record)
        for what, things, better in _lifts(record, tier):
            lacking.setdefault(what, set()).update(things)
            risen[what] = risen.get(what, 0) + (better > METADATA_TIERS.index(tier.tier))
    found = [Improvement(what, len(lacking[what]), risen[what]) for what in lacking if risen[what]]
    return sorted(found, key=lambda one: (-one.records / one.things, -one.records, one.what))


def _lifts(record: EdmRecord, tier: MetadataTier) -> list[tuple[str, set[str], int]]:
    """Give for a record what could be added, to which things, and the tier (a number) that it would bring."""
    known = {resource.iri: resource for resource in record.contextual}
    complete = {resource.class_ for resource in record.contextual if is_complete(resource)}
    found: list[tuple[str, set[str], int]] = []
    for resource in record.contextual:
        for part in missing_parts(resource):
            contextual = 1 + min(len(complete | {resource.class_}), 2)
            found.append((part, {resource.iri}, min(tier.language, tier.enabling, contextual)))
    untagged = [
        name
        for name in LANGUAGE_ELEMENTS
        if record.object.texts(name) and not says_language(record.object, name, known)
    ]
    if untagged:
        used = [name for name in LANGUAGE_ELEMENTS if record.object.all(name)]
        said = sum(says_language(record.object, name, known) for name in used) + len(untagged)
        language = sum(said / len(used) >= least for least in _SHARES)
        found.append(("languages", set(untagged), min(language, tier.enabling, tier.contextual)))
    elements, groups = enabling_elements(record.object, known)
    for group, names in ENABLING_GROUPS.items():
        if not record.object.all(*names):
            enabling = sum(elements + 1 >= least and groups + 1 >= spread for least, spread in _ENABLED)
            found.append((group, {record.object.iri}, min(tier.language, enabling, tier.contextual)))
    return found
