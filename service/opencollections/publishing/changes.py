"""Changes: what the difference between two versions does to entities."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from ..iris import NETWORK, Identifiers
from ..store.entity_ledger import Departure, EntityChanges
from ..store.statements import Difference, SortedStatements, statements_about
from .entities import entity_rows, subjects
from .origins import own_records
from .uploads import Draft

LOOKED_UP: Final = 5_000
"""Entities that are looked up one by one; of more, all statements are read."""


def own_spaces(identifiers: Identifiers, member: str) -> tuple[str, ...]:
    """Give the beginnings of IRIs that a member's collections make entities of: its own, and the shared ones.

    What they state about anything else is kept as a statement about a foreign thing.
    """
    return tuple(dict.fromkeys((identifiers.space(member), identifiers.space(NETWORK))))


@dataclass(frozen=True, slots=True)
class EntityKinds:
    """What a difference does to which entities, by their IRIs."""

    created: AbstractSet[str]
    updated: AbstractSet[str] = frozenset()
    deleted: AbstractSet[str] = frozenset()


def entity_kinds(draft: Draft, found: Difference, *, is_first: bool) -> EntityKinds:
    """Tell what a difference does to which entities; of a first version, all are created."""
    spaces = own_spaces(draft.identifiers, draft.collection.member)
    if is_first:
        return EntityKinds(subjects(draft.statements, spaces))
    touched = _touched(found, spaces)
    return _kinds(_about(draft, touched), found, touched, spaces)


def entity_changes(
    draft: Draft, found: Difference, departures: Mapping[str, Departure], entities_before: int | None
) -> tuple[EntityChanges, int]:
    """Tell what a difference does to entities, and count those of the new version.

    ``departures`` tells what is known of those that go; ``entities_before`` is the number of those of the version
    before, None where there is none.
    """
    spaces = own_spaces(draft.identifiers, draft.collection.member)
    language, records = draft.collection.language, own_records(draft.folder)
    if entities_before is None:
        rows = tuple(entity_rows(draft.statements, spaces, language, records=records))
        return EntityChanges(created=rows, updated=(), deleted=()), len(rows)
    touched = _touched(found, spaces)
    statements = _about(draft, touched)
    kinds = _kinds(statements, found, touched, spaces)
    wanted = {*kinds.created, *kinds.updated}
    rows = tuple(entity_rows(statements, spaces, language, wanted, records))
    created = tuple(row for row in rows if row.iri in kinds.created)
    updated = tuple(row for row in rows if row.iri in kinds.updated)
    changes = EntityChanges(created, updated, tuple(sorted(kinds.deleted)), departures)
    return changes, entities_before + len(created) - len(kinds.deleted)


def _touched(found: Difference, spaces: tuple[str, ...]) -> set[str]:
    return subjects(found.added, spaces) | subjects(found.removed, spaces)


def _about(draft: Draft, touched: set[str]) -> SortedStatements:
    """Give the statements about some entities, or all where those are many."""
    if len(touched) > LOOKED_UP:
        return draft.statements
    return statements_about(draft.statements, touched, draft.folder)


def _kinds(
    statements: SortedStatements, found: Difference, touched: set[str], spaces: tuple[str, ...]
) -> EntityKinds:
    there = touched & subjects(statements, spaces)
    old = _subjects_before(statements, found, touched, spaces)
    return EntityKinds(there - old, there & old, touched - there)


def _subjects_before(
    statements: SortedStatements, found: Difference, touched: set[str], spaces: tuple[str, ...]
) -> set[str]:
    """Give those touched subjects that the version before had: all with a removed or an unchanged statement."""
    removed = subjects(found.removed, spaces)
    uncertain = touched - removed
    added = _statement_counts(found.added, uncertain)
    now = _statement_counts(statements, uncertain)
    return removed | {iri for iri in uncertain if now.get(iri, 0) > added.get(iri, 0)}


def _statement_counts(statements: SortedStatements, wanted: set[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for line in statements.lines() if wanted else ():
        subject = line[1 : line.index(b" ") - 1].decode("utf-8")
        if subject in wanted:
            counts[subject] = counts.get(subject, 0) + 1
    return counts
