"""Jobs: how each kind of them is done, and how far it is meanwhile; run by the ingest worker in a process of its own.

What a job publishes and that it is done become true in one commit, so that one which broke off before was not done and
may be begun again, and one that was done never is.
"""

import logging
import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final

from ..errors import (
    OF_THE_SERVICE,
    DataError,
    DraftRefused,
    JobFault,
    MappingInvalid,
    OpenCollectionsError,
)
from ..iris import Identifiers
from ..members import audit
from ..settings import Settings
from ..store import drafts, jobs
from ..store.control import Control
from ..store.drafts import DraftState, KeptDraft
from ..store.folders import DataFolder, Turn
from ..store.jobs import Job, JobKind, JobState
from ..store.ledger import OPERATOR, Cause, Version, acting_for
from . import kept_drafts
from .drafting import Drafting, map_draft, publish_kept
from .inspecting import inspections
from .merge import merge
from .progress import MAPPED, WAITING
from .publish import Outcome, Publishing, identifiers
from .undo import undo
from .withdraw import restore, withdraw_collection, withdraw_entity

log = logging.getLogger(__name__)

PROBLEMS_KEPT: Final = 20
"""Of the problems of an error, so many are kept with the job that it ended."""

NOTED_EVERY_S: Final = 0.5
"""How often progress is written down."""


@dataclass(slots=True)
class JobProgress:
    """Writes down how far a job is, now and then; where the database is busy with a commit, it is left out.

    ``totals`` are how many records or statements are expected of the steps of which that is known. A step that was
    left is not told again: the database may be loaded while the rest is committed already.
    """

    data: DataFolder
    job: str
    totals: Mapping[str, int] = field(default_factory=dict)
    _control: Control | None = None
    _step: str = ""
    _left: set[str] = field(default_factory=set)
    _stepped: float = 0.0
    _noted: float = float("-inf")
    _lock: Lock = field(default_factory=Lock)

    def __call__(self, step: str, done: int) -> None:
        with self._lock:
            moment = time.monotonic()
            if step in self._left:
                return
            if step != self._step:
                self._left.add(self._step)
                self._step, self._stepped, self._noted = step, jobs.seconds(), float("-inf")
            if moment - self._noted < NOTED_EVERY_S:
                return
            self._noted = moment
            # Nobody needs to read it after a crash, and a commit of another must not hold up the work.
            with suppress(sqlite3.OperationalError):
                total = max(self.totals[step], done) if self.totals.get(step) else None
                jobs.note_progress(self._opened(), self.job, step, done, total, self._stepped)

    def _opened(self) -> Control:
        if self._control is None:
            self._control = self.data.control()
            self._control.db.execute("PRAGMA synchronous = OFF")
            self._control.db.execute("PRAGMA busy_timeout = 0")
        return self._control

    def waiting(self, turn: Turn) -> None:
        """Write down that somebody else publishes."""
        self(f"{WAITING}: {turn.doing}", 0)

    def close(self) -> None:
        if self._control is not None:
            self._control.close()


@dataclass(frozen=True, slots=True)
class Work:
    """What doing a job needs."""

    data: DataFolder
    settings: Settings
    identifiers: Identifiers
    job: Job
    progress: JobProgress

    @property
    def actor(self) -> str:
        """Who made a version, as everybody may read it."""
        return OPERATOR if self.job.actor == OPERATOR else acting_for(self.job.member)

    def publishing(self) -> Publishing:
        """Give how it publishes; that the job is done becomes true with the versions."""
        return Publishing(
            self.data,
            self.identifiers,
            self.progress.waiting,
            self.progress,
            self.actor,
            lambda control, versions: self.note(control, versions, changed=True),
        )

    def note(self, control: Control, versions: Sequence[Version], *, changed: bool) -> None:
        """Enter that the job is done, and what became of its draft; to be called inside a transaction."""
        log_end(control, self.job, audit.DONE)
        told = {"changed": changed, "versions": [published(version, changed=changed) for version in versions]}
        jobs.end(control, self.job.id, JobState.DONE, outcome=told)
        if self.job.draft is not None:
            number = versions[0].number
            drafts.change_draft(control, self.job.draft, DraftState.PUBLISHED, self.job.actor, version=number)


def published(version: Version, *, changed: bool) -> dict[str, Any]:
    """Give what is told of a version that a job came to."""
    return {
        "collection": version.collection,
        "version": version.number,
        "records": version.records,
        "entities": version.entities,
        "statements": version.quads,
        "added": version.added if changed else 0,
        "removed": version.removed if changed else 0,
    }


