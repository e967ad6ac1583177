"""The metadata tier: how far the description of a record reaches by Europeana's publishing framework.

It is the lowest of three, for languages, enabling elements and contextual classes. The rules follow the classifiers
that Europeana runs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

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
SHARES: Final = (0.25, 0.5, 0.75)
"""Parts of the used elements that say their language, as the tiers A, B and C need them."""

ENABLED: Final = ((1, 1), (3, 2), (4, 2))
"""Enabling elements, and groups that they are of, that the tiers A, B and C need."""


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
    enabling = sum(elements >= least and groups >= spread for least, spread in ENABLED)
    share = language_share(record.object, known)
    complete = {resource.class_ for resource in record.contextual if is_complete(resource)}
    return MetadataTier(sum(share >= least for least in SHARES), enabling, 1 + min(len(complete), 2))


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
