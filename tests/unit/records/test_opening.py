"""A file is opened by what it is, and every real catalogue can be."""

from pathlib import Path

import pytest

from opencollections.errors import FileMissing
from opencollections.records import open_table
from opencollections.records.tables import File, Kind, Selection

from .conftest import Opened, open_path, read


def test_a_file_that_is_not_there_is_named_as_the_mapping_names_it(tmp_path: Path) -> None:
    with pytest.raises(FileMissing, match=r"There is no file 'list\.csv' here"):
        open_table(File("list.csv", tmp_path / "0a1b"), Selection())


def test_errors_name_the_file_as_it_was_handed_in(tmp_path: Path) -> None:
    path = tmp_path / "0a1b2c"
    path.write_text("id;title\n1;x\n")
    table = open_table(File("Leltár 2024.csv", path), Selection())
    assert table.file == "Leltár 2024.csv"
    with pytest.raises(Exception, match=r"^Leltár 2024\.csv: there is no column"):
        table.batches(["titel"])


def test_the_same_records_in_four_kinds_of_file_read_alike(opened: Opened) -> None:
    rows = [("1", "Őszi utca"), ("2", "")]
    tables = [
        opened("a.csv", "id;t\n1;Őszi utca\n2;\n"),
        opened("a.json", '[{"id": "1", "t": "Őszi utca"}, {"id": "2", "t": ""}]', iterator="$[*]"),
        opened("a.ndjson", '{"id": "1", "t": "Őszi utca"}\n{"id": "2", "t": ""}\n'),
        opened("a.xml", "<a><r><id>1</id><t>Őszi utca</t></r><r><id>2</id><t/></r></a>", iterator="/a/r"),
    ]
    for table in tables:
        assert [row[1:] for row in read(table, "id", "t")] == rows
        assert table.problems == ()


def test_friends_of_the_official_suite_are_read(conformance: Path) -> None:
    expected = [
        ("0", "Monica Geller"),
        ("1", "Rachel Green"),
        ("2", "Joey Tribbiani"),
        ("3", "Chandler Bing"),
        ("4", "Ross Geller"),
    ]
    folder = conformance / "rml-io"
    csv_rows = read(open_path(folder / "RMLSTC0007b" / "Friends.csv"), "id", "name")
    xml_rows = read(
        open_path(folder / "RMLSTC0007c" / "Friends.xml", iterator="//Friends/Character"),
        "@id",
        "name/text()",
    )
    json_rows = read(
        open_path(
            folder / "RMLSTC0001b" / "Friends-UTF16.json", kind=Kind.JSON, encoding="UTF-16", iterator="$[*]"
        ),
        "$.id",
        "$.name",
    )
    assert [row[1:] for row in csv_rows] == expected
    assert [row[1:] for row in xml_rows] == expected
    assert [row[1:] for row in json_rows] == expected


def test_a_large_real_catalogue_is_a_plain_grid(catalogues: Path) -> None:
    path = catalogues / "large" / "tate" / "artworks.csv"
    if not path.exists():
        pytest.skip("the large catalogue (../shared/data/large/tate) is not here")
    table = open_path(path)
    assert sum(frame.height for frame in table.batches(["id", "title"])) == 69_202
    assert table.problems == ()
