"""Writes the template workbook and its filled sample: ``python tests/mappings/template_workbook.py``."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

import xlsxwriter

FOLDER: Final = Path(__file__).resolve().parents[2] / "mappings" / "workbook"
MEDIA: Final = ["text", "image", "sound", "video", "3D"]


class Column(NamedTuple):
    """A column of the sheet Objects: its heading, what belongs into it, and three examples."""

    heading: str
    english: str
    hungarian: str
    examples: tuple[str, str, str]


COLUMNS: Final = (
    Column(
        "Inventory no. / Leltári szám",
        "The number of the object. Must be there, and never changes.",
        "A tárgy leltári száma. Kötelező, és soha nem változik.",
        ("F 12/1", "K.3", "Á 7"),
    ),
    Column(
        "Title / Cím",
        "Must be there.",
        "Kötelező.",
        ("Cukrászda a főtéren", "Üdvözlet Párkányból", "Ruppert Ede árjegyzéke"),
    ),
    Column(
        "Title in English / Angol cím",
        "If there is one.",
        "Ha van.",
        ("Confectionery on the Main Square", "Greetings from Párkány", ""),
    ),
    Column(
        "Description / Leírás",
        "What is to be seen, read or heard, in whole sentences.",
        "Mi látható, olvasható vagy hallható, egész mondatokban.",
        ("A cukrászda személyzete a bejárat előtt.", "Színezett levelezőlap a hídról.", ""),
    ),
    Column(
        "Kind / Típus",
        "One word, such as photograph, postcard, price list. Must be there.",
        "Egy szó, például fénykép, képeslap, árjegyzék. Kötelező.",
        ("fénykép", "képeslap", "árjegyzék"),
    ),
    Column(
        "Medium / Médium",
        "One of text, image, sound, video, 3D. Must be there.",
        "Az alábbiak egyike: text (szöveg), image (kép), sound (hang), video (film), 3D. Kötelező.",
        ("image", "image", "text"),
    ),
    Column(
        "Maker / Készítő",
        "One person or firm.",
        "Egy személy vagy cég.",
        ("Lendvai Margit", "", "Ruppert Ede és Fia"),
    ),
    Column(
        "Maker's years / A készítő évei",
        "Birth and death, such as 1889-1951.",
        "Születés és halál, például 1889-1951.",
        ("1889-1951", "", ""),
    ),
    Column(
        "Others / Közreműködők",
        "Others who had a part; a semicolon between them.",
        "Mások, akik részt vettek benne; köztük pontosvessző.",
        ("Bálint Gyula; Kerekes Anna", "", ""),
    ),
    Column(
        "When / Mikor",
        "The date as you write it: 1905 k., 1880-as évek, 12 March 1956.",
        "A dátum úgy, ahogyan írja: 1905 k., 1880-as évek, 1956. március 12.",
        ("1925 körül", "1910-es évek", "1932. május"),
    ),
    Column(
        "Where / Hol",
        "The place by its name of today.",
        "A hely mai neve.",
        ("Párkány", "Párkány", "Komárom"),
    ),
    Column(
        "Old name of the place / Régi helynév",
        "If it had another name.",
        "Ha más neve volt.",
        ("", "Parkan", ""),
    ),
    Column(
        "Coordinates / Koordináták",
        "Latitude and longitude, such as 47.7994; 18.7180.",
        "Szélesség és hosszúság, például 47.7994; 18.7180.",
        ("47.7994; 18.7180", "47.7994; 18.7180", ""),
    ),
    Column(
        "Subjects / Tárgyszavak",
        "Words for what it is about; a semicolon between them.",
        "Szavak arról, miről szól; köztük pontosvessző.",
        ("cukrászda; főtér", "híd", ""),
    ),
    Column(
        "Language / Nyelv",
        "Language of a text, sound or film, such as Hungarian or hu.",
        "A szöveg, hang vagy film nyelve, például magyar vagy hu.",
        ("", "", "magyar; német"),
    ),
    Column(
        "Material / Anyag és technika",
        "What it is made of.",
        "Miből és hogyan készült.",
        ("zselatinos ezüst", "litográfia", "papír"),
    ),
    Column("Size / Méret", "With its unit.", "Mértékegységgel.", ("13 × 18 cm", "9 × 14 cm", "24 oldal")),
    Column(
        "Provenance / Eredet",
        "How it came to you.",
        "Hogyan került Önökhöz.",
        ("Kerekes Anna ajándéka, 1998", "", ""),
    ),
    Column(
        "Web page / Weboldal",
        "The address of its page, if there is one.",
        "Az oldalának címe, ha van.",
        ("https://parkanyi-gyujtemeny.example/f12-1", "", "https://parkanyi-gyujtemeny.example/a7"),
    ),
    Column(
        "File / Fájl",
        "The address of the picture, sound or film.",
        "A kép, hang vagy film címe.",
        (
            "https://parkanyi-gyujtemeny.example/kep/f12-1.jpg",
            "https://parkanyi-gyujtemeny.example/kep/k3.jpg",
            "",
        ),
    ),
    Column(
        "Rights / Jogok",
        "What others may do with the file: CC BY 4.0, CC0, public domain, in copyright.",
        "Mit tehetnek mások a fájllal: CC BY 4.0, CC0, közkincs, szerzői jogi védelem alatt.",
        ("CC BY-SA 4.0", "Public domain", ""),
    ),
)


def write(file: Path, examples: Sequence[int]) -> None:
    """Write a workbook with some of the examples; without any it is the template."""
    with xlsxwriter.Workbook(file) as workbook:
        heading = workbook.add_format(
            {"bold": True, "text_wrap": True, "bg_color": "#DCE6F1", "valign": "top"}
        )
        text = workbook.add_format({"num_format": "@"})
        wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        objects = workbook.add_worksheet("Objects")
        # Cells are texts, so that no program turns "1905-10" into a date or takes a zero off a number.
        objects.set_column(0, len(COLUMNS) - 1, 22, text)
        objects.freeze_panes(1, 1)
        for number, column in enumerate(COLUMNS):
            objects.write_string(0, number, column.heading, heading)
            for row, example in enumerate(examples, 1):
                if column.examples[example]:
                    objects.write_string(row, number, column.examples[example], text)
        medium = next(n for n, column in enumerate(COLUMNS) if column.heading.startswith("Medium"))
        objects.data_validation(1, medium, 5000, medium, {"validate": "list", "source": MEDIA})
        guide = workbook.add_worksheet("Help")
        guide.set_column(0, 0, 34, wrapped)
        guide.set_column(1, 2, 60, wrapped)
        guide.write_row(0, 0, ["Column / Oszlop", "What belongs into it", "Mi való bele"], heading)
        for row, column in enumerate(COLUMNS, 1):
            guide.write_row(row, 0, column[:3])


if __name__ == "__main__":
    write(FOLDER / "template.xlsx", [])
    write(FOLDER / "collection.xlsx", [0, 1, 2])
