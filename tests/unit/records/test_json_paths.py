"""Plain paths are followed by our own steps, and lead where RFC 9535 leads."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonpath import JSONPathEnvironment

from opencollections.errors import PathInvalid
from opencollections.records.columns import Found
from opencollections.records.json_paths import NOTHING, Steps, plain_steps, reference, step_text, walk

PLAIN: list[tuple[str, Steps | None]] = [
    ("$", ()),
    ("$.a", ("a",)),
    ("$.a.b", ("a", "b")),
    ("$[*]", (None,)),
    ("$.*", (None,)),
    ("$.a[*].b[0][-1]", ("a", None, "b", 0, -1)),
    ("$['a b']", ("a b",)),
    ('$["a b"]["c"]', ("a b", "c")),
    (r"""$['it\'s "x"']""", ('it\'s "x"',)),
    (r"$['\x41']", None),
    (r"$['\u0151']", ("ő",)),
    ("$['{Name}']", ("{Name}",)),
    ("$.gyűjtő_1", ("gyűjtő_1",)),
    ("$.foo-bar", ("foo-bar",)),
    ("$..a", None),
    ("$[1:3]", None),
    ("$[0,1]", None),
    ("$[?@.a]", None),
    ("$.students[*]]", None),
    ("$.", None),
]


@pytest.mark.parametrize(("path", "steps"), PLAIN)
def test_a_plain_path_is_taken_apart(path: str, steps: Steps | None) -> None:
    assert plain_steps(path) == steps


RECORD: dict[str, Any] = {
    "id": 7,
    "Inventory no.": "S/1",
    "a.b": "dotted",
    "a": {"b": "nested", "c d": [1, 2]},
    "works": [{"title": "x", "year": 1956}, {"title": "y"}],
    "none": None,
    "tags": ["p", "q"],
    "[odd": "kept",
    "$.c": "dollar",
}
FOUND = [
    ("id", 7),
    ("$.id", 7),
    ("@.id", 7),
    ("$['id']", 7),
    ("['id']", 7),
    ("Inventory no.", "S/1"),
    ("a.b", "dotted"),
    ("$.a.b", "nested"),
    ("a.x", NOTHING),
    ("none", None),
    ("$.none.x", NOTHING),
    ("works[*].title", Found(["x", "y"])),
    ("$.works[*].year", Found([1956])),
    ("$.works.*.title", Found(["x", "y"])),
    ("works[0].title", "x"),
    ("works[-1].title", "y"),
    ("works[5].title", NOTHING),
    ("$.works[?@.year].title", Found(["x"])),
    ("works[?@.year].title", Found(["x"])),
    ("$..title", Found(["x", "y"])),
    ("tags", ["p", "q"]),
    ("tags[*]", Found(["p", "q"])),
    ("a['c d'][1]", 2),
    ("[odd", "kept"),
    ("Title (short)", NOTHING),
    ("$", RECORD),
    ("@", RECORD),
]


@pytest.mark.parametrize(("path", "value"), FOUND)
def test_a_reference_finds_its_value(path: str, value: object) -> None:
    found = reference(path, "a.json").find(RECORD)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("path", ["id", "$.id", "$.a.b", "$.works[*]", "works[0]", "$[0]", "$..x"])
@pytest.mark.parametrize("item", ["text", 5, None, [], [[]]])
def test_a_reference_into_something_else_finds_nothing(path: str, item: object) -> None:
    found = reference(path, "a.json").find(item)
    assert found is NOTHING or found in ([], Found([]))


@pytest.mark.parametrize("path", ["$.students[*]]", "$[", "$.a b", "$[?@.a ==]", "$.a[?nope(@)]"])
def test_a_path_that_is_none_is_refused(path: str) -> None:
    with pytest.raises(PathInvalid, match=r"a\.json: .* is not a valid JSON path: "):
        reference(path, "a.json")


NAMES = st.sampled_from(["a", "b", "c d", "ő", "it's"])
DOCUMENTS = st.recursive(
    st.integers(0, 9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=15,
)
STEPS = st.lists(NAMES | st.integers(-2, 2) | st.none(), max_size=3).map(tuple)


@given(document=DOCUMENTS, steps=STEPS)
def test_steps_lead_where_the_standard_leads(document: Any, steps: Steps) -> None:
    path = "$" + "".join("[*]" if step is None else step_text(step) for step in steps)
    assert plain_steps(path) == steps
    expected = [match.value for match in JSONPathEnvironment(strict=True).finditer(path, document)]
    assert [value for _, value in walk(document, steps)] == expected