def do(data: DataFolder, settings: Settings, one: Job) -> None:
    """Do a job and enter what came of it; an error of the tree ends it, and is told with it.

    What only the operator can act on is told in the log, and as a fault of the service to everybody else.
    """
    progress = JobProgress(data, one.id)
    try:
        with data.control() as control:
            ids = identifiers(control, settings)
        _DONE_BY[one.kind](Work(data, settings, ids, one, progress))
    except OF_THE_SERVICE as error:
        log.error("Job %s (%s): %s", one.id, one.kind, error.at_terminal())  # noqa: TRY400 - the cause is no bug
        fail(data, one, JobFault(job=one.id, detail=error.code))
    except OpenCollectionsError as error:
        log.warning("Job %s (%s): %s", one.id, one.kind, error)
        fail(data, one, error)
    finally:
        progress.close()


def fail(data: DataFolder, one: Job, error: OpenCollectionsError) -> None:
    """End a job with an error; its draft can be mapped or published again."""
    with data.control() as control, control.transaction():
        log_end(control, one, error.code)
        jobs.end(control, one.id, JobState.FAILED, outcome=_kept(error), code=error.code, detail=str(error))
        if one.draft is not None:
            state = DraftState.FAILED if one.kind is JobKind.MAP else DraftState.READY
            drafts.change_draft(control, one.draft, state, one.actor, detail=str(error))


def _kept(error: OpenCollectionsError) -> dict[str, Any]:
    """Give what an error is told by again in another language: the facts of its text, and its first problems."""
    problems = error.problems if isinstance(error, MappingInvalid | DraftRefused) else ()
    told = [problem.kept() for problem in problems[:PROBLEMS_KEPT]]
    return {"facts": error.kept(), **({"problems": told} if told else {})}


def log_end(control: Control, one: Job, outcome: str) -> None:
    """Enter into the audit log what came of a job: done, or the code of its error."""
    about = one.collection or one.member
    audit.enter_by_name(control, one.actor, f"{one.kind} ended", about, one.member, outcome)


def _map(work: Work) -> None:
    data, one = work.data, work.job
    kept = _draft(work)
    # A file that cannot be looked through is told by mapping it, which may read it otherwise.
    with suppress(DataError):
        work.progress.totals = {MAPPED: sum(table.records for table in inspections(data, kept))}

    def note(control: Control, facts: Mapping[str, Any]) -> None:
        log_end(control, one, audit.DONE)
        told = {name: facts[name] for name in ("records", "kept_out", "statements", "problems")}
        jobs.end(control, one.id, JobState.DONE, outcome=told)
        drafts.change_draft(control, kept.id, DraftState.READY, one.actor, made=facts)

    map_draft(Drafting(data, work.settings, work.identifiers, work.progress), kept, note)


def _publish(work: Work) -> None:
    kept = _draft(work)
    work.progress.totals = {"loading": kept.made["difference"]["statements_added"]} if kept.made else {}
    cause = Cause(actor=work.actor, reason=work.job.request["reason"])
    _settle(work, publish_kept(work.publishing(), kept, cause))
    with work.data.control() as control:
        kept_drafts.clear(work.data, control, kept)


def _draft(work: Work) -> KeptDraft:
    with work.data.control() as control:
        return drafts.draft(control, str(work.job.draft))


def _undo(work: Work) -> None:
    one = work.job
    _settle(work, undo(work.publishing(), str(one.collection), one.request["to"]))


def _withdraw(work: Work) -> None:
    one, place = work.job, work.publishing()
    name, asked = str(one.collection), one.request
    if asked["iri"] is None:
        _settle(work, withdraw_collection(place, name, asked["reason"]))
    else:
        _settle(work, withdraw_entity(place, name, asked["iri"], asked["reason"], asked["instead"]))


def _restore(work: Work) -> None:
    _settle(work, restore(work.publishing(), str(work.job.collection), work.job.request["iri"]))


def _merge(work: Work) -> None:
    asked = work.job.request
    merge(work.publishing(), asked["old"], asked["into"], asked["reason"])


def _settle(work: Work, outcome: Outcome) -> None:
    """End a job that made no version, since that is public already; one that made some has ended with them."""
    if not outcome.changed:
        with work.data.control() as control, control.transaction():
            work.note(control, [outcome.version], changed=False)


_DONE_BY: Final[Mapping[JobKind, Callable[[Work], None]]] = {
    JobKind.MAP: _map,
    JobKind.PUBLISH: _publish,
    JobKind.UNDO: _undo,
    JobKind.WITHDRAW: _withdraw,
    JobKind.RESTORE: _restore,
    JobKind.MERGE: _merge,
}
