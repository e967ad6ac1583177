"""Dates as written: what they say as data, and what is refused."""

import csv
import warnings
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencollections.values.dates import Doubt, read_date

TABLE = Path(__file__).with_name("dates.csv")
with TABLE.open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["written"])
def test_a_date_as_written_is_read_as_data(row):
    reading = read_date(row["written"])
    found = (reading.edtf, reading.begin, reading.end, reading.doubt)
    assert found == (row["edtf"] or None, row["begin"] or None, row["end"] or None, row["doubt"] or None)


def test_every_row_of_the_table_is_another_date():
    assert len({row["written"] for row in ROWS}) == len(ROWS) > 400


def test_what_two_people_would_read_differently_is_refused_with_both_readings():
    reading = read_date("12/03/1956")
    assert reading.doubt is Doubt.AMBIGUOUS
    assert reading.readings == ("1956-03-12", "1956-12-03")
    assert reading.edtf is None


def test_a_short_year_has_no_century():
    assert read_date("12/03/56").readings == ("1856", "1956")


@pytest.mark.parametrize(
    ("written", "note"),
    [
        ("1951 (printed 1983)", "printed 1983"),
        ("published 1881", "published"),
        ("1966 cast after 1944 original", "cast after 1944 original"),
        ("modeled 2002, cast 2013", "modeled cast 2013"),
        ("1929", None),
    ],
)
def test_what_is_said_beside_a_date_is_kept_as_a_note(written, note):
    assert read_date(written).note == note


@pytest.mark.parametrize(
    "written",
    ["2950", "2950-05-31", "1912-2051", "2032", "before 2200", "22nd century", "1950 or 2950", "2050s"],
)
def test_what_lies_far_ahead_of_the_present_year_is_doubtful_and_no_period(written):
    reading = read_date(written, 2026)
    assert (reading.written, reading.doubt) == (written, Doubt.FUTURE)
    assert (reading.edtf, reading.begin, reading.end) == (None, None, None)


@pytest.mark.parametrize(
    "written",
    [
        "2026",
        "2031",
        "21st century",
        "early 21st century",
        "2020s",
        "1912-13",
        "since 1990",
        "3000 BC",
        "n.d.",
    ],
)
def test_what_is_past_or_near_reads_the_same_whatever_the_present_year_is(written):
    assert read_date(written, 2026) == read_date(written)
    assert read_date(written).doubt is None


def test_the_date_of_what_was_copied_is_not_the_date_of_the_copy():
    assert read_date("copy after 1880 original").edtf is None


def test_begin_and_end_are_never_more_precise_than_what_was_written():
    reading = read_date("1955. április – 1956")
    assert (reading.begin, reading.end) == ("1955-04", "1956")


def test_blanks_and_marks_that_cannot_be_seen_do_not_matter():
    assert read_date(" 1905\u00a0\u2013\u200b1910 ").edtf == "1905/1910"


def test_digits_of_other_scripts_are_digits():
    assert read_date("١٩٠٥").edtf == "1905"


def test_a_whole_description_is_no_date():
    assert read_date("1905 " * 2_000).doubt is Doubt.TOO_LONG


FOREIGN_TO_THE_LIBRARY = {
    # A masked year with an open end, and ranges within a set whose ends are qualified (ISO 8601-2 level 2).
    *("190X/..", "{1803~,1805~..1810~}", "{1824?..1827?,1800%..1810%}", "{1827~..1831~,1843}"),
}


@pytest.mark.parametrize("written", sorted({row["edtf"] for row in ROWS if row["edtf"]}))
def test_what_is_written_as_edtf_is_edtf_to_its_library(written):
    with warnings.catch_warnings():
        # The library names parts of its grammar in a way that its parser generator now advises against.
        warnings.simplefilter("ignore")
        from edtf import is_valid_edtf  # noqa: PLC0415 - what is told at its import is caught here
    assert is_valid_edtf(written) == (written not in FOREIGN_TO_THE_LIBRARY)


@given(st.text(max_size=80))
def test_any_text_has_a_reading(text):
    reading = read_date(text)
    assert reading.written == text
    assert reading.edtf or not (reading.begin or reading.end)


@given(st.text(alphabet="0123456789-–/.?()[] cXk~IVM,", max_size=24))
def test_any_jumble_of_digits_and_signs_has_a_reading(text):
    reading = read_date(text)
    assert not (reading.begin and reading.end) or reading.begin[:4] <= reading.end[:4]
