"""Workbooks: one sheet as a table, and nothing unpacked that could fill the memory."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from opencollections.errors import BrokenFile, ForbiddenXML, SheetMissing, TooLarge
from opencollections.records import archives
from opencollections.records.opening import bare_table
from opencollections.records.tables import BATCH_ROWS, File, Kind, Selection, Table

from .conftest import Opened, codes, open_path, read

Write = Callable[[xlsxwriter.Workbook], Any]


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[[Write], Path]:
    """Write a workbook with a function that fills it."""

    def written(fill: Write) -> Path:
        path = tmp_path / "list.xlsx"
        with xlsxwriter.Workbook(path) as book:
            fill(book)
        return path

    return written


def low_and_right(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("Objects")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(3, 2, ["No.", "Title", "", "Title", "Date"])
    sheet.write_row(6, 2, [5990000000001, "One\ntwo", 2.5, True])
    sheet.write_datetime(8, 6, date(1944, 10, 27), day)
    book.add_worksheet("People").write_row(0, 0, ["id"])


def test_a_table_keeps_the_rows_and_letters_of_its_sheet(workbook: Callable[[Write], Path]) -> None:
    table = open_path(workbook(low_and_right))
    assert table.sheet == "Objects"
    assert table.columns == ("No.", "Title", "column E", "Title_2", "Date")
    assert read(table) == [
        (7, "5990000000001", "One\ntwo", "2.5", "true", ""),
        (9, "", "", "", "", "1944-10-27"),
    ]
    assert codes(table) == ["heading-blank", "heading-doubled"]
    assert {problem.sheet for problem in table.problems} == {"Objects"}


def test_a_sheet_may_be_read_without_heading(workbook: Callable[[Write], Path]) -> None:
    table = open_path(workbook(lambda book: book.add_worksheet().write_row(1, 0, ["a", "b"])), header=False)
    assert read(table, "2") == [(2, "b")]


def test_many_rows_come_in_batches(workbook: Callable[[Write], Path]) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_column(0, 0, ["id", *range(BATCH_ROWS + 5)])

    frames = list(open_path(workbook(fill)).batches(["id"]))
    assert [frame.height for frame in frames] == [BATCH_ROWS, 5]
    assert frames[1]["row"].to_list() == [BATCH_ROWS + row for row in range(2, 7)]


def hidden_first(book: xlsxwriter.Workbook) -> None:
    book.add_worksheet("Lists").hide()
    book.add_chartsheet("Chart")
    book.add_worksheet("Objects").write_row(0, 0, ["id"])
    book.worksheets()[0].write_row(0, 0, ["code"])
    book.worksheets()[2].activate()


SHEETS = [(None, "Objects"), ("Lists", "Lists"), ("objects ", "Objects")]


@pytest.mark.parametrize(("asked", "sheet"), SHEETS)
def test_the_first_sheet_is_the_first_that_is_shown(
    workbook: Callable[[Write], Path], asked: str | None, sheet: str
) -> None:
    assert open_path(workbook(hidden_first), sheet=asked).sheet == sheet


def test_a_missing_sheet_is_answered_with_those_that_are_there(workbook: Callable[[Write], Path]) -> None:
    with pytest.raises(SheetMissing) as caught:
        open_path(workbook(hidden_first), sheet="Object")
    assert (
        str(caught.value)
        == "list.xlsx: there is no sheet 'Object'. The sheets are: Lists, Objects. Did you mean 'Objects'?"
    )


def test_an_empty_sheet_is_no_table(workbook: Callable[[Write], Path]) -> None:
    with pytest.raises(BrokenFile, match="the sheet 'Sheet1' is empty"):
        open_path(workbook(lambda book: book.add_worksheet()))


def test_cells_without_a_value_are_reported(workbook: Callable[[Write], Path]) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["a", "b"])
        sheet.write_formula(1, 0, "=1/0", None, "#DIV/0!")
        sheet.write_formula(1, 1, "=A1", None, "kept")

    path = workbook(fill)
    table = open_path(path)
    assert read(table) == [(2, "", "kept")]
    (problem,) = table.problems
    assert (problem.code, problem.row, problem.column, problem.value) == ("cell-error", 2, "a", "#DIV/0!")


def found(table: Table) -> list[tuple[str, int | str | None, str | None, str | None]]:
    return [(problem.code, problem.row, problem.column, problem.value) for problem in table.problems]


def test_merged_cells_of_the_table_are_reported(workbook: Callable[[Write], Path]) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(1, 0, ["a", "b"])
        sheet.merge_range("A3:A4", "both")
        sheet.write_column(2, 1, ["one", "two"])

    table = open_path(workbook(fill))
    assert read(table) == [(3, "both", "one"), (4, "", "two")]
    assert found(table) == [("cells-merged", 3, "a", "A3:A4")]


def test_hidden_sheets_are_named_where_the_mapping_names_none(workbook: Callable[[Write], Path]) -> None:
    path = workbook(hidden_first)
    (problem,) = open_path(path).problems
    assert (problem.code, problem.sheet) == ("sheets-hidden", "Objects")
    assert "passed over: Lists" in problem.message
    assert open_path(path, sheet="Objects").problems == ()


def test_a_number_longer_than_a_spreadsheet_keeps_is_reported(workbook: Callable[[Write], Path]) -> None:
    numbers = [9007199254740991, 9007199254740992]
    table = open_path(workbook(lambda book: book.add_worksheet().write_column(0, 0, ["no", *numbers])))
    assert read(table) == [(2, "9007199254740991"), (3, "9.00719925474099e+15")]
    assert found(table) == [("number-too-long", 3, "no", "9.00719925474099e+15")]


@pytest.mark.parametrize(("epoch", "expected"), [(1900, "1899-12-25"), (1904, "1903-12-27")])
def test_a_date_before_the_first_day_of_a_workbook_is_read_and_reported(
    workbook: Callable[[Write], Path], epoch: int, expected: str
) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        if epoch == 1904:
            book.date_1904 = True
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["when", "how warm"])
        sheet.write_number(1, 0, -5, book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_number(1, 1, -5, book.add_format({"num_format": "0.0"}))

    table = open_path(workbook(fill))
    assert read(table) == [(2, expected, "-5")]
    assert found(table) == [("date-before-1900", 2, "when", expected)]


# -- a minimal workbook by hand, for what no decent writer writes

CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
WORKBOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/></Relationships>'
)
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>'


def xlsx(rows: str, *, prolog: str = "", target: str = "worksheets/sheet1.xml", **more: str) -> bytes:
    parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": RELATIONS.format(kind="officeDocument", target="xl/workbook.xml"),
        "xl/workbook.xml": WORKBOOK,
        "xl/_rels/workbook.xml.rels": RELATIONS.format(kind="worksheet", target=target),
        "xl/worksheets/sheet1.xml": prolog + SHEET.format(rows=rows),
        **more,
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()


def text_cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


HEADING = f'<row r="1">{text_cell("A1", "id")}{text_cell("B1", "t")}</row>'


def test_the_target_of_a_sheet_may_be_absolute(opened: Opened) -> None:
    content = xlsx(HEADING + '<row r="2"><c r="A2"><v>7</v></c></row>', target="/xl/worksheets/sheet1.xml")
    assert read(opened("list.xlsx", content), "id") == [(2, "7")]


VALUELESS = [
    '<c r="B2"><f>A1</f></c>',
    '<c r="B2"><f>A1</f><v></v></c>',
    '<c r="B2" s="1"><f>A1</f><v/></c>',
    '<c r="B2"><f t="shared" ref="B2:B9" si="0">A1</f></c>',
    '<c r="B2"><f t="shared" si="0"/></c>',
]


@pytest.mark.parametrize("cell", VALUELESS)
def test_a_formula_without_its_result_is_reported(opened: Opened, cell: str) -> None:
    table = opened("list.xlsx", xlsx(f'{HEADING}<row r="2"><c r="A2"><v>7</v></c>{cell}</row>'))
    assert read(table) == [(2, "7", "")]
    (problem,) = table.problems
    assert (problem.code, problem.row, problem.column) == ("formula-without-value", 2, "t")


def test_a_formula_whose_result_is_empty_is_only_empty(opened: Opened) -> None:
    table = opened(
        "list.xlsx",
        xlsx(f'{HEADING}<row r="2"><c r="A2"><v>7</v></c><c r="B2" t="str"><f>A1</f><v></v></c></row>'),
    )
    assert read(table) == [(2, "7", "")]
    assert table.problems == ()


FAR = [
    '<row r="60000"><c r="CRD60000"><v>1</v></c></row>',
    "<row r='60000'><c\tr = 'CRD60000'><v>1</v></c></row>",
    '<row r="1048576"><c r="A1048576"><v>1</v></c><c r="ZZ1048576"><v>1</v></c></row>',
]


@pytest.mark.parametrize("row", FAR)
def test_a_sheet_with_one_far_cell_is_refused_before_it_is_loaded(opened: Opened, row: str) -> None:
    with pytest.raises(TooLarge, match="Delete the empty rows and columns between the table and"):
        opened("list.xlsx", xlsx(HEADING + row))


def test_a_far_cell_in_a_sheet_that_is_not_read_does_no_harm(workbook: Callable[[Write], Path]) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("A").write_row(0, 0, ["id"])
        book.add_worksheet("B").write(59_999, 2_500, "x")

    assert open_path(workbook(fill)).columns == ("id",)


def test_a_long_narrow_table_with_gaps_is_not_refused(workbook: Callable[[Write], Path]) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "t"])
        sheet.write(900_000, 1, "x")

    assert read(open_path(workbook(fill)), "t") == [(900_001, "x")]


def test_a_bomb_in_any_part_is_refused_while_it_is_unpacked(opened: Opened) -> None:
    bomb = SHEET.format(rows=" " * 30_000_000)
    with pytest.raises(TooLarge, match="the packing of a part is 1:"):
        opened("list.xlsx", xlsx(HEADING, **{"xl/sharedStrings.xml": bomb}))
    with pytest.raises(TooLarge, match="the packing of a part is 1:"):
        opened("list.xlsx", xlsx(" " * 30_000_000))


def test_the_sum_of_all_parts_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "UNPACKED_LIMIT_BYTES", 1500)
    path = tmp_path / "list.xlsx"
    path.write_bytes(xlsx(HEADING, **{"docProps/app.xml": "<a>" + "x" * 1000 + "</a>"}))
    with pytest.raises(TooLarge, match="its unpacked size is over"):
        bare_table(File(path.name, path), Selection(), Kind.XLSX)


def test_a_size_that_the_archive_states_wrongly_is_not_believed(opened: Opened) -> None:
    content = bytearray(xlsx(HEADING))
    size = len(SHEET.format(rows=HEADING)).to_bytes(4, "little")
    assert content.count(size) >= 2
    with pytest.raises(BrokenFile, match="is damaged"):
        opened("list.xlsx", bytes(content).replace(size, (10).to_bytes(4, "little")))


def test_a_part_that_is_unpacked_in_one_go_is_refused_before(opened: Opened) -> None:
    stream = io.BytesIO(xlsx(HEADING))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/theme.xml", bytes(1_000), zipfile.ZIP_BZIP2)
    detail = "its part xl/theme.xml cannot be unpacked: it is packed in an unusual way"
    with pytest.raises(BrokenFile, match=detail):
        opened("list.xlsx", stream.getvalue())


def test_thousands_of_parts_are_refused(opened: Opened) -> None:
    with pytest.raises(TooLarge, match="the number of parts in it is 5005, and at most 5000 is accepted"):
        opened("list.xlsx", xlsx(HEADING, **{f"xl/media/{n}": "" for n in range(5000)}))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused(opened: Opened) -> None:
    stream = io.BytesIO(xlsx(HEADING))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", "<a/>")
    with pytest.raises(BrokenFile, match="it has two parts of the same name"):
        opened("list.xlsx", stream.getvalue())


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"])
def test_a_doctype_in_any_part_is_refused(opened: Opened, part: str) -> None:
    prolog = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>'
    with pytest.raises(ForbiddenXML):
        opened("list.xlsx", xlsx(HEADING, **{part: prolog + SHEET.format(rows=HEADING)}))


BROKEN = [
    (
        "a sheet that is nowhere",
        xlsx(HEADING, target="worksheets/sheet9.xml"),
        "its part xl/worksheets/sheet9.xml is missing",
    ),
    (
        "a list of sheets that is no XML",
        xlsx(HEADING, **{"xl/workbook.xml": "<workbook>"}),
        "xl/workbook.xml",
    ),
    ("a sheet that is no XML", xlsx(HEADING + "<row"), ""),
    (
        "a part in another encoding",
        xlsx(HEADING, **{"xl/sharedStrings.xml": "<\0a\0/\0>\0"}),
        "it is not UTF-8"[3:],
    ),
    (
        "an archive without a workbook",
        xlsx(HEADING).replace(b"xl/workbook.xml", b"xl/workbuch.xml"),
        "xl/workbook.xml",
    ),
    (
        "a workbook without sheets",
        xlsx(HEADING, **{"xl/workbook.xml": "<workbook/>"}),
        "it has no sheet with cells",
    ),
]


@pytest.mark.parametrize(
    ("content", "detail"),
    [(content, detail) for _, content, detail in BROKEN],
    ids=[name for name, _, _ in BROKEN],
)
def test_a_broken_workbook_is_refused_with_one_sentence(opened: Opened, content: bytes, detail: str) -> None:
    with pytest.raises(BrokenFile, match=r"list\.xlsx: the file cannot be read as XLSX: ") as caught:
        read(opened("list.xlsx", content))
    assert detail in str(caught.value)


# -- ODS

ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table table:name="Objects">{rows}</table:table></office:spreadsheet></office:body>
</office:document-content>"""


