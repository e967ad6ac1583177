"""CSV and its kin: the rows and row numbers that a spreadsheet shows, whatever the file is like."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencollections.errors import BrokenFile, ColumnMissing, TooLarge
from opencollections.problems import Severity
from opencollections.records import delimited
from opencollections.records.rows import Row, rows
from opencollections.records.tables import BATCH_ROWS, Dialect, File, Kind, Selection

from .conftest import Opened, codes, open_path, read

ROWS: list[tuple[str, str, list[tuple[Any, ...]]]] = [
    ("the first data row is row 2", "id,t\n1,a\n2,b\n", [(2, "1", "a"), (3, "2", "b")]),
    ("the last line needs no end", "id,t\n1,a", [(2, "1", "a")]),
    ("lines may end with CR LF", "id,t\r\n1,a\r\n2,\r\n", [(2, "1", "a"), (3, "2", "")]),
    ("lines may end with CR", "id,t\r1,a\r2,b\r", [(2, "1", "a"), (3, "2", "b")]),
    ("an empty cell is empty", 'id,t\n1,\n2,""\n', [(2, "1", ""), (3, "2", "")]),
    (
        "null is a word like any other",
        "id,t\n1,null\n2,NULL\n3,NA\n",
        [(2, "1", "null"), (3, "2", "NULL"), (4, "3", "NA")],
    ),
    ("blanks around a cell stay", "id,t\n1, a \n", [(2, "1", " a ")]),
    (
        "a cell of several lines is one row",
        'id,t\n1,"a\nb\r\nc"\n2,d\n',
        [(2, "1", "a\nb\r\nc"), (3, "2", "d")],
    ),
    ("a blank line is a row without a record", "id,t\n1,a\n\n\n2,b\n", [(2, "1", "a"), (5, "2", "b")]),
    ("so is a row of empty cells", 'id,t\n1,a\n,\n"",""\n2,b\n', [(2, "1", "a"), (5, "2", "b")]),
    ("blank lines may stand before the heading", "\n\nid,t\n1,a\n", [(4, "1", "a")]),
    ("a short row lacks its last cells", "id,t\n1\n2,b\n", [(2, "1", None), (3, "2", "b")]),
    ("a long row does not shift the others", "id,t\n1,a,x\n2,b\n", [(2, "1", "a"), (3, "2", "b")]),
    ("doubled quotes are one", 'id,t\n1,"say ""a"""\n2,""""\n', [(2, "1", 'say "a"'), (3, "2", '"')]),
    ("a quote inside a cell is a letter", 'id,t\n1,5" disc\n2,b"\n', [(2, "1", '5" disc'), (3, "2", 'b"')]),
    ("a cell of zeros is text", "id,t\n007,1e5\n", [(2, "007", "1e5")]),
    ("NUL is no letter", "id,t\n1,a\0b\n", [(2, "1", "ab")]),
    ("the hint for Excel is no row", "sep=;\nid;t\n1;a\n", [(2, "1", "a")]),
    ("a mark of the encoding is no letter", "\ufeffid,t\n1,a\n", [(2, "1", "a")]),
    ("lines of other scripts end nothing", "id,t\n1,a\u2028b\x85c\x0bd\n", [(2, "1", "a\u2028b\x85c\x0bd")]),
]


@pytest.mark.parametrize(
    ("text", "rows"), [(text, rows) for _, text, rows in ROWS], ids=[name for name, _, _ in ROWS]
)
def test_rows_are_read_as_a_spreadsheet_shows_them(
    opened: Opened, text: str, rows: list[tuple[Any, ...]]
) -> None:
    assert read(opened("a.csv", text), "id", "t") == rows


def test_columns_may_be_called_as_the_frames_are(opened: Opened) -> None:
    names = ("row", "v0", "subject", "object", "graph", "_row", "t0", "c1")
    table = opened("a.csv", ",".join(names) + "\n" + ",".join("abcdefgh") + "\n")
    assert table.columns == names
    assert read(table) == [(2, *"abcdefgh")]


def test_columns_come_in_the_order_asked_for_and_as_often(opened: Opened) -> None:
    table = opened("a.csv", "a,b,c\n1,2,3\n")
    assert read(table, "c", "a", "c") == [(2, "3", "1", "3")]
    assert [frame.columns for frame in table.batches([])] == [["row"]]


def test_a_table_without_heading_has_numbered_columns(opened: Opened) -> None:
    table = opened("a.csv", "1,a\n2,b\n", header=False)
    assert table.columns == ("1", "2")
    assert read(table, "2") == [(1, "a"), (2, "b")]
    assert table.problems == ()


def test_another_delimiter_and_quote_may_be_named(opened: Opened) -> None:
    table = opened("a.csv", "id#t\n1#'a#b'\n", delimiter="#", quote="'")
    assert read(table) == [(2, "1", "a#b")]


def test_without_a_quote_every_quote_is_a_letter(opened: Opened) -> None:
    assert read(opened("a.csv", 'id,t\n1,"a\n', quote="")) == [(2, "1", '"a')]


def test_a_delimiter_beyond_ascii_works_too(opened: Opened) -> None:
    assert read(opened("a.csv", "id§t\n1§a\n", delimiter="§")) == [(2, "1", "a")]


def test_a_heading_of_several_lines_is_one_row(opened: Opened) -> None:
    assert read(opened("a.csv", 'id,"title\n(short)"\n1,a\n'), "title (short)") == [(2, "a")]


def test_a_table_can_be_read_again_and_reports_the_same(opened: Opened) -> None:
    table = opened("a.csv", "id,t\n1\n")
    assert read(table) == read(table)
    assert codes(table) == ["row-too-short"]


def test_a_missing_column_is_refused_before_a_row_is_read(opened: Opened) -> None:
    with pytest.raises(
        ColumnMissing, match=r"there is no column 'titel'\. The columns are: id, title\. Did you mean"
    ):
        opened("a.csv", "id,title\n").batches(["titel"])


def test_a_file_of_a_heading_only_has_no_rows(opened: Opened) -> None:
    assert read(opened("a.csv", "id,t\n")) == []


def test_a_file_of_blank_lines_is_no_table(opened: Opened) -> None:
    with pytest.raises(BrokenFile, match="it has no rows"):
        opened("a.csv", "\n\n,,\n")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("blank", [(0, 900, 0), (900, 0, 0), (900, 900, 900), (1, 1501, 700)])
def test_many_blank_lines_are_counted_and_not_read_one_by_one(
    opened: Opened, end: str, mark: str, blank: tuple[int, int, int]
) -> None:
    before, between, after = blank
    lines = ["", "id,t", "1,a", *[""] * between, '2,"b', 'c"', *[""] * after, "3,d"]
    text = mark + end.join([*[""] * before, *lines]) + end
    read_one_by_one: list[int] = []

    def counted(*given: Any) -> Iterator[Row]:
        for row in rows(*given):
            read_one_by_one.append(row.number)
            yield row

    with (
        mock.patch.object(delimited, "_PIECE_BYTES", 64),
        mock.patch.object(delimited, "_HEAD_BYTES", 64),
        mock.patch.object(delimited, "rows", counted),
    ):
        found = read(opened("a.csv", text, delimiter=","), "id", "t")
    second = before + 4 + between
    assert found == [
        (before + 3, "1", "a"),
        (second, "2", f"b{end}c"),
        (second + 1 + after, "3", "d"),
    ]
    # Without LF nothing but reading tells where a row ends.
    assert end == "\r" or len(read_one_by_one) < 40


def test_rows_of_another_width_are_reported_with_what_was_left_out(opened: Opened) -> None:
    table = opened("a.csv", "id,t\n1,a,x,y\n2\n")
    read(table)
    long, short = table.problems
    assert (long.code, long.severity, long.row, long.value) == ("row-too-long", Severity.WARNING, 2, "x,y")
    assert (
        long.message
        == "The row has more cells (4) than there are headings (2); the cells beyond were not read."
    )
    assert (short.code, short.severity, short.row) == ("row-too-short", Severity.ADVICE, 3)


def test_a_quote_that_is_never_closed_is_an_error_that_tells_how_much_it_took(opened: Opened) -> None:
    table = opened("a.csv", 'id,t\n1,a\n2,"b\n3,c\n4,d\n')
    assert read(table) == [(2, "1", "a"), (3, "2", "b\n3,c\n4,d\n")]
    (problem,) = table.problems
    assert (problem.code, problem.severity, problem.row) == ("quote-unclosed", Severity.ERROR, 3)
    assert "so 3 lines were read as one row" in problem.message


def test_a_quote_inside_a_quoted_cell_is_reported_and_reading_goes_on(opened: Opened) -> None:
    table = opened("a.csv", 'id,t\n1,"He said "hi" to me"\n2,"x"\n')
    assert read(table) == [(2, "1", 'He said hi" to me"'), (3, "2", "x")]
    assert [(problem.code, problem.row) for problem in table.problems] == [("quote-misplaced", 2)]


@pytest.mark.parametrize("text", ["id,t\n1,{}\n", 'id,t\n1,"{}"\n', 'id,t\n1,"{}', "id,t\n\n1,{}\n"])
def test_a_cell_over_the_limit_is_refused_with_its_row(opened: Opened, text: str) -> None:
    table = opened("a.csv", text.format("x" * 1_000_001))
    with pytest.raises(TooLarge, match=r"a\.csv: the value in row \d"):
        read(table)


def test_a_file_without_a_line_break_is_refused_before_it_fills_the_memory(opened: Opened) -> None:
    with mock.patch("opencollections.records.rows._LINE_LIMIT_BYTES", 10_000), pytest.raises(TooLarge):
        opened("a.csv", "x" * 200_000)


def test_batches_are_bounded_and_row_numbers_go_on_through_all_of_them(tmp_path: Path) -> None:
    count = 3 * BATCH_ROWS + 7
    path = tmp_path / "a.csv"
    path.write_text("id,note\n" + "".join(f'{n},"{"x" * (n % 50)}"\n' for n in range(count)))
    table = open_path(path)
    with mock.patch.object(delimited, "_PIECE_BYTES", 100_000):
        frames = list(table.batches(["id"]))
    assert max(frame.height for frame in frames) <= BATCH_ROWS
    numbers = [row for frame in frames for row in frame["row"]]
    assert numbers == list(range(2, count + 2))
    assert [value for frame in frames for value in frame["v0"]] == [str(n) for n in range(count)]


def test_a_broken_line_in_a_long_file_changes_nothing_for_the_rest(tmp_path: Path) -> None:
    lines = [f'{n},"a, b",c\n' for n in range(2000)]
    lines[1200] = "1200\n"
    lines[1500] = '1500,"a "b" c",d\n'
    path = tmp_path / "a.csv"
    path.write_text("id,x,y\n" + "".join(lines))
    table = open_path(path)
    with mock.patch.object(delimited, "_PIECE_BYTES", 1000):
        rows = read(table, "id", "y")
    assert [row for row, _, _ in rows] == list(range(2, 2002))
    assert rows[1200] == (1202, "1200", None)
    assert rows[1999] == (2001, "1999", "c")
    assert codes(table) == ["row-too-short", "quote-misplaced"]


COMMAS = Selection(dialect=Dialect(delimiter=",", encoding="utf-8"))
CELLS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=12)


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    width = draw(st.integers(1, 5))
    row = st.lists(CELLS, min_size=width, max_size=width)
    return draw(st.lists(row, min_size=1, max_size=8))


@given(table=tables(), quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), piece=st.integers(1, 60))
def test_any_table_written_by_the_csv_module_comes_back_equal(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[str]], quoting: Literal[0, 1], piece: int
) -> None:
    text = io.StringIO(newline="")
    heading = [f"h{n}" for n in range(len(table[0]))]
    csv.writer(text, quoting=quoting).writerows([heading, *table])
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    path.write_bytes(text.getvalue().encode())
    opened_table = delimited.DelimitedTable(File("a.csv", path), COMMAS, Kind.CSV)
    with mock.patch.object(delimited, "_PIECE_BYTES", piece):
        rows = read(opened_table)
    assert rows == [(number, *cells) for number, cells in enumerate(table, 2) if any(cells)]
    assert opened_table.problems == ()


@given(text=st.text('ab,"\n\r; \0', max_size=40), piece=st.integers(1, 20))
def test_what_is_not_quite_csv_is_read_as_the_csv_module_reads_it(
    tmp_path_factory: pytest.TempPathFactory, text: str, piece: int
) -> None:
    content = "x,y\n" + text
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    path.write_bytes(content.encode())
    with mock.patch.object(delimited, "_PIECE_BYTES", piece):
        rows = read(delimited.DelimitedTable(File("a.csv", path), COMMAS, Kind.CSV))
    read_by_csv = csv.reader(io.StringIO(content, newline=""))
    expected = enumerate(([cell.replace("\0", "") for cell in cells] for cells in read_by_csv), 1)
    assert rows == [
        (number, *(*cells, None, None)[:2]) for number, cells in expected if number > 1 and any(cells)
    ]


def test_a_heading_of_more_columns_than_a_spreadsheet_has_is_refused(opened: Opened) -> None:
    assert len(opened("a.csv", ",".join(["n"] * 16_384) + "\n").columns or ()) == 16_384
    with pytest.raises(
        TooLarge, match="the number of columns in row 2 is 16385, and at most 16384 is accepted"
    ):
        opened("a.csv", "\n" + ",".join(["n"] * 16_385) + "\n")
