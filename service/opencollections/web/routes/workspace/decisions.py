"""What is decided about published entities: undo, withdrawal, its taking back, and merge, each as a job."""

from fastapi import Request, Response

from ....errors import UsageError, WholeCollectionMeant
from ....members.audit import audited
from ....publishing import orders
from ...identity import Curating
from ...site import site_of
from ...workroom import Text, led_to, room
from ..api.belonging import own_collection
from .collections import collection_page

router = room()


@router.post("/collections/{member}/{name}/undo")
def undo(request: Request, who: Curating, member: str, name: str, to: Text = "") -> Response:
    """Publish an earlier version again."""
    data = site_of(request).reading.data
    with data.control() as control:
        one = own_collection(control, who, member, name)
    number = int(to[:9]) if to.isdecimal() else None
    with audited(data, who, "undo", f"{one.name} to version {number or 'before'}", member):
        job = orders.order_undo(data, one.name, who.name, number)
    return led_to(request, f"/workspace/jobs/{job.id}")


@router.post("/collections/{member}/{name}/withdraw")
def withdraw(
    request: Request,
    who: Curating,
    member: str,
    name: str,
    iri: Text = "",
    reason: Text = "",
    sure: Text = "",
) -> Response:
    """Withdraw one entity, or everything where that was ticked."""
    data = site_of(request).reading.data
    with data.control() as control:
        one = own_collection(control, who, member, name)
        try:
            if not iri.strip() and not sure:
                raise WholeCollectionMeant
            with audited(data, who, "withdraw", iri.strip() or one.name, member):
                job = orders.order_withdrawal(
                    data, one.name, who.name, iri.strip() or None, reason.strip()[:1_000] or None
                )
        except UsageError as error:
            return collection_page(request, control, who, one, error)
    return led_to(request, f"/workspace/jobs/{job.id}")


@router.post("/collections/{member}/{name}/restore")
def restore(request: Request, who: Curating, member: str, name: str, iri: Text = "") -> Response:
    """Let a withdrawn entity be public again."""
    data = site_of(request).reading.data
    with data.control() as control:
        one = own_collection(control, who, member, name)
        try:
            with audited(data, who, "restore", iri.strip() or one.name, member):
                job = orders.order_restoration(data, one.name, who.name, iri.strip())
        except UsageError as error:
            return collection_page(request, control, who, one, error)
    return led_to(request, f"/workspace/jobs/{job.id}")


@router.post("/collections/{member}/{name}/merge")
def merge(
    request: Request,
    who: Curating,
    member: str,
    name: str,
    old: Text = "",
    into: Text = "",
    reason: Text = "",
) -> Response:
    """Let one identifier of the member mean what another one means, for ever."""
    site = site_of(request)
    data = site.reading.data
    with data.control() as control:
        one = own_collection(control, who, member, name)
        try:
            orders.check_own(site.ids, member, old.strip(), into.strip())
            with audited(data, who, "merge", f"{old.strip()} into {into.strip()}", member):
                job = orders.order_merge(
                    data, member, who.name, old.strip(), into.strip(), reason.strip()[:1_000] or None
                )
        except UsageError as error:
            return collection_page(request, control, who, one, error)
    return led_to(request, f"/workspace/jobs/{job.id}")
