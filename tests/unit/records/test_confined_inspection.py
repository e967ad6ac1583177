"""A large file is looked through in a process of its own, and what is found there is what would be found here."""

import io
import sqlite3
from contextlib import closing
from pathlib import Path

import polars as pl
import pytest

from opencollections.errors import DataError, ReadingStopped
from opencollections.records import confined_inspection
from opencollections.records.confined_inspection import inspected
from opencollections.records.inspection import Correction, inspect_sheets
from opencollections.records.tables import File, Kind


def parquet() -> bytes:
    stream = io.BytesIO()
    pl.DataFrame({"No": ["1", "2"], "Year": [1956, None], "Odd": [{"a": 1}, None]}).write_parquet(stream)
    return stream.getvalue()


def database() -> bytes:
    with closing(sqlite3.connect(":memory:")) as made:
        made.execute("CREATE TABLE object (no TEXT, year INTEGER)")
        made.execute("INSERT INTO object VALUES ('1', 1956)")
        made.commit()
        return made.serialize()


@pytest.fixture(autouse=True)
def all_are_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined_inspection, "_SMALL_BYTES", 0)


def handed_in(folder: Path, name: str, content: bytes) -> File:
    path = folder / "handed-in"
    path.write_bytes(content)
    return File(name, path)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", "sep=;\nNo;Title\n1;Őr\n2;Ház;x\n".encode(), Correction()),
        ("a.csv", "Levéltár\n\nNo,Title,Title\n1,Őszi fény,\n".encode("cp1250"), Correction()),
        ("a.txt", b"1\tx\n2\ty\n", Correction(kind=Kind.TSV, header_row=0)),
        (
            "a.json",
            b'{"made": [1], "list": [{"No": 1, "t": null}, {"No": 2, "l": [1, 2]}]}',
            Correction(),
        ),
        ("a.json", b'[{"No": 1}]', Correction(iterator="$..*")),
        ("a.ndjson", b'{"No": 1}\n{"No": "x"}\n', Correction()),
        ("a.xml", b"<r xmlns='http://x/'><o n='1'><t>a</t></o><o n='2'/></r>", Correction()),
        ("a.parquet", parquet(), Correction()),
        ("a.db", database(), Correction(sheet="object")),
        ("a.ttl", b"<http://x/> a <http://y/> .", Correction(kind=Kind.RDF)),
    ],
)
def test_it_is_as_if_it_had_been_looked_through_here(
    tmp_path: Path, name: str, content: bytes, said: Correction
):
    file = handed_in(tmp_path, name, content)
    found = inspected(file, said)
    assert found == inspect_sheets(file, said)
    assert [one.telling for table in found for one in table.problems] == [
        one.telling for table in inspect_sheets(file, said) for one in table.problems
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", b'[{"No": 1'),
        ("a.json", b"[" * 3_000),
        ("a.json", b'[{"t": "\\ud800"}]'),
        ("a.xml", b"<a><!DOCTYPE b></a>"),
        ("a.csv", b"No\n" + b"x" * 1_100_000),
    ],
)
def test_what_is_refused_there_is_told_as_it_is_here(tmp_path: Path, name: str, content: bytes):
    file = handed_in(tmp_path, name, content)
    with pytest.raises(DataError) as here:
        inspect_sheets(file)
    with pytest.raises(DataError) as there:
        inspected(file, Correction())
    assert (type(there.value), str(there.value)) == (type(here.value), str(here.value))


def test_what_takes_too_much_becomes_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(confined_inspection, "MEMORY_BYTES", 1_000_000)
    file = handed_in(tmp_path, "a.csv", b"No,Title\n1,x\n")
    with pytest.raises(
        ReadingStopped, match=r"a\.csv: reading it as CSV was stopped at .* and 1 MB of memory"
    ):
        inspected(file, Correction())