def ods(rows: str, document: str = ODS) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", document.replace("{rows}", rows))
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
            'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>',
        )
    return stream.getvalue()


def ods_row(*cells: str, repeated: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{repeated}">{"".join(cells)}</table:table-row>'


def ods_cell(kind: str = "string", text: str = "", repeated: int = 1, **value: str) -> str:
    attributes = "".join(f' office:{name}-value="{one}"' for name, one in value.items())
    return (
        f'<table:table-cell office:value-type="{kind}"{attributes} table:number-columns-repeated="{repeated}">'
        f"<text:p>{text}</text:p></table:table-cell>"
    )


BLANK = '<table:table-cell table:number-columns-repeated="16384"/>'


def test_an_ods_sheet_is_read_like_any_other(opened: Opened) -> None:
    rows = (
        ods_row(BLANK, repeated=2)
        + ods_row(ods_cell(text="Title"), ods_cell(text="Date"), ods_cell(text="Open"))
        + ods_row(
            ods_cell(text="One</text:p><text:p>two"), ods_cell("date", "1848. 3. 15.", date="1848-03-15")
        )
        + ods_row(BLANK, repeated=3)
        + ods_row(
            ods_cell("float", "1 956", value="1956"),
            BLANK.replace("16384", "1"),
            ods_cell("boolean", "IGAZ", boolean="true"),
        )
        + ods_row('<table:table-cell table:formula="of:=1"/>', ods_cell(text="x"))
        + ods_row(BLANK, repeated=1_048_567)
    )
    rows = rows.replace("office:value-value", "office:value")
    table = opened("list.ods", ods(rows))
    assert table.sheet == "Objects"
    assert read(table) == [
        (4, "One\ntwo", "1848-03-15", ""),
        (8, "1956", "", "true"),
        (9, "", "x", ""),
    ]
    assert [(problem.code, problem.row, problem.column) for problem in table.problems] == [
        ("formula-without-value", 9, "Title")
    ]


FAR_ODS = [
    ods_row(ods_cell(repeated=16384), repeated=1_048_576),
    ods_row(ods_cell()) + ods_row(BLANK, repeated=60_000) + ods_row(BLANK, ods_cell()),
    ods_row(
        BLANK.replace("16384", "3000"),
        "<table:table-cell><text:p>x</text:p></table:table-cell>",
        repeated=60_000,
    ),
]


def test_merged_cells_of_ods_are_reported(opened: Opened) -> None:
    merged = ods_cell(text="both").replace(
        "<table:table-cell ", '<table:table-cell table:number-rows-spanned="2" '
    )
    rows = (
        ods_row(ods_cell(text="a"), ods_cell(text="b"))
        + ods_row(merged, ods_cell(text="one"))
        + ods_row("<table:covered-table-cell/>", ods_cell(text="two"))
    )
    table = opened("list.ods", ods(rows))
    assert read(table) == [(2, "both", "one"), (3, "", "two")]
    assert found(table) == [("cells-merged", 2, "a", "A2:A3")]


@pytest.mark.parametrize("rows", FAR_ODS)
def test_an_ods_sheet_that_repeats_itself_into_the_distance_is_refused(opened: Opened, rows: str) -> None:
    with pytest.raises(TooLarge, match=r"the sheet 'Objects' has .* in use but reaches to the cell"):
        opened("list.ods", ods(rows))


def test_a_doctype_in_ods_is_refused(opened: Opened) -> None:
    with pytest.raises(ForbiddenXML):
        opened("list.ods", ods("", ODS.replace("?>", '?><!DOCTYPE a SYSTEM "file:///etc/passwd">')))


@pytest.mark.parametrize(
    "rows", ["<table:table-row>", '<table:table-row table:number-rows-repeated="many"/>']
)
def test_a_broken_ods_is_refused_with_one_sentence(opened: Opened, rows: str) -> None:
    with pytest.raises(
        BrokenFile, match=r"list\.ods: the file cannot be read as ODS: its part content\.xml is damaged"
    ):
        opened("list.ods", ods(rows))


def test_the_real_workbook_of_a_museum_has_its_golden_counts(catalogues: Path) -> None:
    path = catalogues / "museum_npg_xlsx" / "npg.xlsx"
    heights = {}
    for sheet in ("Objects", "Constituents", "ObjConXrefs", "Titles"):
        table = open_path(path, sheet=sheet, kind=Kind.XLSX)
        heights[sheet] = sum(frame.height for frame in table.batches(table.columns or ()))
        # Five of its dates may have been typed as a month alone.
        unsure = [problem.code for problem in table.problems]
        assert unsure == ["date-precision-unsure"] * (5 if sheet == "Objects" else 0)
    assert heights == {"Objects": 1181, "Constituents": 1806, "ObjConXrefs": 2940, "Titles": 1276}
