"""Findings are problems with a text, and a hundred of a kind are enough."""

from opencollections.problems import Severity
from opencollections.records.findings import Findings


def test_the_hundred_and_first_of_a_kind_is_only_counted() -> None:
    findings = Findings("a.csv", "Sheet")
    for row in range(2, 252):
        findings.add("row-too-long", row=row, value="x" * 500, count=3, width=2)
    findings.add("heading-blank", row=1, column="column B", letters="B")
    problems = findings.problems
    assert len(problems) == 102
    assert problems[99].row == 101
    assert len(problems[0].value or "") == 200
    assert problems[-1].message == "More of the same kind as in row 2 are not listed: 150."
    assert (problems[-1].code, problems[-1].severity, problems[-1].sheet) == (
        "row-too-long",
        Severity.WARNING,
        "Sheet",
    )


def test_braces_in_the_data_are_only_text() -> None:
    findings = Findings("a.json")
    findings.add("path-not-found", column="{x}", path="{x}", hint="")
    assert findings.problems[0].message == "No record has anything at '{x}'."
