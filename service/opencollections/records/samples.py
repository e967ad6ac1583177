"""Samples: what the columns of a table hold, as far as a look at their values tells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from .tables import Table

VALUES_KEPT: Final = 300
_VALUES_OF_BATCH: Final = 100
_SHOWN_ROWS: Final = 5
_VALUE_CHARS: Final = 1_000
# A column that repeats itself is no identifier; how many values it has need not be counted to the end.
_COUNTED: Final = 5_000


@dataclass(frozen=True, slots=True)
class Sample:
    """What one column holds.

    ``filled`` counts the records with a value, and ``distinct`` the different values (those of a column that
    repeats itself up to some thousands); ``most`` is how many values one record has at most, ``longest`` how many
    characters a value. ``values`` are different ones, some of each part of the file.
    """

    name: str
    filled: int = 0
    distinct: int = 0
    most: int = 1
    longest: int = 0
    values: tuple[str, ...] = ()

    @property
    def is_unique(self) -> bool:
        """Tell whether each value stands in one record only."""
        return 0 < self.filled == self.distinct and self.most == 1


@dataclass(frozen=True, slots=True)
class Shown:
    """A record as it is shown to its owner: its row, and the value or values of each column."""

    row: int | str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sampled:
    """A table looked through: how many records there are, the first of them, and a sample of each column."""

    records: int
    first: tuple[Shown, ...]
    columns: tuple[Sample, ...]


def sampled(table: Table, references: Sequence[str]) -> Sampled:
    """Read a table once; raise what reading raises."""
    records = 0
    first: list[Shown] = []
    columns = [_Column(name) for name in references]
    for frame in table.batches(references):
        records += frame.height
        if len(first) < _SHOWN_ROWS:
            first += _shown(frame.head(_SHOWN_ROWS - len(first)), len(references))
        for index, column in enumerate(columns):
            column.take(frame.get_column(f"v{index}"))
    return Sampled(records, tuple(first), tuple(column.sample() for column in columns))


def _shown(frame: pl.DataFrame, width: int) -> Iterator[Shown]:
    for row in frame.iter_rows(named=True):
        values = (row[f"v{index}"] for index in range(width))
        yield Shown(row["row"], tuple(_cell(value) for value in values))


def _cell(value: str | list[str] | None) -> str:
    text = "; ".join(one for one in value if one) if isinstance(value, list) else value or ""
    return text[:_VALUE_CHARS]


class _Column:
    """A column while its batches go by."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._filled = self._most = self._longest = 0
        self._values: dict[str, None] = {}
        self._seen = pl.Series(dtype=pl.UInt64)
        self._counts = True

    def take(self, values: pl.Series) -> None:
        """Take the values of a batch."""
        lists = (
            values
            if values.dtype == pl.List
            else values.to_frame().select(pl.concat_list(pl.all())).to_series()
        )
        texts = pl.DataFrame({"record": range(lists.len()), "text": lists}).explode("text")
        texts = texts.filter(pl.col("text").str.strip_chars() != "")
        if texts.is_empty():
            return
        counts = texts.get_column("record").value_counts().get_column("count")
        self._filled += counts.len()
        self._most = max(self._most, *counts.unique().to_list())
        values = texts.get_column("text")
        self._longest = max(self._longest, *values.str.len_chars().unique().to_list())
        different = values.unique(maintain_order=True)
        self._keep(different)
        self._count(different)

    def _keep(self, different: pl.Series) -> None:
        room = min(VALUES_KEPT - len(self._values), _VALUES_OF_BATCH)
        if room > 0:
            step = max(1, different.len() // room)
            some = different.gather_every(step).head(room).str.slice(0, _VALUE_CHARS)
            self._values |= dict.fromkeys(some.to_list())

    def _count(self, different: pl.Series) -> None:
        if self._counts:
            self._seen = pl.concat([self._seen, different.hash()]).unique()
            self._counts = self._seen.len() == self._filled or self._seen.len() < _COUNTED

    def sample(self) -> Sample:
        return Sample(
            self._name, self._filled, self._seen.len(), self._most, self._longest, tuple(self._values)
        )
