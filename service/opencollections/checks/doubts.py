"""Doubts: values that stand in statements as they were written, read as their property asks.

Where a mapping reads a cell with a function, the run tells what is doubtful. Where it takes the cell as it is, the
property says what the cell should hold: a date, rights, a language, an identifier, an address, coordinates.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from ..mapping.cell_problems import VALUE_LIMIT
from ..mapping.value_doubts import COORDINATES, DATE, IDENTIFIER, LANGUAGE, RIGHTS, Told, told
from ..problems import Telling
from ..values.identifiers import BY_NAME
from ..vocabulary import expand
from . import terms
from .statements import Statements

_DATES: Final = (
    *("dcterms:created", "dcterms:issued", "dcterms:date", "dcterms:modified", "dc:date"),
    *("schema:dateCreated", "schema:datePublished", "schema:startDate", "schema:endDate"),
    *("schema:birthDate", "schema:deathDate"),
)
_RIGHTS: Final = ("edm:rights", "dc:rights", "dcterms:rights", "dcterms:license", "schema:license")
_LANGUAGES: Final = ("dc:language", "dcterms:language", "schema:inLanguage")
_SCHEMES: Final = {
    "schema:isrcCode": "isrc",
    "schema:iswcCode": "iswc",
    "schema:isbn": "isbn",
    "schema:issn": "issn",
    "schema:gtin": "ean",
    "schema:gtin12": "ean",
    "schema:gtin13": "ean",
}
ADDRESSES: Final = tuple(map(expand, ("edm:isShownAt", "edm:isShownBy", "edm:hasView", "edm:object")))
"""The properties that lead to pages, pictures and files."""

_CODES: Final[dict[str, str]] = {
    **{expand(name): DATE for name in _DATES},
    **{expand(name): RIGHTS for name in _RIGHTS},
    **{expand(name): LANGUAGE for name in _LANGUAGES},
    **{expand(name): IDENTIFIER + scheme for name, scheme in _SCHEMES.items()},
}
_KIND, _VALUE = expand("schema:propertyID"), expand("schema:value")
_LATITUDE, _LONGITUDE = expand("wgs84_pos:lat"), expand("wgs84_pos:long")

_ADDRESS: Final = (
    "{value!r} is no whole web address.",
    "Write the address as the browser shows it, beginning with https://.",
)
SENTENCES: Final = _ADDRESS
"""Every sentence of these doubts, for those who translate them."""


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A doubt about a value: the things that have it (``focus``), by which property, and what is told of it."""

    predicate: str
    focus: pl.Series
    value: str
    told: Told


@dataclass(slots=True)
class Doubts:
    """Looks for doubts piece by piece; each different value is read once.

    ``own`` begins the IRIs of the member, ``year`` is the present one.
    """

    own: str
    year: int
    _read: dict[tuple[str, str], Told | None] = field(default_factory=dict)

    def found(self, piece: Statements) -> Iterator[Doubtful]:
        for predicate, code in _CODES.items():
            if predicate in piece.pairs:
                yield from self._of_texts(predicate, code, _texts(piece.of(predicate)))
        yield from self._of_identifiers(piece)
        yield from self._of_coordinates(piece)
        for predicate in ADDRESSES:
            if predicate in piece.pairs:
                yield from self._of_addresses(predicate, piece.of(predicate))

    def _of_texts(self, predicate: str, code: str, texts: pl.DataFrame) -> Iterator[Doubtful]:
        """Read the different texts of a property; ``texts`` has ``focus`` and ``text``."""
        doubtful = {
            text: one for text in texts["text"].unique() if (one := self._told(code, text)) is not None
        }
        yield from _with_focus(predicate, texts, doubtful)

    def _told(self, code: str, text: str) -> Told | None:
        if (code, text) not in self._read:
            self._read[code, text] = told(code, text, self.year)
        return self._read[code, text]

    def _of_identifiers(self, piece: Statements) -> Iterator[Doubtful]:
        """Read the values of identifiers whose kind is the name of a known system."""
        kinds, values = _texts(piece.of(_KIND)), _texts(piece.of(_VALUE))
        if kinds.is_empty() or values.is_empty():
            return
        known = kinds.with_columns(
            pl.col("text").map_elements(_scheme, return_dtype=pl.String).alias("scheme")
        ).drop_nulls()
        together = values.join(known.select("focus", "scheme"), on="focus")
        for (scheme,), texts in together.partition_by("scheme", as_dict=True).items():
            yield from self._of_texts(_VALUE, IDENTIFIER + str(scheme), texts)

    def _of_coordinates(self, piece: Statements) -> Iterator[Doubtful]:
        """Read latitude and longitude together where they are not two plain numbers on the globe."""
        latitudes, longitudes = _texts(piece.of(_LATITUDE)), _texts(piece.of(_LONGITUDE))
        if latitudes.is_empty() or longitudes.is_empty():
            return
        pairs = latitudes.join(longitudes.rename({"text": "longitude"}), on="focus")
        written = pl.concat_str("text", pl.lit(", "), "longitude")
        yield from self._of_texts(_LATITUDE, COORDINATES, pairs.select("focus", text=written))

    def _of_addresses(self, predicate: str, pairs: pl.DataFrame) -> Iterator[Doubtful]:
        """Find what is no address of the web: a name of a file, which has become one of the member's own IRIs."""
        address = pl.col("value").str.slice(1).str.head(-1)
        foreign = address.str.contains("^https?://[^/]") & ~address.str.starts_with(self.own)
        wrong = pairs.filter(terms.is_iri(pl.col("value")) & ~foreign)
        texts = wrong.select("focus", text=address.str.strip_prefix(self.own))
        doubtful = {
            text: Told("address-incomplete", Telling(*_ADDRESS, {"value": text[:VALUE_LIMIT]}))
            for text in texts["text"].unique()
        }
        yield from _with_focus(predicate, texts, doubtful)


def _with_focus(predicate: str, texts: pl.DataFrame, doubtful: dict[str, Told]) -> Iterator[Doubtful]:
    if not doubtful:
        return
    found = texts.filter(pl.col("text").is_in(list(doubtful)))
    for (text,), rows in found.partition_by("text", as_dict=True, maintain_order=True).items():
        yield Doubtful(predicate, rows["focus"], str(text), doubtful[str(text)])


def _texts(pairs: pl.DataFrame) -> pl.DataFrame:
    """Give the texts of literals, whatever datatype or language they have."""
    value = pl.col("value")
    return pairs.filter(terms.is_literal(value)).select("focus", text=terms.text(value))


def _scheme(kind: str) -> str | None:
    scheme = BY_NAME.get(kind.strip().casefold())
    return None if scheme is None else scheme.name
