"""JSON is read piece by piece, and comes out as if it had been read whole."""

import json
from collections.abc import Iterable
from typing import Any
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencollections.errors import BrokenFile, TooLarge
from opencollections.records import json_text
from opencollections.records.json_paths import Steps, walk
from opencollections.records.json_text import JSONText, found

from .json_values import DOCUMENTS, NAMES, chunked

STEPS = st.lists(NAMES | st.integers(0, 2) | st.none(), max_size=3).map(tuple)


def each(groups: Iterable[tuple[list[str], list[Any]]]) -> list[tuple[str, Any]]:
    """Give what comes several at once one by one, each value with its path."""
    return [pair for paths, values in groups for pair in zip(paths, values, strict=True)]


@given(
    document=DOCUMENTS,
    steps=STEPS,
    size=st.integers(1, 30),
    indent=st.sampled_from([None, 1]),
    escaped=st.sampled_from([True, False]),
)
def test_what_a_path_leads_to_is_the_same_in_a_stream_as_in_memory(
    document: Any, steps: Steps, size: int, indent: int | None, escaped: object
) -> None:
    written = json.dumps(document, indent=indent, ensure_ascii=bool(escaped))
    text = JSONText("a.json", chunked(f" {written}\n", size))
    streamed = each(found(text, steps))
    text.finish()
    assert streamed == list(walk(document, steps, "$"))


ELEMENTS = st.fixed_dictionaries(
    {"a": st.sampled_from(['"},', "},", "]", "x", {"b": 1}, [{"b": 1}, {"b": 2}]])}
)


@given(document=st.lists(ELEMENTS, min_size=2, max_size=12), size=st.integers(1, 200))
def test_elements_end_where_they_end_whatever_stands_in_them(document: Any, size: int) -> None:
    text = JSONText("a.json", chunked(json.dumps(document), size))
    assert [value for values in text.values() for value in values] == document
    text.finish()


BROKEN = [
    ('[{"a": 1},\n {"a" 2}]', "':' is missing"),
    ("[1, 2", "a comma or ] is missing"),
    ("[1 2]", "a comma or ] is missing"),
    ("[1,]", "a value is missing"),
    ('["a]', "opened and not closed"),
    ('{"a": [1]} x', "more text follows after the end"),
    ('{"a": [1], "a": [2]}', "the name 'a' stands twice in one object"),
    ("{a: 1}", "a name in quotation marks is missing"),
    ('{"a" [1]}', "':' is missing"),
    ('["\\x"]', "a backslash stands"),
    ('["\t"]', "another control character"),
    ("[Infinity]", "Infinity is not a JSON value"),
    ("[1" + "0" * 5000 + "]", "Exceeds the limit"),
    ("", "a value is missing"),
]


@pytest.mark.parametrize("size", [1, 1000])
@pytest.mark.parametrize(("text", "detail"), BROKEN)
def test_broken_json_is_refused_with_the_line_and_what_is_wrong(text: str, detail: str, size: int) -> None:
    steps: Steps = ("a", None) if text.startswith("{") else (None,)
    with pytest.raises(BrokenFile) as caught:
        read_whole(text, steps, size)
    line = 2 if "\n" in text else 1
    assert str(caught.value).startswith(f"a.json: the file cannot be read as JSON: line {line}, near ")
    assert detail in str(caught.value)


def read_whole(text: str, steps: Steps, size: int) -> None:
    reading = JSONText("a.json", chunked(text, size))
    list(found(reading, steps))
    reading.finish()


def test_nan_is_no_value() -> None:
    assert JSONText("a.json", [b"[NaN, 1]"]).value() == [None, 1]


def test_the_last_of_two_namesakes_counts_inside_a_record() -> None:
    assert each(found(JSONText("a.json", [b'[{"a": 1, "a": 2}]']), (None,))) == [("$[0]", {"a": 2})]


def test_only_one_record_at_a_time_has_to_fit() -> None:
    record = json.dumps({"note": "x" * 1000}).encode()
    with mock.patch.object(json_text, "VALUE_LIMIT_CHARS", 5000):
        text = JSONText("a.json", [b"[", *[record + b","] * 50, record, b"]"])
        assert len(each(found(text, (None,)))) == 51
        with pytest.raises(TooLarge, match=r"Name the list of records in the path"):
            JSONText("a.json", [b"[", *[record + b","] * 50, record, b"]"]).value()


def test_what_a_path_passes_by_is_not_kept() -> None:
    text = JSONText(
        "a.json", [b'{"skipped": [', *[b'{"x": 1}, '] * 1000, b'{}], "more": {"y": []}, "a": [1]}']
    )
    with mock.patch.object(json_text, "VALUE_LIMIT_CHARS", 5000):
        assert each(found(text, ("a", None))) == [("$.a[0]", 1)]
