"""Decisions: what people decided about entities, kept as data and applied again to every import.

An entity may be withdrawn from a collection whatever its file says, and an identifier may be merged into another.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .control import Control


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """An entity that a collection keeps back since a version, with the reason and what to look at instead."""

    iri: str
    since: int
    reason: str | None
    replaced_by: str | None


@dataclass(frozen=True, slots=True)
class Merge:
    """An identifier that means what another one means."""

    old: str
    new: str
    merged: str
    actor: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Decisions:
    """What holds for one collection: its withdrawals by IRI, and the network's merges as old IRI to survivor."""

    withdrawals: Mapping[str, Withdrawal] = field(default_factory=dict)
    survivors: Mapping[str, str] = field(default_factory=dict)


def decisions(control: Control, collection: str) -> Decisions:
    """Give what holds for a collection now."""
    return Decisions(withdrawals(control, collection), survivors(control))


def withdrawals(control: Control, collection: str, version: int | None = None) -> dict[str, Withdrawal]:
    """Give the entities that a collection keeps back, by IRI: now, or as it was at a version."""
    rows = control.db.execute(
        "SELECT iri, since, reason, replaced_by FROM withdrawal WHERE collection = :collection AND CASE "
        "WHEN :version IS NULL THEN until IS NULL ELSE since <= :version AND coalesce(until > :version, 1) END",
        {"collection": collection, "version": version},
    )
    return {row["iri"]: Withdrawal(*row) for row in rows}


def enter_withdrawals(control: Control, collection: str, new: Iterable[Withdrawal]) -> None:
    """Keep entities back from a version on; call it inside the publishing transaction."""
    control.db.executemany(
        "INSERT INTO withdrawal (collection, iri, since, reason, replaced_by) VALUES (?, ?, ?, ?, ?)",
        [(collection, one.iri, one.since, one.reason, one.replaced_by) for one in new],
    )


def lift_withdrawals(control: Control, collection: str, iris: Iterable[str], version: int) -> None:
    """Let entities be published again from a version on; call it inside the publishing transaction."""
    control.db.executemany(
        "UPDATE withdrawal SET until = ? WHERE collection = ? AND iri = ? AND until IS NULL",
        [(version, collection, iri) for iri in iris],
    )


def merges(control: Control) -> list[Merge]:
    """Give all merges, the first one first."""
    rows = control.db.execute("SELECT old, new, merged, actor, reason FROM merge ORDER BY merged, old")
    return [Merge(*row) for row in rows]


def enter_merge(control: Control, new: Merge) -> None:
    """Keep a merge for ever; call it inside the publishing transaction."""
    control.db.execute(
        "INSERT INTO merge (old, new, merged, actor, reason) VALUES (?, ?, ?, ?, ?)",
        (new.old, new.new, new.merged, new.actor, new.reason),
    )


def survivor(control: Control, iri: str) -> str | None:
    """Give the identifier that one was merged into, along the whole chain, or None where it was not merged."""
    step: str | None = None
    row = control.db.execute("SELECT new FROM merge WHERE old = ?", (iri,)).fetchone()
    while row is not None:
        step = str(row[0])
        row = control.db.execute("SELECT new FROM merge WHERE old = ?", (step,)).fetchone()
    return step


def survivors(control: Control) -> dict[str, str]:
    """Give what every merged identifier means in the end."""
    steps = {merge.old: merge.new for merge in merges(control)}
    return {old: _end(steps, old) for old in steps}


def _end(steps: Mapping[str, str], iri: str) -> str:
    # A merge into what was merged before is refused, so that there is no way round in a circle.
    while iri in steps:
        iri = steps[iri]
    return iri
