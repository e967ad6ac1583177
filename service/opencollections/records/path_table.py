"""JSON and XML behind one door: what can be read in one pass is read here, and what may run on elsewhere."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, Protocol

import polars as pl

from ..problems import Problem
from .tables import Table

SMALL_BYTES: Final = 4_000_000
"""A document that may be in memory as a whole, whatever else is."""


class Document(Table, Protocol):
    """A table whose references are paths."""

    def costly(self, references: Sequence[str]) -> list[str]:
        """Give the paths, its own among them, that may take far more than to read the document once."""
        ...


class PathTable:
    """A document, opened; ``confined`` opens it again in a process of its own, for the paths that may run on."""

    sheet = None
    columns = None

    def __init__(self, document: Document, confined: Callable[[Sequence[str]], Table]) -> None:
        self.file = document.file
        self._document = document
        self._confined = confined
        self._read: Table = document

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self._read.problems

    def batches(self, references: Sequence[str]) -> Iterator[pl.DataFrame]:
        """Read the referenced values, as the protocol of a table says; PathTooCostly where a path runs on."""
        paths = self._document.costly(references)
        self._read = self._confined(paths) if paths else self._document
        return self._read.batches(references)
