"""JSON and NDJSON as tables: records with their paths, values with their natural types."""

import json
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from opencollections.errors import BrokenFile, PathInvalid, TooDeep, TooLarge
from opencollections.records import json_documents
from opencollections.records.tables import BATCH_ROWS, NATURAL_TYPES, Kind, NaturalType

from .conftest import Opened, codes, frame, open_path, read

PLACES: list[tuple[str, str | None, str, list[tuple[str, Any]]]] = [
    ("a list", "$[*]", '[{"id": "a"}, {"id": "b"}]', [("$[0]", "a"), ("$[1]", "b")]),
    ("a list in an object", "$.records[*]", '{"n": 2, "records": [{"id": "a"}]}', [("$.records[0]", "a")]),
    (
        "lists in lists",
        "$.a[*].b[*]",
        '{"a": [{"b": [{"id": "a"}]}, {}, {"b": [{"id": "b"}, {"id": "c"}]}]}',
        [("$.a[0].b[0]", "a"), ("$.a[2].b[0]", "b"), ("$.a[2].b[1]", "c")],
    ),
    (
        "members of an object",
        "$.*",
        '{"x": {"id": "a"}, "y z": {"id": "b"}}',
        [("$.x", "a"), ('$["y z"]', "b")],
    ),
    ("the whole document", None, '{"id": "a"}', [("$", "a")]),
    ("one place", "$.a[1]", '{"a": [{"id": "a"}, {"id": "b"}]}', [("$.a[1]", "b")]),
    ("the last place", "$.a[-1]", '{"a": [{"id": "a"}, {"id": "b"}]}', [("$.a[1]", "b")]),
    ("a filter", "$[?@.id == 'b']", '[{"id": "a"}, {"id": "b"}]', [("$[1]", "b")]),
    (
        "any depth",
        "$..w[*]",
        '{"a": {"w": [{"id": "a"}]}, "w": [{"id": "b"}]}',
        [("$.w[0]", "b"), ("$.a.w[0]", "a")],
    ),
    ("a path without root", "records[*]", '{"records": [{"id": "a"}]}', [("$.records[0]", "a")]),
    ("a path without root and name", "[*]", '[{"id": "a"}]', [("$[0]", "a")]),
]


@pytest.mark.parametrize(
    ("iterator", "text", "rows"), [case[1:] for case in PLACES], ids=[case[0] for case in PLACES]
)
def test_records_are_found_with_their_places(
    opened: Opened, iterator: str | None, text: str, rows: list[tuple[str, Any]]
) -> None:
    assert read(opened("a.json", text, iterator=iterator), "id") == rows


LINES = '{"id": "a", "w": [{"id": "x"}]}\n\n{"id": "b"}\n'


def test_a_record_of_ndjson_is_a_line(opened: Opened) -> None:
    assert read(opened("a.ndjson", LINES), "id") == [("line 1", "a"), ("line 3", "b")]
    assert read(opened("a.ndjson", LINES, iterator="$"), "$.id") == [("line 1", "a"), ("line 3", "b")]


@pytest.mark.parametrize("iterator", ["$.w[*]", "$..w[*]"])
def test_records_inside_a_line_have_a_path_too(opened: Opened, iterator: str) -> None:
    assert read(opened("a.ndjson", LINES, iterator=iterator), "id") == [("line 1, $.w[0]", "x")]


@pytest.mark.parametrize("iterator", ["$[*]", "$.*", "[*]", None])
def test_lines_may_be_taken_for_a_list(opened: Opened, iterator: str | None) -> None:
    table = opened("a.json", LINES, kind=Kind.JSON, iterator=iterator)
    assert read(table, "id") == [("line 1", "a"), ("line 3", "b")]


def test_values_have_the_types_that_json_gives_them(opened: Opened) -> None:
    text = '[{"v": "5"}, {"v": 5}, {"v": 5.0}, {"v": 12345678901234567890}, {"v": true}, {"v": false}, {"v": null}, {}]'
    batch = frame(opened("a.json", text, iterator="$[*]"), "v")
    assert batch["v0"].to_list() == ["5", "5", "5.0E0", "12345678901234567890", "true", "false", None, None]
    integer, double, boolean = (
        NATURAL_TYPES.index(kind) for kind in (NaturalType.INTEGER, NaturalType.DOUBLE, NaturalType.BOOLEAN)
    )
    assert batch["t0"].to_list() == [0, integer, double, integer, boolean, boolean, None, None]


