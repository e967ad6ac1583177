"""What a run finds: the texts of problems that the mapping engine reports of columns and cells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from ..errors import OpenCollectionsError
from ..phrases import as_facts
from ..problems import Problem, Severity, Telling
from ..records.tables import Table
from .model import TermMap
from .readings import references

PROBLEMS_PER_TERM: Final = 100
"""Rows named one by one for a term map; further ones are counted in a last problem."""

VALUE_LIMIT: Final = 200
"""Characters of a value that a problem shows."""

_UNFIT: Final = {
    "lookup-missing": (
        "The value table has nothing that can be used for {value!r}, so this statement was left out.",
        "Add a row for it to the table; leave the other cell empty if nothing is to be made of it.",
    ),
    "date-unread": (
        "{value!r} is not a date of the form that the mapping reads, so this statement was left out.",
        "Write it like the other dates of this column, or have the mapping changed.",
    ),
    "number-unread": (
        "{value!r} is not a number that the mapping can calculate with, so this statement was left out.",
        "Write digits, and a point before decimals, such as 12.5.",
    ),
    "iri-invalid": (
        "{value!r} cannot be an identifier, so this statement was left out.",
        "Write a whole web address such as https://example.org/item/1, without blanks and quotation marks.",
    ),
    "lexical-invalid": (
        "{value!r} is not written as the datatype that the mapping gives it, so this statement was left out.",
        "Write a year as 1912, a date as 1912-05-31, a number as 12.5; or have the mapping leave the datatype out.",
    ),
    "reference-unmet": (
        "{value!r} leads nowhere: the other table has no such value, so this statement was left out.",
        "Correct it, or add the row that it should lead to.",
    ),
    "language-invalid": (
        "{value!r} is not a language tag, so this text was left out.",
        "Write a tag such as hu, sk, en or nl.",
    ),
}

_NAMELESS: Final = (
    "The record has no value that its identifier could be made of, so it was kept out.",
    "Give it a number of its own, and hand the file in again.",
)
_UNREAD: Final = (
    "A text in the field {field!r} cannot be read, so nothing was made of it: {detail}.",
    "Correct the text in the cell.",
)
MORE: Final = "More records have the same problem: {count}."
"""What counts the problems that are not told one by one."""

_MORE: Final = (MORE, "Mend the ones named here and check again.")
NAMELESS: Final = "identifier-missing"
"""The code of a record that nothing can be called by."""

SENTENCES: Final = (
    *_NAMELESS,
    *_UNREAD,
    *_MORE,
    *(sentence for told in _UNFIT.values() for sentence in told),
)
"""Every sentence of these problems, for those who translate them."""


@dataclass(slots=True)
class Unfit:
    """The records whose values make no term: some by name, all by number."""

    code: str
    examples: list[tuple[int | str, str]] = field(default_factory=list)
    count: int = 0

    def add(self, rows: Sequence[int | str], values: Sequence[str]) -> None:
        room = PROBLEMS_PER_TERM - len(self.examples)
        self.examples += list(zip(rows, values, strict=True))[:room]
        self.count += len(rows)

    def problems(self, table: Table, column: str | None) -> Iterator[Problem]:
        for row, value in self.examples:
            yield unfit(self.code, table, row, column, value)
        if self.count > len(self.examples):
            yield more(self.code, table, column, self.count - len(self.examples))


def unfit(code: str, table: Table, row: int | str, column: str | None, value: str) -> Problem:
    """Say that a cell's value made no term."""
    shown, severity = value[:VALUE_LIMIT], Severity.WARNING
    if code in _UNFIT:
        telling = Telling(*_UNFIT[code], {"value": shown})
    else:
        from .value_doubts import this_year, told  # noqa: PLC0415 - only a function that reads values has such doubts

        doubt = told(code, value, this_year())
        assert doubt is not None, "a function's code is told here or there"
        code, telling, severity = doubt.code, doubt.telling, doubt.severity
    return Problem.told(
        code,
        severity,
        telling,
        file=table.file,
        sheet=table.sheet,
        row=row,
        column=column,
        value=shown,
    )


def nameless(table: Table, row: int | str, column: str | None) -> Problem:
    """Say that a record has nothing that its identifier could be made of."""
    return Problem.told(
        NAMELESS,
        Severity.WARNING,
        Telling(*_NAMELESS),
        file=table.file,
        sheet=table.sheet,
        row=row,
        column=column,
    )


def unread(file: str, field: str, text: str, error: OpenCollectionsError) -> Problem:
    """Say that a text in a cell is not the document that a view takes it for."""
    facts = as_facts({"field": field, "detail": error.facts.get("detail", error)})
    return Problem.told(
        "cell-unreadable",
        Severity.WARNING,
        Telling(*_UNREAD, facts),
        file=file,
        column=field,
        value=text[:VALUE_LIMIT],
    )


def more(code: str, table: Table, column: str | None, count: int) -> Problem:
    """Count the rows that have the same problem and are not named one by one."""
    return Problem.told(
        code,
        Severity.WARNING,
        more_of(count),
        file=table.file,
        sheet=table.sheet,
        column=column,
    )


def more_of(count: int) -> Telling:
    """Tell of how many records more there is the same to say."""
    return Telling(*_MORE, {"count": str(count)})


def column(term_map: TermMap) -> str | None:
    """Name the column or path that a term map's value comes from: the first, where there are several."""
    return next(iter(references(term_map.expression)), None)
