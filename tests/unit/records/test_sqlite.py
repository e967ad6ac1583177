import sqlite3
from collections.abc import Iterable
from pathlib import Path

import pytest

from opencollections.errors import BrokenFile, ColumnMissing, QueryInvalid, TableMissing, TooLarge
from opencollections.records import open_table
from opencollections.records.sqlite import SQLiteTable
from opencollections.records.tables import NATURAL_TYPES, File, Kind, NaturalType, Selection

PORTRAITS = """
    CREATE TABLE "Portraits" (
        id INTEGER PRIMARY KEY, "Full Name" VARCHAR(40), shown BOOLEAN, made DATE, changed TIMESTAMP,
        hour TIME, price NUMERIC(10, 2), width FLOAT, picture BLOB, anything
    );
    INSERT INTO Portraits VALUES
        (1, 'Zsófi', 1, '1991-08-08', '2020-01-02 03:04:05', '03:04', 12.5, 3, x'01ff', 7),
        (2, NULL, 0, 'about 1900', NULL, NULL, 1000000, 0.00012, NULL, ''),
        (3, 'x', 'true', NULL, '2020-01-02T03:04:05Z', NULL, 3, 1e400, x'', 1.5);
    CREATE VIEW shown_ones AS SELECT id AS number FROM Portraits WHERE shown = 1;
"""


@pytest.fixture
def database(tmp_path: Path) -> File:
    return made(tmp_path, PORTRAITS)


def made(folder: Path, script: str) -> File:
    path = folder / "a.sqlite"
    connection = sqlite3.connect(path)
    connection.executescript(script)
    connection.close()
    return File(path.name, path)


def column(table: SQLiteTable, reference: str) -> list[tuple[str | None, NaturalType | None]]:
    (frame,) = table.batches([reference])
    codes = frame["t0"].to_list() if "t0" in frame.columns else [0] * frame.height
    natural = [None if code is None else NATURAL_TYPES[code] for code in codes]
    return list(zip(frame["v0"].to_list(), natural, strict=True))


def texts(table: SQLiteTable, references: Iterable[str]) -> list[tuple[object, ...]]:
    wanted = list(references)
    return [
        row
        for frame in table.batches(wanted)
        for row in frame.select("row", *(f"v{n}" for n in range(len(wanted)))).iter_rows()
    ]


N = NaturalType


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("id", [("1", N.INTEGER), ("2", N.INTEGER), ("3", N.INTEGER)]),
        ("Full Name", [("Zsófi", N.STRING), (None, N.STRING), ("x", N.STRING)]),
        ("shown", [("true", N.BOOLEAN), ("false", N.BOOLEAN), ("true", N.BOOLEAN)]),
        ("made", [("1991-08-08", N.DATE), ("about 1900", N.STRING), (None, None)]),
        ("changed", [("2020-01-02T03:04:05", N.DATE_TIME), (None, None), ("2020-01-02T03:04:05Z", N.DATE_TIME)]),
        ("hour", [("03:04", N.TIME), (None, None), (None, None)]),
        ("price", [("12.5", N.DECIMAL), ("1000000", N.DECIMAL), ("3", N.DECIMAL)]),
        ("width", [("3.0E0", N.DOUBLE), ("1.2E-4", N.DOUBLE), ("INF", N.DOUBLE)]),
        ("picture", [("01FF", N.HEX_BINARY), (None, None), ("", N.HEX_BINARY)]),
        ("anything", [("7", N.INTEGER), ("", N.STRING), ("1.5E0", N.DOUBLE)]),
    ],
)  # fmt: skip
def test_values_have_the_natural_types_of_r2rml(database: File, name: str, expected: list[object]):
    assert column(SQLiteTable(database, Selection(sheet="Portraits")), name) == expected


@pytest.mark.parametrize("spelling", ["Full Name", '"Full Name"', "full name", "FULL NAME"])
def test_a_column_is_named_as_sql_names_it(database: File, spelling: str):
    table = SQLiteTable(database, Selection(sheet="Portraits"))
    assert texts(table, [spelling])[0] == (1, "Zsófi")


@pytest.mark.parametrize("spelling", ["Portraits", "portraits", '"Portraits"'])
def test_a_table_is_named_as_sql_names_it(database: File, spelling: str):
    assert SQLiteTable(database, Selection(sheet=spelling)).sheet == "Portraits"


def test_the_only_table_needs_no_name(tmp_path: Path):
    only = made(
        tmp_path, "CREATE TABLE one (a INTEGER PRIMARY KEY AUTOINCREMENT); INSERT INTO one VALUES (5)"
    )
    assert texts(SQLiteTable(only, Selection()), ["a"]) == [(1, "5")]


def test_a_view_is_a_table(database: File):
    assert column(SQLiteTable(database, Selection(sheet="shown_ones")), "number") == [("1", N.INTEGER)]


@pytest.mark.parametrize("sheet", [None, "Portrait"])
def test_a_table_that_is_not_there_is_named_with_those_that_are(database: File, sheet: str | None):
    with pytest.raises(TableMissing, match="Portraits, shown_ones"):
        SQLiteTable(database, Selection(sheet=sheet))


