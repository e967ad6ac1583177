"""Publish: a draft becomes the next version of its collection, in one commit.

The order is what keeps every state whole: version file, then a clone of the generation with the difference applied
and flushed, then one transaction of the control database that makes version, ledger, changes, search rows and the
number of the generation true together. Whatever dies earlier leaves the old state; leftovers are swept.
"""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pyoxigraph
from pyoxigraph import RdfFormat, Store

from ..errors import BaseIRIChanged, DraftRefused
from ..iris import Identifiers, checked_base
from ..problems import Problem, tally
from ..settings import Settings
from ..store import ledger
from ..store.control import Control
from ..store.durable import written
from ..store.folders import DataFolder, Waiting
from ..store.ledger import EntityChanges, Version
from ..store.statements import Difference, SortedStatements, difference, version_lines, write_version
from .drafts import Draft
from .entities import entity_rows, subjects
from .intake import disk_watched
from .progress import Progress

REPORTED: Final = 10_000
"""Problems kept with a version one by one."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a publish came to; ``changed`` is False where the draft says what is public already."""

    version: Version
    changed: bool
    problems: tuple[Problem, ...]


def identifiers(control: Control, settings: Settings) -> Identifiers:
    """Give the identifiers of this data: under the base remembered at the first publish, else the set one.

    Raises BaseIRIChanged where another base is asked for by flag or environment, and InvalidBaseIRI.
    """
    asked = checked_base(settings.base_url)
    kept = control.setting("base")
    if kept is None or asked == kept:
        return Identifiers(asked)
    if "base_url" in settings.model_fields_set:
        raise BaseIRIChanged(kept=kept, asked=asked)
    return Identifiers(kept)


def publish(data: DataFolder, draft: Draft, waiting: Waiting, progress: Progress) -> Outcome:
    """Publish a draft, unless it has errors (DraftRefused) or says what is public already.

    One publish goes on at a time; ``waiting`` is told who holds the place, when another does. Raises DiskFull and
    EngineFailed, after which the state is what it was.
    """
    if draft.errors:
        raise DraftRefused(draft.collection.name, draft.errors)
    with data.publishing(draft.collection.name, waiting), data.control() as control:
        data.generations.sweep(control)
        before = ledger.newest(control, draft.collection.name)
        with disk_watched(draft.folder):
            found = _difference(data, draft, before)
        if before is not None and not found.added.count and not found.removed.count:
            return Outcome(before, changed=False, problems=draft.problems)
        number = before.number + 1 if before else 1
        path = data.version_file(draft.collection.name, number)
        try:
            with disk_watched(path):
                return _published(data, control, draft, found, number, progress)
        except BaseException:
            path.unlink(missing_ok=True)
            raise


def _difference(data: DataFolder, draft: Draft, before: Version | None) -> Difference:
    if before is None:
        return Difference(draft.statements, SortedStatements((), 0))
    old = version_lines(data.version_file(draft.collection.name, before.number))
    return difference(old, draft.statements, draft.folder)


def _published(
    data: DataFolder, control: Control, draft: Draft, found: Difference, number: int, progress: Progress
) -> Outcome:
    path = data.version_file(draft.collection.name, number)
    with data.generations.successor(control) as clone, ThreadPoolExecutor(2) as threads:
        # Packing and loading leave the interpreter free, so both go on while the ledger is written.
        packing = threads.submit(write_version, draft.statements, path)
        loading = threads.submit(_apply, clone.store, found, progress)
        changes, entities = _entity_changes(draft, found, first=number == 1)
        sha256 = packing.result()
        version = _version(draft, found, number, clone.number, sha256, entities)
        _write_report(data, version, draft.problems)
        with control.transaction():
            ledger.enter_version(control, version)
            ledger.enter_changes(control, version, changes)
            control.remember("base", draft.identifiers.base)
            control.remember("generation", str(clone.number))
            control.remember("published", version.published)
            loading.result()
            clone.finish()
    progress("published", version.quads)
    data.generations.sweep(control)
    return Outcome(version, changed=True, problems=draft.problems)


def _apply(store: Store, found: Difference, progress: Progress) -> None:
    """Take out what is removed, and load what is added piece by piece, which bounds memory.

    In this order, since the store keeps one form of a number or date: it has 1 for both "01" and "1".
    """
    for piece in found.removed.pieces:
        for quad in pyoxigraph.parse(path=str(piece), format=RdfFormat.N_QUADS):
            store.remove(quad)
    for done, piece in enumerate(found.added.pieces, start=1):
        store.bulk_load(path=str(piece), format=RdfFormat.N_QUADS)
        progress("loading", round(found.added.count * done / len(found.added.pieces)))


def _entity_changes(draft: Draft, found: Difference, *, first: bool) -> tuple[EntityChanges, int]:
    """Tell what the difference does to entities, and count those of the new version."""
    space, language = draft.identifiers.entities, draft.collection.language
    if first:
        rows = tuple(entity_rows(draft.statements, space, language))
        return EntityChanges(created=rows, updated=(), deleted=()), len(rows)
    touched = subjects(found.added, space) | subjects(found.removed, space)
    now = subjects(draft.statements, space)
    rows = tuple(entity_rows(draft.statements, space, language, only=touched & now))
    old = _subjects_before(draft, found, touched)
    created = tuple(row for row in rows if row.iri not in old)
    updated = tuple(row for row in rows if row.iri in old)
    return EntityChanges(created, updated, tuple(sorted(touched - now))), len(now)


def _subjects_before(draft: Draft, found: Difference, touched: set[str]) -> set[str]:
    """Give those touched subjects that the version before had: all with a removed or an unchanged statement."""
    removed = subjects(found.removed, draft.identifiers.entities)
    uncertain = touched - removed
    added = _statement_counts(found.added, uncertain)
    now = _statement_counts(draft.statements, uncertain)
    return removed | {iri for iri in uncertain if now.get(iri, 0) > added.get(iri, 0)}


def _statement_counts(statements: SortedStatements, wanted: set[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for line in statements.lines():
        subject = line[1 : line.index(b" ") - 1].decode("utf-8")
        if subject in wanted:
            counts[subject] = counts.get(subject, 0) + 1
    return counts


def _version(
    draft: Draft, found: Difference, number: int, generation: int, sha256: str, entities: int
) -> Version:
    counts = tally(list(draft.problems))
    return Version(
        collection=draft.collection.name,
        number=number,
        published=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        generation=generation,
        sha256=sha256,
        input_sha256=draft.input_sha256,
        files=draft.files,
        records=draft.records,
        entities=entities,
        quads=draft.statements.count,
        added=found.added.count,
        removed=found.removed.count,
        errors=counts["error"],
        warnings=counts["warning"],
        advice=counts["advice"],
    )


def _write_report(data: DataFolder, version: Version, problems: tuple[Problem, ...]) -> Path:
    path = data.report_file(version.collection, version.number)
    report = [problem.as_json() for problem in problems[:REPORTED]]
    with written(path) as file:
        file.write(json.dumps(report, ensure_ascii=False, indent=1).encode())
    return path
