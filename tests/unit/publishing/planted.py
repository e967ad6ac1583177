"""A template workbook of 500 rows with 60 mistakes in it, as curators make them, each in a known cell."""

from pathlib import Path
from typing import Final

import xlsxwriter
from tests.mappings.template_workbook import COLUMNS

SHEET: Final = "Objects"
ROWS: Final = 500
FIRST: Final = 2
"""The row of the sheet that the first record stands in."""

_EVERY: Final = 8
"""Rows between two mistakes."""

MISTAKES: Final = {
    "Inventory no.": ("", "", "", "F 3", "F 5"),
    "Title / Cím": ("", "", "", ""),
    "Kind": ("", "", ""),
    "Medium": ("picture", "kép", "", "image; text"),
    "Maker's years": ("1951-1889", "born long ago", "1889.13.40"),
    "When": (
        *("1903.02.30", "1973.17.25", "9600.32.1", "03/04/1905", "1912-1905", "when the river froze"),
        *("x" * 10_000, "30/02/1911", "۳۰/۱۳/۲۴۹۰", "31 April 1921"),
    ),
    "Coordinates": (
        *("147.49, 19.05", "999, 999", "0, 0", "by the old mill", "95.2, 19.05"),
        "47.49648 19.05668 Budapest",
    ),
    "Language": ("Magyarország", "Slovakia", "Klingon?", "Deutschland", "12", "h u"),
    "Rights": ("500 Ft", "12,50 €", "ask Aunt Mary", "see file", "CC BZ 4.0", "yes", "-1"),
    "File": (
        *(
            "kepek/12.jpg",
            "C:\\kepek\\1.jpg",
            "kép 5.jpg",
            "ftp://example.org/1.jpg",
            "file:///home/anna/1.jpg",
        ),
        "scan of page 3",
    ),
    "Web page": (
        "www.muzeum.hu/1",
        "our website",
        "muzeum.hu",
        "see the folder",
        "/targyak/5",
        "https//example.org/5",
    ),
}
"""What is written into cells by mistake, by the beginning of the column's heading."""


def heading(beginning: str) -> str:
    """Give the heading of the template's column that begins so."""
    return next(one.heading for one in COLUMNS if one.heading.startswith(beginning))


def planted() -> dict[tuple[int, str], str]:
    """Give what stands in which cell (row of the sheet, heading) by mistake."""
    mistakes = [(heading(name), text) for name, texts in MISTAKES.items() for text in texts]
    return {(FIRST + 10 + _EVERY * n, column): text for n, (column, text) in enumerate(mistakes)}


def write(path: Path) -> None:
    """Write the workbook: every row is good but for the one cell that is planted in it."""
    wrong = planted()
    with xlsxwriter.Workbook(path, {"strings_to_urls": False, "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet(SHEET)
        for place, column in enumerate(COLUMNS):
            sheet.write_string(0, place, column.heading)
        for row in range(FIRST, FIRST + ROWS):
            good = _good(row)
            for place, column in enumerate(COLUMNS):
                text = wrong.get((row, column.heading), good.get(column.heading, ""))
                sheet.write_string(row - 1, place, text)


def _good(row: int) -> dict[str, str]:
    number = row - FIRST + 1
    return {
        heading(name): text
        for name, text in {
            "Inventory no.": f"F {number}",
            "Title / Cím": f"Fénykép {number}",
            "Kind": "fénykép",
            "Medium": "image",
            "Maker /": f"Mester {number}",
            "Maker's years": "1889-1951",
            "When": f"{1880 + number % 60}",
            "Where": f"Falu {number}",
            "Coordinates": "47.49648, 19.05668",
            "Language": "hu",
            "Rights": "CC BY 4.0",
            "File": f"https://example.org/kepek/{number}.jpg",
            "Web page": f"https://example.org/targyak/{number}",
        }.items()
    }
