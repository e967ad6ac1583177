"""Spreadsheets: tables as CSV for people, who will open them in a program that runs formulas."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

# The last four are the full-width forms of the first four.
FORMULA_BEGINNINGS: Final = ("=", "+", "-", "@", "\t", "\r", "\0", *"\uff1d\uff0b\uff0d\uff20")


def harmless(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would run as a formula (OWASP CSV injection)."""
    return f"'{cell}" if cell.startswith(FORMULA_BEGINNINGS) else cell


def lines(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Write a table with a head, row by row; no cell of it is run as a formula."""
    for row in chain([head], rows):
        text = io.StringIO(newline="")
        csv.writer(text).writerow([harmless(cell) for cell in row])
        yield text.getvalue()


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Write a table with a head, in UTF-8 with the mark by which spreadsheets know it."""
    return "".join(lines(head, rows)).encode("utf-8-sig")
