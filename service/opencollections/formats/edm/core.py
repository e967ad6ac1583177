"""The core: the properties that every object should have, whatever it is, and which of them a record has."""

from typing import Final

from .records import EdmRecord

CORE: Final[dict[str, tuple[str, ...]]] = {
    "dcterms:identifier": ("dc:identifier",),
    "dc:title": ("dc:title",),
    "dc:description": ("dc:description",),
    "dc:type": ("dc:type", "edm:hasType"),
    "dc:creator": ("dc:creator", "dc:contributor", "dc:publisher"),
    "dcterms:created": ("dcterms:created", "dcterms:issued", "dcterms:temporal", "dc:date"),
    "dcterms:spatial": ("dcterms:spatial", "edm:currentLocation", "dc:coverage"),
    "dc:subject": ("dc:subject",),
    "dcterms:medium": ("dcterms:medium", "dcterms:extent", "dc:format"),
    "edm:isShownBy": ("edm:isShownBy", "edm:isShownAt"),
    "edm:rights": ("edm:rights",),
}
"""The properties of the core, and the elements of the object or its aggregation any of which fills them."""


def filled(record: EdmRecord) -> tuple[str, ...]:
    """Name the properties of the core that a record has."""
    shown = record.aggregation
    return tuple(
        name
        for name, elements in CORE.items()
        if record.object.all(*elements) or (shown is not None and shown.all(*elements))
    )
