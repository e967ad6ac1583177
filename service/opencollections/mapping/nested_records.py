"""Nested records: those of a field that has an iterator, beside the records that they stand in."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import polars as pl

from ..records.tables import Kind, Selection

_OUT_OF_ORDER: Final = re.compile(r"\.\.|//|::|[?,(|]")


class NestedRecords:
    """The records of a nested field, read beside the records that they stand in, in the order of the document."""

    def __init__(self, frames: Iterator[pl.DataFrame]) -> None:
        self._frames = frames
        self._waiting: pl.DataFrame | None = None

    def below(self, places: pl.Series) -> pl.DataFrame:
        """Give the records below some places, with the place of each as ``parent``."""
        found = [pl.DataFrame(schema={"parent": pl.String})]
        known = set(places)
        while (frame := self._next()) is not None:
            owned = frame.with_columns(_parents(frame["row"], known))
            found.append(owned.drop_nulls("parent"))
            # Those that come later stand in records that come later.
            rest = owned.filter(pl.col("parent").is_null()).drop("parent")
            if not rest.is_empty():
                self._waiting = rest
                break
        return pl.concat(found, how="diagonal_relaxed")

    def finish(self) -> None:
        """Read to the end, so that what is found wrong there is told."""
        for _ in self._frames:
            pass

    def _next(self) -> pl.DataFrame | None:
        waiting, self._waiting = self._waiting, None
        return next(self._frames, None) if waiting is None else waiting


def below(selection: Selection, iterator: str) -> Selection:
    """Give the selection of what an iterator finds in the records of another one."""
    if selection.kind is Kind.XML:
        return replace(selection, iterator=f"{selection.iterator or '/*'}/{iterator.removeprefix('./')}")
    step = iterator[1:] if iterator.startswith("$") else f".{iterator}"
    return replace(selection, iterator=f"{selection.iterator or '$'}{step}")


def is_in_order(selection: Selection) -> bool:
    """Tell whether the records of a selection, and what is in them, stand in the same order in the document."""
    return _OUT_OF_ORDER.search(selection.iterator or "") is None


def _parents(places: pl.Series, known: set[str]) -> pl.Series:
    """Find for each place the longest beginning of it that is the place of a parent."""
    return pl.Series("parent", [_parent(place, known) for place in places], dtype=pl.String)


def _parent(place: str, known: set[str]) -> str | None:
    ends = "/" if place.startswith("/") else "[.,"
    for end in range(len(place) - 1, 0, -1):
        if place[end] in ends and place[:end] in known:
            return place[:end]
    return None
