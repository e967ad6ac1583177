"""The ingest worker: the process that does jobs, each in a child of its own that can be killed.

It is started as ``python -m opencollections.publishing.ingest_worker FD`` with the settings in the
environment, and ends with its children when the other side of that pipe closes, however that comes about. It
computes nothing itself, so that its children begin with everything imported and nothing begun.
"""

import logging
import os
import select
import signal
import sqlite3
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any, Final

from .. import sandbox
from ..errors import JobBrokenOff, JobFault, JobTooLarge, OpenCollectionsError
from ..settings import Settings
from ..store import clock, jobs
from ..store.folders import DataFolder, data_folder
from ..store.jobs import Job
from ..store.leftovers import sweep
from ..store.requests import forget_answers
from . import kept_drafts
from .children import forked
from .jobs import do, fail
from .orders import end_cancelled
from .turns import SMALL_BYTES, next_job
from .upkeep import Upkeep

log = logging.getLogger(__name__)

LOOK_S: Final = 0.2
"""How often it looks for work, and for work that nobody wants any more."""

ATTEMPTS: Final = 3
"""How often a job is begun that takes its process along; the machine may have been to blame."""

TIDY_S: Final = 3_600.0
ANSWERS_KEPT: Final = timedelta(days=1)

RETRY_S: Final = 5.0
"""How long it waits where the machine did not play along, such as when the disk is full."""

SERVICE: Final = "the service"
"""Who acts where nobody asked for it."""


@dataclass(frozen=True, slots=True)
class Running:
    """A job at work, and the lane that it is in."""

    job: Job
    lane: int


