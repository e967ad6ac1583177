"""Values, looked at: which share of a column's cells are dates, addresses, rights, languages, numbers and so on."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ...records.samples import Sample
from ...values.coordinates import read_coordinates
from ...values.dates.reading import read_date
from ...values.identifiers.reading import read_identifier
from ...values.languages import read_languages
from ...values.names import NameKind, read_name
from ...values.rights import read_rights
from .words import Holds

_LOOKED_AT: Final = 60
_LONG_TEXT: Final = 120
_NEARLY_ALL: Final = 0.9
_ADDRESS: Final = re.compile(r"https?://\S+", re.IGNORECASE)
_FILE: Final = re.compile(
    r"\.(?:jpe?g|png|tiff?|gif|webp|jp2|mp[34]|wav|flac|ogg|webm|mov|pdf)\b|iiif", re.IGNORECASE
)
_NUMBER: Final = re.compile(r"[-+]?\d+(?:[.,]\d+)?(?:E-?\d+)?")
_INVENTORY: Final = re.compile(r"[^\W\d_]{1,6}[ ._/-]{0,2}\d[\w ./()-]{0,30}")
_SERIAL: Final = re.compile(r"\d{1,6}(?:[./-]\d{1,6}){1,4}[a-z]?")
_MEDIA: Final = frozenset({"text", "image", "sound", "video", "3d"})
# A year or a month is in it; a bare number is a date only where the heading says so.
_DATE_SIGN: Final = re.compile(r"\d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\b\d{1,2}\.?\s*(?:sz|st|jh|a|th)\b")

_STREET: Final = re.compile(
    r"\b(?:utca|u\.|út|tér|körút|ulica|ul\.|námestie|nám\.|street|st\.|road|avenue|gatvė|g\.|laan|plein)\s*(?:\d|$)"
    r"|\w+(?:straat|stra(?:ß|ss)e|str\.|gasse|platz|weg|utca|ucca)\s+\d",
    re.IGNORECASE,
)

NOTHING_WORDS: Final = (
    "NULL",
    "null",
    "N/A",
    "n/a",
    "n.a.",
    "NaN",
    "nan",
    "None",
    "-",
    "--",
    "\N{EN DASH}",
    "\N{EM DASH}",
    "#N/A",
)
"""What spreadsheets and databases write where nothing is known, exactly as it is written."""


@dataclass(frozen=True)
class Look:
    """A column, looked at; the shares are of the values that say something."""

    sample: Sample

    @cached_property
    def nothing_words(self) -> tuple[str, ...]:
        """The words for nothing that stand in it."""
        found = {value.strip() for value in self.sample.values}
        return tuple(word for word in NOTHING_WORDS if word in found)

    @cached_property
    def nobodies(self) -> frozenset[str]:
        """Its values that name somebody who is not known, exactly as they are written."""
        return frozenset(value for value in self.values if read_name(value).kind is NameKind.NOBODY)

    @cached_property
    def values(self) -> Sequence[str]:
        """Some of its values, without words for nothing."""
        telling = [one for one in self.sample.values if one.strip() not in NOTHING_WORDS]
        return telling[:: max(1, len(telling) // _LOOKED_AT)][:_LOOKED_AT]

    def share(self, test: Callable[[str], object]) -> float:
        """Give the share of its values for which something holds; 0 where it has none."""
        return sum(1 for value in self.values if test(value)) / len(self.values) if self.values else 0.0

    @cached_property
    def addresses(self) -> float:
        return self.share(_is_address)

    @cached_property
    def files(self) -> float:
        """The share that are addresses of pictures, sounds, films or documents."""
        return self.share(lambda value: _ADDRESS.match(value.strip()) and _FILE.search(value))

    @cached_property
    def dates(self) -> float:
        return self.share(lambda value: _DATE_SIGN.search(value) and read_date(value).edtf)

    @cached_property
    def inventory_numbers(self) -> float:
        """The share that begin with letters and go on with figures, as numbers of collections do."""
        return self.share(_INVENTORY.fullmatch)

    @cached_property
    def serials(self) -> float:
        """The share that are figures with signs between, such as 1923/14 and 2001.35.9106."""
        return self.share(_SERIAL.fullmatch)

    @cached_property
    def streets(self) -> float:
        """The share that are addresses of houses."""
        return self.share(_STREET.search)

    @cached_property
    def length(self) -> float:
        """The characters of a value, on average."""
        return sum(map(len, self.values)) / len(self.values) if self.values else 0.0

    @cached_property
    def is_long_text(self) -> bool:
        return self.length > _LONG_TEXT and self.addresses == 0

    @cached_property
    def is_no_text(self) -> bool:
        """Whether it counts or ranks things, as numbers and single letters do."""
        return self.sample.longest == 1 or self.share(_NUMBER.fullmatch) > _NEARLY_ALL

    @cached_property
    def schemes(self) -> Mapping[str, float]:
        """The shares of identifiers that tell their scheme, such as wikidata and viaf."""
        found: dict[str, int] = {}
        for value in self.values:
            reading = read_identifier(value)
            if reading.scheme and reading.iri:
                found[reading.scheme] = found.get(reading.scheme, 0) + 1
        return {scheme: count / len(self.values) for scheme, count in found.items()}

    def fits(self, holds: Holds) -> float:
        """Give the share of its values that are as those of a word have to be."""
        if holds in _TESTS:
            return self.share(_TESTS[holds])
        is_other = self.is_long_text if holds is Holds.NUMBER else self.is_no_text
        return 0.0 if is_other or self.addresses > _NEARLY_ALL else 1.0


def _is_address(value: str) -> bool:
    """Tell whether a cell has a web address, or several with a sign between."""
    return _ADDRESS.fullmatch(re.split(r"[|;]\s*", value.strip())[0]) is not None


def _is_date(value: str) -> bool:
    """Tell whether a cell has a date, or words for one that is not known."""
    reading = read_date(value)
    return reading.edtf is not None or reading.doubt is None


def _is_coordinate(value: str) -> bool:
    number = value.strip().replace(",", ".")
    if _NUMBER.fullmatch(number):
        return abs(float(number)) <= 180
    return bool(read_coordinates(value).latitude)


_TESTS: Final[Mapping[Holds, Callable[[str], object]]] = {
    Holds.DATE: _is_date,
    Holds.ADDRESS: _is_address,
    Holds.RIGHTS: lambda value: read_rights(value).iri,
    Holds.LANGUAGE: lambda value: read_languages(value).tags,
    Holds.COORDINATES: _is_coordinate,
    Holds.IDENTIFIER: lambda value: read_identifier(value).iri or _NUMBER.fullmatch(value),
    Holds.MEDIUM: lambda value: value.casefold().strip() in _MEDIA,
}
"""What a value is looked at for, where a word needs more than text."""
