"""Headings are the names of columns, however they are written."""

import pytest

from opencollections.errors import ColumnMissing
from opencollections.records.findings import Findings
from opencollections.records.headings import Headings, column_letters, listed

NAMES = [
    (["id", " Title ", "\ufeffYear"], ("id", "Title", "Year")),
    (["Title", "Title", "Title"], ("Title", "Title_2", "Title_3")),
    (["Title", "Title", "Title_2"], ("Title", "Title_3", "Title_2")),
    (["a", "", " "], ("a", "column B", "column C")),
    (["Title", "Title_2", "Title", "Title", ""], ("Title", "Title_2", "Title_3", "Title_4", "column E")),
    (["column B", ""], ("column B", "column B_2")),
    (["", "column A"], ("column A_2", "column A")),
    (["e\u0301v"], ("év",)),
    (
        ["row", "v0", "subject", "object", "graph", "_row"],
        ("row", "v0", "subject", "object", "graph", "_row"),
    ),
]


@pytest.mark.parametrize(("cells", "names"), NAMES)
def test_every_column_has_a_name_of_its_own(cells: list[str], names: tuple[str, ...]) -> None:
    assert Headings(cells).names == names


def test_columns_without_heading_are_numbered() -> None:
    assert Headings(["x", "x"], numbered=True).names == ("1", "2")


def test_letters_count_from_where_the_sheet_begins() -> None:
    assert Headings(["", "b"], first=27).names == ("column AB", "b")
    assert [column_letters(place) for place in (0, 25, 26, 701, 702, 16383)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
        "XFD",
    ]


REFERENCES = [
    ("Title", 0),
    (" Title", 0),
    ("Title_2", 1),
    ("Year ", 2),
    ("Year", 2),
    ("Title (of the\nobject)", 3),
    ("Title (of the object)", 3),
]


@pytest.mark.parametrize(("reference", "place"), REFERENCES)
def test_a_reference_finds_its_column_in_any_spelling_of_the_heading(reference: str, place: int) -> None:
    headings = Headings(["Title", "Title", "Year ", "Title (of the\nobject)"])
    assert headings.place(reference, "a.csv") == place


def test_a_heading_that_is_only_blanks_around_another_does_not_hide_it() -> None:
    headings = Headings(["Title ", "Title"])
    assert headings.names == ("Title", "Title_2")
    assert headings.place("Title", "a.csv") == 0
    assert headings.place("Title ", "a.csv") == 0


def test_a_missing_column_is_answered_with_the_known_ones_and_the_nearest() -> None:
    with pytest.raises(ColumnMissing) as caught:
        Headings(["Inv.nr.", "Titel", "Jahr"]).place("title", "list.xlsx", "Objekte")
    assert str(caught.value) == (
        "list.xlsx, sheet Objekte: there is no column 'title'. The columns are: Inv.nr., Titel, Jahr. Did you mean 'Titel'?"
    )


def test_many_headings_are_only_counted() -> None:
    assert str(listed([str(n) for n in range(43)])).endswith("38, 39 and 3 more")
    assert str(listed(["x" * 100_000, "b"])) == f"{'x' * 80}, b"


def test_doubled_and_blank_headings_are_reported_with_their_letters() -> None:
    findings = Findings("a.csv")
    Headings(["Title", "", "Title"]).report(findings, 1)
    assert [
        (problem.code, problem.row, problem.column, problem.message) for problem in findings.problems
    ] == [
        ("heading-blank", 1, "column B", "Column B has no heading."),
        (
            "heading-doubled",
            1,
            "Title_2",
            "The heading 'Title' stands more than once; column C is called 'Title_2'.",
        ),
    ]
