"""Elements: what each class of external EDM may hold, in the order that Europeana's schema wants it.

Source: the definition of the Europeana Data Model and the published schema of its external form, whose order of
elements is part of the contract: a record with the right elements in another order is refused.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from ...vocabulary import PREFIXES


class Content(Enum):
    """What an element may hold: a text, a number written as a text, a link, or a text or a link."""

    TEXT = "text"
    NUMBER = "number"
    LINK = "link"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its name with prefix, what it holds, and whether it may stand more than once."""

    name: str
    content: Content
    once: bool = False


def _elements(names: str, content: Content, *, once: bool = False) -> tuple[Element, ...]:
    return tuple(Element(name, content, once) for name in names.split())


EDM_PREFIXES: Final = {
    **{
        prefix: PREFIXES[prefix]
        for prefix in ("dc", "dcterms", "ebucore", "edm", "foaf", "ore", "owl", "skos", "wgs84_pos")
    },
    "rdaGr2": "http://rdvocab.info/ElementsGr2/",
}
"""Prefixes of the classes and elements of a record."""

OBJECT: Final = "edm:ProvidedCHO"
AGGREGATION: Final = "ore:Aggregation"
WEB_RESOURCE: Final = "edm:WebResource"
AGENT: Final = "edm:Agent"
PLACE: Final = "edm:Place"
TIME_SPAN: Final = "edm:TimeSpan"
CONCEPT: Final = "skos:Concept"

CONTEXTUAL: Final = (AGENT, PLACE, TIME_SPAN, CONCEPT)
"""Classes of what an object is connected with."""

