"""The kind of a file is what its bytes say, then what its name says."""

import io
import zipfile
from pathlib import Path

import pytest

from opencollections.errors import BrokenFile, FileOfProgram, UnknownFileKind
from opencollections.records.detect import kind_of
from opencollections.records.tables import File, Kind


def zipped(**members: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in members.items():
            # A member without a time of its own: the bytes are part of the names of tests, and must not change.
            archive.writestr(zipfile.ZipInfo(name.replace("__", "/")), text)
    return stream.getvalue()


XLSX = zipped(xl__workbook="")
ODS = zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet")

KINDS = [
    ("a.csv", b"id,title\n1,x\n", Kind.CSV),
    ("a", b"id;title\n", Kind.CSV),
    ("a.tsv", b"id\ttitle\n", Kind.TSV),
    ("a.csv", XLSX, Kind.XLSX),
    ("a.xlsx", ODS, Kind.ODS),
    ("a.txt", b'  [{"id": 1}]', Kind.JSON),
    ("a.json", b'{"id": 1}\n', Kind.JSON),
    ("a.json", b'{\n "id": 1,\n "b": 2}\n', Kind.JSON),
    ("a.json", b'{"id": 1}\n\n{"id": 2}\n', Kind.NDJSON),
    ("a.jsonl", b'{"id": 1}\n', Kind.NDJSON),
    ("a.dat", b"\xef\xbb\xbf<?xml version='1.0'?><a/>", Kind.XML),
    ("a.dat", "<a/>".encode("utf-16"), Kind.XML),
    ("a.dat", "<a/>".encode("utf-16-le"), Kind.XML),
    ("a.csv", b"[id],name\n", Kind.CSV),
    ("a.csv", b"PK;PAR1\n", Kind.CSV),
    ("a.csv", b"{id},name\n", Kind.CSV),
    ("a.csv", b"<id>,name\n"[1:], Kind.CSV),
    ("a.xlsx", b"id,title\n1,x\n", Kind.CSV),
    ("a.csv", "id,title\nő,x\n".encode("utf-16"), Kind.CSV),
]


@pytest.mark.parametrize(("name", "content", "kind"), KINDS)
def test_the_content_tells_the_kind_and_the_name_what_it_leaves_open(
    tmp_path: Path, name: str, content: bytes, kind: Kind
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert kind_of(File(name, path)) is kind


ASKED = [
    (Kind.CSV, b"id,title\n", Kind.CSV),
    (Kind.TSV, b"id,title\n", Kind.TSV),
    (Kind.CSV, XLSX, Kind.XLSX),
    (Kind.XLSX, b"id,title\n", Kind.CSV),
    (Kind.NDJSON, b'{"id": 1}', Kind.NDJSON),
    (Kind.JSON, b'{"id": 1}\n{"id": 2}', Kind.NDJSON),
]


@pytest.mark.parametrize(("asked", "content", "kind"), ASKED)
def test_a_table_is_read_as_the_table_that_it_is(
    tmp_path: Path, asked: Kind, content: bytes, kind: Kind
) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    assert kind_of(File("file", path), asked) is kind


BROKEN = [
    ("a.csv", b"", None, "a.csv: the file cannot be read as CSV: it is empty."),
    ("a", b"", None, "a: the file cannot be read as a table: it is empty."),
    (
        "a.json",
        b"id,title\n",
        None,
        "a.json: the file cannot be read as JSON: it does not begin with [ / {.",
    ),
    ("a.xml", b"id,title\n", None, "a.xml: the file cannot be read as XML: it does not begin with <."),
    ("a.json", b'[{"id": 1}]', Kind.CSV, "a.json: the file cannot be read as CSV: its content is JSON."),
    ("a.xlsx", XLSX, Kind.JSON, "a.xlsx: the file cannot be read as JSON: its content is XLSX."),
    ("a.xlsx", XLSX[:-30], None, "a.xlsx: the file cannot be read as XLSX: it is not a whole workbook ("),
    (
        "a.xlsx",
        b"\xd0\xcf\x11\xe0rest",
        None,
        "a.xlsx: the file cannot be read as XLSX: it is protected by a password, or",
    ),
]


@pytest.mark.parametrize(("name", "content", "asked", "sentence"), BROKEN)
def test_what_cannot_be_read_as_asked_is_refused_with_the_reason(
    tmp_path: Path, name: str, content: bytes, asked: Kind | None, sentence: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(BrokenFile) as caught:
        kind_of(File(name, path), asked)
    assert str(caught.value).startswith(sentence)


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.7", b"\x89PNG\r\n", b"\xff\xd8\xff\xe0", b"\x01\x02\x03\x04" * 50, zipped(word__document="")],
)
def test_a_file_that_is_no_table_is_named_as_unknown(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(UnknownFileKind, match="it cannot be told what kind of file this is"):
        kind_of(File("a.csv", path))


@pytest.mark.parametrize(
    ("name", "program"),
    [("Films.fmp12", "FileMaker"), ("FILMS.MDB", "Microsoft Access"), ("list.numbers", "Numbers")],
)
def test_a_file_that_only_its_program_reads_is_to_be_exported_there(
    tmp_path: Path, name: str, program: str
) -> None:
    path = tmp_path / name
    path.write_bytes(b"\0\1\0\0\0\2table")
    with pytest.raises(FileOfProgram, match=f"a file of {program}, which only that program reads"):
        kind_of(File(name, path))
