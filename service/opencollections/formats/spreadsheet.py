"""Spreadsheets: tables as CSV for people, who will open them in a program that runs formulas."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

# The last four are the full-width forms of the first four.
FORMULA_BEGINNINGS: Final = ("=", "+", "-", "@", "\t", "\r", "\0", *"\uff1d\uff0b\uff0d\uff20")


def harmless(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would run as a formula (OWASP CSV injection)."""
    return f"'{cell}" if cell.startswith(FORMULA_BEGINNINGS) else cell


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Write a table with a head, in UTF-8 with the mark by which spreadsheets know it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for row in (head, *rows):
        writer.writerow([harmless(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")
