"""How delimited text is written: its delimiter is found by trying each and counting cells."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
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
    comment: str | None = None
    skipped_rows: int = 0
    skipped_columns: int = 0
    trim: str | None = None
    doubled_quote: bool = True

    @property
    def is_usual(self) -> bool:
        """Tell whether the text is written as nearly all is, so that the fast reader can read it."""
        unusual = (self.comment, self.skipped_rows, self.skipped_columns, self.trim, not self.doubled_quote)
        return not any(unusual)

    def is_record(self, line: str, number: int) -> bool:
        """Tell whether a line can begin a row; lines count from 1."""
        return number > self.skipped_rows and not (self.comment and line.startswith(self.comment))

    def cells(self, row: list[str]) -> list[str]:
        """Give the cells of a row that are read, as they are read."""
        kept = row[self.skipped_columns :]
        strip = _STRIPS.get(self.trim or "")
        return [strip(cell) for cell in kept] if strip else kept


_STRIPS: Final[Mapping[str, Callable[[str], str]]] = {
    "start": str.lstrip,
    "end": str.rstrip,
    "both": str.strip,
}


def is_sign(text: str) -> bool:
    """Tell whether a text can be a delimiter or quotation mark: one character, and none that ends lines or texts."""
    return len(text) == 1 and text not in "\r\n\0" and not "\ud800" <= text <= "\udfff"


def csv_reader(lines: Iterable[str], style: Style, *, strict: bool) -> Iterator[list[str]]:
    """Read rows with the csv module."""
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if style.quote else csv.QUOTE_NONE
    return csv.reader(
        lines,
        delimiter=style.delimiter,
        quotechar=style.quote,
        quoting=quoting,
        doublequote=style.doubled_quote,
        escapechar=None if style.doubled_quote else "\\",
        skipinitialspace=style.trim in {"start", "both"},
        strict=strict,
    )


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
        delimiter = _delimiter(_rows_of(head, dialect), kind, quote)
    return Style(
        delimiter,
        quote,
        dialect.header,
        skipped,
        dialect.comment,
        dialect.skipped_rows,
        dialect.skipped_columns,
        dialect.trim,
        dialect.doubled_quote,
    )


def _rows_of(head: str, dialect: Dialect) -> str:
    """Leave out the lines of the beginning that are no rows of the table."""
    lines = enumerate(head.splitlines(keepends=True), 1)
    plain = Style(",", comment=dialect.comment, skipped_rows=dialect.skipped_rows)
    return "".join(line for number, line in lines if plain.is_record(line, number))


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
