"""Decades: what a filter and the timeline call ten years, in the reader's language."""

import pytest

from opencollections.formats.interface import interface
from opencollections.web.findings_page import decade

HUNGARIAN = {
    "1910": "1910-es évek",
    "1920": "1920-as évek",
    "1930": "1930-as évek",
    "1940": "1940-es évek",
    "1950": "1950-es évek",
    "1960": "1960-as évek",
    "1970": "1970-es évek",
    "1980": "1980-as évek",
    "1990": "1990-es évek",
    "1900": "1900-as évek",
    "2000": "2000-es évek",
    "1000": "1000-es évek",
}


@pytest.mark.parametrize(("year", "told"), HUNGARIAN.items())
def test_a_decade_has_the_ending_that_its_numeral_wants_in_hungarian(year: str, told: str) -> None:
    assert decade(year, interface("hu")) == told


@pytest.mark.parametrize("year", ["1930", "1940"])
def test_a_decade_is_told_in_one_way_where_endings_do_not_change(year: str) -> None:
    assert decade(year, interface("en")) == f"{year}s"
    assert decade(year, interface("de")) == f"{year}er Jahre"