def test_text_alone_has_no_column_of_types(opened: Opened) -> None:
    batch = frame(opened("a.json", '[{"v": "5", "w": ["x", "y"]}, {}]', iterator="$[*]"), "v", "w[*]")
    assert batch.columns == ["row", "v0", "v1"]


def test_several_values_are_a_list_with_a_list_of_types(opened: Opened) -> None:
    text = '[{"v": ["a", 1, null, 2.5]}, {"v": []}, {"v": ["b"]}, {"v": "c"}, {}]'
    batch = frame(opened("a.json", text, iterator="$[*]"), "v[*]", "v")
    assert batch["v0"].to_list() == [["a", "1", "2.5E0"], None, ["b"], None, None]
    assert batch["t0"].to_list() == [[0, 1, 2], None, [0], None, None]
    assert batch["v1"].to_list() == [["a", "1", "2.5E0"], None, ["b"], ["c"], None]


def test_a_list_of_one_is_a_single_value(opened: Opened) -> None:
    batch = frame(opened("a.json", '[{"v": ["a"]}, {"v": [true]}, {"v": [null]}]', iterator="$[*]"), "v[*]")
    assert batch["v0"].to_list() == ["a", "true", None]
    assert batch["t0"].to_list() == [0, 3, None]


def test_a_group_of_lists_and_a_group_of_single_values_fit_into_one_batch(opened: Opened) -> None:
    records: list[dict[str, Any]] = [{"v": "a"}, {}, {"v": ["b", 2]}, {"v": 3}]
    with mock.patch.object(json_documents, "_GROUP_RECORDS", 1):
        batch = frame(opened("a.json", json.dumps(records), iterator="$[*]"), "v")
    assert batch["v0"].to_list() == [["a"], None, ["b", "2"], ["3"]]
    assert batch["t0"].to_list() == [[0], None, [0, 1], [1]]


def test_lists_and_objects_that_are_referenced_are_reported_once(opened: Opened) -> None:
    table = opened("a.json", '[{"l": [1, 2], "o": {"x": 1}}, {"l": [3], "o": {}}]', iterator="$[*]")
    assert read(table, "$.l", "$.o") == [("$[0]", ["1", "2"], None), ("$[1]", ["3"], None)]
    assert [(problem.code, problem.row, problem.column) for problem in table.problems] == [
        ("path-to-list", "$[0]", "$.l"),
        ("path-to-object", "$[0]", "$.o"),
    ]


def test_a_path_that_no_record_has_is_reported_with_the_nearest_name(opened: Opened) -> None:
    table = opened("a.json", '[{"title": "x", "note": null}]', iterator="$[*]")
    read(table, "$.titel", "$.note", "$.title.x", "$.works[*].id")
    assert [(problem.code, problem.column, problem.message) for problem in table.problems] == [
        ("path-not-found", "$.titel", "No record has anything at '$.titel'. Did you mean 'title'?"),
        ("path-not-found", "$.title.x", "No record has anything at '$.title.x'."),
        ("path-not-found", "$.works[*].id", "No record has anything at '$.works[*].id'."),
    ]


EMPTY = [
    ("$.records[*]", '{"record": [], "count": 0}', " The file is an object with: record, count."),
    ("$.records[*]", "[]", " The file is a list."),
    ("$[*]", "[]", " The file is a list."),
]


@pytest.mark.parametrize(("iterator", "text", "hint"), EMPTY)
def test_a_path_without_records_is_reported_with_what_the_file_is(
    opened: Opened, iterator: str, text: str, hint: str
) -> None:
    table = opened("a.json", text, iterator=iterator)
    assert read(table, "id") == []
    (problem,) = table.problems
    assert (problem.code, problem.message) == (
        "no-records",
        f"The path {iterator!r} finds no record in the file.{hint}",
    )


