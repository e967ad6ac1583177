"""Doubles: records that were given the same number although they tell of different things."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl

from ..problems import Problem, Severity, Telling
from ..vocabulary import expand
from . import terms
from .cells import Columns, records_of, shown_row
from .statements import Statements

CODE: Final = "number-twice"
_TWICE: Final = (
    "The number of this record stands in several rows that differ: {rows}.",
    "Give each its own number, or bring the rows together; none of them is published until then.",
)
SENTENCES: Final = _TWICE
"""Every sentence of these problems, for those who translate them."""

_ONE_EACH: Final = tuple(
    map(
        expand,
        ("dc:title", "schema:name", "dcterms:title", "skos:prefLabel", "dcterms:created", "dc:description"),
    )
)
"""Properties of which a thing has one value in each language: two of them tell that two things were taken for one."""
_SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class Doubles:
    """Things that several records of the principal rule speak of: ``iri``, file, sheet and row, in reading order."""

    rows: pl.DataFrame
    columns: Columns

    @property
    def iris(self) -> list[str]:
        return self.rows["iri"].unique(maintain_order=True).to_list()

    def problems(self, about: Statements) -> Iterator[Problem]:
        """Tell each row of those that contradict each other; ``about`` is what is stated of the things."""
        torn = _torn(about)
        for (iri,), rows in self.rows.partition_by("iri", as_dict=True, maintain_order=True).items():
            if f"<{iri}>" in torn:
                yield from self._told(str(iri), rows)

    def _told(self, iri: str, rows: pl.DataFrame) -> Iterator[Problem]:
        told = ", ".join(rows["row"].head(_SHOWN)) + (" …" if rows.height > _SHOWN else "")
        for row in rows.iter_rows(named=True):
            yield Problem.told(
                CODE,
                Severity.ERROR,
                Telling(*_TWICE, {"rows": told}),
                file=row["file"],
                sheet=row["sheet"],
                row=shown_row(row["row"]),
                column=self.columns.of_subject(row["rule"]),
                entity=iri,
            )


def doubles(origins: pl.DataFrame, principal: str, columns: Columns) -> Doubles:
    """Find the things that several records speak of by the principal rule of a mapping."""
    records = records_of(origins, principal)
    return Doubles(records.filter(pl.col("iri").is_duplicated()), columns)


def _torn(about: Statements) -> set[str]:
    """Give the things of which two values are stated where one belongs."""
    found: set[str] = set()
    for predicate in _ONE_EACH:
        pairs = about.of(predicate).select("focus", language=terms.language(pl.col("value")).fill_null(""))
        twice = pairs.group_by("focus", "language").len().filter(pl.col("len") > 1)
        found.update(twice["focus"])
    return found
