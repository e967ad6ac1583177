from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from opencollections.errors import BrokenFile, ColumnMissing, TooLarge
from opencollections.records import open_table, parquet
from opencollections.records.confined import ConfinedTable
from opencollections.records.parquet import ParquetTable
from opencollections.records.tables import BATCH_ROWS, NATURAL_TYPES, File, Kind, NaturalType, Selection


def handed_in(folder: Path, columns: dict[str, object] | pl.DataFrame, **how: object) -> File:
    path = folder / "a.parquet"
    pl.DataFrame(columns).write_parquet(path, **how)
    return File(path.name, path)


N = NaturalType


@pytest.mark.parametrize(
    ("values", "texts", "natural"),
    [
        (["Zsófi", "", None], ["Zsófi", "", None], N.STRING),
        (pl.Series(["a", "b", "a"], dtype=pl.Categorical), ["a", "b", "a"], N.STRING),
        ([1, None, -3], ["1", None, "-3"], N.INTEGER),
        (pl.Series([2**64 - 1], dtype=pl.UInt64), ["18446744073709551615"], N.INTEGER),
        ([33.0, 0.00012, float("nan")], ["3.3E1", "1.2E-4", "NaN"], N.DOUBLE),
        ([True, None, False], ["true", None, "false"], N.BOOLEAN),
        ([Decimal("1.50"), Decimal("100.00"), None], ["1.5", "100", None], N.DECIMAL),
        ([date(1889, 5, 1)], ["1889-05-01"], N.DATE),
        ([time(3, 4), time(3, 4, 5, 100)], ["03:04:00", "03:04:05.0001"], N.TIME),
        ([datetime.fromisoformat("2020-01-02T03:04:05.120"), datetime.fromisoformat("1899-01-01T00:00:00")], ["2020-01-02T03:04:05.12", "1899-01-01T00:00:00"], N.DATE_TIME),
        ([datetime(2020, 1, 2, tzinfo=UTC)], ["2020-01-02T00:00:00+00:00"], N.DATE_TIME),
        ([timedelta(hours=30)], ["P1DT6H"], N.STRING),
        ([b"\x01\xff", b"", None], ["01FF", "", None], N.HEX_BINARY),
        ([["a", "b"], [], None, [None]], [["a", "b"], None, None, None], N.STRING),
        ([[1, None, 2], [3]], [["1", "2"], ["3"]], N.INTEGER),
    ],
)  # fmt: skip
def test_values_have_their_natural_text_and_type(
    tmp_path: Path, values: object, texts: list[object], natural: N
):
    table = ParquetTable(handed_in(tmp_path, {"x": values}))
    (frame,) = table.batches(["x"])
    assert frame["v0"].to_list() == texts
    codes = frame["t0"].to_list() if "t0" in frame.columns else None
    code = NATURAL_TYPES.index(natural)
    if natural is N.STRING:
        assert codes is None
    else:
        assert codes == [
            None if text is None else [code] * len(text) if isinstance(text, list) else code for text in texts
        ]


def test_rows_are_counted_through_all_batches(tmp_path: Path):
    table = ParquetTable(handed_in(tmp_path, {"a": range(450_001), "b": range(450_001)}, row_group_size=7000))
    for _ in range(2):
        frames = list(table.batches(["b"]))
        assert pl.concat(frames)["row"].to_list() == list(range(1, 450_002))
        assert pl.concat(frames)["v0"].to_list() == [str(number) for number in range(450_001)]
        assert max(frame.height for frame in frames) == BATCH_ROWS


def test_odd_headings_are_columns_like_any_other(tmp_path: Path):
    names = {" Title ": ["a"], "": ["b"], "subject": ["c"], "row": ["d"]}
    table = ParquetTable(handed_in(tmp_path, names))
    assert table.columns == ("Title", "column B", "subject", "row")
    (frame,) = table.batches(["row", "Title", "column B", "Title"])
    assert frame.row(0) == (1, "d", "a", "b", "a")


def test_no_reference_at_all_gives_the_rows_alone(tmp_path: Path):
    (frame,) = ParquetTable(handed_in(tmp_path, {"a": [1, 2]})).batches([])
    assert frame.to_dict(as_series=False) == {"row": [1, 2]}


def test_an_object_has_no_value_and_is_said_to_have_none(tmp_path: Path):
    table = ParquetTable(handed_in(tmp_path, {"o": [{"a": 1}], "oo": [[{"a": 1}]], "ll": [[[1]]]}))
    assert [problem.column for problem in table.problems] == ["o", "oo", "ll"]
    (frame,) = table.batches(["o", "oo", "ll"])
    assert frame.row(0) == (1, None, None, None)


def test_a_missing_column_is_named(tmp_path: Path):
    table = ParquetTable(handed_in(tmp_path, {"Titel": ["a"]}))
    with pytest.raises(ColumnMissing, match="Did you mean 'Titel'"):
        table.batches(["Title"])


def test_parquet_is_a_table_like_csv_and_read_elsewhere(tmp_path: Path):
    file = File("a.csv", handed_in(tmp_path, {"a": [1, None]}).path)
    table = open_table(file, Selection(Kind.CSV))
    assert isinstance(table, ConfinedTable)
    assert table.columns == ("a",)
    assert [frame.rows() for frame in table.batches(["a"])] == [[(1, "1", 1), (2, None, None)]]


def test_without_columns_it_is_no_table(tmp_path: Path):
    with pytest.raises(BrokenFile, match="no columns"):
        ParquetTable(handed_in(tmp_path, pl.DataFrame()))


@pytest.mark.parametrize("cut", [5, 40, 300, -1, -4, -30])
def test_half_a_file_is_told(tmp_path: Path, cut: int):
    file = handed_in(tmp_path, {"a": [str(n) for n in range(1000)]})
    file.path.write_bytes(file.path.read_bytes()[:cut])
    with pytest.raises(BrokenFile, match=r"a\.parquet: the file cannot be read as"):
        list(open_table(file, Selection()).batches(["a"]))


def test_damaged_pages_are_told(tmp_path: Path):
    file = handed_in(tmp_path, {"a": [f"a text of some length {n}" for n in range(5000)]})
    data = bytearray(file.path.read_bytes())
    data[10:3000] = b"\xee" * 2990
    file.path.write_bytes(data)
    with pytest.raises(BrokenFile):
        list(ParquetTable(file).batches(["a"]))


def test_more_rows_than_a_catalogue_has_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(parquet, "_ROW_LIMIT", 10)
    with pytest.raises(TooLarge, match="the number of rows is 11"):
        ParquetTable(handed_in(tmp_path, {"a": range(11)}))


@pytest.mark.parametrize("value", ["x" * 1_000_001, ["y", "x" * 1_000_001]])
def test_a_value_over_the_limit_is_named_by_its_row(tmp_path: Path, value: object):
    first = ["a"] if isinstance(value, list) else "a"
    table = ParquetTable(handed_in(tmp_path, {"a": [first, value]}))
    with pytest.raises(TooLarge, match="row 2, column 'a'"):
        list(table.batches(["a"]))


def test_one_long_text_for_thousands_of_rows_is_refused(tmp_path: Path):
    long = pl.DataFrame({"a": pl.repeat("x" * 900_000, 2000, eager=True)})
    file = handed_in(tmp_path, long)
    assert file.path.stat().st_size < 1_000_000
    with pytest.raises(TooLarge, match="the text of 2000 rows"):
        list(ParquetTable(file).batches(["a"]))
