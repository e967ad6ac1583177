"""Jobs: how far work is, told live, and what came of it."""

from typing import Final

from fastapi import Request, Response

from ....members.audit import audited
from ....publishing import orders
from ....publishing.progress import unit
from ....store import jobs, registry
from ....store.jobs import Job, JobKind, JobState
from ...belonging import job_now
from ...identity import Curating
from ...sentences import failure
from ...site import Site, site_of
from ...workroom import led_to, reader, room, room_page

router = room()

SHOWN_AGAIN_S: Final = 2
"""A browser without script loads the page again so often."""


@router.get("/jobs/{job}")
def show(request: Request, who: Curating, job: str) -> Response:
    """Show how far a job is; one that has ended leads to what came of it, or says why nothing did."""
    site = site_of(request)
    one = job_now(site.reading.data, who, job)
    if not one.is_open and one.kind is JobKind.MAP:
        return led_to(request, f"/workspace/drafts/{one.draft}")
    if one.state is JobState.DONE and one.kind is JobKind.PUBLISH:
        return led_to(request, f"/workspace/drafts/{one.draft}/published")
    with site.reading.data.control() as control:
        collection = registry.collection(control, one.collection) if one.collection else None
    return room_page(
        request,
        "workspace/job.html",
        who,
        job=one,
        collection=collection,
        onward=_onward(site, one),
        failure=failure(one, reader(request).interface),
        unit=unit(one.step) if one.step else None,
        left=one.seconds_left(jobs.seconds()),
        again_s=SHOWN_AGAIN_S,
    )


@router.post("/jobs/{job}/cancel")
def cancel(request: Request, who: Curating, job: str) -> Response:
    """Give a job up."""
    data = site_of(request).reading.data
    one = job_now(site_of(request).reading.data, who, job)
    with audited(data, who, "cancel", f"job {job} ({one.kind})", one.member):
        orders.cancel(data, job, who.name)
    return led_to(request, f"/workspace/jobs/{job}")


def _onward(site: Site, one: Job) -> str:
    """Give where to go on after a job: to what it was about, and after a merge to what stays."""
    if one.draft:
        return site.urls.to(f"/workspace/drafts/{one.draft}")
    if one.collection:
        return site.urls.to(f"/workspace/collections/{one.collection}")
    survivor = site.urls.page(one.request["into"]) if one.state is JobState.DONE else None
    return survivor or site.urls.to("/workspace")
