"""Admission: why a record would be refused by Europeana, in codes that can be counted and explained.

The rules are those of its schema and of the rules beside it (Schematron), told in our own words; where a record has
none of these reasons, it is ready.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from ...values.rights import accepted_by_europeana
from .records import EdmRecord, Resource

MEDIA: Final = frozenset({"TEXT", "VIDEO", "IMAGE", "SOUND", "3D"})


class Reason(StrEnum):
    """What keeps a record out of Europeana; the value is the code."""

    UNNAMED = "edm-without-title-and-description"
    MEDIUM_MISSING = "edm-without-type"
    MEDIUM_AMBIGUOUS = "edm-with-several-types"
    LANGUAGE_MISSING = "edm-text-without-language"
    UNCONNECTED = "edm-without-subject-type-time-and-place"
    AGGREGATION_MISSING = "edm-without-aggregation"
    PROVIDER_MISSING = "edm-without-data-provider"
    NETWORK_MISSING = "edm-without-provider"
    UNSHOWN = "edm-without-page-and-media"
    RIGHTS_MISSING = "edm-without-rights"
    RIGHTS_AMBIGUOUS = "edm-with-several-rights"
    RIGHTS_REFUSED = "edm-with-rights-that-are-not-taken"
    FILE_RIGHTS_REFUSED = "edm-with-rights-of-a-file-that-are-not-taken"
    ADDRESS_REFUSED = "edm-with-address-that-is-none"


EXPLAINED: Final[dict[Reason, tuple[str, str]]] = {
    Reason.UNNAMED: ("The record has neither a title nor a description.", "Give it a title."),
    Reason.MEDIUM_MISSING: (
        "It is not said whether this is a text, an image, a sound, a film or a 3D object.",
        "Set edm:type to TEXT, IMAGE, SOUND, VIDEO or 3D.",
    ),
    Reason.MEDIUM_AMBIGUOUS: (
        "It is said to be of more than one of the kinds text, image, sound, film and 3D object.",
        "Keep one edm:type for each record.",
    ),
    Reason.LANGUAGE_MISSING: (
        "A text needs its language.",
        "Say in which language the text is written, such as hu.",
    ),
    Reason.UNCONNECTED: (
        "Nothing says what kind of thing it is, what it is about, when or where.",
        "Fill in one of kind, subject, period or place.",
    ),
    Reason.AGGREGATION_MISSING: (
        "There is nothing that says who provides the record and where it is shown.",
        "Let the mapping make an aggregation for each record.",
    ),
    Reason.PROVIDER_MISSING: (
        "The institution that keeps it is not named.",
        "Set edm:dataProvider in the mapping.",
    ),
    Reason.NETWORK_MISSING: (
        "The network that passes it on is not named.",
        "Set edm:provider in the mapping.",
    ),
    Reason.UNSHOWN: (
        "There is neither a web page nor a picture, sound, film or text to show.",
        "Give the address of the page or of the file.",
    ),
    Reason.RIGHTS_MISSING: (
        "The rights of the picture, sound, film or text are not stated, or only in words.",
        "Link to a licence or rights statement, such as CC BY 4.0 or In Copyright.",
    ),
    Reason.RIGHTS_AMBIGUOUS: (
        "More than one licence or rights statement is given for what is shown.",
        "Keep the one that holds; what holds for another file is said of that file.",
    ),
    Reason.RIGHTS_REFUSED: (
        "The rights are not among those that Europeana takes.",
        "Take a Creative Commons licence, CC0, the Public Domain Mark or one of its six rights statements.",
    ),
    Reason.FILE_RIGHTS_REFUSED: (
        "The rights of one of the files are several, or not among those that Europeana takes.",
        "State for each file one of the licences and rights statements that it takes, or none.",
    ),
    Reason.ADDRESS_REFUSED: (
        "The address of the page or file is not a web address.",
        "Write it whole, beginning with https:// and without blanks.",
    ),
}
"""Reason to what is wrong and what to do about it."""


def reasons(record: EdmRecord) -> tuple[Reason, ...]:
    """Give every reason for which Europeana would refuse a record; none if it is ready."""
    return (
        *_of_object(record.object),
        *_of_aggregation(record.aggregation),
        *_of_files(record.web_resources),
    )


def _of_object(cho: Resource) -> Iterator[Reason]:
    if not cho.texts("dc:title", "dc:description") and not cho.links("dc:description"):
        yield Reason.UNNAMED
    media = {text.value for text in cho.texts("edm:type")}
    if "edm:type" in cho.ambiguous:
        yield Reason.MEDIUM_AMBIGUOUS
    elif not media & MEDIA:
        yield Reason.MEDIUM_MISSING
    if "TEXT" in media and not cho.texts("dc:language"):
        yield Reason.LANGUAGE_MISSING
    if not cho.all("dc:subject", "dc:type", "dcterms:temporal", "dcterms:spatial"):
        yield Reason.UNCONNECTED


def _of_aggregation(aggregation: Resource | None) -> Iterator[Reason]:
    if aggregation is None:
        yield Reason.AGGREGATION_MISSING
        return
    if not aggregation.all("edm:dataProvider"):
        yield Reason.PROVIDER_MISSING
    if not aggregation.all("edm:provider"):
        yield Reason.NETWORK_MISSING
    shown = aggregation.links("edm:isShownAt", "edm:isShownBy")
    if not shown:
        yield Reason.UNSHOWN
    if not all(map(_is_address, (*shown, *aggregation.links("edm:object", "edm:hasView")))):
        yield Reason.ADDRESS_REFUSED
    rights = aggregation.links("edm:rights")
    if not rights:
        yield Reason.RIGHTS_MISSING
    elif "edm:rights" in aggregation.ambiguous:
        yield Reason.RIGHTS_AMBIGUOUS
    elif not all(map(accepted_by_europeana, rights)):
        yield Reason.RIGHTS_REFUSED


def _of_files(files: Iterable[Resource]) -> Iterator[Reason]:
    """Look at the rights of each file, which go before those of the aggregation."""
    if any(
        "edm:rights" in file.ambiguous or not all(map(accepted_by_europeana, file.links("edm:rights")))
        for file in files
    ):
        yield Reason.FILE_RIGHTS_REFUSED


def _is_address(iri: str) -> bool:
    try:
        parts = urlsplit(iri)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)