def test_nul_is_left_out_and_reported(opened: Opened) -> None:
    table = opened("a.json", r'[{"t": "a\u0000b"}, {"t": ["c", "\u0000"]}]', iterator="$[*]")
    assert read(table, "t") == [("$[0]", ["ab"]), ("$[1]", ["c", ""])]
    nul = [(problem.row, problem.column) for problem in table.problems if problem.code == "nul-in-text"]
    assert nul == [("$[0]", "t"), ("$[1]", "t")]


def test_half_of_a_surrogate_pair_is_refused_with_its_place(opened: Opened) -> None:
    table = opened("a.json", '[{"t": "a"}, {"t": "\\ud800"}, {"t": "\\ud83d\\ude00"}]', iterator="$[*]")
    with pytest.raises(BrokenFile, match=r"\$\[1\]: 't' has half of a surrogate pair"):
        read(table, "t")
    assert read(table, "id") == [("$[0]", None), ("$[1]", None), ("$[2]", None)]


@pytest.mark.parametrize("text", ['[{"t": "%s"}]', '[{"t": ["a", "%s"]}]'])
def test_a_value_over_the_limit_is_refused_with_its_place(opened: Opened, text: str) -> None:
    with pytest.raises(TooLarge, match=r"the value in row \$\[0\], column 't', is 1000001 bytes"):
        read(opened("a.json", text % ("x" * 1_000_001), iterator="$[*]"), "t")


def test_deep_nesting_is_refused(opened: Opened) -> None:
    with pytest.raises(TooDeep):
        read(opened("a.json", "[" * 101 + "]" * 101, iterator="$[*]"), "id")
    with pytest.raises(TooDeep):
        read(opened("a.ndjson", "{}\n" + "[" * 100_000 + "]" * 100_000 + "\n"), "id")


def test_an_invalid_path_is_refused_as_the_file_is_opened(opened: Opened) -> None:
    with pytest.raises(
        PathInvalid, match=r"a\.json: '\$\.students\[\*\]\]' is not a valid JSON path: unexpected token"
    ):
        opened("a.json", "{}", iterator="$.students[*]]")


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "cp1250"])
def test_json_may_be_in_another_encoding(opened: Opened, codec: str) -> None:
    table = opened("a.json", '[{"cím": "Őszi utca, tűzoltó"}]'.encode(codec), iterator="$[*]")
    assert read(table, "$.cím") == [("$[0]", "Őszi utca, tűzoltó")]


def test_batches_are_bounded_by_rows_and_by_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    count = 2 * BATCH_ROWS + 5
    path.write_text(json.dumps([{"id": n} for n in range(count)]))
    table = open_path(path, iterator="$[*]")
    frames = list(table.batches(["id"]))
    assert [value for batch in frames for value in batch["v0"]] == [str(n) for n in range(count)]
    assert max(batch.height for batch in frames) <= BATCH_ROWS
    assert len(frames) > 2
    chunks = {"_BATCH_BYTES": 100_000, "_CHUNK_BYTES": 10_000}
    with mock.patch.multiple(json_documents, **chunks):
        by_bytes = max(batch.height for batch in table.batches(["id"]))
    assert by_bytes < max(batch.height for batch in frames)


def test_no_reference_gives_only_places(opened: Opened) -> None:
    assert read(opened("a.json", "[1, {}]", iterator="$[*]")) == [("$[0]",), ("$[1]",)]


def test_a_table_can_be_read_again_and_reports_the_same(opened: Opened) -> None:
    table = opened("a.json", "[{}]", iterator="$[*]")
    assert read(table, "id") == read(table, "id")
    assert codes(table) == ["path-not-found"]


def test_the_real_photographs_have_their_golden_counts(catalogues: Path) -> None:
    table = open_path(catalogues / "photo_teenie_json" / "teenie.json", iterator="$[*]")
    rows = read(table, "$.id", "$.creator[*].full_name", "$.images[0].image_url", "$.provenance_text")
    assert len({identifier for _, identifier, *_ in rows}) == 1684
    assert len({name for _, _, names, *_ in rows for name in names}) == 5
    assert all(url for _, _, _, url, _ in rows)
    assert table.problems == ()
