"""Turns: whose job is next, so that small files do not wait for large ones, nor one member for another."""

from collections.abc import Mapping, Sequence
from typing import Final

from ..store.jobs import Job, JobKind

SMALL_BYTES: Final = 8 * 1024 * 1024
"""Files so large together have a lane of their own, which larger ones never take."""


def next_job(
    waiting: Sequence[Job], running: Sequence[Job], begun: Mapping[str, int], limit_bytes: int | None
) -> Job | None:
    """Give the job of those waiting that is begun next in a lane, None where none may be.

    The member goes first that has the fewest jobs running, then the one whose last was begun longest ago (``begun``
    has the place of each member's last); of one member, the oldest. ``limit_bytes`` is what the lane takes.
    """
    fit = [
        job
        for job in waiting
        if (limit_bytes is None or job.bytes <= limit_bytes) and not _has_to_wait(job, waiting, running)
    ]
    at_work = [job.member for job in running]
    return min(
        fit, key=lambda job: (at_work.count(job.member), begun.get(job.member, -1), job.seq), default=None
    )


def _has_to_wait(job: Job, waiting: Sequence[Job], running: Sequence[Job]) -> bool:
    """Tell whether a job must let others end first: one publishes at a time, and of a collection in the order given."""
    if job.kind is JobKind.MAP:
        return False
    if any(other.kind is not JobKind.MAP for other in running):
        return True
    return any(
        other.seq < job.seq and other.kind is not JobKind.MAP and other.collection == job.collection
        for other in waiting
    )
