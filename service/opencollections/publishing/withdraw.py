"""Withdraw: one entity of a collection, or all of it, is no longer public; its identifiers say so for ever."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace

from ..errors import AlreadyWithdrawn, ForeignIdentifier, NothingPublished, NotStated, NotWithdrawn
from ..iris import checked_iri
from ..phrases import Phrase
from ..store import decisions, entity_ledger, ledger, registry
from ..store.control import Control
from ..store.decisions import Decisions, Withdrawal
from ..store.entity_ledger import Departure
from ..store.ledger import Cause, Kind, Version
from ..store.statements import SortedStatements, difference, united
from .as_it_is import recounted
from .earlier import as_draft
from .public_records import kept_back
from .publish import Outcome, Publishing, publish_steps
from .revision import revised
from .steps import step
from .uploads import Draft


def withdraw_entity(
    publishing: Publishing,
    collection: str,
    iri: str,
    reason: str | None = None,
    instead: str | None = None,
) -> Outcome:
    """Withdraw one entity from a collection, also from what will be imported, until it is restored.

    ``instead`` is the IRI of what to look at in its place. Raises UnknownCollection, NothingPublished,
    ForeignIdentifier, NotStated, AlreadyWithdrawn and InvalidIRI.
    """
    if instead is not None:
        checked_iri(instead)
    with publishing.turn(collection) as control:
        newest = _newest(control, collection)
        _check_stated(publishing, control, collection, iri)
        new = Withdrawal(iri, newest.number + 1, reason, instead)
        departures = {iri: Departure(reason, instead)}

        def decide(control: Control, _: Sequence[Version]) -> None:
            decisions.enter_withdrawals(control, collection, [new])

        with _draft(publishing, control, newest) as now:
            one = step(publishing.data, control, revised(now, Decisions({iri: new})), departures)
            cause = Cause(Kind.WITHDRAWAL, publishing.actor, reason)
            (version,) = publish_steps(publishing, control, [one], cause, decide)
    return Outcome(version, changed=True, problems=())


def withdraw_collection(publishing: Publishing, collection: str, reason: str | None = None) -> Outcome:
    """Withdraw a whole collection, until something is imported again.

    Raises UnknownCollection and NothingPublished.
    """
    with publishing.turn(collection) as control:
        newest = _newest(control, collection)
        departures = {iri: Departure(reason) for iri in entity_ledger.stated(control, collection)}
        with _draft(publishing, control, newest) as now:
            nothing = replace(now, statements=SortedStatements((), 0), records=0, problems=(), files=())
            one = step(publishing.data, control, nothing, departures)
            cause = Cause(Kind.WITHDRAWAL, publishing.actor, reason)
            (version,) = publish_steps(publishing, control, [one], cause)
    return Outcome(version, changed=True, problems=())


def restore(publishing: Publishing, collection: str, iri: str) -> Outcome:
    """Publish a withdrawn entity again, with what its withdrawal took away; raise NotWithdrawn.

    Where the whole collection is withdrawn, the entity comes back with the next import.
    """
    with publishing.turn(collection) as control:
        newest = ledger.newest(control, registry.collection(control, collection).name)
        held = decisions.withdrawals(control, collection)
        if newest is None or iri not in held:
            raise NotWithdrawn(collection=collection, iri=iri)

        def decide(control: Control, _: Sequence[Version]) -> None:
            decisions.lift_withdrawals(control, collection, [iri], newest.number + 1)

        rest = {other: one for other, one in held.items() if other != iri}
        with _draft(publishing, control, newest) as now:
            whole = _with_taken(publishing, control, now, held[iri])
            draft = revised(whole, Decisions(rest, decisions.survivors(control)))
            one = step(publishing.data, control, draft, {})
            if newest.is_withdrawn or not one.changes_something:
                with control.transaction():
                    decide(control, ())
                return Outcome(newest, changed=False, problems=())
            cause = Cause(Kind.RESTORATION, publishing.actor)
            (version,) = publish_steps(publishing, control, [one], cause, decide)
    return Outcome(version, changed=True, problems=())


def _newest(control: Control, collection: str) -> Version:
    newest = ledger.newest(control, registry.collection(control, collection).name)
    if newest is None or newest.quads == 0:
        raise NothingPublished(collection=collection)
    return newest


def _draft(publishing: Publishing, control: Control, version: Version) -> AbstractContextManager[Draft]:
    own = registry.collection(control, version.collection)
    return as_draft(publishing.data, own, publishing.identifiers, version)


def _check_stated(publishing: Publishing, control: Control, collection: str, iri: str) -> None:
    if publishing.identifiers.path(iri) is None:
        raise ForeignIdentifier(iri=iri, space=publishing.identifiers.entities)
    if iri in decisions.withdrawals(control, collection):
        raise AlreadyWithdrawn(collection=collection, iri=iri)
    stating = entity_ledger.stating(control, iri)
    if collection not in stating:
        raise NotStated(collection=collection, iri=iri, others=_others(stating))


def _others(stating: Sequence[str]) -> Phrase:
    if not stating:
        return Phrase("No collection publishes anything of it.")
    return Phrase("What is published of it comes from {collections}.", {"collections": ", ".join(stating)})


def _with_taken(publishing: Publishing, control: Control, now: Draft, one: Withdrawal) -> Draft:
    """Add to a draft what a withdrawal took away from the version before it."""
    before = ledger.version(control, now.collection.name, one.since - 1)
    with _draft(publishing, control, before) as then:
        without = revised(then, Decisions({one.iri: one}))
        taken = difference(then.statements.lines(), without.statements.lines(), then.folder).removed
        both = united((now.statements, taken), now.folder)
        whole = replace(now, statements=both, records=now.records + kept_back(control, without))
        return whole if whole.is_mapped else recounted(whole)
