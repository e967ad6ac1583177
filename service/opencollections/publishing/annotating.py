"""Annotating: the member's own workbook with the problems of a draft in its cells, made in a process of its own.

A workbook takes ten times its unpacked size in memory, which the process that answers requests must not hold.
It is started as ``python -m opencollections.publishing.annotating DATA DRAFT FILE LANGUAGE`` and writes the
workbook, or, where that cannot be, why (as readers of files tell it) and the exit code TOLD.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

from ..errors import NoWorkbook, ReportRefused, SourceError, UnknownDraftFile
from ..formats.report.annotated import annotated
from ..formats.report.documents import Report
from ..formats.report.words import words
from ..phrases import Phrase
from ..records.reading_room import refusal
from ..records.tables import File
from ..store import drafts
from ..store.drafts import KeptDraft
from ..store.folders import DataFolder
from . import mapped_drafts
from .reading_places import reading_place

TIME_LIMIT_S: Final = 120
TOLD: Final = 65
_WORKBOOKS: Final = (".xlsx", ".xlsm")


def annotated_workbook(data: DataFolder, one: KeptDraft, language: str, name: str | None = None) -> bytes:
    """Give a workbook of a draft, the first one where none is named, with comments in its cells.

    Raises UnknownDraftFile, NoWorkbook, what is wrong with the workbook (SourceError), ReportRefused and
    ReadingPlacesTaken.
    """
    file = _chosen(one, name)
    command = [sys.executable, "-P", "-m", __spec__.name, str(data.root), one.id, file, language]
    try:
        with reading_place():
            done = subprocess.run(command, capture_output=True, check=False, timeout=TIME_LIMIT_S)  # noqa: S603 - our own module, by the interpreter that runs this
    except subprocess.TimeoutExpired:
        why = Phrase("it took longer than {limit} s", {"limit": str(TIME_LIMIT_S)})
        raise ReportRefused(file=file, why=why) from None
    if done.returncode == TOLD:
        raise refusal(json.loads(done.stdout))
    if done.returncode != 0:
        raise ReportRefused(file=file, why=Phrase("it broke the program that writes it"))
    return done.stdout


def _chosen(one: KeptDraft, name: str | None) -> str:
    names = [file.name for file in one.files]
    if name is not None and name not in names:
        raise UnknownDraftFile(draft=one.id, file=name[:100], known=", ".join(names) or "none")
    found = [given for given in names if given.lower().endswith(_WORKBOOKS) and name in {None, given}]
    if not found:
        raise NoWorkbook(draft=one.id)
    return found[0]


def _written(data: DataFolder, draft: str, name: str, language: str) -> bytes:
    with data.control() as control:
        one = drafts.draft(control, draft)
    made = one.made or {"records": 0, "kept_out": 0}
    report = Report(made["records"], made["kept_out"], tuple(mapped_drafts.problems(data, draft)))
    sha256 = next(file.sha256 for file in one.files if file.name == name)
    return annotated(File(name, data.upload(sha256)), report, words(language))


def _run(root: str, draft: str, name: str, language: str) -> int:
    try:
        written = _written(DataFolder(Path(root)), draft, name, language)
    except SourceError as error:
        json.dump({"error": type(error).__name__, "facts": error.kept()}, sys.stdout)
        return TOLD
    sys.stdout.buffer.write(written)
    return 0


if __name__ == "__main__":
    sys.exit(_run(*sys.argv[1:]))
