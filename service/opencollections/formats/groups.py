"""Groups: under which question each property stands on a page, and in which order."""

from enum import StrEnum
from typing import Final

from ..vocabulary import LABELS, expand
from .interface import marked


class Group(StrEnum):
    """The questions that a page answers, in reading order."""

    WHAT = marked("What")
    WHO = marked("Who")
    WHEN = marked("When")
    WHERE = marked("Where")
    ABOUT = marked("About")
    RIGHTS = marked("Rights")
    IDENTIFIERS = marked("Identifiers")
    LINKS = marked("Links")


_PROPERTIES: Final = {
    Group.WHAT: """
        dcterms:type dc:type edm:hasType schema:additionalType schema:genre schema:artform dcterms:medium
        schema:material schema:artMedium dcterms:extent schema:duration schema:size dcterms:format dc:format
        schema:inLanguage dcterms:language dc:language schema:numTracks dcterms:tableOfContents dcterms:isPartOf
        schema:isPartOf schema:inAlbum dcterms:hasPart schema:hasPart schema:track schema:workPerformed
        schema:recordingOf schema:exampleOfWork schema:workExample dcterms:isVersionOf dcterms:provenance
        schema:price schema:offers edm:type schema:roleName schema:position
    """,
    Group.WHO: """
        dcterms:creator dc:creator schema:creator schema:author schema:artist schema:photographer schema:composer
        schema:lyricist schema:byArtist schema:performer schema:director schema:producer schema:actor
        schema:musicBy dcterms:contributor dc:contributor schema:contributor dcterms:publisher dc:publisher
        schema:publisher schema:recordLabel schema:productionCompany schema:hasOccupation schema:jobTitle
        schema:worksFor schema:employee schema:memberOf schema:member schema:founder schema:organizer
        edm:dataProvider edm:provider edm:intermediateProvider
    """,
    Group.WHEN: """
        dcterms:created schema:dateCreated dcterms:issued schema:datePublished schema:dateReleased dcterms:date
        dc:date dcterms:temporal schema:temporalCoverage edm:begin edm:end schema:startDate schema:endDate
        schema:birthDate schema:deathDate schema:foundingDate schema:dissolutionDate schema:validFrom
        schema:validThrough
    """,
    Group.WHERE: """
        dcterms:spatial schema:locationCreated schema:spatialCoverage schema:contentLocation schema:location
        edm:currentLocation edm:happenedAt schema:address schema:streetAddress schema:addressLocality
        schema:birthPlace schema:deathPlace schema:foundingLocation schema:containedInPlace wgs84_pos:lat
        wgs84_pos:long dcterms:coverage dc:coverage dcterms:isReplacedBy dcterms:replaces
    """,
    Group.ABOUT: """
        dcterms:description dc:description schema:description dcterms:abstract dcterms:subject dc:subject
        schema:about schema:keywords schema:mentions edm:hasMet edm:isRelatedTo edm:isRepresentationOf
        dcterms:relation dc:relation dcterms:references skos:definition skos:scopeNote skos:note rdfs:comment
        skos:broader skos:narrower skos:related skos:inScheme skos:topConceptOf edm:wasPresentAt
    """,
    Group.RIGHTS: """
        edm:rights dcterms:license schema:license dcterms:rights dc:rights dcterms:accessRights
        dcterms:rightsHolder schema:copyrightHolder schema:copyrightNotice schema:copyrightYear
        schema:creditText
    """,
    Group.IDENTIFIERS: """
        dcterms:identifier dc:identifier schema:identifier schema:catalogNumber schema:isrcCode schema:iswcCode
        schema:gtin13 schema:gtin12 schema:gtin schema:isbn schema:issn schema:propertyID schema:value
        skos:notation skos:exactMatch owl:sameAs schema:sameAs skos:closeMatch
    """,
    Group.LINKS: """
        edm:isShownAt edm:isShownBy edm:hasView edm:object edm:preview schema:url schema:contentUrl foaf:homepage foaf:page
        foaf:depiction schema:image schema:thumbnailUrl rdfs:seeAlso schema:subjectOf dcterms:isReferencedBy
        dcterms:source dc:source
    """,
}


def _terms(names: str) -> tuple[str, ...]:
    return tuple(expand(name) for name in names.split())


_PLACES: Final = {
    iri: (group, place) for group, names in _PROPERTIES.items() for place, iri in enumerate(_terms(names))
}
_LAST: Final = (Group.WHAT, 1_000)

NAMES: Final = frozenset(LABELS)
"""Properties whose values are the heading of the page, or stand beside it as other names."""

OTHER_NAMES: Final = frozenset(_terms("dcterms:alternative skos:altLabel schema:alternateName"))

DESCRIPTIONS: Final = _terms("dcterms:description dc:description schema:description dcterms:abstract")
"""Properties that are read as prose under the heading, not as a row of a list."""

KINDS: Final = _terms("dcterms:type dc:type edm:hasType schema:genre")
"""Properties that say what kind of thing it is, better than its class does."""

MAKERS: Final = _terms("""
    dcterms:creator dc:creator schema:creator schema:author schema:artist schema:photographer schema:byArtist
    schema:composer schema:director schema:performer dcterms:publisher dc:publisher dcterms:contributor
    dc:contributor
""")
DATES: Final = _terms("""
    dcterms:created schema:dateCreated dcterms:issued schema:datePublished dcterms:date dc:date
    schema:startDate dcterms:temporal
""")
PLACES: Final = _terms("dcterms:spatial schema:locationCreated schema:location edm:currentLocation")
SUBJECTS: Final = _terms("dc:subject dcterms:subject schema:about schema:keywords")
SAME: Final = _terms("skos:exactMatch owl:sameAs schema:sameAs skos:closeMatch")
"""Properties that lead to the same thing in other systems."""

PICTURES: Final = _terms(
    "edm:isShownBy edm:object edm:hasView schema:image foaf:depiction edm:preview schema:thumbnailUrl"
)
RIGHTS: Final = _terms("edm:rights dcterms:license schema:license dcterms:rights")

SHARED: Final = frozenset(
    iri for iri, (kind, _) in _PLACES.items() if kind in {Group.WHO, Group.WHERE, Group.ABOUT}
) | frozenset(_terms("dcterms:type dc:type dcterms:medium dcterms:temporal schema:workPerformed"))
"""Properties whose values are people, places and subjects that others may refer to, too."""


def group(property_iri: str) -> Group:
    """Give the question a property answers; what nobody knows tells what the thing is."""
    return _PLACES.get(property_iri, _LAST)[0]


def place(property_iri: str) -> tuple[int, str]:
    """Give the sorting key of a property within its group; what nobody knows comes last, by name."""
    return _PLACES.get(property_iri, _LAST)[1], property_iri
