"""The inventory of a small museum as its curator keeps it: a workbook with the untidiness of real ones."""

from pathlib import Path
from typing import Final

import xlsxwriter

HEADINGS: Final = {
    "en": (
        "Inventory no.",
        "Title",
        "Maker",
        "Date",
        "Place",
        "Type",
        "Subjects",
        "Picture",
        "Picture rights",
        "Shelf",
    ),
    "hu": (
        "Leltári szám",
        "Cím",
        "Készítő",
        "Kelt",
        "Hely",
        "Tárgytípus",
        "Témák",
        "Kép",
        "Kép jogai",
        "Polc",
    ),
}
TITLES: Final = {
    "en": (
        "The ferry at dawn",
        "Market square",
        "The bridge after the flood",
        "Portrait of a baker",
        "Our street",
    ),
    "hu": ("A komp hajnalban", "Piactér", "A híd az árvíz után", "Egy pék arcképe", "Az utcánk"),
}
TYPES: Final = {"en": ("photograph", "postcard"), "hu": ("fénykép", "képeslap")}
SUBJECTS: Final = {
    "en": ("ferries; rivers", "markets", "bridges; rivers", "bakers; shops", "streets"),
    "hu": ("kompok; folyók", "piacok", "hidak; folyók", "pékek; üzletek", "utcák"),
}
DATES: Final = {
    "en": ("1912", "c. 1920", "1926-03-14", "1930s", "1904"),
    "hu": ("1912", "1920 k.", "1926.03.14.", "1930-as évek", "1904"),
}
MAKERS: Final = ("Nagy József", "Hatschek & Farkas", "Erdélyi Mór", "Nagy József", "")
PLACES: Final = ("Budapest", "Szentendre", "Szolnok", "Budapest", "Szentendre")
RIGHTS: Final = "http://creativecommons.org/publicdomain/mark/1.0/"
RECORDS: Final = 60
WRONG_DATE: Final = "1903.02.30"
WRONG_ROW: Final = 14


def workbook(path: Path, language: str, *, changed: str | None = None) -> Path:
    """Write the workbook; ``changed`` is a new title for the third object, and nothing else is different."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet({"en": "Objects", "hu": "Tárgyak"}[language])
        sheet.write_row(0, 0, HEADINGS[language])
        for number in range(1, RECORDS + 1):
            sheet.write_row(number, 0, _row(number, language, changed))
    return path


def _row(number: int, language: str, changed: str | None) -> tuple[str, ...]:
    kind = number % 5
    title = f"{TITLES[language][kind]} {number}"
    return (
        f"VM {number:03}/1",
        changed if changed and number == 3 else title,
        MAKERS[kind],
        WRONG_DATE if number + 1 == WRONG_ROW else DATES[language][kind],
        PLACES[kind],
        TYPES[language][number % 2],
        SUBJECTS[language][kind],
        f"https://pictures.example/vm/{number:03}.jpg",
        RIGHTS,
        f"A{number % 4}",
    )
