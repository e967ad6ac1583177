"""Orders: what people ask of the ingest worker, entered as jobs; who asks the same twice gets the same job."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..errors import DraftEmpty, DraftNotReady, ForeignIdentifier, JobEnded
from ..iris import checked_iri
from ..store import drafts, jobs, registry
from ..store.control import Control
from ..store.drafts import DraftState, KeptDraft
from ..store.folders import DataFolder
from ..store.jobs import Job, JobKind, JobState, Order
from .kept_drafts import at_rest
from .undo import newest_and_wanted


def order_mapping(data: DataFolder, draft: str, actor: str) -> Job:
    """Let a draft be mapped and checked; raise UnknownDraft, DraftBusy, DraftEnded and DraftEmpty."""
    with data.control() as control, control.transaction():
        if (same := _same(control, draft, JobKind.MAP)) is not None:
            return same
        one = at_rest(control, draft)
        if not one.files:
            raise DraftEmpty(draft=draft)
        drafts.change_draft(control, draft, DraftState.MAPPING, actor)
        return _of_draft(control, one, JobKind.MAP, actor)


def order_publishing(data: DataFolder, draft: str, actor: str, reason: str | None = None) -> Job:
    """Let a draft become the next version; raise UnknownDraft, DraftBusy, DraftEnded and DraftNotReady."""
    with data.control() as control, control.transaction():
        if (same := _same(control, draft, JobKind.PUBLISH)) is not None:
            return same
        one = at_rest(control, draft)
        if one.state is not DraftState.READY:
            raise DraftNotReady(draft=draft)
        drafts.change_draft(control, draft, DraftState.PUBLISHING, actor)
        return _of_draft(control, one, JobKind.PUBLISH, actor, {"reason": reason})


def order_undo(data: DataFolder, collection: str, actor: str, to: int | None = None) -> Job:
    """Let a version be published again, the one before the newest where none is named.

    Raises UnknownCollection, UnknownVersion and NothingToUndo.
    """
    with data.control() as control:
        newest_and_wanted(control, collection, to)
    return _of_collection(data, JobKind.UNDO, collection, actor, {"to": to})


def order_withdrawal(
    data: DataFolder,
    collection: str,
    actor: str,
    iri: str | None = None,
    reason: str | None = None,
    instead: str | None = None,
) -> Job:
    """Let an entity be withdrawn from a collection, or all where none is named; raise UnknownCollection, InvalidIRI."""
    for given in filter(None, (iri, instead)):
        checked_iri(given)
    request = {"iri": iri, "reason": reason, "instead": instead}
    return _of_collection(data, JobKind.WITHDRAW, collection, actor, request)


def order_restoration(data: DataFolder, collection: str, actor: str, iri: str) -> Job:
    """Let a withdrawn entity be published again; raise UnknownCollection and InvalidIRI."""
    return _of_collection(data, JobKind.RESTORE, collection, actor, {"iri": checked_iri(iri)})


def order_merge(
    data: DataFolder,
    member: str,
    actor: str,
    old: str,
    into: str,
    reason: str | None = None,
) -> Job:
    """Let an identifier of a member mean what another of its own means; raise UnknownMember and InvalidIRI.

    Whether both are its own is for ``check_within`` to tell.
    """
    request = {"old": checked_iri(old), "into": checked_iri(into), "reason": reason}
    with data.control() as control, control.transaction():
        registry.member(control, member)
        return _once(control, Order(JobKind.MERGE, member, actor, request=request))


def check_within(space: str, *iris: str) -> None:
    """Raise ForeignIdentifier where an IRI is not below a space, such as that of a member."""
    for iri in iris:
        if not iri.startswith(space):
            raise ForeignIdentifier(iri=iri, space=space)


def cancel(data: DataFolder, job: str, actor: str) -> Job:
    """Give a job up: one that waits is cancelled at once, one that runs as soon as its worker hears of it.

    A publish that is committed before it hears of it stays done. Raises UnknownJob and JobEnded.
    """
    with data.control() as control:
        with control.transaction():
            one = jobs.job(control, job)
            if not one.is_open:
                raise JobEnded(job=job)
            if one.state is JobState.WAITING:
                end_cancelled(control, one, actor)
            else:
                jobs.give_up(control, job)
        return jobs.job(control, job)


def end_cancelled(control: Control, one: Job, actor: str) -> None:
    """End a job that nobody wants any more, and let its draft be as before; call it inside a transaction."""
    jobs.end(control, one.id, JobState.CANCELLED)
    if one.draft is not None:
        state = DraftState.CANCELLED if one.kind is JobKind.MAP else DraftState.READY
        drafts.change_draft(control, one.draft, state, actor)


def _of_draft(
    control: Control, one: KeptDraft, kind: JobKind, actor: str, request: Mapping[str, Any] | None = None
) -> Job:
    order = Order(kind, one.member, actor, one.collection, one.id, request or {}, one.bytes)
    return jobs.enter_job(control, order)


def _of_collection(
    data: DataFolder, kind: JobKind, collection: str, actor: str, request: Mapping[str, Any]
) -> Job:
    with data.control() as control, control.transaction():
        member = registry.collection(control, collection).member
        return _once(control, Order(kind, member, actor, collection, request=request))


def _once(control: Control, order: Order) -> Job:
    """Enter an order, unless the same is open already, whoever gave it."""
    for other in jobs.open_jobs(control):
        if replace(order, actor=other.actor) == other.order:
            return other
    return jobs.enter_job(control, order)


def _same(control: Control, draft: str, kind: JobKind) -> Job | None:
    return next((job for job in jobs.open_jobs(control, draft) if job.kind is kind), None)
