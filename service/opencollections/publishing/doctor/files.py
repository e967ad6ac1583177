"""Files: is every version and upload there and unchanged, and is there nothing that nobody needs."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ...problems import Problem, Severity
from ...store import drafts, ledger
from ...store.durable import UNFINISHED, digest
from ...store.holds import held
from ...store.ledger import Version
from ...store.leftovers import leftovers
from ...store.manifest import files_below
from .patient import Patient

FROM_BACKUP: Final = "Put the file of a backup in its place."


def version_files(patient: Patient) -> Iterator[Problem]:
    """Compare each version's file with the checksum it was published with, and look for its report."""
    data = patient.data
    for version in ledger.all_versions(patient.control):
        path = data.version_file(version.collection, version.number)
        yield from _compared(patient, path, version.sha256, _told(version))
        report = data.report_file(version.collection, version.number)
        if not report.is_file():
            advice = "It is only read by people; put the file of a backup in its place, or write [] into it."
            message = f"The problem report of {_told(version)} is missing."
            yield Problem("report-missing", Severity.WARNING, message, advice, file=patient.name(report))


def upload_files(patient: Patient) -> Iterator[Problem]:
    """Compare each upload with the checksum that is its name, and look for those that something is made of."""
    there = {path.name: path for path in files_below(patient.data.uploads) if not _unfinished(path)}
    needed = drafts.referred(patient.control)
    for sha256, told in needed.items():
        if sha256 not in there:
            path = patient.data.upload(sha256)
            yield Problem(
                "file-missing", Severity.ERROR, f"{told} is missing.", FROM_BACKUP, file=patient.name(path)
            )
    for sha256, path in there.items():
        yield from _compared(patient, path, sha256, needed.get(sha256, "A file that was handed in"))
    spare = [path for sha256, path in there.items() if sha256 not in needed]
    if spare:
        size = sum(path.stat().st_size for path in spare) / 1e6
        message = (
            f"{len(spare)} files ({size:,.1f} MB) were handed in and are part of no version and no draft."
        )
        advice = "They come from checks; they may stay."
        yield Problem("uploads-unused", Severity.ADVICE, message, advice, file="uploads")


def draft_files(patient: Patient) -> Iterator[Problem]:
    """Look for what came of mapping each draft."""
    for draft in drafts.drafts(patient.control):
        if draft.made is None or draft.state in drafts.ENDED:
            continue
        folder = patient.data.drafts / draft.id
        missing = [piece for piece in draft.made["pieces"] if not (folder / piece).is_file()]
        if missing:
            message = f"The draft {draft.id} of {draft.collection} is not whole: {missing[0]} is missing."
            advice = "Let it be mapped again, or discard it."
            yield Problem("draft-damaged", Severity.WARNING, message, advice, file=patient.name(folder))


def unfinished_work(patient: Patient) -> Iterator[Problem]:
    """Look for what broken-off work left behind and nobody holds; nothing is said while somebody publishes."""
    data = patient.data
    # The state of this moment counts here: a publish may have been finished since the examination began.
    with data.undisturbed() as alone, data.control() as control:
        found = leftovers(data, control) if alone else []
        # A generation whose last reader has just gone is none: the next publish sweeps it.
        generations = data.root / "generations"
        left = [path for path in found if path.parent != generations and not held(path)]
    if left:
        message = (
            f"{len(left)} files or folders are left of work that broke off, such as {patient.name(left[0])}."
        )
        advice = "Start ocn serve anew: it sweeps them away at its start."
        yield Problem("leftovers", Severity.WARNING, message, advice)


def _compared(patient: Patient, path: Path, sha256: str, told: str) -> Iterator[Problem]:
    if not path.is_file():
        yield Problem(
            "file-missing", Severity.ERROR, f"{told} is missing.", FROM_BACKUP, file=patient.name(path)
        )
    elif digest(path) != sha256:
        message = f"{told} is not what it was: its checksum is another one."
        yield Problem("file-damaged", Severity.ERROR, message, FROM_BACKUP, file=patient.name(path))


def _told(version: Version) -> str:
    return f"version {version.number} of {version.collection}"


def _unfinished(path: Path) -> bool:
    return path.name.endswith(UNFINISHED)