ORDER: Final[dict[str, tuple[Element, ...]]] = {
    OBJECT: (
        *_elements("dc:contributor dc:coverage dc:creator dc:date dc:description dc:format", Content.EITHER),
        *_elements("dc:identifier dc:language", Content.TEXT),
        *_elements("dc:publisher dc:relation dc:rights dc:source dc:subject", Content.EITHER),
        *_elements("dc:title", Content.TEXT),
        *_elements("dc:type", Content.EITHER),
        *_elements("dcterms:alternative", Content.TEXT),
        *_elements("dcterms:conformsTo dcterms:created dcterms:extent dcterms:hasFormat", Content.EITHER),
        *_elements("dcterms:hasPart", Content.LINK),
        *_elements(
            "dcterms:hasVersion dcterms:isFormatOf dcterms:isPartOf dcterms:isReferencedBy dcterms:isReplacedBy "
            "dcterms:isRequiredBy dcterms:issued dcterms:isVersionOf dcterms:medium dcterms:provenance "
            "dcterms:references dcterms:replaces dcterms:requires dcterms:spatial dcterms:tableOfContents dcterms:temporal",
            Content.EITHER,
        ),
        *_elements("edm:currentLocation", Content.EITHER, once=True),
        *_elements("edm:hasMet", Content.LINK),
        *_elements("edm:hasType", Content.EITHER),
        *_elements("edm:incorporates edm:isDerivativeOf edm:isNextInSequence", Content.LINK),
        *_elements("edm:isRelatedTo", Content.EITHER),
        *_elements("edm:isRepresentationOf", Content.LINK, once=True),
        *_elements("edm:isSimilarTo edm:isSuccessorOf edm:realizes", Content.LINK),
        *_elements("edm:type", Content.TEXT, once=True),
        *_elements("owl:sameAs", Content.LINK),
    ),
    WEB_RESOURCE: (
        *_elements("dc:creator dc:description dc:format dc:rights dc:source dc:type", Content.EITHER),
        *_elements("dcterms:conformsTo dcterms:created dcterms:extent", Content.EITHER),
        *_elements("dcterms:hasPart", Content.LINK),
        *_elements("dcterms:isFormatOf dcterms:isPartOf dcterms:issued", Content.EITHER),
        *_elements("edm:isNextInSequence edm:rights", Content.LINK, once=True),
        *_elements("owl:sameAs", Content.LINK),
        *_elements("dcterms:isReferencedBy", Content.EITHER),
    ),
    AGENT: (
        *_elements("skos:prefLabel skos:altLabel skos:note", Content.TEXT),
        *_elements("dc:date", Content.EITHER),
        *_elements("dc:identifier", Content.TEXT),
        *_elements("dcterms:hasPart", Content.LINK),
        *_elements("dcterms:isPartOf", Content.EITHER),
        *_elements("edm:begin edm:end", Content.TEXT, once=True),
        *_elements("edm:hasMet", Content.LINK),
        *_elements("edm:isRelatedTo", Content.EITHER),
        *_elements("rdaGr2:biographicalInformation", Content.TEXT),
        *_elements("rdaGr2:placeOfBirth rdaGr2:placeOfDeath rdaGr2:professionOrOccupation", Content.EITHER),
        *_elements("owl:sameAs", Content.LINK),
    ),
    PLACE: (
        *_elements("wgs84_pos:lat wgs84_pos:long wgs84_pos:alt", Content.NUMBER, once=True),
        *_elements("skos:prefLabel skos:altLabel skos:note", Content.TEXT),
        *_elements("dcterms:hasPart", Content.LINK),
        *_elements("dcterms:isPartOf", Content.EITHER),
        *_elements("owl:sameAs", Content.LINK),
    ),
    TIME_SPAN: (
        *_elements("skos:prefLabel skos:altLabel skos:note", Content.TEXT),
        *_elements("dcterms:hasPart", Content.LINK),
        *_elements("dcterms:isPartOf", Content.EITHER),
        *_elements("edm:begin edm:end", Content.TEXT, once=True),
        *_elements("owl:sameAs", Content.LINK),
    ),
    CONCEPT: (
        *_elements("skos:prefLabel skos:altLabel", Content.TEXT),
        *_elements(
            "skos:broader skos:narrower skos:related skos:broadMatch skos:narrowMatch skos:relatedMatch "
            "skos:exactMatch skos:closeMatch",
            Content.LINK,
        ),
        *_elements("skos:note skos:notation", Content.TEXT),
    ),
    AGGREGATION: (
        *_elements("edm:aggregatedCHO", Content.LINK, once=True),
        *_elements("edm:dataProvider", Content.EITHER, once=True),
        *_elements("edm:hasView", Content.LINK),
        *_elements("edm:isShownAt edm:isShownBy edm:object", Content.LINK, once=True),
        *_elements("edm:provider", Content.EITHER, once=True),
        *_elements("dc:rights", Content.EITHER),
        *_elements("edm:rights", Content.LINK, once=True),
        *_elements("edm:intermediateProvider", Content.EITHER),
    ),
}
"""Class to its elements, in their order."""

RENAMED: Final[dict[str, dict[str, str]]] = {
    OBJECT: {
        "dcterms:identifier": "dc:identifier",
        "schema:name": "dc:title",
        "schema:creator": "dc:creator",
        "schema:contributor": "dc:contributor",
        "skos:exactMatch": "owl:sameAs",
        "schema:sameAs": "owl:sameAs",
    },
    AGENT: {
        "schema:birthPlace": "rdaGr2:placeOfBirth",
        "schema:deathPlace": "rdaGr2:placeOfDeath",
        "schema:hasOccupation": "rdaGr2:professionOrOccupation",
        "dcterms:description": "rdaGr2:biographicalInformation",
        "skos:exactMatch": "owl:sameAs",
        "schema:sameAs": "owl:sameAs",
    },
    PLACE: {"skos:exactMatch": "owl:sameAs", "schema:sameAs": "owl:sameAs"},
    TIME_SPAN: {"skos:exactMatch": "owl:sameAs", "schema:sameAs": "owl:sameAs"},
    WEB_RESOURCE: {"ebucore:hasMimeType": "dc:format"},
    CONCEPT: {"schema:sameAs": "skos:exactMatch", "owl:sameAs": "skos:exactMatch"},
}
"""Properties of the application profile to the elements that say the same in EDM."""
