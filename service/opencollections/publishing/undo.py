"""Undo: an earlier version of a collection is published again, as a new one."""

from collections.abc import Sequence

from ..errors import NothingToUndo
from ..store import decisions, ledger, registry
from ..store.control import Control
from ..store.decisions import Decisions, Withdrawal
from ..store.ledger import Cause, Kind, Version
from .earlier import as_draft
from .publish import Outcome, Publishing, publish_steps
from .revision import revised
from .steps import step


def undo(publishing: Publishing, collection: str, to: int | None = None) -> Outcome:
    """Publish a version anew (without ``to``: the one before the newest), and what was withdrawn at that time.

    Merges stay: an identifier that was merged since is written as its survivor. Raises UnknownCollection,
    UnknownVersion and NothingToUndo.
    """
    # What cannot be is told before others are waited for.
    with publishing.data.control() as control:
        newest_and_wanted(control, collection, to)
    with publishing.turn(collection) as control:
        own = registry.collection(control, collection)
        newest, wanted = newest_and_wanted(control, collection, to)
        with as_draft(publishing.data, own, publishing.identifiers, wanted) as earlier:
            draft = revised(earlier, Decisions(survivors=decisions.survivors(control)))
            one = step(publishing.data, control, draft, {})
            if not one.changes_something:
                return Outcome(newest, changed=False, problems=draft.problems)

            def decide(control: Control, versions: Sequence[Version]) -> None:
                _withdraw_as_then(control, collection, wanted.number, versions[0].number)

            reason = f"as in version {wanted.number}"
            cause = Cause(Kind.UNDO, publishing.actor, reason)
            (version,) = publish_steps(publishing, control, [one], cause, decide)
            return Outcome(version, changed=True, problems=draft.problems)


def newest_and_wanted(control: Control, collection: str, to: int | None) -> tuple[Version, Version]:
    """Give the newest version, and the one to go back to.

    Raises UnknownCollection, NothingToUndo and UnknownVersion.
    """
    registry.collection(control, collection)
    newest = ledger.newest(control, collection)
    if newest is None or (to is None and newest.number == 1):
        raise NothingToUndo(collection=collection)
    return newest, ledger.version(control, collection, newest.number - 1 if to is None else to)


def _withdraw_as_then(control: Control, collection: str, then: int, now: int) -> None:
    held = decisions.withdrawals(control, collection)
    wanted = decisions.withdrawals(control, collection, then)
    decisions.lift_withdrawals(control, collection, held.keys() - wanted.keys(), now)
    again = [wanted[iri] for iri in wanted.keys() - held.keys()]
    decisions.enter_withdrawals(
        control, collection, (Withdrawal(one.iri, now, one.reason, one.replaced_by) for one in again)
    )
