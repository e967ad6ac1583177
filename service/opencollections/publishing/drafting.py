"""Drafting: a draft that is kept is mapped and checked, or published, with what is noted in the same transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..errors import DraftRefused, MappingInvalid
from ..iris import Identifiers
from ..mapping.trace import Place, RowRead, row_read
from ..query.inventory import Origin
from ..records.tables import File
from ..settings import Settings
from ..store import registry
from ..store.control import Control
from ..store.drafts import KeptDraft
from ..store.folders import DataFolder
from ..store.ledger import Cause
from ..store.registry import Collection
from . import mapped_drafts
from .completeness import completeness
from .differences import difference
from .documents import AS_IT_IS
from .drafts import draft, prepared
from .grants import grants
from .progress import Progress
from .publish import Outcome, Publishing, publish_draft
from .reading_places import reading_place
from .uploads import Upload, working_folder

Note = Callable[[Control, Mapping[str, Any]], None]
"""Enters what came of mapping a draft; called inside a transaction."""


@dataclass(frozen=True, slots=True)
class Drafting:
    """Where drafts are mapped, under which identifiers, within which limits, and who is told of progress."""

    data: DataFolder
    settings: Settings
    identifiers: Identifiers
    progress: Progress


def map_draft(place: Drafting, kept: KeptDraft, note: Note) -> None:
    """Map and check a draft, and keep what came of it.

    Raises what a draft raises; the findings of a mapping that cannot run are kept as its problems.
    """
    data = place.data
    collection, files = _handed_in(data, kept)
    limit, granted = place.settings.upload_limit_bytes, grants(place.settings)
    try:
        with draft(data, collection, place.identifiers, files, limit, place.progress, granted) as made:
            with data.control() as control:
                found = difference(data, control, made)
            facts = mapped_drafts.store(data, kept, made, found)
            facts["completeness"] = completeness(data, made)
            with data.control() as control, control.transaction():
                note(control, facts)
    except MappingInvalid as error:
        mapped_drafts.store_problems(data, kept, error.problems)
        raise


def _handed_in(data: DataFolder, kept: KeptDraft) -> tuple[Collection, tuple[File, ...]]:
    """Give the collection of a draft, as the draft is mapped, and its files."""
    with data.control() as control:
        collection = registry.collection(control, kept.collection)
    files = tuple(File(file.name, data.upload(file.sha256)) for file in kept.files)
    return replace(collection, mapping=kept.mapping), files


def row_of(place: Drafting, kept: KeptDraft, origin: Origin) -> RowRead:
    """Read the row that a thing of a draft came from; without cells where the files need no mapping.

    Raises what reading a file raises, and ReadingPlacesTaken.
    """
    if kept.mapping == AS_IT_IS:
        return RowRead()
    data, limit = place.data, place.settings.upload_limit_bytes
    collection, files = _handed_in(data, kept)
    with reading_place(), working_folder(data) as folder:
        upload = Upload(data, collection, place.identifiers, files, limit, folder, place.progress)
        run = prepared(upload, grants(place.settings)).run
        at = Place(origin.file, origin.sheet, int(origin.row) if origin.row.isdecimal() else origin.row)
        return row_read(run, at)


def publish_kept(publishing: Publishing, kept: KeptDraft, cause: Cause) -> Outcome:
    """Publish a draft that was mapped, unless it has errors that forbid it (DraftRefused); raise DraftNotReady."""
    data = publishing.data
    with mapped_drafts.opened(data, kept, publishing.identifiers) as made:
        if made.refusing:
            raise DraftRefused(made.collection.name, made.refusing)
        with publishing.turn(made.collection.name) as control:
            return publish_draft(publishing, control, made, cause)
