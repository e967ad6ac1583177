"""What a member may hand in by mistake, or others on purpose: each is looked through, or refused with a sentence."""

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from opencollections.errors import BrokenFile, DataError, TooDeep, TooLarge, UnknownFileKind
from opencollections.records.inspection import Inspection, inspect
from opencollections.records.tables import File, Kind


def looked(folder: Path, name: str, content: bytes) -> Inspection:
    path = folder / "upload"
    path.write_bytes(content)
    return inspect(File(name, path))


def workbook() -> bytes:
    """Write a small workbook."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet("Objects").write_column(0, 0, ["No.", "1"])
    return out.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    """Give the workbook with a part added or replaced."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook())) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return out.getvalue()


def test_a_cell_of_300_megabytes_in_a_workbook_of_300_kilobytes_is_refused(tmp_path: Path):
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>'
    bomb = with_part("xl/worksheets/sheet1.xml", head + b"a" * 300_000_000)
    assert len(bomb) < 350_000
    with pytest.raises(TooLarge, match=r"list\.xlsx"):
        looked(tmp_path, "list.xlsx", bomb)


def test_a_workbook_with_macros_is_read_without_them_and_says_so(tmp_path: Path):
    found = looked(tmp_path, "list.xlsm", with_part("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0macro"))
    assert (found.kind, found.records) == (Kind.XLSX, 1)
    assert [problem.code for problem in found.problems] == ["macros-passed-over"]


@pytest.mark.parametrize(
    ("name", "content", "error", "said"),
    [
        ("list.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, BrokenFile, "of the time before 2007"),
        ("list.xls", b"<html><table><tr><td>No.</td></tr></table></html>", BrokenFile, "it is a web page"),
        ("list.xlsx", b"<!-- x --><!DOCTYPE html>\n<p>", BrokenFile, "it is a web page"),
        ("list.csv", b"<HTML><body>Sign in</body></HTML>", BrokenFile, "it is a web page"),
        ("list.xlsx", b"%PDF-1.7\n" + b"x" * 100, UnknownFileKind, "cannot be told"),
        ("list.csv", b"MZ\x90\x00\x03" + bytes(range(1, 32)) * 40, UnknownFileKind, "cannot be told"),
        ("list.json", b"title,maker\na,b\n", BrokenFile, "does not begin with"),
        ("list.json", b"[" * 200_000, TooDeep, "deep"),
        ("list.xml", b"<a>" * 10_000, DataError, "list.xml"),
    ],
)
def test_what_is_no_table_is_told_by_what_it_is(
    tmp_path: Path, name: str, content: bytes, error: type, said: str
):
    with pytest.raises(error, match=said):
        looked(tmp_path, name, content)


@pytest.mark.parametrize(
    "head", [b"%PDF-1.7\n", b"GIF89a\x01\x02\x03\x04\x05\x06\x07\x08\x0b", b"\x89PNG\r\n\x1a\n", b"MZ\x90\0"]
)
def test_a_file_that_is_two_things_is_not_taken_for_the_second(tmp_path: Path, head: bytes):
    with pytest.raises((UnknownFileKind, BrokenFile)):
        looked(tmp_path, "list.xlsx", head + bytes(range(1, 9)) * 20 + workbook())


def test_a_table_with_a_workbook_behind_it_stays_text(tmp_path: Path):
    try:
        found = looked(tmp_path, "list.csv", b"No.,Title\n1,a\n2,b\n" + workbook())
    except DataError:
        return
    assert found.kind is Kind.CSV
    assert [sample.name for sample in found.columns] == ["No.", "Title"]


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_workbook_that_was_cut_in_the_middle_is_told(tmp_path: Path, share: float):
    whole = workbook()
    with pytest.raises(BrokenFile, match="not a whole workbook"):
        looked(tmp_path, "list.xlsx", whole[: int(len(whole) * share)])


def test_the_content_tells_a_workbook_whatever_it_is_called(tmp_path: Path):
    assert looked(tmp_path, "list.csv", workbook()).kind is Kind.XLSX


def test_thousands_of_columns_are_looked_through(tmp_path: Path):
    heading = ",".join(f"Subject {number}" for number in range(2_000))
    found = looked(tmp_path, "wide.csv", f"{heading}\n{','.join('x' * 2_000)}\n".encode())
    assert (len(found.columns), found.records) == (2_000, 1)
