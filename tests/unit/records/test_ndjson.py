"""Lines of NDJSON are read one by one, and each keeps its number."""

import json
from typing import Any
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencollections.errors import BrokenFile, TooLarge
from opencollections.records import ndjson
from opencollections.records.ndjson import lines

from .json_values import DOCUMENTS, chunked


@given(documents=st.lists(DOCUMENTS, max_size=5), size=st.integers(1, 30))
def test_lines_keep_their_numbers(documents: list[Any], size: int) -> None:
    text = "".join(f"{json.dumps(document)}\r\n\n" for document in documents)
    assert list(lines("a.ndjson", chunked(text, size))) == [
        (2 * n + 1, document) for n, document in enumerate(documents)
    ]


def test_the_last_line_needs_no_end() -> None:
    assert list(lines("a.ndjson", [b'{"a": 1}\n{"a"', b": 2}"])) == [(1, {"a": 1}), (2, {"a": 2})]


@pytest.mark.parametrize("line", ['{"a" 1}', "[1", "Infinity", '{"a": 1} 2'])
def test_a_broken_line_is_refused_with_its_number(line: str) -> None:
    with pytest.raises(BrokenFile, match=r"a\.ndjson: the file cannot be read as NDJSON: line 3"):
        list(lines("a.ndjson", [b"{}\n\n", line.encode(), b"\n"]))


def test_only_one_line_at_a_time_has_to_fit() -> None:
    line = json.dumps({"note": "x" * 1000}).encode()
    with mock.patch.object(ndjson, "VALUE_LIMIT_CHARS", 5000):
        assert len(list(lines("a.ndjson", [line + b"\n"] * 50))) == 50
        with pytest.raises(TooLarge):
            list(lines("a.ndjson", [line] * 50))
