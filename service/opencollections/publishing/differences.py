"""Differences: what a draft would change, or two versions differ in, entity by entity and statement by statement.

Of a draft they are found once, when it is mapped, and kept beside it: which entities, as columns, and which statements,
as sorted files that are looked up by halving. Of two versions the ledger knows the entities already.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import polars as pl
from pyoxigraph import Literal, Quad, RdfFormat, parse

from ..store import entity_ledger
from ..store.control import Control
from ..store.decisions import decisions
from ..store.drafts import KeptDraft
from ..store.folders import DataFolder
from ..store.ledger import Version
from ..store.statements import Difference, SortedStatements, lookup
from ..store.versions import version_statements
from ..vocabulary import LABELS
from .changes import entity_kinds
from .revision import revised
from .steps import step
from .uploads import Draft

CHANGES: Final = "changes.arrow"
"""The name of the entities that differ in the folder of a draft."""


class Kind(StrEnum):
    """What becomes of an entity."""

    ADDED = "added"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class EntityDifference:
    """One entity that differs, and the statements about it that come and go; ``title`` as far as it has one."""

    iri: str
    kind: Kind
    title: str | None
    added: tuple[Quad, ...]
    removed: tuple[Quad, ...]


@dataclass(frozen=True, slots=True)
class DifferencePage:
    """Some entities that differ, in the order of their IRIs; ``more`` tells whether there are others behind them."""

    entities: tuple[EntityDifference, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entities are asked for: of one kind or all, behind an IRI, at most so many."""

    kind: Kind | None = None
    after: str = ""
    limit: int = 20


@dataclass(frozen=True, slots=True)
class DraftDifference:
    """What a draft would change: the version compared with, entities and their number, and the statements.

    ``records`` would be public. ``unchanged`` entities are those of the version that nothing becomes of.
    """

    version: int | None
    records: int
    kinds: pl.DataFrame
    unchanged: int
    statements: Difference

    def write(self, folder: Path) -> None:
        """Write which entities differ into the folder of a draft."""
        self.kinds.write_ipc(folder / CHANGES)

    def as_json(self) -> dict[str, Any]:
        """Give what the database is to know of it."""
        counts = dict(self.kinds.group_by("kind").len().iter_rows())
        return {
            "version": self.version,
            **{kind.value: counts.get(kind.value, 0) for kind in Kind},
            "unchanged": self.unchanged,
            "statements_added": self.statements.added.count,
            "statements_removed": self.statements.removed.count,
            "pieces": {name: [p.name for p in some.pieces] for name, some in self._parts().items()},
        }

    def _parts(self) -> dict[str, SortedStatements]:
        return {"added": self.statements.added, "removed": self.statements.removed}


def difference(data: DataFolder, control: Control, draft: Draft) -> DraftDifference:
    """Find what publishing a draft now would change, with what was decided about its entities."""
    one = step(data, control, revised(draft, decisions(control, draft.collection.name)), {})
    kinds = entity_kinds(one.draft, one.difference, is_first=one.before is None)
    named = {Kind.ADDED: kinds.created, Kind.CHANGED: kinds.updated, Kind.WITHDRAWN: kinds.deleted}
    rows = sorted((iri, kind.value) for kind, iris in named.items() for iri in iris)
    frame = pl.DataFrame(rows, schema={"iri": pl.String, "kind": pl.String}, orient="row")
    before = one.before.entities if one.before else 0
    unchanged = max(0, before - len(kinds.updated) - len(kinds.deleted))
    number = one.before.number if one.before else None
    return DraftDifference(number, one.records, frame, unchanged, one.difference)


def of_draft(data: DataFolder, control: Control, kept: KeptDraft, wanted: Wanted) -> DifferencePage:
    """Give a page of what a draft that was mapped would change."""
    folder = data.drafts / kept.id
    kinds = pl.scan_ipc(folder / CHANGES).filter(pl.col("iri") > wanted.after)
    if wanted.kind is not None:
        kinds = kinds.filter(pl.col("kind") == wanted.kind.value)
    rows = kinds.head(wanted.limit + 1).collect().rows()
    pieces = (kept.made or {})["difference"]["pieces"]
    added, removed = (
        _quads(lookup(_statements(folder, pieces[name]), (iri for iri, _ in rows)))
        for name in ("added", "removed")
    )
    return _page(control, kept.collection, rows, added, removed, wanted)


def of_versions(
    data: DataFolder, control: Control, before: Version, after: Version, wanted: Wanted
) -> DifferencePage:
    """Give a page of what differs between two versions of a collection."""
    rows = entity_ledger.changed_between(
        control, before, after, wanted.kind and wanted.kind.value, wanted.after, wanted.limit + 1
    )
    iris = [iri for iri, _ in rows]
    was, now = (
        _quads(version_statements(data.version_file(one.collection, one.number), iris))
        for one in (before, after)
    )
    added = {iri: [quad for quad in quads if quad not in set(was.get(iri, ()))] for iri, quads in now.items()}
    removed = {
        iri: [quad for quad in quads if quad not in set(now.get(iri, ()))] for iri, quads in was.items()
    }
    return _page(control, after.collection, rows, added, removed, wanted)


def _page(
    control: Control,
    collection: str,
    rows: Sequence[tuple[str, str]],
    added: Mapping[str, Sequence[Quad]],
    removed: Mapping[str, Sequence[Quad]],
    wanted: Wanted,
) -> DifferencePage:
    shown = rows[: wanted.limit]
    known = entity_ledger.titles(control, collection, [iri for iri, _ in shown])
    entities = tuple(
        EntityDifference(
            iri,
            Kind(kind),
            _title(added.get(iri, ())) or known.get(iri) or _title(removed.get(iri, ())),
            tuple(added.get(iri, ())),
            tuple(removed.get(iri, ())),
        )
        for iri, kind in shown
    )
    return DifferencePage(entities, more=len(rows) > wanted.limit)


def _statements(folder: Path, pieces: Sequence[str]) -> SortedStatements:
    return SortedStatements(tuple(folder / piece for piece in pieces), 0)


def _quads(texts: Iterable[bytes]) -> dict[str, list[Quad]]:
    """Read statements, by the IRI that they are about."""
    found: dict[str, list[Quad]] = {}
    for quad in parse(b"".join(texts), format=RdfFormat.N_QUADS):
        found.setdefault(quad.subject.value, []).append(quad)
    return found


def _title(quads: Iterable[Quad]) -> str | None:
    names = {quad.predicate.value: quad.object.value for quad in quads if isinstance(quad.object, Literal)}
    return next((names[iri] for iri in LABELS if iri in names), None)
