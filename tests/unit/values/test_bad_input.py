"""Bad input: each kind of cell that goes wrong in real files is a doubt about it, never an exception or a guess."""

import pytest

from opencollections.mapping.value_doubts import COORDINATES, DATE, IDENTIFIER, LANGUAGE, RIGHTS, told
from opencollections.problems import Severity
from opencollections.values.coordinates import read_coordinates
from opencollections.values.dates import read_date
from opencollections.values.identifiers import read_identifier
from opencollections.values.rights import read_rights


@pytest.mark.parametrize(
    ("code", "value", "doubt"),
    [
        (DATE, "1" * 10_000, "date-too-long"),
        (DATE, "12/03/1956", "date-ambiguous"),
        (DATE, "1903.02.30", "date-impossible"),
        (COORDINATES, "119.05, 47.4", "coordinates-swapped"),
        (COORDINATES, "47.4, 219.05", "coordinates-out-of-range"),
        (COORDINATES, "near the church", "coordinates-unread"),
        (RIGHTS, "2 500 Ft", "rights-unread"),
        (RIGHTS, "CC BY", "rights-version-unsaid"),
        (RIGHTS, "http://rightsstatements.org/vocab/NKC/1.0/", "rights-not-for-europeana"),
        (LANGUAGE, "Magyarország", "language-is-country"),
        (IDENTIFIER + "iswc", "T-034.524.680-2", "identifier-check-digit"),
        (IDENTIFIER + "ean", "5,9E+12", "identifier-shortened"),
    ],
    ids=lambda value: value[:30],
)
def test_a_cell_that_cannot_be_taken_is_told_with_what_to_do(code: str, value: str, doubt: str):
    found = told(code, value, 2026)
    assert found is not None
    assert found.code == doubt
    assert found.advice.endswith(".")
    assert len(found.message) < 500


def test_a_licence_without_a_version_is_taken_and_told_as_advice():
    assert read_rights("CC BY").iri == "http://creativecommons.org/licenses/by/4.0/"
    found = told(RIGHTS, "CC BY", 2026)
    assert found is not None
    assert (found.severity, "4.0 was taken" in found.message) == (Severity.ADVICE, True)


@pytest.mark.parametrize("value", ["\u200f1905\u200f", "\u202b1905\u202c", "\u2067 1905 \u2069"])
def test_a_date_between_marks_of_writing_from_right_to_left_is_that_date(value: str):
    assert read_date(value).edtf == "1905"


def test_an_identifier_between_blanks_that_cannot_be_seen_is_that_identifier():
    found = read_identifier("\u00a0Q\u200b1781\u00a0", "wikidata")
    assert (found.iri, found.doubt) == ("http://www.wikidata.org/entity/Q1781", None)


def test_the_address_of_a_deed_with_what_follows_its_readers_is_the_licence():
    read = read_rights("https://creativecommons.org/licenses/by-sa/4.0/deed.de?utm_source=newsletter#x")
    assert read.iri == "http://creativecommons.org/licenses/by-sa/4.0/"


@pytest.mark.parametrize("value", ["47,49648; 19,05668", "47°29'47.3\" N 19°3'24\" E", "N47°29.79' E19°3.4'"])
def test_coordinates_with_commas_or_degrees_and_minutes_are_a_point(value: str):
    found = read_coordinates(value)
    assert found.doubt is None
    assert (found.latitude or "").startswith("47.49")
