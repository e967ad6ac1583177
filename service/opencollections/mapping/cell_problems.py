"""What a run finds: the texts of problems that the mapping engine reports of columns and cells."""

from typing import Final

from ..problems import Problem, Severity
from ..records.tables import Table
from .findings import nearest
from .model import Call, Expression, Reference, Template, TermMap

VALUE_LIMIT: Final = 200
"""Characters of a value that a problem shows."""

_UNFIT: Final = {
    "iri-invalid": (
        "{value!r} cannot be an identifier, so this statement was left out.",
        "Write a whole web address such as https://example.org/item/1, without blanks and quotation marks.",
    ),
    "language-invalid": (
        "{value!r} is not a language tag, so this text was left out.",
        "Write a tag such as hu, sk, en or nl.",
    ),
}


def missing_column(mapping_file: str, table: Table, reference: str, columns: tuple[str, ...]) -> Problem:
    """Say that a mapping reads a column that is not there, and which one it may mean."""
    sheet = f", sheet {table.sheet!r}," if table.sheet else ""
    known = ", ".join(repr(column) for column in columns[:40])
    return Problem(
        "column-missing",
        Severity.ERROR,
        f"{mapping_file} reads the column {reference!r}, and {table.file}{sheet} has no such column.",
        f"{nearest(reference, columns)} The columns are: {known}.".strip(),
        file=table.file,
        sheet=table.sheet,
        column=reference,
    )


def unfit(code: str, table: Table, row: int | str, column: str | None, value: str) -> Problem:
    """Say that a cell's value made no term."""
    message, advice = _UNFIT[code]
    shown = value[:VALUE_LIMIT]
    return Problem(
        code,
        Severity.WARNING,
        message.format(value=shown),
        advice,
        file=table.file,
        sheet=table.sheet,
        row=row,
        column=column,
        value=shown,
    )


def more(code: str, table: Table, column: str | None, count: int) -> Problem:
    """Count the rows that have the same problem and are not named one by one."""
    return Problem(
        code,
        Severity.WARNING,
        f"{count} more records have the same problem.",
        "Mend the ones named here and check again.",
        file=table.file,
        sheet=table.sheet,
        column=column,
    )


def column(term_map: TermMap) -> str | None:
    """Name the column or path that a term map's value comes from: the first, where there are several."""
    return _first_reference(term_map.expression)


def _first_reference(expression: Expression) -> str | None:
    match expression:
        case Reference(path):
            return path
        case Template(parts):
            return next((part.path for part in parts if isinstance(part, Reference)), None)
        case Call():
            found = (_first_reference(argument) for _, argument in expression.arguments)
            return next((path for path in found if path), None)
        case _:
            return None
