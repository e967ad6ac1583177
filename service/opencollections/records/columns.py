"""Columns of records that are not rows: what a reference finds in each, as text with natural types."""

from collections.abc import Sequence
from itertools import accumulate
from types import NoneType
from typing import Any, NamedTuple

import polars as pl

from .findings import Findings
from .frames import fold, refuse_long, text_series
from .natural import CODES, NOTHING_KINDS, SCALAR_KINDS, STRING, TEXT_KINDS, TEXTS


class Found(list[Any]):
    """Several values that a reference leads to, told apart from an array in the data."""


class _Part(NamedTuple):
    """The values of some rows, one after the other.

    ``codes`` are their natural types, None where all are text. ``owners`` has for each value the index of its
    row, None where every row has one value or null.
    """

    height: int
    texts: pl.Series
    codes: pl.Series | None = None
    owners: pl.Series | None = None


class Column:
    """Gathers the values of one reference, and makes the columns of a batch of them.

    Values become columns of Polars group by group, while they are still in the processor's cache.
    """

    def __init__(self, path: str, file: str, findings: Findings) -> None:
        self.path = path
        self._file = file
        self._findings = findings
        self._reported: set[str] = set()
        self._parts: list[_Part] = []

    def add(self, values: Sequence[Any], places: Sequence[str]) -> None:
        """Take the values of some records: scalars, ``Found`` for several, None (or an object()) for none."""
        kinds = set(map(type, values))
        if kinds <= SCALAR_KINDS:
            self._parts.append(self._scalars(values, places, kinds))
            return
        owners, flat = self._flat(values, places)
        if len(set(owners)) == len(owners):
            singles: list[Any] = [None] * len(places)
            for owner, value in zip(owners, flat, strict=True):
                singles[owner] = value
            self._parts.append(self._scalars(singles, places, set(map(type, singles))))
            return
        part = self._scalars(flat, [places[owner] for owner in owners], set(map(type, flat)))
        self._parts.append(part._replace(height=len(places), owners=pl.Series(owners, dtype=pl.UInt32)))

    def series(self, index: int, places: Sequence[str]) -> list[pl.Series]:
        """Make ``v{index}`` and, where not all is text, ``t{index}`` of what was gathered; begin anew."""
        parts, self._parts = self._parts, []
        several = any(part.owners is not None for part in parts)
        if several:
            parts = [_owned(part) for part in parts]
        columns = [pl.concat([part.texts for part in parts]).alias(f"v{index}")]
        if any(part.codes is not None for part in parts):
            columns.append(pl.concat([_codes(part) for part in parts]).alias(f"t{index}"))
        owners = _joined_owners(parts) if several else None
        rows = places if owners is None else pl.Series(places).gather(owners)
        refuse_long(self._file, columns[0], self.path, rows)
        columns[0] = self._without_nul(columns[0], rows)
        return columns if owners is None else fold(columns, owners, len(places))

    def _without_nul(self, texts: pl.Series, rows: Sequence[str] | pl.Series) -> pl.Series:
        """Leave out the character NUL, which JSON can write and RDF and XML cannot, and report it."""
        places = texts.str.contains("\0", literal=True).arg_true()
        if places.is_empty():
            return texts
        for place in places:
            self._findings.add("nul-in-text", row=rows[place], column=self.path)
        return texts.str.replace_all("\0", "", literal=True)

    def _scalars(self, values: Sequence[Any], places: Sequence[str], kinds: set[type]) -> _Part:
        texts: Sequence[str | None] = values
        if not kinds <= {str, NoneType}:
            texts = [value if type(value) is str else TEXTS[type(value)](value) for value in values]
        column = text_series(self._file, self.path, places, texts)
        codes = None
        if not kinds <= TEXT_KINDS:
            codes = pl.Series([CODES[type(value)] for value in values], dtype=pl.UInt8)
        return _Part(len(values), column, codes)

    def _flat(self, values: Sequence[Any], places: Sequence[str]) -> tuple[list[int], list[Any]]:
        """Give all scalars one after the other, and beside each the index of its record."""
        owners: list[int] = []
        flat: list[Any] = []
        for owner, value in enumerate(values):
            if type(value) not in NOTHING_KINDS:
                inner = self._inner(value, places[owner])
                owners += [owner] * len(inner)
                flat += inner
        return owners, flat

    def _inner(self, value: Any, place: str) -> list[Any]:
        """Give the scalars in a value; lists and objects that the reference itself leads to are reported."""
        if isinstance(value, dict):
            self._report("path-to-object", place)
            return []
        if not isinstance(value, list):
            return [] if value is None else [value]
        if set(map(type, value)) <= SCALAR_KINDS:
            inner = [child for child in value if child is not None]
        else:
            inner = [scalar for child in value for scalar in self._inner(child, place)]
        if inner and not isinstance(value, Found):
            self._report("path-to-list", place)
        return inner

    def _report(self, code: str, place: str) -> None:
        """Report once what is so in every record."""
        if code not in self._reported:
            self._reported.add(code)
            self._findings.add(code, row=place, column=self.path, path=self.path)


def _owned(part: _Part) -> _Part:
    """Write a part of single values as one that could have several."""
    if part.owners is not None:
        return part
    there = part.texts.is_not_null()
    codes = None if part.codes is None else part.codes.filter(there)
    return _Part(part.height, part.texts.filter(there), codes, there.arg_true())


def _codes(part: _Part) -> pl.Series:
    if part.codes is not None:
        return part.codes
    return pl.repeat(STRING, len(part.texts), dtype=pl.UInt8, eager=True)


def _joined_owners(parts: Sequence[_Part]) -> pl.Series:
    """Count the rows of all parts through."""
    starts = accumulate((part.height for part in parts), initial=0)
    return pl.concat(
        [part.owners + start for part, start in zip(parts, starts, strict=False) if part.owners is not None]
    )
