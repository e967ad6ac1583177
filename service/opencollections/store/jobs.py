"""Jobs: work that the ingest worker does for people, one row each, from the order to the outcome."""

import json
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Final

from ..errors import UnknownJob
from . import clock
from .control import Control


class JobKind(StrEnum):
    """What a job does: it maps a draft, or changes what is public."""

    MAP = "map"
    PUBLISH = "publish"
    UNDO = "undo"
    WITHDRAW = "withdraw"
    RESTORE = "restore"
    MERGE = "merge"


class JobState(StrEnum):
    """Where a job is; the last three are for good."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


OPEN: Final = frozenset({JobState.WAITING, JobState.RUNNING})


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work. ``request`` is what was asked for, ``outcome`` what came of it, ``bytes`` how large it is.

    ``done`` of ``total`` belong to the ``step`` that has gone on since ``stepped`` (as ``seconds`` counts); where the
    total is not known it is None. Of a failed job, ``code`` and ``detail`` are those of its error, and ``outcome`` has
    the ``facts`` that the detail is made of.
    """

    seq: int
    id: str
    kind: JobKind
    member: str
    collection: str | None
    draft: str | None
    request: Mapping[str, Any]
    bytes: int
    actor: str
    state: JobState
    created: str
    begun: str | None = None
    ended: str | None = None
    attempts: int = 0
    unwanted: bool = False
    step: str | None = None
    done: int | None = None
    total: int | None = None
    stepped: float | None = None
    outcome: Mapping[str, Any] | None = None
    code: str | None = None
    detail: str | None = None

    @property
    def order(self) -> "Order":
        """What was ordered."""
        return Order(
            self.kind, self.member, self.actor, self.collection, self.draft, self.request, self.bytes
        )

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def seconds_left(self, at: float) -> float | None:
        """Estimate how long the step goes on, from how long it took so far; None where that cannot be told."""
        if not self.done or not self.total or self.stepped is None or self.state is not JobState.RUNNING:
            return None
        return max(0.0, (at - self.stepped) * (self.total - self.done) / self.done)


_COLUMNS: Final = ", ".join(Job.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody wants done: of which kind, on what, by whom, and how large it is."""

    kind: JobKind
    member: str
    actor: str
    collection: str | None = None
    draft: str | None = None
    request: Mapping[str, Any] = field(default_factory=dict)
    bytes: int = 0


def enter_job(control: Control, order: Order) -> Job:
    """Enter what was ordered as a job that waits; call it inside a transaction."""
    one = secrets.token_hex(8)
    values = {
        **asdict(order),
        "id": one,
        "request": json.dumps(dict(order.request), ensure_ascii=False),
        "state": JobState.WAITING,
        "created": clock.now(),
    }
    control.db.execute(
        f"INSERT INTO job ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})",  # noqa: S608 - names of our own
        tuple(values.values()),
    )
    return job(control, one)


def job(control: Control, wanted: str) -> Job:
    """Give one job; raise UnknownJob."""
    row = control.db.execute(f"SELECT {_COLUMNS} FROM job WHERE id = ?", (wanted,)).fetchone()  # noqa: S608 - fixed columns
    if row is None:
        raise UnknownJob(job=wanted)
    return _job(row)


def jobs(
    control: Control, member: str | None = None, *, before: int | None = None, limit: int = 50
) -> list[Job]:
    """Give jobs, those of one member or all, the newest first, from below the number ``before`` on."""
    rows = control.db.execute(
        f"SELECT {_COLUMNS} FROM job WHERE (:member IS NULL OR member = :member) "  # noqa: S608 - fixed columns
        "AND (:before IS NULL OR seq < :before) ORDER BY seq DESC LIMIT :limit",
        {"member": member, "before": before, "limit": limit},
    )
    return [_job(row) for row in rows.fetchall()]


def open_jobs(control: Control, draft: str | None = None) -> list[Job]:
    """Give the jobs that wait or run, those of one draft or all, the oldest first."""
    rows = control.db.execute(
        f"SELECT {_COLUMNS} FROM job WHERE state IN ('waiting', 'running') "  # noqa: S608 - fixed columns
        "AND (:draft IS NULL OR draft = :draft) ORDER BY seq",
        {"draft": draft},
    )
    return [_job(row) for row in rows.fetchall()]


def failed(control: Control, draft: str) -> Job | None:
    """Give the last job of a draft where that failed, or None."""
    row = control.db.execute(
        f"SELECT {_COLUMNS} FROM job WHERE draft = ? ORDER BY seq DESC LIMIT 1",  # noqa: S608 - fixed columns
        (draft,),
    ).fetchone()
    last = _job(row) if row else None
    return last if last is not None and last.state is JobState.FAILED else None


def last_begun(control: Control) -> dict[str, int]:
    """Give for each member the place of its job that was begun last, by when it was begun.

    What was begun in the future does not count: until then its member would have to let all others go first.
    """
    rows = control.db.execute(
        "SELECT member, max(begun || printf('%012d', seq)) FROM job WHERE begun <= ? GROUP BY member ORDER BY 2",
        (clock.now(),),
    )
    return {str(row[0]): place for place, row in enumerate(rows.fetchall())}


def begin(control: Control, one: Job) -> None:
    """Let a job run; call it inside a transaction."""
    control.db.execute(
        "UPDATE job SET state = ?, begun = ?, attempts = attempts + 1, step = NULL, done = NULL, total = NULL "
        "WHERE id = ?",
        (JobState.RUNNING, clock.now(), one.id),
    )


def put_back(control: Control, one: Job) -> None:
    """Let a job that broke off wait for its turn again; call it inside a transaction."""
    control.db.execute(
        "UPDATE job SET state = ?, step = NULL, done = NULL, total = NULL WHERE id = ?",
        (JobState.WAITING, one.id),
    )


def end(
    control: Control,
    one: str,
    state: JobState,
    *,
    outcome: Mapping[str, Any] | None = None,
    code: str | None = None,
    detail: str | None = None,
) -> None:
    """End a job for good; call it inside a transaction, that of a publish where there is one."""
    told = None if outcome is None else json.dumps(dict(outcome), ensure_ascii=False)
    control.db.execute(
        "UPDATE job SET state = ?, ended = ?, outcome = ?, code = ?, detail = ? WHERE id = ?",
        (state, clock.now(), told, code, detail, one),
    )


def give_up(control: Control, one: str) -> None:
    """Note that nobody wants a job any more; call it inside a transaction."""
    control.db.execute("UPDATE job SET unwanted = 1 WHERE id = ?", (one,))


def note_progress(
    control: Control, one: str, step: str, done: int, total: int | None, stepped: float
) -> None:
    """Note how far a running job is."""
    control.db.execute(
        "UPDATE job SET step = ?, done = ?, total = ?, stepped = ? WHERE id = ?",
        (step, done, total, stepped, one),
    )


def seconds() -> float:
    """Give the moment as ``stepped`` counts it, which all processes of a machine do alike and nobody can set back."""
    return time.monotonic()


def _job(row: Sequence[Any]) -> Job:
    values = dict(zip(Job.__dataclass_fields__, row, strict=True))
    values["kind"], values["state"] = JobKind(values["kind"]), JobState(values["state"])
    values["unwanted"] = bool(values["unwanted"])
    values["request"] = json.loads(values["request"])
    values["outcome"] = None if values["outcome"] is None else json.loads(values["outcome"])
    return Job(**values)
