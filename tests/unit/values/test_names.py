"""Names in cells: who is named, in the order of speech, and how the work is connected with them."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencollections.values.names import NameKind, read_name

with Path(__file__).with_name("names.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["written"])
def test_a_name_is_read_as_it_is_spoken(row):
    found = read_name(row["written"])
    wanted = [row[name] or None for name in ("kind", "name", "family", "given", "attribution", "life")]
    assert [found.kind, found.name, found.family, found.given, found.attribution, found.life] == wanted
    assert found.uncertain == bool(row["uncertain"])


def test_a_name_without_a_comma_is_not_cut():
    for name in ("Becske Adolf", "Adolf Becske"):
        assert read_name(name).family is None


@given(st.text(max_size=80))
def test_any_text_has_a_reading(text):
    found = read_name(text)
    assert (found.name is None) == (found.kind is NameKind.NOBODY)
