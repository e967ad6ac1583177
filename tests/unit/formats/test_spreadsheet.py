"""Spreadsheets: no cell of a table for people is a formula."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencollections.formats.spreadsheet import FORMULA_BEGINNINGS, table


def cells(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("beginning", FORMULA_BEGINNINGS)
def test_a_formula_gets_an_apostrophe(beginning: str) -> None:
    assert cells(table(["a"], [[f"{beginning}1"]]))[1] == [f"'{beginning}1"]


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=2, max_size=2
    )
)
def test_no_cell_is_a_formula_and_every_other_is_as_it_was(row: list[str]) -> None:
    for read, written in zip(cells(table(["a", "b"], [row]))[1], row, strict=True):
        assert not read.startswith(FORMULA_BEGINNINGS)
        assert read.removeprefix("'") == written.removeprefix("'")
