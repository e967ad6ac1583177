"""Mappings: one that is not there, cannot run, or cannot be made."""

from collections.abc import Sequence

from ..problems import Problem
from .root import DataError, UsageError


class UnknownMapping(UsageError):
    text = (
        "There is no mapping {mapping!r}: it is neither a file here nor one of the ready mappings ({known})."
    )


class MappingMissing(UsageError):
    text = (
        "{collection} has no mapping yet, so that its files cannot be read. Choose a ready one, or write one."
    )
    status = 409


class MappingChanged(UsageError):
    text = "The mapping of {collection} was changed meanwhile. Get it anew, and change that."
    status = 412
    translated = False


class MappingMediaTypeUnknown(UsageError):
    text = "A mapping is taken as one of {known}. This one is said to be of type {media_type}."
    status = 415
    translated = False


class ColumnUnknown(UsageError):
    text = "There is no {what} in the table {table!r} or among the words. Take tables, columns and words as the proposal names them."
    status = 422
    translated = False


class MappingInvalid(DataError):
    """A mapping that cannot run; ``problems`` has all findings, and ``str`` tells them line by line."""

    text = "{detail}"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(detail="\n".join(problem.sentence() for problem in problems))


class IdentifierNeeded(DataError):
    text = "{file}: no column has another value in each record, so nothing tells the objects apart. Name the column or the columns that do, one of: {columns}."


class NoTable(DataError):
    text = "{files}: there is no table with headings or records in what was handed in, so there is nothing to propose. Hand in a spreadsheet, a CSV, JSON or XML file."


class ValueUnfit(DataError):
    """A value that makes no term; only a strict run ends with it, any other one goes on with the next."""

    text = "{problem} The run is strict, so it ended here."
    translated = False


class NotMapped(UsageError):
    text = (
        "The mapping says nothing of {iri} with these files. Without --explain, ocn map prints what it says."
    )
    translated = False


class ShapesInvalid(DataError):
    """Shapes that are no Turtle, or outside of what the checks know of SHACL."""

    text = "The shapes in {file} cannot be used: {detail}. Write them with what docs/profile.md lists."
    code = "shapes-invalid"
    translated = False
