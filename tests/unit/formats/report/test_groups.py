"""Problems of one kind are one line of a report, and a reader finds those that are asked for."""

import pytest

from opencollections.formats.interface import TAGS
from opencollections.formats.report.groups import Wanted, groups, wanted
from opencollections.formats.report.words import words
from opencollections.problems import Severity

from .found import PROBLEMS


def test_what_there_is_most_of_is_counted_with_what_is_not_listed():
    found = {group.code: group for group in groups(PROBLEMS, words("en"))}
    assert (found["place-latitude-missing"].count, len(found["place-latitude-missing"].problems)) == (212, 2)
    assert found["date-impossible"].message == "'…' is no date: there is no …."
    assert found["mapping-odd"].message == "The mapping is odd."


def test_errors_come_first():
    severities = [group.severity for group in groups(PROBLEMS, words("en"))]
    assert severities == sorted(severities, key=list(Severity).index)
    assert severities[0] is Severity.ERROR


@pytest.mark.parametrize("tag", TAGS)
def test_a_problem_is_told_in_every_language(tag: str):
    said = [words(tag).problem(one) for one in PROBLEMS[:5]]
    assert "1903.02.30" in said[0].message
    english = [words("en").problem(one) for one in PROBLEMS[:5]]
    assert all((a.message == b.message) is (tag == "en") for a, b in zip(said, english, strict=True))
    assert all((a.advice == b.advice) is (tag == "en") for a, b in zip(said, english, strict=True))


def test_classes_and_properties_are_told_by_their_names():
    assert words("en").problem(PROBLEMS[1]).message == "Missing: latitude (place)."
    assert words("hu").problem(PROBLEMS[1]).message == "Hiányzik: földrajzi szélesség (hely)."


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        (Wanted(), [2, 2, 3, None, 3, 4]),
        (Wanted(severity=Severity.ERROR), [3]),
        (Wanted(code="place-latitude-missing"), [2, 3, None]),
        (Wanted(column="When"), [2]),
        (Wanted(row="3"), [3, 3]),
        (Wanted(text="hyperlink"), [3]),
        (Wanted(text="urn:2"), [2]),
        (Wanted(file="mapping.yml"), [4]),
        (Wanted(sheet="Objects", severity=Severity.WARNING), [2]),
    ],
)
def test_problems_are_found_by_what_is_asked_for(asked: Wanted, rows: list[int | None]):
    assert [one.row for one in wanted(PROBLEMS, asked, words("en"))] == rows
