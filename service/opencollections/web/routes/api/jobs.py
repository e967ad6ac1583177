"""Jobs: what the ingest worker does for a member, how far it is, and how to give it up."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Annotated, Any, Final

from fastapi import Query, Request, Response
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from ....errors import CursorInvalid
from ....members.audit import audited
from ....publishing import orders
from ....publishing.progress import Unit, unit
from ....store import jobs as kept
from ....store.jobs import Job, JobKind, JobState
from ...belonging import job_now
from ...identity import Drafting, Reading
from ...site import Site, site_of
from .routing import member_router, problems

router = member_router("jobs")

TOLD_EVERY_S: Final = 0.5
"""How often it is looked whether a job is further."""

ALIVE_EVERY_S: Final = 15.0
"""How often something is sent at least, so that no proxy takes the connection for dead."""

TOLD_FOR_S: Final = 600.0
"""A connection is ended then, and the client comes again by itself."""


class JobDocument(BaseModel):
    """One piece of work, and how far it is."""

    id: str = Field(examples=["5f0c3a9e7b1d2468"])
    kind: JobKind
    state: JobState = Field(examples=["running"])
    member: str = Field(examples=["npg"])
    collection: str | None = Field(examples=["npg/portraits"])
    draft: str | None = Field(examples=["0123456789abcdef"])
    actor: str = Field(description="who ordered it")
    created: str = Field(description="when, in UTC", examples=["2026-11-26T08:00:00Z"])
    begun: str | None
    ended: str | None
    step: str | None = Field(description="what goes on", examples=["mapped"])
    unit: Unit | None = Field(description="what done and total count; null where the step counts nothing")
    done: int | None = Field(description="how much of it the step has done", examples=[1_200])
    total: int | None = Field(description="of how many, where that is known", examples=[4_800])
    seconds_left: float | None = Field(description="of the step, as far as it can be told", examples=[4.5])
    outcome: dict[str, Any] | None = Field(
        description="what came of it; of a failed job, the facts of its error"
    )
    code: str | None = Field(description="of the error that ended it", examples=["draft-refused"])
    detail: str | None = Field(description="what went wrong and what to do")


class JobList(BaseModel):
    """A page of jobs, the newest first."""

    items: list[JobDocument]
    cursor: str | None = Field(description="what to ask with for the next page; null at the end")


def job_document(job: Job) -> JobDocument:
    """Tell a job; what was asked for and how often it was begun is nobody's matter."""
    names = JobDocument.model_fields.keys() - {"seconds_left", "unit"}
    left = job.seconds_left(kept.seconds())
    told = {name: getattr(job, name) for name in names}
    return JobDocument(
        seconds_left=None if left is None else round(left, 1),
        unit=unit(job.step) if job.step else None,
        **told,
    )


def accepted(request: Request, response: Response, job: Job) -> JobDocument:
    """Answer that a job was ordered (202), and where it is told how far it is."""
    response.status_code = 202
    response.headers["Location"] = site_of(request).urls.to(f"/api/v1/jobs/{job.id}")
    return job_document(job)


@router.get("/jobs", responses=problems())
def list_jobs(
    request: Request,
    who: Reading,
    cursor: Annotated[str, Query(max_length=40, description="cursor of the page before")] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> JobList:
    """List the jobs of the member, the newest first; an operator sees those of all."""
    if cursor and not cursor.isdecimal():
        raise CursorInvalid(cursor=cursor)
    before = int(cursor[:18]) if cursor else None
    with site_of(request).reading.data.control() as control:
        member = None if who.operator else who.member
        found = kept.jobs(control, member, before=before, limit=limit + 1)
    shown = found[:limit]
    return JobList(
        items=[job_document(job) for job in shown],
        cursor=str(shown[-1].seq) if len(found) > limit else None,
    )


@router.get("/jobs/{job}", responses=problems(404))
def read_job(request: Request, who: Reading, job: str) -> JobDocument:
    """Tell how far a job is."""
    return job_document(job_now(site_of(request).reading.data, who, job))


@router.get("/jobs/{job}/events", response_class=StreamingResponse, responses=problems(404))
async def follow_job(request: Request, who: Reading, job: str) -> Response:
    """Tell how far a job is again and again, until it has ended (server-sent events: progress, end)."""
    site = site_of(request)
    await run_in_threadpool(job_now, site.reading.data, who, job)
    headers = {"Cache-Control": "private, no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_events(request, site, job), media_type="text/event-stream", headers=headers)


@router.post("/jobs/{job}/cancel", responses=problems(404, 409))
def cancel_job(request: Request, who: Drafting, job: str) -> JobDocument:
    """Give a job up; one that runs ends as soon as its worker hears of it, unless it is done before."""
    site = site_of(request)
    one = job_now(site.reading.data, who, job)
    with audited(site.reading.data, who, "cancel", f"job {job} ({one.kind})", one.member):
        return job_document(orders.cancel(site.reading.data, job, who.name))


async def _events(request: Request, site: Site, wanted: str) -> AsyncIterator[str]:
    """Give what is sent: a message where something changed, and a remark now and then where nothing did."""
    begun = said = time.monotonic()
    before = ""
    while time.monotonic() - begun < TOLD_FOR_S and not await request.is_disconnected():
        job = await run_in_threadpool(_read, site, wanted)
        document = job_document(job).model_dump(mode="json")
        now = json.dumps({**document, "seconds_left": None}) if job.is_open else ""
        if not job.is_open or now != before:
            kind = "progress" if job.is_open else "end"
            before, said = now, time.monotonic()
            yield f"event: {kind}\ndata: {json.dumps(document, ensure_ascii=False)}\n\n"
            if not job.is_open:
                return
        elif time.monotonic() - said > ALIVE_EVERY_S:
            said = time.monotonic()
            yield ": still at it\n\n"
        await asyncio.sleep(TOLD_EVERY_S)


def _read(site: Site, wanted: str) -> Job:
    with site.reading.data.control() as control:
        return kept.job(control, wanted)
