"""The report of ``ocn check`` as a document: JSON, CSV, or the member's own workbook with comments."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from ..errors import UnknownFormat, WrongOption
from ..formats.interface import TAGS as LANGUAGES
from ..formats.report.annotated import annotated
from ..formats.report.documents import Report, csv_document, json_document
from ..formats.report.words import words
from ..publishing.uploads import Draft
from ..records.tables import File
from .whole_files import opened

FORMATS: Final = ("json", "csv", "xlsx")
_WORKBOOKS: Final = (".xlsx", ".xlsm")

__all__ = ["FORMATS", "LANGUAGES", "check_options", "write_report"]


def check_options(format_: str | None, language: str) -> None:
    """Refuse a format or language that there is none of, before the files are read."""
    if format_ is not None and format_ not in FORMATS:
        raise UnknownFormat(format=format_, known=", ".join(FORMATS))
    if language not in LANGUAGES:
        raise WrongOption(option="--language", value=language, wanted=f"one of {', '.join(LANGUAGES)}.")


def write_report(made: Draft, files: Sequence[Path], format_: str, output: str, language: str) -> None:
    """Write what a draft found; raise WrongOption where no workbook was handed in that could be annotated."""
    report, said = Report(made.records, made.kept_out, made.problems), words(language)
    if format_ == "xlsx":
        document = annotated(_workbook(files), report, said)
    else:
        document = {"json": json_document, "csv": csv_document}[format_](report, said)
    with opened(output) as file:
        file.write(document)


def _workbook(files: Sequence[Path]) -> File:
    found = [path for path in files if path.suffix.lower() in _WORKBOOKS]
    if not found:
        raise WrongOption(option="--format", value="xlsx", wanted="csv: no workbook was handed in.")
    return File(found[0].name, found[0])
