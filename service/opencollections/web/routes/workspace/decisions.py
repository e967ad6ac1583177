"""What is decided about published entities: undo, withdrawal, its taking back, and merge, each as a job."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request, Response

from ....errors import UsageError, WholeCollectionMeant
from ....members.audit import audited
from ....publishing import orders
from ....store import entity_ledger
from ....store.folders import DataFolder
from ....store.jobs import Job
from ...belonging import own_collection
from ...identity import Curating
from ...paths import identifiers_at
from ...site import site_of
from ...workroom import Text, led_to, reason_in, room
from .collections import collection_page

router = room()


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision of a person about a collection of the member's own."""

    request: Request
    who: Curating
    member: str
    name: str

    @property
    def collection(self) -> str:
        return f"{self.member}/{self.name}"

    def meant(self, given: str) -> str:
        """Give the identifier that somebody means who writes it, or the address of its page as a browser shows it."""
        site = site_of(self.request)
        found = identifiers_at(given.strip(), site.ids)
        with site.reading.data.control() as control:
            return next((iri for iri in found if entity_ledger.is_known(control, iri)), found[0])

    def ordered(self, action: str, about: str, order: Callable[[DataFolder], Job]) -> Response:
        """Lead to the job of what was decided, or tell on the collection's page why it cannot be; the log has both."""
        data = site_of(self.request).reading.data
        with data.control() as control:
            one = own_collection(control, self.who, self.member, self.name)
            try:
                with audited(data, self.who, action, about, self.member):
                    job = order(data)
            except UsageError as error:
                return collection_page(self.request, control, self.who, one, error)
        return led_to(self.request, f"/workspace/jobs/{job.id}")


Deciding = Annotated[Decision, Depends()]


@router.post("/collections/{member}/{name}/undo")
def undo(decision: Deciding, to: Text = "") -> Response:
    """Publish an earlier version again."""
    # What is no number is no version either, and must not go back to another one.
    number = (int(to[:9]) if to.isdecimal() else 0) if to else None

    def order(data: DataFolder) -> Job:
        return orders.order_undo(data, decision.collection, decision.who.name, number)

    return decision.ordered(
        "undo", f"{decision.collection} to version {'before' if number is None else number}", order
    )


@router.post("/collections/{member}/{name}/withdraw")
def withdraw(decision: Deciding, iri: Text = "", reason: Text = "", sure: Text = "") -> Response:
    """Withdraw one entity, or everything where that was ticked."""
    collection, thing = decision.collection, decision.meant(iri) or None
    identifiers = site_of(decision.request).ids

    def order(data: DataFolder) -> Job:
        if thing is not None:
            orders.check_within(identifiers.entities, thing)
        elif not sure:
            raise WholeCollectionMeant
        return orders.order_withdrawal(data, collection, decision.who.name, thing, reason_in(reason))

    return decision.ordered("withdraw", thing or collection, order)


@router.post("/collections/{member}/{name}/restore")
def restore(decision: Deciding, iri: Text = "") -> Response:
    """Let a withdrawn entity be public again."""
    collection, thing = decision.collection, iri.strip()

    def order(data: DataFolder) -> Job:
        return orders.order_restoration(data, collection, decision.who.name, thing)

    return decision.ordered("restore", thing or collection, order)


@router.post("/collections/{member}/{name}/merge")
def merge(decision: Deciding, old: Text = "", into: Text = "", reason: Text = "") -> Response:
    """Let one identifier of the member mean what another one means, for ever."""
    member, gone, stays = decision.member, decision.meant(old), decision.meant(into)
    identifiers = site_of(decision.request).ids

    def order(data: DataFolder) -> Job:
        orders.check_within(identifiers.space(member), gone, stays)
        return orders.order_merge(data, member, decision.who.name, gone, stays, reason_in(reason))

    return decision.ordered("merge", f"{gone} into {stays}", order)
