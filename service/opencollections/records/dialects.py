"""How delimited text is written: its delimiter is found by trying each and counting cells."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal

from .tables import Dialect, Kind

_DELIMITERS: Final = (",", ";", "\t", "|")
_TRIED_ROWS: Final = 50

# Excel writes this line itself, understands it, and does not show it as a row.
_HINT: Final = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Style:
    """A dialect with nothing left open; ``skipped`` counts the bytes of a hint before the first row."""

    delimiter: str
    quote: str | None = '"'
    header: bool = True
    skipped: int = 0


def csv_reader(lines: Iterable[str], style: Style, *, strict: bool) -> Iterator[list[str]]:
    """Read rows with the csv module."""
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if style.quote else csv.QUOTE_NONE
    return csv.reader(lines, delimiter=style.delimiter, quotechar=style.quote, quoting=quoting, strict=strict)


def style_of(dialect: Dialect, kind: Kind, head: str) -> Style:
    """Settle a dialect by the beginning of the text; ``head`` ends at the end of a line, or of the text."""
    quote = dialect.quote or None
    hint = _HINT.match(head)
    skipped = len(hint[0].encode()) if hint else 0
    if dialect.delimiter:
        delimiter = dialect.delimiter
    elif hint:
        delimiter = hint[1]
    else:
        delimiter = _delimiter(head, kind, quote)
    return Style(delimiter, quote, dialect.header, skipped)


def _delimiter(head: str, kind: Kind, quote: str | None) -> str:
    """Choose the delimiter that cuts most rows into as many cells as the heading has, and into most."""
    if kind is Kind.TSV and "\t" in head:
        return "\t"
    shapes = {delimiter: _shape(head, delimiter, quote) for delimiter in _DELIMITERS}
    best = max(_DELIMITERS, key=shapes.__getitem__)
    if shapes[best] == (0.0, 0):
        return "\t" if kind is Kind.TSV else ","
    return best


def _shape(head: str, delimiter: str, quote: str | None) -> tuple[float, int]:
    """Give the share of rows as wide as the heading, in twentieths, and that width; zeros for one column."""
    lines = head.splitlines(keepends=True)
    reader = csv_reader(lines, Style(delimiter, quote), strict=False)
    try:
        widths = [len(row) for row in islice(reader, _TRIED_ROWS) if row]
    except csv.Error:
        return 0.0, 0
    if not widths or widths[0] < 2:
        return 0.0, 0
    share = Counter(widths)[widths[0]] / len(widths)
    return round(share * 20) / 20, widths[0]
