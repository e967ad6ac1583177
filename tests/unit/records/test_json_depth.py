"""The depth of JSON is known before it is parsed, and strings do not count."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencollections.errors import TooDeep
from opencollections.records.json_depth import DEPTH_LIMIT, Depth

VALUES = st.recursive(
    st.text('[]{}"\\ab', max_size=6) | st.integers() | st.none(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text('[{"\\', max_size=3), inner, max_size=3)
    ),
    max_leaves=12,
)


def refuses(text: str, size: int) -> bool:
    content = text.encode()
    depth = Depth("a.json")
    try:
        for start in range(0, len(content), size):
            depth.feed(content[start : start + size])
    except TooDeep:
        return True
    return False


@given(value=VALUES, above=st.integers(DEPTH_LIMIT - 8, DEPTH_LIMIT), size=st.integers(1, 40))
def test_exactly_what_nests_deeper_than_the_limit_is_refused(value: object, above: int, size: int) -> None:
    text = "[" * above + json.dumps(value, ensure_ascii=False) + "]" * above
    assert refuses(text, size) == (above + height(value) > DEPTH_LIMIT)


def height(value: object) -> int:
    match value:
        case list():
            return 1 + max(map(height, value), default=0)
        case dict():
            return 1 + max(map(height, value.values()), default=0)
    return 0


@pytest.mark.parametrize(
    "text",
    ['["' + "[" * 500 + '"]', '["\\"' + "{" * 500 + '"]', '["\\\\", "' + "[" * 500 + '"]', "[[],[]]" * 300],
)
def test_brackets_in_strings_and_side_by_side_are_not_deep(text: str) -> None:
    assert not refuses(text, 7)


def test_a_million_brackets_are_refused_at_once() -> None:
    with pytest.raises(TooDeep, match=r"a\.json: elements are nested more than 100 deep"):
        Depth("a.json").feed(b"[" * 1_000_000)
