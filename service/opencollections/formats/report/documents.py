"""Report documents: JSON for programs, and CSV for spreadsheets, whose formulas do not run."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from ...problems import Problem, Severity
from ..spreadsheet import table
from .words import Words

COLUMNS: Final = (
    *("Severity", "File", "Sheet", "Row", "Column", "Value", "What is wrong", "What to do", "Identifier"),
)
"""The headings of a report as a table."""


WORKBOOK_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""The media type of XLSX, in which a report is written into the member's own workbook."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found: the records that were read, those that were kept out, and the problems."""

    records: int
    kept_out: int
    problems: tuple[Problem, ...]


def as_json(report: Report, words: Words) -> dict[str, Any]:
    """Give the object that the contract names."""
    problems = [words.problem(problem).as_json() for problem in report.problems]
    return {"records": report.records, "kept_out": report.kept_out, "problems": problems}


def json_document(report: Report, words: Words) -> bytes:
    """Write a report as JSON."""
    return json.dumps(as_json(report, words), ensure_ascii=False, indent=2).encode() + b"\n"


def csv_document(report: Report, words: Words) -> bytes:
    """Write a report as CSV, a problem a row; what a spreadsheet would run as a formula has an apostrophe before it."""
    return table([words.text(heading) for heading in COLUMNS], rows(report.problems, words))


def rows(problems: Iterable[Problem], words: Words) -> Iterable[tuple[str, ...]]:
    """Give the cells of each problem under the headings of COLUMNS, errors first."""
    order = list(Severity)
    for problem in map(words.problem, sorted(problems, key=lambda one: order.index(one.severity))):
        yield (
            words.severity(problem.severity),
            problem.file or "",
            problem.sheet or "",
            "" if problem.row is None else str(problem.row),
            problem.column or "",
            problem.value or "",
            problem.message,
            problem.advice,
            problem.entity or "",
        )
