"""Entities: does the ledger know what the versions state, and is everything in it found by search."""

from collections.abc import Iterator
from typing import Final

from ...iris import Identifiers
from ...problems import Problem, Severity
from ...store import registry
from ...store.ledger import Version
from ...store.versions import unpacked_version
from ..changes import own_spaces
from ..entities import entity_rows
from .patient import Patient

Facts = tuple[str | None, str | None, str | None]
"""Type, title and content hash of an entity."""

RESTORE: Final = "Restore a backup into a new folder (ocn restore DIR --data NEW) and serve that one."


def ledger_equals_versions(patient: Patient) -> Iterator[Problem]:
    """Compare the entities that are live in the ledger with what the current versions state."""
    base = patient.control.setting("base")
    for version in patient.current:
        path = patient.data.version_file(version.collection, version.number)
        if base is not None and path.is_file():
            yield from _compared(patient, version, Identifiers(base))


def _compared(patient: Patient, version: Version, identifiers: Identifiers) -> Iterator[Problem]:
    try:
        stated = _stated(patient, version, identifiers)
    except (OSError, EOFError):
        return  # Its checksum is another one too, and that is told already.
    live = _live(patient, version.collection)
    differing = sum(not _agree(stated[iri], live[iri]) for iri in stated.keys() & live.keys())
    lacking, surplus = len(stated.keys() - live.keys()), len(live.keys() - stated.keys())
    if lacking or surplus or differing:
        message = (
            f"The ledger of {version.collection} lacks {lacking:,} entities that version {version.number} "
            f"states, has {surplus:,} that it does not state, and {differing:,} otherwise than it states them."
        )
        yield Problem("ledger-differs", Severity.ERROR, message, RESTORE)


def _stated(patient: Patient, version: Version, identifiers: Identifiers) -> dict[str, Facts]:
    """Give type, title and content hash of the entities of a version, by IRI."""
    folder = patient.folder / f"unpacked-{version.collection.replace('/', '.')}"
    folder.mkdir()
    collection = registry.collection(patient.control, version.collection)
    path = patient.data.version_file(version.collection, version.number)
    spaces = own_spaces(identifiers, collection.member)
    rows = entity_rows(unpacked_version(path, folder), spaces, collection.language)
    return {row.iri: (row.type, row.title, row.content_hash) for row in rows}


def _live(patient: Patient, collection: str) -> dict[str, Facts]:
    rows = patient.control.db.execute(
        "SELECT iri, type, title, content_hash FROM entity WHERE collection = ? AND withdrawn IS NULL",
        (collection,),
    )
    return {iri: (type_, title, content_hash) for iri, type_, title, content_hash in rows}


def _agree(stated: Facts, live: Facts) -> bool:
    """Compare what the ledger keeps; an entity from before there were content hashes has none."""
    return stated[:2] == live[:2] and live[2] in {None, stated[2]}


def search_equals_ledger(patient: Patient) -> Iterator[Problem]:
    """Look for live entities that search cannot find, and for withdrawn ones that it does."""
    db = patient.control.db
    unfound = db.execute(
        "SELECT count(*) FROM entity WHERE withdrawn IS NULL AND title IS NOT NULL "
        "AND id NOT IN (SELECT rowid FROM search)"
    ).fetchone()[0]
    stale = db.execute(
        "SELECT count(*) FROM search WHERE rowid NOT IN (SELECT id FROM entity WHERE withdrawn IS NULL)"
    ).fetchone()[0]
    if unfound or stale:
        message = f"Search does not find {unfound:,} entities, and finds {stale:,} that are not public."
        yield Problem("search-differs", Severity.ERROR, message, RESTORE)
