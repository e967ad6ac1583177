"""Improvements: what would lift the metadata tier of records, and of a whole collection the cheapest of it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from .metadata_tier import (
    ENABLED,
    ENABLING_GROUPS,
    LANGUAGE_ELEMENTS,
    METADATA_TIERS,
    SHARES,
    MetadataTier,
    enabling_elements,
    is_complete,
    missing_parts,
    says_language,
)
from .records import EdmRecord, Resource

LANGUAGES: Final = "languages"

SHOWN: Final = 3
"""Improvements that are told of a collection."""


@dataclass(frozen=True, slots=True)
class Lift:
    """Something that would lift a record to the tier ``after``: ``what`` is lacking, and in which columns or things.

    ``places`` are elements of the record where it is about languages, else IRIs of what it is connected with; there
    are none where the record itself lacks it.
    """

    what: str
    after: str
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Improvement:
    """Something to add: ``what`` is to be filled in for so many ``cells``, and lifts so many ``records`` by a tier."""

    what: str
    before: str
    after: str
    cells: int
    records: int


def cheapest(found: Iterable[Improvement]) -> list[Improvement]:
    """Give the improvements by which most records rise for each cell to fill, the best first."""
    return sorted(found, key=lambda one: (-one.records / one.cells, -one.records, one.what, one.after))[
        :SHOWN
    ]


def lifts(record: EdmRecord, tier: MetadataTier) -> list[Lift]:
    """Give what would lift a record, each taken by itself."""
    found = (*_by_context(record, tier), *_by_languages(record, tier), *_by_elements(record, tier))
    return [
        Lift(what, METADATA_TIERS[better], places)
        for what, better, places in found
        if better > METADATA_TIERS.index(tier.tier)
    ]


_Found = tuple[str, int, tuple[str, ...]]


def _by_context(record: EdmRecord, tier: MetadataTier) -> Iterator[_Found]:
    complete = {resource.class_ for resource in record.contextual if is_complete(resource)}
    lacking: dict[tuple[str, str], list[str]] = {}
    for resource in record.contextual:
        for part in missing_parts(resource):
            lacking.setdefault((part, resource.class_), []).append(resource.iri)
    for (part, class_), iris in lacking.items():
        contextual = 1 + min(len(complete | {class_}), 2)
        yield part, min(tier.language, tier.enabling, contextual), tuple(iris)


def _by_languages(record: EdmRecord, tier: MetadataTier) -> Iterator[_Found]:
    known = {resource.iri: resource for resource in record.contextual}
    used = [name for name in LANGUAGE_ELEMENTS if record.object.all(name)]
    silent = [name for name in used if not says_language(record.object, name, known)]
    untagged = tuple(name for name in silent if record.object.texts(name))
    if untagged:
        said = len(used) - len(silent) + len(untagged)
        language = sum(said / len(used) >= least for least in SHARES)
        yield LANGUAGES, min(language, tier.enabling, tier.contextual), untagged


def _by_elements(record: EdmRecord, tier: MetadataTier) -> Iterator[_Found]:
    known: Mapping[str, Resource] = {resource.iri: resource for resource in record.contextual}
    elements, groups = enabling_elements(record.object, known)
    for group, names in ENABLING_GROUPS.items():
        if not record.object.all(*names):
            enabling = sum(elements + 1 >= least and groups + 1 >= spread for least, spread in ENABLED)
            yield group, min(tier.language, enabling, tier.contextual), ()
