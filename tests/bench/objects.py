"""A catalogue made up with a fixed seed: objects and their creators, the same rows in four kinds of file."""

import csv
import json
import random
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import xlsxwriter

CREATORS = ("creator_id", "name", "born", "place")
OBJECTS = (
    *("inventory_no", "title", "title_hu", "creator_id", "made_from", "made_to", "medium", "height_cm"),
    *("department", "place", "keyword", "description", "credit_line", "rights", "image"),
)
SEED = 20_261

_GIVEN = ("Ilona", "József", "Łucja", "Émile", "Anna", "Søren", "Zdeněk", "Mary", "Győző", "Ødegaard")
_FAMILY = (
    "Kovács",
    "Nováková",
    "O'Brien",
    "Wójcik",
    "Müller",
    "Horváth",
    "Smith",
    "Ångström",
    "Černý",
    "Tóth",
)
_THINGS = ("Portrait of", "View from", "Study for", "Still life with", "Letter to", "Poster of", "Vase with")
_OF = (
    'a "lost" garden',
    "the bridge, at dusk",
    "Café Zürich",
    "saint Erzsébet",
    "two horses; one dog",
    "R & B",
)
_HU = ("Arckép", "Tájkép a Dunával", "Csendélet, gyümölccsel", "Az „Őszi” sorozatból", "Levél")
_MEDIA = ("oil on canvas", "gelatin silver print", "ink, paper", "bronze", "etching & aquatint")
_DEPARTMENTS = ("Paintings", "Photographs", "Prints and drawings", "Sculpture")
_PLACES = ("Budapest", "Łódź", "Praha 1", "Bruxelles/Brussel", "Malmö", "Kraków", "Wien", "Győr")
_WORDS = (
    *[
        "panel",
        "shows",
        "figure",
        "seated",
        "near",
        "window",
        "with",
        "light",
        "falling",
        "from",
        "left",
        "across",
        "table",
        "where",
        "fruit",
    ],
    *[
        "später",
        "übermalt",
        "restored",
        "1956",
        "régi",
        "keret",
        "nélkül",
        "signed",
        "lower",
        "right,",
        "dated",
        "verso;",
        "cf.",
        "“Sketchbook”",
        "no.",
    ],
)
_CREDITS = ("Gift of the artist, 1934", "Bequest of Mrs. É. Szabó", 'Purchased with the "Friends" fund')


def creators(count: int) -> Iterator[tuple[str, ...]]:
    """Make up creators; some have no year of birth."""
    chance = random.Random(SEED)
    for number in range(1, count + 1):
        name = f"{chance.choice(_FAMILY)}, {chance.choice(_GIVEN)}"
        born = str(chance.randrange(1700, 1990)) if chance.random() < 0.8 else ""
        yield f"P{number}", name, born, chance.choice(_PLACES)


def objects(count: int, creator_count: int) -> Iterator[tuple[str, ...]]:
    """Make up objects; about one cell in fifteen is empty, and some values have quotes, commas or line breaks."""
    chance = random.Random(SEED + 1)
    pick, some = chance.choice, chance.random
    for number in range(1, count + 1):
        year = chance.randrange(1750, 2000)
        yield (
            f"S/NPG {year}.{number}",
            f"{pick(_THINGS)} {pick(_OF)}",
            pick(_HU) if some() < 0.7 else "",
            f"P{chance.randrange(1, creator_count + 1)}" if some() < 0.95 else "",
            str(year),
            str(year + chance.randrange(4)) if some() < 0.8 else "",
            pick(_MEDIA),
            f"{chance.randrange(10, 3000) / 10}",
            pick(_DEPARTMENTS),
            pick(_PLACES),
            f"{pick(_OF)} {chance.randrange(900)}",
            _description(chance) if some() < 0.9 else "",
            pick(_CREDITS),
            "http://creativecommons.org/publicdomain/zero/1.0/",
            f"https://images.example.org/iiif/{number}/full.jpg" if some() < 0.8 else "",
        )


def _description(chance: random.Random) -> str:
    words = " ".join(chance.choices(_WORDS, k=25))
    return f"{words}\n{words[:40]}" if chance.random() < 0.05 else words


Writer = Callable[[Path, str, tuple[str, ...], Iterable[tuple[str, ...]]], None]


def write_csv(path: Path, _: str, heading: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heading)
        writer.writerows(rows)


def write_json(path: Path, _: str, heading: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        before = "[\n"
        for row in rows:
            file.write(before + json.dumps(dict(zip(heading, row, strict=True)), ensure_ascii=False))
            before = ",\n"
        file.write("\n]\n")


def write_xml(path: Path, name: str, heading: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """Write each row as an element with an element for each cell that is not empty.

    Of an empty element whose text is an IRI, morph-kgc makes the IRI <None>.
    """
    with path.open("w", encoding="utf-8") as file:
        file.write(f"<?xml version='1.0' encoding='UTF-8'?>\n<{name}s>\n")
        for row in rows:
            cells = (f"<{key}>{escape(cell)}</{key}>" for key, cell in zip(heading, row, strict=True) if cell)
            file.write(f"<{name}>{''.join(cells)}</{name}>\n")
        file.write(f"</{name}s>\n")


def write_xlsx(path: Path, name: str, heading: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet(name)
    for number, row in enumerate([heading, *rows]):
        for place, cell in enumerate(row):
            if cell:
                sheet.write_string(number, place, cell)
    book.close()


WRITERS: dict[str, Writer] = {"csv": write_csv, "json": write_json, "xml": write_xml, "xlsx": write_xlsx}
"""The writer of each kind of file: its path, what one row is called, the heading and the rows."""
