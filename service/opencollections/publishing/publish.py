"""Publish: drafts become the next versions of their collections, in one commit.

The order is what keeps every state whole: version file, then a clone of the generation with the difference applied
and flushed, then one transaction of the control database that makes version, ledger, changes, search rows and the
number of the generation true together. Whatever dies earlier leaves the old state; leftovers are swept.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..errors import BaseIRIChanged, DraftRefused
from ..iris import Identifiers, checked_base
from ..problems import Problem, tally
from ..settings import Settings
from ..store import clock, entity_ledger, ledger
from ..store.control import Control
from ..store.decisions import decisions
from ..store.disk import disk_watched
from ..store.durable import written
from ..store.entity_ledger import Departure, EntityChanges
from ..store.folders import DataFolder, Waiting
from ..store.ledger import OPERATOR, Cause, Version
from ..store.successor import GraphChange
from ..store.versions import index_file, write_version
from .changes import entity_changes
from .progress import COMMITTING, Progress
from .renewal import renewal
from .revision import revised
from .steps import Step, step
from .uploads import Draft

REPORTED: Final = 10_000
"""Problems kept with a version one by one."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a publish came to; ``changed`` is False where the draft says what is public already.

    ``kept_out`` counts the records that have errors and were left out.
    """

    version: Version
    changed: bool
    problems: tuple[Problem, ...]
    kept_out: int = 0


Decide = Callable[[Control, Sequence[Version]], None]
"""Enters what was decided, in the same transaction as the versions that come of it."""


@dataclass(frozen=True, slots=True)
class Publishing:
    """Where something is published, under which identifiers, by whom, and who is told of waiting and progress.

    ``note`` enters what is to become true with the versions, whatever they are made by, such as that a job is done.
    ``condition`` is asked when a turn begins, and raises what keeps it from beginning.
    """

    data: DataFolder
    identifiers: Identifiers
    waiting: Waiting
    progress: Progress
    actor: str = OPERATOR
    note: Decide = lambda _control, _versions: None
    condition: Callable[[Control], None] = lambda _: None

    @contextmanager
    def turn(self, purpose: str) -> Iterator[Control]:
        """Hold the one place for publishing, with the control database open; others are told what for."""
        with self.data.publishing(purpose, self.waiting), self.data.control() as control:
            self.condition(control)
            yield control


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


def publish(
    data: DataFolder,
    draft: Draft,
    waiting: Waiting,
    progress: Progress,
    cause: Cause = Cause(),  # noqa: B008 - it is frozen
) -> Outcome:
    """Publish a draft, unless it has errors of no record (DraftRefused) or says what is public already.

    What was decided about its entities is applied first. One publish goes on at a time; ``waiting`` is told
    who holds the place, when another does. Raises DiskFull and EngineFailed, after which the state is what it was.
    """
    if draft.refusing:
        raise DraftRefused(draft.collection.name, draft.refusing)
    publishing = Publishing(data, draft.identifiers, waiting, progress)
    with publishing.turn(draft.collection.name) as control:
        return publish_draft(publishing, control, draft, cause)


def publish_draft(publishing: Publishing, control: Control, draft: Draft, cause: Cause) -> Outcome:
    """Publish a draft without errors as ``publish`` does; to be called in a turn of publishing."""
    held = decisions(control, draft.collection.name)
    departures = {iri: Departure(one.reason, one.replaced_by) for iri, one in held.withdrawals.items()}
    with disk_watched(draft.folder):
        one = step(publishing.data, control, revised(draft, held), departures)
    if one.before is not None and not one.changes_something:
        return Outcome(one.before, changed=False, problems=draft.problems, kept_out=draft.kept_out)
    (version,) = publish_steps(publishing, control, [one], cause)
    return Outcome(version, changed=True, problems=draft.problems, kept_out=draft.kept_out)


def publish_steps(
    publishing: Publishing,
    control: Control,
    steps: Sequence[Step],
    cause: Cause,
    decide: Decide = lambda _control, _versions: None,
) -> list[Version]:
    """Publish steps of several collections and what was decided with them, all in one commit.

    To be called in a turn of publishing; raises DiskFull and EngineFailed.
    """
    data = publishing.data
    data.generations.sweep(control)
    try:
        with disk_watched(data.versions):
            versions = _published(publishing, control, steps, cause, decide)
    except BaseException:
        _forget(data, control, steps)
        raise
    # The generation before was read until just now.
    data.generations.sweep(control)
    return versions


def _forget(data: DataFolder, control: Control, steps: Sequence[Step]) -> None:
    """Remove the files of versions that were not committed; an interruption may also come after the commit."""
    for one in steps:
        name = one.draft.collection.name
        newest = ledger.newest(control, name)
        if newest is None or newest.number < one.number:
            path = data.version_file(name, one.number)
            for file in (path, index_file(path), data.report_file(name, one.number)):
                file.unlink(missing_ok=True)


def _published(
    publishing: Publishing, control: Control, steps: Sequence[Step], cause: Cause, decide: Decide
) -> list[Version]:
    data, progress = publishing.data, publishing.progress
    renewals = [renewal(data, control, one) for one in steps]
    progress("loading", 0)
    with data.generations.successor(control) as clone, ThreadPoolExecutor(2) as threads:
        # Packing and loading leave the interpreter free, so both go on while the ledger is written.
        loading = threads.submit(
            clone.apply, [_graph_change(one) for one in steps], lambda count: progress("loading", count)
        )
        packing = [threads.submit(_pack, data, one) for one in steps]
        changes = [_changes(one) for one in steps]
        renewed = [anew.renewed(one) for one, anew in zip(steps, renewals, strict=True)]
        now = clock.now()
        versions = [
            _version(one, cause, now, clone.number, packed.result(), entities)
            for one, packed, (_, entities) in zip(steps, packing, changes, strict=True)
        ]
        for one, version in zip(steps, versions, strict=True):
            _write_report(data, version, one.draft.problems)
        if data.endpoint is not None:
            # A remote engine may take minutes, and nobody else writes to the database during the transaction.
            loading.result()
        progress(COMMITTING, 0)
        with control.transaction():
            for version, (changed, _) in zip(versions, changes, strict=True):
                ledger.enter_version(control, version)
                entity_ledger.enter_changes(control, version, changed)
            for anew in renewed:
                anew.enter(control)
            decide(control, versions)
            publishing.note(control, versions)
            control.remember("base", publishing.identifiers.base)
            control.remember("published", now)
            loading.result()
            clone.finish()
            clone.enter(control)
    _drop_indexes(data, steps)
    progress("published", sum(version.quads for version in versions))
    return versions


def _drop_indexes(data: DataFolder, steps: Sequence[Step]) -> None:
    """Remove the indexes of the versions before, since only the newest one is compared with."""
    for one in steps:
        if one.before is not None:
            before = data.version_file(one.draft.collection.name, one.before.number)
            index_file(before).unlink(missing_ok=True)


def _pack(data: DataFolder, one: Step) -> str:
    path = data.version_file(one.draft.collection.name, one.number)
    return write_version(one.blocks, path, one.packed)


def _changes(one: Step) -> tuple[EntityChanges, int]:
    entities_before = one.before.entities if one.before else None
    return entity_changes(one.draft, one.difference, one.departures, entities_before)


def _graph_change(one: Step) -> GraphChange:
    draft = one.draft
    return GraphChange(draft.identifiers.graph(draft.collection.name), one.difference, draft.statements)


def _version(one: Step, cause: Cause, now: str, generation: int, sha256: str, entities: int) -> Version:
    draft = one.draft
    counts = tally(list(draft.problems))
    return Version(
        collection=draft.collection.name,
        number=one.number,
        published=now,
        generation=generation,
        sha256=sha256,
        input_sha256=draft.input_sha256,
        files=draft.files,
        records=one.records,
        entities=entities,
        quads=draft.statements.count,
        added=one.difference.added.count,
        removed=one.difference.removed.count,
        errors=counts["error"],
        warnings=counts["warning"],
        advice=counts["advice"],
        kind=cause.kind,
        actor=cause.actor,
        reason=cause.reason,
    )


def _write_report(data: DataFolder, version: Version, problems: tuple[Problem, ...]) -> Path:
    path = data.report_file(version.collection, version.number)
    report = [problem.kept() for problem in problems[:REPORTED]]
    with written(path) as file:
        file.write(json.dumps(report, ensure_ascii=False, indent=1).encode())
    return path
