"""Merge: an identifier means from now on what another one means, in every collection and for ever."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack

from ..errors import (
    AlreadyMerged,
    ForeignIdentifier,
    MergeInCircle,
    SurvivorMerged,
    SurvivorNotPublished,
    UnknownEntity,
)
from ..iris import Identifiers
from ..phrases import Phrase
from ..store import clock, decisions, entity_ledger, ledger, registry
from ..store.control import Control
from ..store.decisions import Decisions, Merge
from ..store.entity_ledger import Departure
from ..store.ledger import Cause, Kind, Version
from .earlier import as_draft
from .publish import Publishing, publish_steps
from .revision import revised
from .steps import Step, step


def merge(publishing: Publishing, old: str, into: str, reason: str | None = None) -> list[Version]:
    """Merge an identifier into another; give the new versions of the collections that had it, which may be none.

    What was stated of the old one is stated of its survivor, and references follow. Raises ForeignIdentifier,
    UnknownEntity, AlreadyMerged, MergeInCircle, SurvivorMerged and SurvivorNotPublished.
    """
    with publishing.turn("merge") as control, ExitStack() as drafts:
        _check(control, old, into, publishing.identifiers)
        now = clock.now()
        survivors = decisions.survivors(control)
        survivors = {one: into if end == old else end for one, end in survivors.items()} | {old: into}
        departures = {old: Departure(reason, into)}
        steps = list(_steps(publishing, control, survivors, departures, drafts))

        def decide(control: Control, _: Sequence[Version]) -> None:
            decisions.enter_merge(control, Merge(old, into, now, publishing.actor, reason))
            entity_ledger.enter_replacement(control, old, into, reason)

        # Also where no statement changes there is a new generation: what an identifier answers has changed.
        cause = Cause(Kind.MERGE, publishing.actor, reason)
        return publish_steps(publishing, control, steps, cause, decide)


def _steps(
    publishing: Publishing,
    control: Control,
    survivors: dict[str, str],
    departures: dict[str, Departure],
    drafts: ExitStack,
) -> Iterator[Step]:
    for collection in registry.collections(control):
        newest = ledger.newest(control, collection.name)
        if newest is not None and newest.quads:
            draft = drafts.enter_context(
                as_draft(publishing.data, collection, publishing.identifiers, newest)
            )
            held = Decisions(decisions.withdrawals(control, collection.name), survivors)
            changed = revised(draft, held)
            if changed is not draft:
                yield step(publishing.data, control, changed, departures)


def _check(control: Control, old: str, into: str, identifiers: Identifiers) -> None:
    for iri in (old, into):
        if identifiers.path(iri) is None:
            raise ForeignIdentifier(iri=iri, space=identifiers.entities)
    if old == into:
        raise MergeInCircle(old=old, into=into, why=Phrase("it is the same identifier"))
    if not entity_ledger.is_known(control, old):
        raise UnknownEntity(iri=old)
    survivor = decisions.survivor(control, old)
    if survivor is not None:
        raise AlreadyMerged(old=old, survivor=survivor)
    survivor = decisions.survivor(control, into)
    if survivor == old:
        raise MergeInCircle(old=old, into=into, why=Phrase("that was merged into the first before"))
    if survivor is not None:
        raise SurvivorMerged(old=old, into=into, survivor=survivor)
    if not entity_ledger.stating(control, into):
        was_there = entity_ledger.is_known(control, into)
        why = Phrase("was withdrawn") if was_there else Phrase("was never published")
        raise SurvivorNotPublished(old=old, into=into, why=why)
