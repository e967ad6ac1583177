"""What could harm a reader is read in a process of its own, and what goes over a limit becomes a sentence."""

import json
import os
import signal
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from opencollections.errors import (
    BrokenFile,
    PathInvalid,
    PathTooCostly,
    ReadingStopped,
    SheetMissing,
    TooLarge,
)
from opencollections.records import json_paths, messages, open_table, reading_room
from opencollections.records.confined import ConfinedTable
from opencollections.records.opening import bare_table
from opencollections.records.tables import File, Kind, Selection

from .conftest import Opened, codes, read

XML = "<r>" + "".join(f"<a><b x='{n}'><c>t{n}</c></b></a>" for n in range(5_000)) + "</r>"
JSON = json.dumps(
    [{"id": n, "t": "a" * 28 + "!", "k": [{"l": m, "m": [1, 2, 3]} for m in range(5)]} for n in range(400)]
)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let reading take a second."""
    monkeypatch.setattr(reading_room, "_SECONDS", 0.5)


def workbook(path: Path, rows: int = 3) -> File:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Objects")
        sheet.write_row(0, 0, ["id", "title"])
        for row in range(1, rows + 1):
            sheet.write_row(row, 0, [row, f"Title {row}"])
    return File(path.name, path)


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize(
    ("iterator", "reference"),
    [
        ("/r/a[count(//a[count(//b) > 1]) > 1]", "b/c"),
        ("/r/a", "count(//a[count(//b) > 1])"),
        ("/r/a", "count(preceding::*[count(preceding::*) > 1])"),
        ("//*[//*[//*[.//x]]]", "c"),
    ],
)
def test_an_xpath_that_runs_on_is_stopped(opened: Opened, iterator: str, reference: str):
    with pytest.raises(PathTooCostly, match=r"a\.xml: looking up .* was stopped at 1 s of processor time"):
        read(opened("a.xml", XML, iterator=iterator), reference)


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize(
    ("iterator", "reference"),
    [
        ("$[?count($..*[?count($..*) > 0]) > 0]", "id"),
        ("$[*]", "$..*[?count($..*[?count($..*) > 0]) > 0]"),
        ("$[?match(@.t, '(a|a)*b')]", "id"),
        ("$[*]", "$[?search(@, '(a|a)*b')]"),
    ],
)
def test_a_jsonpath_that_runs_on_is_stopped(opened: Opened, iterator: str, reference: str):
    with pytest.raises(PathTooCostly, match=r"a\.json: looking up .* was stopped at 1 s of processor time"):
        read(opened("a.json", JSON, iterator=iterator), reference)


@pytest.mark.parametrize("path", ["$..*..*..*..*..*", "$..[?@]..[?@]", f"$[{'0,' * 40}0][{'0,' * 40}0]"])
def test_a_path_may_find_so_many_values_and_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
):
    monkeypatch.setattr(json_paths, "VALUES_LIMIT", 1_000)
    (tmp_path / "a.json").write_text("[" * 60 + "]" * 60)
    document = File("a.json", tmp_path / "a.json")
    for iterator, reference in ((path, "$"), ("$", path)):
        with pytest.raises(PathTooCostly, match=r"a\.json: looking up \$.* was stopped at 1,000 values"):
            read(bare_table(document, Selection(iterator=iterator), Kind.JSON), reference)


@pytest.mark.parametrize(
    ("iterator", "reference", "expected"),
    [
        ("//a[b/@x='7']", "b/c", [("/r/a[8]", "t7")]),
        ("/r/a[3]", "b[@x='2']/c", [("/r/a[3]", "t2")]),
        ("/r/a[3]", "ancestor::r/a[2]/b/@x", [("/r/a[3]", "1")]),
    ],
)
def test_an_unusual_xpath_is_read_all_the_same(
    opened: Opened, iterator: str, reference: str, expected: object
):
    assert read(opened("a.xml", XML, iterator=iterator), reference) == expected


def test_an_unusual_jsonpath_is_read_all_the_same(opened: Opened):
    table = opened("a.json", JSON, iterator="$[?length(@.t) > 3 && @.id < 2]")
    assert read(table, "id", "$..l") == [
        ("$[0]", "0", ["0", "1", "2", "3", "4"]),
        ("$[1]", "1", ["0", "1", "2", "3", "4"]),
    ]
    assert codes(table) == []


def test_what_is_wrong_elsewhere_is_raised_here(opened: Opened, tmp_path: Path):
    with pytest.raises(PathInvalid, match="a record is an element"):
        read(opened("a.xml", XML, iterator="//c/text()"), ".")
    with pytest.raises(SheetMissing, match=r"there is no sheet 'Objcts'.* Did you mean 'Objects'"):
        open_table(workbook(tmp_path / "a.xlsx"), Selection(sheet="Objcts"))
    with pytest.raises(BrokenFile):
        opened("b.xlsx", b"PK\3\4 no workbook", kind=Kind.XLSX)


def test_a_workbook_is_read_as_often_as_asked(tmp_path: Path):
    table = open_table(workbook(tmp_path / "a.xlsx", 25_000), Selection())
    assert (table.sheet, table.columns) == ("Objects", ("id", "title"))
    for _ in range(2):
        assert [frame.height for frame in table.batches(["title"])] == [10_000, 10_000, 5_000]
    abandoned = table.batches(["title"])
    assert next(abandoned)["v0"][0] == "Title 1"
    assert read(table, "id")[-1] == (25_001, "25000")


def test_a_workbook_over_a_limit_becomes_a_sentence(tmp_path: Path):
    small = workbook(tmp_path / "a.xlsx", 20_000)
    with pytest.raises(
        ReadingStopped, match=r"a\.xlsx: reading it as XLSX was stopped at .* and 1 MB of memory"
    ):
        read(ConfinedTable(small, Selection(), Kind.XLSX, memory_bytes=1_000_000), "id")


def test_a_reader_that_breaks_becomes_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    table = open_table(workbook(tmp_path / "a.xlsx", 30_000), Selection())
    batches = table.batches(["id"])
    server = reading_room.ROOM._server
    assert server is not None
    os.killpg(server.process.pid, signal.SIGKILL)
    server.wait()
    with pytest.raises(ReadingStopped, match="or it broke the reader"):
        list(batches)
    assert read(table, "id")[0] == (2, "1"), "another one takes its place"


def test_a_reader_has_no_secrets_and_writes_nothing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OCN_DATABASES", "secret")
    assert "secret" not in reading_room._environment().values()


def test_a_task_is_the_same_after_its_way_to_the_reader(tmp_path: Path):
    chosen = Selection(Kind.XML, None, "/x:a", namespaces={"x": "http://x/"})
    task = messages.Task.of(File("a.xml", tmp_path / "a.xml"), chosen, Kind.XML, 1.0, 2)
    again = messages.Task(**json.loads(json.dumps({name: getattr(task, name) for name in task.__slots__})))
    assert (again.file, again.chosen, again.read_as) == (File("a.xml", tmp_path / "a.xml"), chosen, Kind.XML)


def test_a_small_packed_sheet_cannot_take_the_memory_of_the_service(tmp_path: Path):
    """400 MB in one cell pack into 400 kB."""
    good = workbook(tmp_path / "good.xlsx")
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(good.path) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename == "xl/sharedStrings.xml":
                data = data.replace(b"Title 2", b"x" * 400_000_000)
            new.writestr(info.filename, data)
    with pytest.raises((ReadingStopped, TooLarge), match=r"bomb\.xlsx"):
        open_table(File("bomb.xlsx", path), Selection())


def test_a_forked_process_leaves_the_readers_to_its_parent(tmp_path: Path):
    table = open_table(workbook(tmp_path / "a.xlsx"), Selection())
    forked = os.fork()
    if forked == 0:
        os._exit(0 if reading_room.ROOM._server is None else 1)
    assert os.waitpid(forked, 0)[1] == 0
    assert len(read(table, "id")) == 3
