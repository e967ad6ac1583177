"""Texts: the reader's language first, dates written out, and nothing endless."""

import pytest
from pyoxigraph import Literal

from opencollections.formats.texts import TEXT_LIMIT, Text, best, span, text, written_out

from .graphs import said, typed

HU, EN, SK, PLAIN = said("cím", "hu"), said("title", "en"), said("názov", "sk"), said("1")


@pytest.mark.parametrize(
    ("there", "languages", "shown"),
    [
        ([HU, EN, SK], ("sk", "hu", "en"), "názov"),
        ([HU, EN], ("sk", "hu", "en"), "cím"),
        ([HU, EN], ("en",), "title"),
        ([HU, PLAIN], ("en",), "1"),
        ([HU], ("en",), "cím"),
        ([said("colour", "en-GB")], ("en",), "colour"),
        ([said("b", "en"), said("a", "en")], ("en",), "a"),
    ],
)
def test_the_dearest_language_that_there_is(
    there: list[Literal], languages: tuple[str, ...], shown: str
) -> None:
    found = best(there, languages)
    assert found is not None
    assert found.text == shown


def test_without_texts_there_is_none() -> None:
    assert best([], ("en",)) is None


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("1939", "1939"),
        ("1939-05", "May 1939"),
        ("1944-10-27", "27 October 1944"),
        ("2026-11-23T10:00:00Z", "23 November 2026"),
        ("1939-05-01+02:00", "1 May 1939"),
        ("1939Z", "1939"),
        ("1939-13", "1939-13"),
        ("1939-00", "1939-00"),
        ("1905 k.", "1905 k."),
        ("", ""),
        ("-0044", "-0044"),
    ],
)
def test_dates_are_written_out_and_anything_else_stays(written: str, told: str) -> None:
    assert written_out(written) == told


def test_only_typed_dates_are_written_out() -> None:
    assert text(typed("1939-05", "xsd:gYearMonth")) == Text("May 1939")
    assert text(said("1939-05")) == Text("1939-05")


def test_a_text_says_its_language_unless_it_is_undetermined() -> None:
    assert text(HU) == Text("cím", "hu")
    assert text(said("x", "und")) == Text("x")


def test_an_endless_text_is_cut() -> None:
    assert len(text(said("x" * 1_000_000)).text) == TEXT_LIMIT + 1


@pytest.mark.parametrize(
    ("begin", "end", "told"),
    [
        ("1939-05-01", "1939-05-31", "May 1939"),
        ("1939-01-01", "1939-12-31", "1939"),
        ("1905-01-01", "1907-12-31", "1905 – 1907"),
        ("1929-01-01", "1932-04-30", "January 1929 – April 1932"),
        ("1939-05-02", "1939-05-31", "2 May 1939 – 31 May 1939"),
        ("1939-05-02", "1939-05-02", "2 May 1939"),
        ("1898", "1949", "1898 – 1949"),
        ("1898", "", "1898"),
        ("", "1949", "until 1949"),
        ("", "", ""),
        ("9999-12-01", "9999-12-31", "December 9999"),
        ("körül", "9999-12-31", "körül – 31 December 9999"),
    ],
)
def test_a_period_is_told_in_as_few_words_as_say_it(begin: str, end: str, told: str) -> None:
    assert span(begin, end) == told
