"""Place names: one place under old and new names, with the language where a name tells it."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencollections.values.place_names import read_place

with Path(__file__).with_name("place_names.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["written"])
def test_a_place_is_read_with_all_its_names(row):
    found = read_place(row["written"])
    names = [f"{name.text}@{name.language}" if name.language else name.text for name in found.names]
    assert ("|".join(names), found.today) == (row["names"], row["today"] or None)


def test_other_names_are_given_by_language():
    found = read_place("Kolozsvár (Cluj)")
    assert (found.name, found.others("ro"), found.others()) == ("Kolozsvár", ["Cluj"], [])


@given(st.text(max_size=60))
def test_any_text_has_a_reading(text):
    found = read_place(text)
    assert found.written == text
    assert found.name is not None or not found.names
