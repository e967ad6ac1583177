"""What the databases share: names as SQL writes them, rows as a batch, and the end of a query that runs on."""

from collections.abc import Callable, Mapping, Sequence
from types import NoneType
from typing import Any, Final, NamedTuple

import polars as pl

from ..errors import TooLarge
from ..phrases import Phrase
from .frames import text_column
from .headings import Headings
from .measures import in_seconds, over
from .tables import NATURAL_TYPES, NaturalType

_PLAIN: Final = frozenset({str, NoneType})
# Text of these types is canonical as PostgreSQL writes it.
_AS_IT_COMES: Final = frozenset({None, NaturalType.INTEGER})


class Cells(NamedTuple):
    """The cells of one column, and the natural type that the database declares for it (None: each says its own)."""

    cells: Sequence[Any]
    declared: NaturalType | None


Canonical = Callable[[Any, NaturalType | None], tuple[str | None, NaturalType]]
"""Gives the canonical text of a cell and its natural type."""


def batch(
    file: str,
    read: int,
    references: Sequence[str],
    columns: Sequence[Cells],
    height: int,
    canonical: Canonical,
) -> pl.DataFrame:
    """Make the batch of ``height`` rows that come after ``read`` others."""
    numbers = range(read + 1, read + height + 1)
    made = [pl.Series("row", numbers, dtype=pl.UInt32)]
    for index, (reference, (cells, declared)) in enumerate(zip(references, columns, strict=True)):
        if declared in _AS_IT_COMES and set(map(type, cells)) <= _PLAIN:
            made.append(text_column(file, f"v{index}", reference, numbers, cells))
            made += [_codes(made[-1], declared, index)] if declared is not None else []
            continue
        values = [canonical(cell, declared) for cell in cells]
        texts = [text for text, _ in values]
        made.append(text_column(file, f"v{index}", reference, numbers, texts))
        codes = [None if text is None else NATURAL_TYPES.index(natural) for text, natural in values]
        if any(codes):
            made.append(pl.Series(f"t{index}", codes, dtype=pl.UInt8))
    return pl.DataFrame(made)


def _codes(texts: pl.Series, natural: NaturalType, index: int) -> pl.Series:
    """Give the code of a natural type for each text that is there."""
    code = pl.lit(NATURAL_TYPES.index(natural), dtype=pl.UInt8)
    return pl.select(pl.when(texts.is_not_null()).then(code).alias(f"t{index}")).to_series()


def too_slow(file: str, limit_s: float) -> TooLarge:
    """Make the error of a query that takes longer than it may."""
    limit = in_seconds(limit_s)
    advice = Phrase("Ask the database for less, or export its tables as CSV.")
    what = Phrase("the time of the query")
    return TooLarge(file=file, what=what, value=over(limit), limit=limit, advice=advice)


def quoted(name: str) -> str:
    """Write a name so that SQL takes it as it stands."""
    return '"' + name.replace('"', '""') + '"'


def unquoted(name: str, known: Sequence[str], folded: Mapping[str, str]) -> str:
    """Read a name as SQL does: in quotes it is as it stands, without them capitals do not matter."""
    if name in known:
        return name
    if len(name) > 2 and name[0] == name[-1] == '"':
        return name[1:-1].replace('""', '"')
    return folded.get(name.casefold(), name)


def column_places(references: Sequence[str], headings: Headings, file: str, sheet: str | None) -> list[int]:
    """Give the place of each column that is referred to, in quotes or not; raise ColumnMissing."""
    folded = {name.casefold(): name for name in reversed(headings.names)}
    return [
        headings.place(unquoted(reference, headings.names, folded), file, sheet) for reference in references
    ]
