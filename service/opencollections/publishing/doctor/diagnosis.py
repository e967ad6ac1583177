"""Diagnosis: all examinations of a data folder, one after the other, of one state of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ...errors import DataMissing, EngineFailed, GenerationGone
from ...problems import Problem, Severity
from ...store import ledger
from ...store.control import Control
from ...store.folders import DataFolder
from ...store.generations import Generation
from . import database, entities, files, machine, statements
from .patient import Patient

EXAMINATIONS: Final = (
    database.integrity,
    files.version_files,
    files.upload_files,
    files.draft_files,
    files.unfinished_work,
    statements.store_equals_versions,
    entities.ledger_equals_versions,
    entities.search_equals_ledger,
    machine.permissions,
    machine.disk_space,
)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What was found, and how much was looked at."""

    findings: tuple[Problem, ...]
    collections: int
    versions: int
    quads: int
    generation: int

    @property
    def healthy(self) -> bool:
        """Whether nothing is wrong or doubtful; advice alone is no illness."""
        return all(finding.severity is Severity.ADVICE for finding in self.findings)


def diagnosis(data: DataFolder) -> Diagnosis:
    """Examine a data folder, also while it is served and published to; raise DataMissing where there is none.

    Nothing is changed and nothing is mended: each finding says what to do.
    """
    if not data.control_file.is_file():
        raise DataMissing(path=data.root, file=data.control_file.name)
    with data.control() as control, data.working() as folder:
        generation, broken = _begun(data, control)
        patient = Patient(data, control, generation, ledger.current(control), folder)
        findings = (*broken, *_examined(patient))
        return Diagnosis(
            findings,
            len(patient.current),
            len(ledger.all_versions(control)),
            sum(version.quads for version in patient.current),
            data.generations.current_number(control),
        )


def _begun(data: DataFolder, control: Control) -> tuple[Generation | None, list[Problem]]:
    """Begin a transaction and open the generation that it names; once more where that was just swept."""
    for last in (False, True):
        control.db.execute("BEGIN")
        try:
            return data.generations.open(control), []
        except GenerationGone as error:
            if last:
                return None, [_broken(data, error)]
            control.db.execute("ROLLBACK")
        except EngineFailed as error:
            return None, [_broken(data, error)]
    raise AssertionError("the loop returns")


def _broken(data: DataFolder, error: EngineFailed) -> Problem:
    return Problem(
        "generation-broken",
        Severity.ERROR,
        f"The current generation cannot be opened: {error.facts['detail']}.",
        "Make it anew from the versions: ocn rebuild",
        file=str(Path(str(error.facts["path"])).relative_to(data.root)),
    )


def _examined(patient: Patient) -> Iterator[Problem]:
    for examination in EXAMINATIONS:
        yield from examination(patient)
