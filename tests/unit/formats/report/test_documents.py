"""A report as JSON, as CSV and in the member's own workbook."""

import csv
import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from opencollections.errors import BrokenFile, ForbiddenXML, TooLarge
from opencollections.formats.report import annotated as module
from opencollections.formats.report.annotated import annotated
from opencollections.formats.report.documents import Report, csv_document, json_document
from opencollections.formats.report.words import words
from opencollections.records.tables import File

from .found import PROBLEMS

REPORT = Report(214, 1, PROBLEMS)


@pytest.fixture
def workbook(tmp_path: Path) -> File:
    path = tmp_path / "ledger.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Objects")
        sheet.write_row(0, 0, ["No", "When", "Where", "Rights"])
        sheet.write_row(1, 0, ["1", "1903.02.30", "Pest", "CC0"])
        sheet.write_row(2, 0, ["2", "1905", "Buda", "x"], book.add_format({"bold": True}))
        sheet.write_formula(3, 0, "=1+1", None, 2)
        sheet.write_comment(2, 3, "Ask Anna.")
        book.add_worksheet("Problems").write(0, 0, "their own")
    return File(path.name, path)


def rewritten(file: File, report: Report = REPORT, tag: str = "en") -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(annotated(file, report, words(tag))))


def test_json_is_what_the_contract_names():
    told = json.loads(json_document(REPORT, words("en")))
    assert (told["records"], told["kept_out"]) == (214, 1)
    keys = ["code", "severity", "message", "advice", "file", "sheet", "row", "column", "value", "entity"]
    assert all(list(one) == keys for one in told["problems"])


def test_csv_runs_no_formula_and_speaks_the_reader_s_language():
    text = csv_document(REPORT, words("hu"))
    assert text.startswith("\ufeff".encode())
    head, *lines = csv.reader(io.StringIO(text.decode("utf-8-sig"), newline=""))
    assert head[:5] == ["Súlyosság", "Fájl", "Munkalap", "Sor", "Oszlop"]
    assert len(lines) == len(PROBLEMS)
    assert [cell for line in lines for cell in line if cell.startswith(("=", "+", "-", "@", "\t"))] == []
    assert lines[0][5] == '\'=HYPERLINK("https://evil.example")'


def test_problems_stand_in_the_cells_of_the_workbook(workbook: File):
    sheet = rewritten(workbook)["Objects"]
    assert sheet["B2"].comment.text.startswith("warning: '1903.02.30' is no date")
    assert sheet["C2"].comment.text.startswith("advice: Missing: latitude (place).")
    assert sheet["D3"].comment.text.splitlines()[0] == "Ask Anna."
    assert "error: " in sheet["D3"].comment.text
    assert sheet["B2"].fill.start_color.rgb.endswith("FFE699")
    assert (sheet["C3"].value, sheet["C3"].font.bold, sheet["A4"].value) == ("Buda", True, "=1+1")


def test_all_problems_are_on_a_sheet_of_their_own_where_nothing_runs(workbook: File):
    book = rewritten(workbook)
    assert book.sheetnames == ["Objects", "Problems", "Problems 2"]
    listed = list(book["Problems 2"].iter_rows(values_only=True))
    assert listed[0][0] == "Severity"
    assert len(listed) == 1 + len(PROBLEMS)
    assert {cell.data_type for row in book["Problems 2"].iter_rows() for cell in row} <= {
        "s",
        "inlineStr",
        "n",
    }
    assert all(
        cell.value is None for row in book["Problems 2"].iter_rows() for cell in row if cell.data_type == "n"
    )


def test_macros_are_not_written_back(workbook: File):
    with zipfile.ZipFile(workbook.path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"Sub Auto_Open()")
    names = zipfile.ZipFile(io.BytesIO(annotated(workbook, REPORT, words("en")))).namelist()
    assert [name for name in names if "vba" in name.lower()] == []


def test_a_workbook_that_is_too_large_for_it_is_refused_before_it_is_loaded(
    workbook: File, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(module, "UNPACKED_LIMIT_BYTES", 1_000)
    with pytest.raises(TooLarge, match="as CSV"):
        annotated(workbook, REPORT, words("en"))


def test_hostile_workbooks_are_refused_with_a_sentence(tmp_path: Path):
    path = tmp_path / "ledger.xlsx"
    path.write_bytes(b"no zip")
    with pytest.raises(BrokenFile):
        annotated(File(path.name, path), REPORT, words("en"))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    with pytest.raises(ForbiddenXML):
        annotated(File(path.name, path), REPORT, words("en"))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    with pytest.raises(BrokenFile):
        annotated(File(path.name, path), REPORT, words("en"))


def test_no_more_comments_are_written_than_a_workbook_bears(workbook: File, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "COMMENTS_LIMIT", 1)
    book = rewritten(workbook)
    commented = [cell.coordinate for row in book["Objects"].iter_rows() for cell in row if cell.comment]
    assert commented == ["B2", "D3"]
    assert book["Objects"]["D3"].comment.text == "Ask Anna."
