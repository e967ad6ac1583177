"""What reading a file finds doubtful: problems with their texts, limited to a hundred of one kind."""

from collections import Counter
from typing import Final

from ..phrases import as_facts
from ..problems import Problem, Severity, Telling

_KEPT: Final = 100
_EXCERPT: Final = 200

_TEXTS: Final[dict[str, tuple[Severity, str, str]]] = {
    "encoding-guessed": (
        Severity.ADVICE,
        "The file does not say how its letters are stored; they were read as {encoding}, for example {sample!r}.",
        "Look whether the accented letters are right. If not, save the file as UTF-8.",
    ),
    "heading-blank": (
        Severity.ADVICE,
        "Column {letters} has no heading.",
        "Give it one, or call it {column!r} in the mapping.",
    ),
    "heading-doubled": (
        Severity.ADVICE,
        "The heading {heading!r} stands more than once; column {letters} is called {column!r}.",
        "Give every column its own heading.",
    ),
    "row-too-long": (
        Severity.WARNING,
        "The row has more cells ({count}) than there are headings ({width}); the cells beyond were not read.",
        "Give those columns headings, or put the cell that holds a delimiter into quotation marks.",
    ),
    "row-too-short": (
        Severity.ADVICE,
        "The row has fewer cells ({count}) than there are headings ({width}); the others count as missing.",
        "Look whether a delimiter is missing in the row.",
    ),
    "quote-unclosed": (
        Severity.ERROR,
        "A quotation mark is opened in this row and not closed in its cell, so {lines} lines were read as one row.",
        "Delete the quotation mark, or double it where it belongs to the text.",
    ),
    "quote-misplaced": (
        Severity.WARNING,
        "A quotation mark stands inside a quoted cell, so the end of the cell is doubtful.",
        "Double a quotation mark that belongs to the text.",
    ),
    "formula-without-value": (
        Severity.WARNING,
        "The cell has a formula, but the file does not have its result.",
        "Open the file in a spreadsheet program and save it again, or replace the formula by its value.",
    ),
    "cell-error": (
        Severity.WARNING,
        "The cell shows an error, so it counts as empty.",
        "Repair the formula in the cell.",
    ),
    "cells-merged": (
        Severity.WARNING,
        "The cells {value} are merged, so only the first of them has the value; the others count as empty.",
        "Split them in a spreadsheet program, and write the value into each row that it belongs to.",
    ),
    "date-before-1900": (
        Severity.ADVICE,
        "A date before 1900 is kept as a negative number here; it was read as {value}.",
        "Write such dates as text, since most programs cannot show them.",
    ),
    "date-precision-unsure": (
        Severity.ADVICE,
        "The spreadsheet keeps {value} as a whole date; where only a month or a year was typed, it added the day itself.",
        "If less is meant, format the cell as text, and write the month or year alone, such as 1991-08.",
    ),
    "number-too-long": (
        Severity.WARNING,
        "The number {value} has more figures than a spreadsheet keeps, so the last ones are lost.",
        "Format the column as text, and write the whole number in again.",
    ),
    "sheets-hidden": (
        Severity.ADVICE,
        "The mapping names no sheet, so {sheet!r} was read; hidden ones were passed over: {hidden}.",
        "If one of them is meant, name it in the mapping.",
    ),
    "macros-passed-over": (
        Severity.ADVICE,
        "The workbook has macros. They were not run, and are not needed to read it.",
        "Save it as XLSX, so that others can open it without fear.",
    ),
    "nul-in-text": (
        Severity.WARNING,
        "The text has the character NUL in it, which no text can have; it was left out.",
        "Look whether letters are missing there, and write the text again.",
    ),
    "no-records": (
        Severity.WARNING,
        "The path {path!r} finds no record in the file.{hint}",
        "Compare the path in the mapping with the file.",
    ),
    "path-not-found": (
        Severity.WARNING,
        "No record has anything at {path!r}.{hint}",
        "Compare the path in the mapping with the file.",
    ),
    "path-to-list": (
        Severity.ADVICE,
        "{path!r} leads to a list; each of its values was read.",
        "Write {path}[*] in the mapping, which says so.",
    ),
    "path-to-object": (
        Severity.WARNING,
        "{path!r} leads to an object, which has no value of its own.",
        "Name in the mapping the value inside it that is meant.",
    ),
}
MORE: Final = "More of the same kind as in row {row} are not listed: {count}."
"""What counts the problems that are not told one by one."""

SENTENCES: Final = (MORE, *(sentence for _, *told in _TEXTS.values() for sentence in told))
"""Every sentence of these problems, for those who translate them."""


class Findings:
    """Collects problems of one file (and sheet); the hundred and first of a kind is only counted."""

    def __init__(self, file: str, sheet: str | None = None) -> None:
        self._file = file
        self._sheet = sheet
        self._kept: list[Problem] = []
        self._counts: Counter[str] = Counter()

    def add(
        self,
        code: str,
        *,
        row: int | str | None = None,
        column: str | None = None,
        value: str | None = None,
        **facts: object,
    ) -> None:
        """Add a problem; ``facts`` fill its text."""
        self._counts[code] += 1
        if self._counts[code] > _KEPT:
            return
        severity, message, advice = _TEXTS[code]
        excerpt = value if value is None else value[:_EXCERPT]
        facts |= {"column": column, "value": excerpt}
        self._kept.append(
            Problem.told(
                code,
                severity,
                Telling(message, advice, as_facts(facts)),
                file=self._file,
                sheet=self._sheet,
                row=row,
                column=column,
                value=excerpt,
            )
        )

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems in the order of finding, then one that counts the rest of each kind."""
        rest = [self._rest(code, count - _KEPT) for code, count in self._counts.items() if count > _KEPT]
        return (*self._kept, *rest)

    def _rest(self, code: str, count: int) -> Problem:
        first = next(problem for problem in self._kept if problem.code == code)
        advice = first.telling.advice if first.telling else first.advice
        facts = {**(first.telling.facts if first.telling else {}), "count": str(count), "row": str(first.row)}
        return Problem.told(
            code, first.severity, Telling(MORE, advice, facts), file=self._file, sheet=self._sheet
        )