def test_a_query_keeps_its_order_its_names_and_the_types_of_its_tables(database: File):
    query = "WITH x AS (SELECT * FROM Portraits) SELECT id AS Number, shown, made FROM x ORDER BY id DESC LIMIT 2;"
    table = SQLiteTable(database, Selection(iterator=query))
    assert texts(table, ["number", "made"]) == [(1, "3", None), (2, "2", "about 1900")]
    assert column(table, "shown") == [("true", N.BOOLEAN), ("false", N.BOOLEAN)]


def test_a_table_can_be_read_twice_and_in_batches(tmp_path: Path):
    many = made(
        tmp_path,
        "CREATE TABLE n (a); WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 45000) "
        "INSERT INTO n SELECT x FROM c",
    )
    table = SQLiteTable(many, Selection())
    for _ in range(2):
        frames = list(table.batches(["a"]))
        assert sum(frame.height for frame in frames) == 45_000
        assert max(frame.height for frame in frames) < 21_000
        assert frames[-1]["row"][-1] == 45_000


def test_no_column_at_all_gives_the_rows_alone(database: File):
    assert texts(SQLiteTable(database, Selection(sheet="Portraits")), []) == [(1,), (2,), (3,)]


def test_a_missing_column_is_named(database: File):
    table = SQLiteTable(database, Selection(sheet="Portraits"))
    with pytest.raises(ColumnMissing, match="Did you mean 'price'"):
        list(table.batches(["prize"]))


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM Portraits",
        "DELETE FROM Portraits RETURNING id",
        "INSERT INTO Portraits (id) VALUES (9)",
        "WITH x AS (SELECT 1) DELETE FROM Portraits",
        "DROP TABLE Portraits",
        "CREATE TABLE x (a)",
        "CREATE TEMP TABLE x (a)",
        "SELECT 1; DROP TABLE Portraits",
        "ATTACH 'other.sqlite' AS other",
        "DETACH main",
        "PRAGMA user_version = 3",
        "SELECT * FROM pragma_table_info('Portraits')",
        "SELECT load_extension('x')",
        "VACUUM INTO 'copy.sqlite'",
        "BEGIN",
        "EXPLAIN SELECT 1",
        "SELECT * FROM nothing",
        "SELECT ?",
        "SELECT 1) --",
        "SELECT zeroblob(900000000)",
        "SELECT '\0'",
        "",
        "   ",
        "no SQL",
        "SELECT " + "(" * 5000 + "1" + ")" * 5000,
        "SELECT " + ", ".join("1" for _ in range(501)),
    ],
)  # fmt: skip
def test_a_query_that_does_more_than_read_is_refused(database: File, query: str):
    before = database.path.read_bytes()
    with pytest.raises(QueryInvalid):
        list(SQLiteTable(database, Selection(iterator=query)).batches([]))
    assert database.path.read_bytes() == before
    assert [path.name for path in database.path.parent.iterdir()] == [database.name]


ENDLESS = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)"


@pytest.mark.parametrize("query", [f"{ENDLESS} SELECT count(*) FROM c", f"{ENDLESS} SELECT x FROM c"])
def test_a_query_that_runs_on_is_stopped(database: File, query: str):
    table = SQLiteTable(database, Selection(iterator=query), time_limit_s=0.2)
    with pytest.raises(TooLarge, match=r"over 0\.2 s"):
        for _ in table.batches([]):
            pass


def test_a_view_in_the_file_that_runs_on_is_stopped(tmp_path: Path):
    endless = made(tmp_path, f"CREATE VIEW v AS {ENDLESS} SELECT max(x) AS m FROM c")
    with pytest.raises(TooLarge):
        list(SQLiteTable(endless, Selection(), time_limit_s=0.2).batches(["m"]))


def test_a_row_with_a_picture_is_read_for_its_other_columns(tmp_path: Path):
    pictures = made(tmp_path, "CREATE TABLE p (a, b); INSERT INTO p VALUES (zeroblob(5000000), 'x')")
    assert texts(SQLiteTable(pictures, Selection()), ["b"]) == [(1, "x")]
    with pytest.raises(TooLarge):
        texts(SQLiteTable(pictures, Selection()), ["a"])


@pytest.mark.parametrize("cut", [16, 100, 2000, 5000])
def test_a_damaged_database_is_told(database: File, cut: int):
    data = database.path.read_bytes()
    database.path.write_bytes(data[:cut] + b"\xff" * 300)
    with pytest.raises((BrokenFile, TableMissing)):
        list(SQLiteTable(database, Selection(sheet="Portraits")).batches(["id", "anything"]))


def test_text_that_is_no_unicode_is_told(tmp_path: Path):
    odd = made(tmp_path, "CREATE TABLE t (a); INSERT INTO t VALUES (CAST(x'ff41' AS TEXT))")
    with pytest.raises(QueryInvalid, match="UTF-8"):
        texts(SQLiteTable(odd, Selection()), ["a"])


def test_a_database_is_known_by_its_content(database: File):
    named_otherwise = File("catalogue.dat", database.path)
    assert isinstance(open_table(named_otherwise, Selection(sheet="Portraits")), SQLiteTable)
    with pytest.raises(BrokenFile, match="its content is SQLITE"):
        open_table(named_otherwise, Selection(Kind.CSV))
