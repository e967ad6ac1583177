"""Dates that are data, in the words of the reader's language."""

import csv
import re
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from opencollections.formats.dates import date_told, in_words
from opencollections.formats.interface import TAGS, interface
from opencollections.vocabulary import expand

TABLE = Path(__file__).parents[1] / "values" / "dates.csv"
EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"


@pytest.mark.parametrize(
    ("edtf", "english", "hungarian"),
    [
        ("1931", "1931", "1931"),
        ("1939-05", "May 1939", "1939. május"),
        ("1956-03-12", "12 March 1956", "1956. március 12."),
        ("2003-22", "summer 2003", "2003 nyara"),
        ("1931~", "about 1931", "1931 körül"),
        ("1931?", "probably 1931", "valószínűleg 1931"),
        ("1931%", "probably about 1931", "valószínűleg 1931 körül"),
        ("1931~/1932~", "about 1931 – about 1932", "1931 körül – 1932 körül"),
        ("1939-05/1939-06", "May 1939 – June 1939", "1939. május – 1939. június"),
        ("../1945", "until 1945", "eddig: 1945"),
        ("1945/..", "from 1945", "1945 óta"),
        ("193X", "1930s", "1930-as évek"),
        ("194X~", "about 1940s", "1940-es évek körül"),
        ("00XX", "1st century", "1. század"),
        ("10XX", "11th century", "11. század"),
        ("18XX", "19th century", "19. század"),
        ("20XX", "21st century", "21. század"),
        ("21XX?", "probably 22nd century", "valószínűleg 22. század"),
        ("[1805,1810]", "1805 or 1810", "1805 vagy 1810"),
        ("{1831,1834,1840..1842}", "1831, 1834, and 1840 – 1842", "1831, 1834 és 1840 – 1842"),
        ("-0043", "44 BC", "i. e. 44"),
        ("0000/0014", "1 BC – 14", "i. e. 1 – 14"),
        ("-0043-05", "-0043-05", "-0043-05"),
    ],
)
def test_a_date_is_told_as_people_say_it(edtf: str, english: str, hungarian: str) -> None:
    assert (in_words(edtf, interface("en")), in_words(edtf, interface("hu"))) == (english, hungarian)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "summer 1931",
        "2003-13",
        "1931-02-30",
        "2003-22-05",
        "Y17E7",
        "/",
        "[",
        "[,]",
        "1/2/3",
        "{" + "1805," * 90_000 + "1806}",
    ],
)
def test_what_is_no_such_date_is_left_as_it_is(written: str) -> None:
    assert in_words(written, interface("en")) is None


@pytest.mark.parametrize("tag", TAGS)
def test_whatever_is_read_from_a_file_can_be_told_in_words(tag: str) -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        dates = {row["edtf"] for row in csv.DictReader(file) if row["edtf"]}
    told = {edtf: in_words(edtf, interface(tag)) for edtf in dates}
    assert len(told) > 100
    assert {
        edtf: words for edtf, words in told.items() if not words or re.search(r"[~%?/X]|\.\.", words)
    } == {}


@pytest.mark.parametrize(
    ("predicate", "literal", "told"),
    [
        ("schema:temporalCoverage", Literal("1921-22"), "summer 1921"),
        ("edm:begin", Literal("1939-05"), "May 1939"),
        ("dcterms:created", Literal("1921-22", datatype=NamedNode(EDTF)), "summer 1921"),
        ("dcterms:created", Literal("1921-22"), None),
        ("schema:temporalCoverage", Literal("1931~", language="en"), None),
        ("schema:temporalCoverage", Literal("the thirties"), None),
    ],
)
def test_only_what_is_data_is_told_in_other_words(predicate: str, literal: Literal, told: str | None) -> None:
    found = date_told(expand(predicate), literal, interface("en"))
    assert (found and found.text) == told
