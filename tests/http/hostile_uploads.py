"""Files that nobody should hand in, and that somebody will."""

import io
import zipfile
from collections.abc import Callable
from typing import Final

import xlsxwriter

_SHEET: Final = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def workbook(**parts: bytes) -> bytes:
    """Make a workbook of two rows, with more parts in it."""
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Objects")
        for number, row in enumerate((("No", "Title"), ("1", "One"), ("2", "Two"))):
            sheet.write_row(number, 0, row)
    if parts:
        with zipfile.ZipFile(output, "a") as archive:
            for name, content in parts.items():
                archive.writestr(name.replace("__", "/").replace("_bin", ".bin"), content)
    return output.getvalue()


def with_sheet(pieces: Callable[[zipfile.ZipFile], None]) -> bytes:
    """Make a workbook whose only sheet is written anew."""
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as good, zipfile.ZipFile(output, "w") as bad:
        for name in good.namelist():
            if name != "xl/worksheets/sheet1.xml":
                bad.writestr(name, good.read(name))
        pieces(bad)
    return output.getvalue()


def one_huge_cell() -> bytes:
    """Make 300 kB that hold one cell of 300 MB."""

    def pieces(archive: zipfile.ZipFile) -> None:
        info = zipfile.ZipInfo("xl/worksheets/sheet1.xml")
        info.compress_type = zipfile.ZIP_DEFLATED
        with archive.open(info, "w") as sheet:
            sheet.write(f'{_SHEET}<row r="1"><c r="A1" t="inlineStr"><is><t>'.encode())
            for _ in range(300):
                sheet.write(b"A" * 1_000_000)
            sheet.write(b"</t></is></c></row></sheetData></worksheet>")

    return with_sheet(pieces)


def zipped(name: str, content: bytes) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return output.getvalue()


def nested_entities() -> bytes:
    """Make the text that unfolds to gigabytes (billion laughs)."""
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">{lines}]><x>&e11;</x>'.encode()


POLYGLOTS: Final[dict[str, bytes]] = {
    "a table": b"No,Title\n1,Of the table\n",
    "a long table": b"No,Title\n" + b"".join(b"%d,Of the table\n" % n for n in range(6_000)),
    "a web page": b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>",
    "JSON": b'[{"No": "1", "Title": "Of the list"}]',
    "XML": b"<list><object><No>1</No></object></list>",
    "a document": b"%PDF-1.4\n",
}
"""What stands before a workbook, which programs find from its end: the file is whole as both kinds."""


def before_a_workbook(first: bytes) -> bytes:
    return first + workbook()


def commented_workbook() -> bytes:
    """Make a workbook whose comment is a table: whole as a workbook alone, whatever reads it from the end."""
    output = io.BytesIO(workbook())
    with zipfile.ZipFile(output, "a") as archive:
        archive.comment = POLYGLOTS["a table"]
    return output.getvalue()


REFUSED: Final[dict[str, tuple[str, Callable[[], bytes]]]] = {
    "a zip that unfolds to 150 MB": ("list.csv.zip", lambda: zipped("list.csv", b"0" * 150_000_000)),
    "a cell of 300 MB in 300 kB": ("list.xlsx", one_huge_cell),
    "a workbook that ends too early": ("list.xlsx", lambda: workbook()[:2_000]),
    "a picture that is called a list": ("list.csv", lambda: b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(500)),
    "a program that is called a workbook": ("list.xlsx", lambda: b"MZ\x90\0\x03" + bytes(500)),
    "a file without a byte": ("list.csv", lambda: b""),
    "entities in entities": ("list.xml", nested_entities),
    "brackets in brackets": ("list.json", lambda: b"[" * 100_000),
    **{
        f"{kind} before a workbook, called {name}": (name, lambda first=first: before_a_workbook(first))
        for kind, first in POLYGLOTS.items()
        for name in ("list.csv", "list.xlsx")
    },
}
"""Files that cannot be read, by what they are: the name they are handed in with, and how they are made."""

READ: Final[dict[str, tuple[str, Callable[[], bytes]]]] = {
    "a workbook with a table behind it": ("list.xlsx", lambda: workbook() + POLYGLOTS["a table"]),
    "a workbook with a table as its comment": ("list.xlsx", commented_workbook),
    "macros": ("list.xlsx", lambda: workbook(xl__vbaProject_bin=b"\xd0\xcf\x11\xe0" + bytes(500))),
    "a list that is called a workbook": ("list.xlsx", lambda: b"No,Title\n1,One\n2,Two\n"),
    "a path out of an archive": ("list.zip", lambda: zipped("../../list.csv", b"No,Title\n1,One\n2,Two\n")),
    "a workbook that is called a list": ("list.csv", workbook),
    "formulas": ("list.csv", lambda: b"No,Title\n1,\"=cmd|' /C calc'!A0\"\n2,@SUM(A1)\n"),
}
"""Files that are odd and can be read."""