@dataclass(slots=True)
class IngestWorker:
    """Begins jobs in their turn, ends those that nobody wants any more, and sees to what is left of those that died."""

    settings: Settings
    running: dict[int, Running] = field(default_factory=dict)
    data: DataFolder = field(init=False)
    _released: bool = False
    _ended: dict[str, int] = field(default_factory=dict)
    _too_large: set[str] = field(default_factory=set)
    _tidied: float = float("-inf")
    _upkeep: Upkeep = field(init=False)

    def __post_init__(self) -> None:
        self.data = data_folder(self.settings)
        self._upkeep = Upkeep(self.settings, self.data)

    @property
    def lanes(self) -> tuple[int | None, ...]:
        """What each lane takes, in bytes: the first small files, the others any."""
        return (SMALL_BYTES, *(None for _ in range(self.settings.ingest_workers - 1)))

    @property
    def memory_limit_bytes(self) -> int:
        """How much memory a job may hold."""
        return self.settings.ingest_memory_limit_bytes or sandbox.machine_bytes() // 2

    def look(self) -> None:
        """Do what there is to do now; return at once. What the machine refused is done at another look."""
        self._reap()
        found = self.recovered()
        self._release()
        self._end_unwanted(found)
        self._end_too_large()
        if any(job.state is jobs.JobState.WAITING for job in found):
            self._upkeep.give_way()
            self._begin()
        self._tidy()
        self._upkeep.look(is_quiet=not self.running)

    def close(self) -> None:
        """End all children; their jobs are put back by the next worker."""
        for process in self.running:
            os.kill(process, signal.SIGKILL)
        for process in self.running:
            os.waitpid(process, 0)
        self.running.clear()
        self._upkeep.close()

    def _reap(self) -> None:
        for process in list(self.running):
            ended, status = os.waitpid(process, os.WNOHANG)
            if ended:
                self._ended[self.running.pop(process).job.id] = os.waitstatus_to_exitcode(status)

    def recovered(self) -> list[Job]:
        """Put back jobs that run without a process, ours or that of an earlier worker; give those that are open."""
        if any(status != 0 for status in self._ended.values()):
            sweep(self.data)
        at_work = {one.job.id for one in self.running.values()}
        found = self._open()
        broken = [job for job in found if job.state is jobs.JobState.RUNNING and job.id not in at_work]
        for job in broken:
            status = self._ended.get(job.id)
            self._broken_off(
                job, "the service ended meanwhile" if status is None else f"its process ended with {status}"
            )
        self._ended.clear()
        return self._open() if broken else found

    def _open(self) -> list[Job]:
        with self.data.control() as control:
            return jobs.open_jobs(control)

    def _release(self) -> None:
        """Once, let the drafts go on that commands and earlier workers left in the middle."""
        if not self._released:
            kept_drafts.release(self.data, SERVICE)
            self._released = True

    def _broken_off(self, job: Job, why: str) -> None:
        log.warning("Job %s (%s) broke off: %s", job.id, job.kind, why)
        if not job.unwanted and job.id in self._too_large:
            # Begun again it would take as much.
            fail(self.data, job, JobTooLarge(limit=self.memory_limit_bytes // 10**6))
            return
        if not job.unwanted and job.attempts >= ATTEMPTS:
            fail(self.data, job, JobBrokenOff(attempts=job.attempts, detail=why))
            return
        with self.data.control() as control, control.transaction():
            if job.unwanted:
                end_cancelled(control, job, job.actor)
            else:
                jobs.put_back(control, job)

    def _end_unwanted(self, found: Sequence[Job]) -> None:
        """Kill the processes of jobs that were given up."""
        unwanted = {job.id for job in found if job.unwanted}
        for process, one in self.running.items():
            if one.job.id in unwanted:
                os.kill(process, signal.SIGKILL)

    def _end_too_large(self) -> None:
        """Kill the processes of jobs that hold more memory than a job may."""
        for process, one in self.running.items():
            if sandbox.held_bytes(process) > self.memory_limit_bytes:
                self._too_large.add(one.job.id)
                os.kill(process, signal.SIGKILL)

    def _begin(self) -> None:
        taken = {one.lane for one in self.running.values()}
        for lane, limit in enumerate(self.lanes):
            if lane not in taken and (job := self._next(limit)) is not None:
                self.running[forked(partial(_done, self.settings, job))] = Running(job, lane)

    def _next(self, limit_bytes: int | None) -> Job | None:
        """Take the job whose turn it is in a lane. The database is closed again, since a child must not inherit it."""
        with self.data.control() as control, control.transaction():
            waiting = [job for job in jobs.open_jobs(control) if job.state is jobs.JobState.WAITING]
            at_work = [one.job for one in self.running.values()]
            job = next_job(waiting, at_work, jobs.last_begun(control), limit_bytes)
            if job is not None:
                jobs.begin(control, job)
            return job

    def _tidy(self) -> None:
        """Discard old drafts and forget old answers, now and then."""
        if time.monotonic() - self._tidied < TIDY_S:
            return
        self._tidied = time.monotonic()
        kept_drafts.expire(self.data, self.settings.draft_days, SERVICE)
        with self.data.control() as control:
            forget_answers(control, clock.moment(-ANSWERS_KEPT))


def _done(settings: Settings, job: Job) -> int:
    """Do a job; whatever goes wrong with it that is no error of the tree is told as a fault of the program."""
    # The connections to a remote engine are the worker's.
    data = data_folder(settings)
    try:
        do(data, settings, job)
    except Exception as error:
        log.exception("Job %s (%s) failed", job.id, job.kind)
        fail(data, job, JobFault(job=job.id, detail=type(error).__name__))
    return 0


def run(parent: int) -> None:
    """Work until the pipe from the parent closes."""
    given: dict[str, Any] = {}
    worker, pause_s = IngestWorker(Settings(**given)), LOOK_S
    try:
        while not select.select([parent], [], [], pause_s)[0]:
            try:
                worker.look()
                pause_s = LOOK_S
            except (OpenCollectionsError, OSError, sqlite3.Error) as error:
                # A full disk or a busy database may be better the next time.
                log.error("The ingest worker could not go on. %s", error)  # noqa: TRY400 - the cause is no bug
                pause_s = RETRY_S
    finally:
        worker.close()


if __name__ == "__main__":
    logging.basicConfig(format="%(levelname)s %(message)s")
    # The terminal's and the service manager's signals go to all processes: the service decides about its own.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    run(int(sys.argv[1]))
