"""The row of headings, found: exports have a title, a date or a logo before it, and sometimes there is none."""

import re
from collections.abc import Sequence
from typing import Final

from .rows import Row

LOOKED_AT: Final = 30
"""Rows at the beginning of a table among which its headings are looked for."""

_FULL: Final = 0.5
_VALUE: Final = re.compile(r"\d[\d ./:,+-]*|https?://\S+")
_LONGEST_HEADING: Final = 200


def heading_row(rows: Sequence[Row]) -> int:
    """Give the number of the row that has the headings, or 0 where the first rows are records already.

    The headings are the first row that fills most of the columns which the rows after it fill; a line of title
    above them fills one. A row in which most cells are numbers, dates or addresses is a record.
    """
    filled = [(row, _filled(row)) for row in rows if _filled(row)]
    if not filled:
        return 0
    width = _usual([count for _, count in filled])
    full = next(row for row, count in filled if count >= max(_FULL * width, min(width, 2)))
    cells = [cell.strip() for cell in full.cells if cell.strip()]
    records = sum(1 for cell in cells if _VALUE.fullmatch(cell) or len(cell) > _LONGEST_HEADING)
    if records * 2 > len(cells) and len(cells) > 1:
        return 0
    return full.number


def _filled(row: Row) -> int:
    return sum(1 for cell in row.cells if cell.strip())


def _usual(counts: Sequence[int]) -> int:
    """Give the width that a quarter of the rows reach: lines of title are narrower, and one long row is no measure."""
    return sorted(counts)[len(counts) * 3 // 4]
