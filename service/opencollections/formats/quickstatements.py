"""QuickStatements: what a record says of an item of Wikidata, as commands of its tool (version 1, tabs between).

Only an item that the member itself states to be the same gets statements, and only items that are stated in the same
way stand in them. Every statement has the address of the record as its reference. Labels are never set, since a command
would replace what others wrote.
"""

import re
from collections.abc import Iterator
from typing import Final

from .edm import EdmRecord
from .edm.records import Resource

_ITEM: Final = re.compile(r"https?://www\.wikidata\.org/(?:entity|wiki)/(Q[1-9][0-9]*)", re.ASCII)
_SAME: Final = ("owl:sameAs", "skos:exactMatch")
_DAY: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_PRECISION: Final = {1: 9, 2: 10, 3: 11}
"""Parts of a date (year, month, day) to the number by which Wikidata tells how exact it is."""

_LANGUAGE: Final = re.compile(r"[a-z]{2,3}", re.ASCII)
_LONGEST: Final = 1_500
"""Characters that a text of Wikidata may have."""

# Properties of Wikidata.
_INSTANCE_OF, _CREATOR, _MADE_FROM = "P31", "P170", "P186"
_TITLE, _INVENTORY_NUMBER, _INCEPTION, _DESCRIBED_AT = "P1476", "P217", "P571", "P973"
_COLLECTION, _REFERENCE_URL = "P195", "S854"
_LINKED: Final = {"dc:type": _INSTANCE_OF, "dc:creator": _CREATOR, "dcterms:medium": _MADE_FROM}


def item(resource: Resource) -> str | None:
    """Give the item that a thing is stated to be the same as; None where there is none, or more than one."""
    found = {match[1] for match in map(_ITEM.fullmatch, resource.links(*_SAME)) if match}
    return found.pop() if len(found) == 1 else None


def commands(record: EdmRecord, keeper: str | None = None) -> Iterator[str]:
    """Give the commands of a record, a line each; ``keeper`` is the item of the institution that has the object."""
    about = item(record.object)
    if about is None:
        return
    reference = (_REFERENCE_URL, _text(record.object.iri))
    for parts in _statements(record, keeper):
        yield "\t".join((about, *parts, *reference)) + "\n"


def _statements(record: EdmRecord, keeper: str | None) -> Iterator[tuple[str, ...]]:
    cho = record.object
    for title in cho.texts("dc:title"):
        if title.language and _LANGUAGE.fullmatch(title.language) and title.language != "und":
            yield _TITLE, f"{title.language}:{_text(title.value)}"
    for number in cho.texts("dc:identifier"):
        yield (_INVENTORY_NUMBER, _text(number.value), *((_COLLECTION, keeper) if keeper else ()))
    known = {resource.iri: item(resource) for resource in record.contextual}
    for element, property_ in _LINKED.items():
        for iri in cho.links(element):
            if (linked := known.get(iri)) is not None:
                yield property_, linked
    for resource in record.contextual:
        if resource.iri in cho.links("dcterms:created", "dcterms:temporal") and (date := _date(resource)):
            yield _INCEPTION, date
    yield _DESCRIBED_AT, _text(cho.iri)


def _date(period: Resource) -> str | None:
    """Give a period as one date of Wikidata; None where it is longer than a year, a month or a day."""
    begin, end = ({text.value for text in period.texts(name)} for name in ("edm:begin", "edm:end"))
    found = _DAY.fullmatch(next(iter(begin), "")) if begin == end else None
    if found is None:
        return None
    parts = [part for part in found.groups() if part]
    year, month, day = [*parts, "00", "00"][:3]
    return f"+{year}-{month}-{day}T00:00:00Z/{_PRECISION[len(parts)]}"


def _text(value: str) -> str:
    """Write a text: blanks for what would end it, since the tool knows no escapes."""
    return f'"{" ".join(value.replace(chr(34), chr(0x201D)).split())[:_LONGEST]}"'
