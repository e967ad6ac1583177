"""Rights, languages and coordinates in cells: tables of what members write and what it says as data."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencollections.values.coordinates import CoordinatesDoubt, read_coordinates
from opencollections.values.languages import read_languages
from opencollections.values.rights import CC0, free_since, read_rights


def rows(name):
    with Path(__file__).with_name(f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", rows("rights"), ids=lambda row: row["written"])
def test_a_rights_statement_becomes_the_one_iri_for_it(row):
    found = read_rights(row["written"])
    assert (found.iri, found.doubt) == (row["iri"] or None, row["doubt"] or None)


def test_forty_spellings_and_more_are_known():
    assert len([row for row in rows("rights") if row["iri"]]) >= 40


def test_a_licence_in_a_formula_or_a_price_is_no_licence():
    assert read_rights("=1+1").iri is None
    assert read_rights("2 500 Ft / db").iri is None


def test_works_are_free_from_the_year_after_the_seventieth():
    assert free_since(1950) == 2021


@pytest.mark.parametrize("row", rows("languages"), ids=lambda row: row["written"])
def test_a_language_becomes_its_tags(row):
    found = read_languages(row["written"])
    assert (" ".join(found.tags), found.doubt) == (row["tags"], row["doubt"] or None)


@pytest.mark.parametrize("row", rows("coordinates"), ids=lambda row: f"{row['latitude']} {row['longitude']}")
def test_coordinates_become_degrees(row):
    found = read_coordinates(row["latitude"], row["longitude"] or None)
    point = f"{found.latitude} {found.longitude}" if found.latitude else ""
    assert (point, found.doubt) == (row["found"], row["doubt"] or None)


def test_swapped_coordinates_are_told_with_the_order_that_would_be_right():
    found = read_coordinates("119.05", "47.4")
    assert found.doubt is CoordinatesDoubt.SWAPPED
    assert found.proposal == ("47.4", "119.05")


@given(st.text(max_size=60))
def test_any_text_has_readings(text):
    assert read_rights(text).written == text
    assert read_languages(text).written == text
    assert read_coordinates(text).written == text


@given(st.floats(-90, 90).map(lambda n: f"{n:.5f}"), st.floats(-180, 180).map(lambda n: f"{n:.5f}"))
def test_decimal_degrees_are_kept_as_written(north, east):
    found = read_coordinates(f"{north}, {east}")
    assert found.doubt is CoordinatesDoubt.ZERO or (found.latitude, found.longitude) == (north, east)


def test_the_spelling_of_cc0_does_not_matter():
    assert {
        read_rights(text).iri
        for text in ("CC0", "cc-0", "CC Zero", "https://creativecommons.org/publicdomain/zero/1.0/deed.nl")
    } == {CC0}
