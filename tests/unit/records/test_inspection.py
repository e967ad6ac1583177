"""Inspection: what a file is and how it was read, found without a question and corrected with one."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import xlsxwriter

from opencollections.errors import BrokenFile, FileMissing, ForbiddenXML, SheetMissing, UnknownFileKind
from opencollections.records.encodings import Told
from opencollections.records.inspection import Correction, Inspection, inspect, inspect_sheets
from opencollections.records.opening import open_table
from opencollections.records.tables import File, Kind

Inspect = Callable[..., Inspection]
LEDGER = "Leltári szám;Megnevezés\nF.1;Őszi vásár\nF.2;Tűzoltók\n"


@pytest.fixture
def looked(tmp_path: Path) -> Inspect:
    """Write a file and inspect it: ``looked("a.csv", "id\\n1\\n", delimiter=";")``."""

    def look(name: str, content: str | bytes, **said) -> Inspection:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return inspect(File(name, path), Correction(**said))

    return look


def names(found: Inspection) -> list[str]:
    return [sample.name for sample in found.columns]


def test_delimited_text_tells_its_encoding_delimiter_headings_and_records(looked: Inspect):
    found = looked("ledger.csv", LEDGER.encode("cp1250"))
    assert (found.kind, found.records, found.header_row) == (Kind.CSV, 2, 1)
    assert (found.encoding.codec, found.encoding.told) == ("cp1250", Told.GUESS)
    assert (found.style.delimiter, found.style.quote) == (";", '"')
    assert names(found) == ["Leltári szám", "Megnevezés"]
    assert [(one.row, one.cells) for one in found.first] == [
        (2, ("F.1", "Őszi vásár")),
        (3, ("F.2", "Tűzoltók")),
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (LEDGER.encode("utf-8-sig"), Told.MARK),
        (LEDGER.encode("utf-16"), Told.MARK),
        (LEDGER.encode(), Told.BYTES),
        (LEDGER.encode("cp1250"), Told.GUESS),
    ],
)
def test_it_is_said_how_the_encoding_was_told(looked: Inspect, content: bytes, told: Told):
    assert looked("ledger.csv", content).encoding.told is told


def test_every_guess_about_delimited_text_can_be_corrected(looked: Inspect):
    content = "Inventory;of;2024\nno,title\n1,'a;b'\n2,c\n"
    found = looked("a.csv", content, delimiter=",", quote="'", encoding="latin-1", header_row=2)
    assert names(found) == ["no", "title"]
    assert [one.cells for one in found.first] == [("1", "a;b"), ("2", "c")]
    assert (found.encoding.told, found.header_row) == (Told.ASKED, 2)


@pytest.mark.parametrize(
    "before", ["Museum of the River\n", "Museum\nList, May 2024\n\n", ";;\nExport;;\n", "a\nb\nc\nd\ne\n"]
)
def test_headings_below_a_title_are_found(looked: Inspect, before: str):
    found = looked("a.csv", before + "No.;Title;Year\nA1;Ferry;1912\nA2;Bridge;1913\n")
    assert names(found) == ["No.", "Title", "Year"]
    assert (found.records, found.header_row) == (2, before.count("\n") + 1)
    assert found.first[0].row == found.header_row + 1


def test_headings_with_gaps_are_still_the_headings(looked: Inspect):
    found = looked("a.csv", "No.;Title;;\nA1;Ferry;x;y\nA2;Bridge;x;y\n")
    assert (names(found), found.header_row) == (["No.", "Title", "column C", "column D"], 1)


def test_a_file_that_begins_with_records_has_no_headings(looked: Inspect):
    found = looked("a.csv", "1,1912,https://example.org/1\n2,1913,https://example.org/2\n")
    assert (found.header_row, found.records, names(found)) == (0, 2, ["1", "2", "3"])


def test_what_was_found_reads_the_same_rows_again(looked: Inspect, tmp_path: Path):
    found = looked("a.csv", "Museum\n\nNo.;Title\nA1;Ferry\nA2;Bridge\n")
    table = open_table(File("a.csv", tmp_path / "a.csv"), found.selection)
    (frame,) = table.batches(["No."])
    assert frame.get_column("v0").to_list() == ["A1", "A2"]


@pytest.fixture
def workbook(tmp_path: Path) -> File:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        objects = book.add_worksheet("Objects")
        objects.write_row(0, 0, ["Museum of the River"])
        objects.write_row(2, 0, ["No.", "Title", "Year"])
        objects.write_row(3, 0, ["A1", "Ferry", 1912])
        objects.write_row(4, 0, ["A2", "Bridge", 1913])
        hidden = book.add_worksheet("Old")
        hidden.hide()
        book.add_worksheet("People").write_column(0, 0, ["Name", "Anna"])
        hidden.write_row(0, 0, ["x"])
    return File(path.name, path)


def test_a_workbook_tells_its_sheets_and_which_are_hidden(workbook: File):
    found = inspect(workbook)
    assert [(sheet.name, sheet.is_hidden) for sheet in found.sheets] == [
        ("Objects", False),
        ("Old", True),
        ("People", False),
    ]
    assert (found.sheet, found.header_row, found.records) == ("Objects", 3, 2)
    assert names(found) == ["No.", "Title", "Year"]


def test_all_sheets_that_are_shown_are_inspected_or_the_one_that_is_named(workbook: File):
    assert [one.sheet for one in inspect_sheets(workbook)] == ["Objects", "People"]
    assert [one.sheet for one in inspect_sheets(workbook, Correction(sheet="Old"))] == ["Old"]


def test_empty_sheets_of_a_new_workbook_are_passed_over(tmp_path: Path):
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Sheet1")
        book.add_worksheet("Sheet2").write_column(0, 0, ["No.", "A1"])
        book.add_worksheet("Sheet3")
    assert [one.sheet for one in inspect_sheets(File(path.name, path))] == ["Sheet2"]


def test_a_sheet_that_is_not_there_is_told(workbook: File):
    with pytest.raises(SheetMissing, match="Objects, Old, People"):
        inspect(workbook, Correction(sheet="Objekts"))


def test_the_row_of_headings_of_a_sheet_can_be_corrected(workbook: File):
    found = inspect(workbook, Correction(header_row=4))
    assert (names(found), found.records) == (["A1", "Ferry", "1912"], 1)


def test_the_longest_list_of_a_json_document_has_the_records(looked: Inspect):
    document = {
        "page": 1,
        "facets": [{"a": 1}],
        "data": {"items": [{"id": 1}, {"id": 2, "title": {"hu": "x"}}]},
    }
    found = looked("a.json", json.dumps(document))
    assert (found.selection.iterator, found.iterators, found.records) == (
        "$.data.items[*]",
        ("$.facets[*]",),
        2,
    )
    assert names(found) == ["id", "title.hu"]
    assert looked("a.json", json.dumps(document), iterator="$.facets[*]").records == 1


@pytest.mark.parametrize(
    "record",
    [
        {"a": 1},
        {"a b": 1, "c": [1, 2]},
        {"a.b": 1},
        {"a": {"b-c": [{"d e": "x"}]}},
        {"[x]": 1},
        {"ő": {"$": 1}},
    ],
)
def test_every_path_that_is_found_in_json_leads_to_a_value(looked: Inspect, record: dict):
    found = looked("a.json", json.dumps([record]))
    assert found.columns
    assert all(sample.filled == 1 for sample in found.columns)
    assert not found.problems


def test_lines_of_json_are_records(looked: Inspect):
    found = looked("a.ndjson", '{"id": 1}\n{"id": 2, "tags": ["a", "b"]}\n')
    assert (found.kind, found.records, names(found)) == (Kind.NDJSON, 2, ["id", "tags[*]"])
    assert found.column("tags[*]").most == 2


def test_the_elements_of_xml_that_repeat_nearest_to_the_root_are_the_records(looked: Inspect):
    xml = '<r xmlns="http://x.example/"><i n="1"><t>a</t><w><k>b</k><k>c</k></w></i><i n="2"><t>d</t></i></r>'
    found = looked("a.xml", xml)
    assert (found.selection.iterator, found.records, found.root) == ("/x:r/x:i", 2, "{http://x.example/}r")
    assert [(one.name, one.filled, one.most) for one in found.columns] == [
        ("@n", 2, 1),
        ("x:t", 2, 1),
        ("x:w/x:k", 1, 2),
    ]


def test_a_database_tells_its_tables(tmp_path: Path):
    path = tmp_path / "a.sqlite"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(
            "CREATE TABLE o (no, title); CREATE TABLE p (x); INSERT INTO o VALUES (1, 'a')"
        )
    found = inspect(File(path.name, path))
    assert ([sheet.name for sheet in found.sheets], found.sheet) == (["o", "p"], "o")
    assert (names(found), found.records) == (["no", "title"], 1)


def test_a_sample_tells_how_many_values_there_are_and_whether_each_is_another(looked: Inspect):
    found = looked("a.csv", "no,kind\n1,a\n2,a\n3,\n")
    assert (found.column("no").is_unique, found.column("kind").is_unique) == (True, False)
    assert (found.column("kind").filled, found.column("kind").distinct) == (2, 1)


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("a.csv", b"", BrokenFile),
        ("a.csv", b"\n\n\n", BrokenFile),
        ("a.xlsx", b"%PDF-1.7", UnknownFileKind),
        ("a.csv", b"\x89PNG\r\n\x1a\n", UnknownFileKind),
        ("a.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, BrokenFile),
        ("a.json", b'{"a": [1, 2', BrokenFile),
        ("a.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", ForbiddenXML),
        ("a.xml", b"<a><b></a>", BrokenFile),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(
    looked: Inspect, name: str, content: bytes, error: type
):
    with pytest.raises(error, match=name):
        looked(name, content)


def test_a_file_that_is_not_there_is_told(tmp_path: Path):
    with pytest.raises(FileMissing):
        inspect(File("a.csv", tmp_path / "a.csv"))
