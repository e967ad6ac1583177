"""Drafts and jobs: one that is not there, not at that point, or cannot become public."""

from collections.abc import Sequence

from ..problems import Problem
from .root import DataError, SystemFailure, UsageError


class UnknownDraft(UsageError):
    text = "There is no draft {draft!r}, or not any more."
    verb = "List those there are: ocn drafts"
    status = 404


class UnknownDraftFile(UsageError):
    text = "The draft {draft} has no file {file!r}. Its files are: {known}."
    status = 404


class NoWorkbook(UsageError):
    text = "The draft {draft} has no workbook (.xlsx) that comments could be written into. Take the report as CSV."
    status = 404


class RecordNotNamed(UsageError):
    text = "Which record is meant is not told: {missing} is missing. Name it by ?iri=, or by ?file= and ?row= (and ?sheet=)."
    translated = False


class NothingFromRow(UsageError):
    text = "Nothing comes of row {row} of {file}: there is no such row, or all its columns are left out, or the report tells what is wrong with it."
    status = 404


class UnknownJob(UsageError):
    text = "There is no job {job!r}. What was ordered is listed under /api/v1/jobs."
    status = 404


class FileNameInvalid(UsageError):
    text = "A file cannot be called {name!r}. Give it a name of letters and digits with its ending, such as inventory.xlsx."


class TooManyFiles(UsageError):
    text = "A draft has at most {limit} files. Put the tables into one workbook, or hand in fewer at once."
    status = 413


class DraftBusy(UsageError):
    text = "The draft {draft} is just being worked on. Wait until that is done, or cancel it."
    status = 409


class DraftEnded(UsageError):
    text = (
        "The draft {draft} was published or discarded, and nothing more can be done with it. Begin a new one."
    )
    status = 409


class DraftNotReady(UsageError):
    text = "The draft {draft} cannot be published or looked at yet. Let it be checked first."
    status = 409


class DraftEmpty(UsageError):
    text = "The draft {draft} has no file yet. Hand one in first."
    status = 409


class JobEnded(UsageError):
    text = "The job {job} has ended, so there is nothing to cancel."
    status = 409


class ReportRefused(DataError):
    text = "{file}: the problems cannot be written into this workbook: {why}. Take the report as CSV."


class DraftRefused(DataError):
    """A draft that may not be published; ``problems`` has all findings."""

    text = "{collection}: nothing was published. Errors: {count}. {first}"

    def __init__(self, collection: str, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        first = problems[0].sentence() if problems else ""
        super().__init__(collection=collection, count=len(problems), first=first)


class JobBrokenOff(SystemFailure):
    text = "The work broke off {attempts} times before it was done ({detail}), so it is not begun again by itself. Nothing was changed. Try a smaller file, or ask the operator to look at the log."


class JobTooLarge(SystemFailure):
    text = "The work took more than {limit} MB of memory, which is all that a job may have, so it was ended. Nothing was changed. Hand in fewer records at once, or ask the operator to allow more."


class JobFault(SystemFailure):
    text = "The work was ended by a fault of the service ({detail}), which its log has under the number {job}. Nothing was changed; tell the operator."
