"""Publishing: what is public is taken back, withdrawn, restored or merged, each as a job."""

from typing import Annotated

from fastapi import Query, Request, Response
from pydantic import BaseModel, Field

from ....members.audit import audited
from ....members.identities import Identity
from ....publishing import orders
from ....store import decisions, registry
from ....store.folders import DataFolder
from ...belonging import own_collection
from ...identity import Publishing, Reading
from ...site import site_of
from .jobs import JobDocument, accepted
from .routing import Wanted, member_router, problems

router = member_router("publishing")

_OBJECT = "https://data.example.org/id/npg/object/NPG.77.190"
_OTHER = "https://data.example.org/id/npg/object/S%2FNPG.77.190"


class UndoWanted(Wanted):
    """What to go back to."""

    to: int | None = Field(None, ge=1, description="number of a version; else the one before", examples=[3])


class WithdrawalWanted(Wanted):
    """What is to be no longer public, and why."""

    iri: str | None = Field(
        None, max_length=2_000, description="of one entity; else all of the collection", examples=[_OBJECT]
    )
    reason: str | None = Field(
        None, max_length=1_000, description="the public reads it", examples=["Sold in 2025"]
    )
    instead: str | None = Field(None, max_length=2_000, description="IRI of what to look at in its place")


class RestorationWanted(Wanted):
    """What is to be public again."""

    iri: str = Field(max_length=2_000, description="of an entity that was withdrawn", examples=[_OBJECT])


class MergeWanted(Wanted):
    """Which identifier is to mean what another one means."""

    old: str = Field(
        max_length=2_000, description="the one that leads to the other from then on", examples=[_OTHER]
    )
    into: str = Field(max_length=2_000, description="the one that stays", examples=[_OBJECT])
    reason: str | None = Field(None, max_length=1_000, description="the public reads it")


class WithdrawnDocument(BaseModel):
    """An entity that a collection keeps back, whatever its files say."""

    iri: str = Field(examples=[_OBJECT])
    since: int = Field(description="the version from which on", examples=[4])
    reason: str | None
    replaced_by: str | None = Field(description="IRI of what to look at in its place")


class WithdrawnList(BaseModel):
    """Entities that a collection keeps back, in the order of their IRIs."""

    items: list[WithdrawnDocument]
    cursor: str | None = Field(description="what to ask with for the next page; null at the end")


@router.post("/collections/{member}/{name}/undo", status_code=202, responses=problems(404, 409))
def undo(
    request: Request,
    response: Response,
    who: Publishing,
    member: str,
    name: str,
    wanted: UndoWanted | None = None,
) -> JobDocument:
    """Publish an earlier version of a collection as a new one; nothing is lost, so an undo can be undone."""
    data, collection = _own(request, who, member, name)
    to = wanted.to if wanted else None
    with audited(data, who, "undo", collection, member):
        return accepted(request, response, orders.order_undo(data, collection, who.name, to))


@router.post("/collections/{member}/{name}/withdrawals", status_code=202, responses=problems(404))
def withdraw(
    request: Request, response: Response, who: Publishing, member: str, name: str, wanted: WithdrawalWanted
) -> JobDocument:
    """Withdraw an entity, also from files to come until it is restored, or a collection until its next version."""
    data, collection = _own(request, who, member, name)
    with audited(data, who, "withdraw", wanted.iri or collection, member):
        job = orders.order_withdrawal(data, collection, who.name, wanted.iri, wanted.reason, wanted.instead)
        return accepted(request, response, job)


@router.get("/collections/{member}/{name}/withdrawals", responses=problems(404))
def list_withdrawals(
    request: Request,
    who: Reading,
    member: str,
    name: str,
    cursor: Annotated[str, Query(max_length=2_000, description="cursor of the page before")] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> WithdrawnList:
    """List the entities that a collection keeps back."""
    with site_of(request).reading.data.control() as control:
        held = decisions.withdrawals(control, own_collection(control, who, member, name).name)
    found = [held[iri] for iri in sorted(held) if iri > cursor]
    items = [WithdrawnDocument.model_validate(one, from_attributes=True) for one in found[:limit]]
    return WithdrawnList(items=items, cursor=items[-1].iri if len(found) > limit else None)


@router.post("/collections/{member}/{name}/restorations", status_code=202, responses=problems(404))
def restore(
    request: Request, response: Response, who: Publishing, member: str, name: str, wanted: RestorationWanted
) -> JobDocument:
    """Publish an entity again that was withdrawn."""
    data, collection = _own(request, who, member, name)
    with audited(data, who, "restore", wanted.iri, member):
        return accepted(request, response, orders.order_restoration(data, collection, who.name, wanted.iri))


@router.post("/members/{member}/merges", status_code=202, responses=problems(404))
def merge(
    request: Request, response: Response, who: Publishing, member: str, wanted: MergeWanted
) -> JobDocument:
    """Let an identifier of the member mean what another of its own means, in every collection and for ever."""
    site = site_of(request)
    data = site.reading.data
    who.check_member(member)
    with data.control() as control:
        registry.member(control, member)
    with audited(data, who, "merge", f"{wanted.old} into {wanted.into}", member):
        orders.check_within(site.ids.space(member), wanted.old, wanted.into)
        job = orders.order_merge(data, member, who.name, wanted.old, wanted.into, wanted.reason)
        return accepted(request, response, job)


def _own(request: Request, who: Identity, member: str, name: str) -> tuple[DataFolder, str]:
    """Give the data and the name of a collection that the caller may touch; raise NotYours and UnknownCollection."""
    data = site_of(request).reading.data
    with data.control() as control:
        return data, own_collection(control, who, member, name).name
