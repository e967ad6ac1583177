"""``ocn ingest --draft``: files mapped, checked, and kept to be published later."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer

from ..errors import DraftRefused, FileMissing, OpenCollectionsError
from ..publishing import kept_drafts, mapped_drafts
from ..publishing.drafting import Drafting, map_draft
from ..publishing.publish import identifiers
from ..settings import Settings
from ..store import drafts
from ..store.control import Control
from ..store.drafts import DraftState, KeptDraft
from ..store.folders import DataFolder
from ..store.ledger import OPERATOR
from . import display, options
from .drafts import print_kept


def keep_draft(settings: Settings, name: str, files: list[Path] | None, *, as_json: bool) -> None:
    """Keep a draft of files and print its report; where it has errors, the exit code says so.

    Raises UnknownCollection, FileMissing and what a draft raises.
    """
    for file in files or ():
        if not file.is_file():
            raise FileMissing(file=file)
    folder = options.folder(settings)
    one = kept_drafts.begin(folder, name, OPERATOR)
    for file in files or ():
        one = kept_drafts.hand_in(folder, one.id, file.name, file, OPERATOR, settings.upload_limit_bytes)
    _map(settings, folder, one)
    with folder.control() as control:
        one = drafts.draft(control, one.id)
    print_kept(one, list(mapped_drafts.problems(folder, one.id)), as_json=as_json)
    if one.made and one.made["problems"]["error"]:
        raise typer.Exit(DraftRefused.exit_code)


def _map(settings: Settings, folder: DataFolder, one: KeptDraft) -> None:
    def note(control: Control, facts: Mapping[str, Any]) -> None:
        drafts.change_draft(control, one.id, DraftState.READY, OPERATOR, made=facts)

    with folder.control() as control:
        iris = identifiers(control, settings)
        with control.transaction():
            drafts.change_draft(control, one.id, DraftState.MAPPING, OPERATOR)
    try:
        with display.progress(one.collection) as steps:
            map_draft(Drafting(folder, settings, iris, steps), one, note)
    except BaseException as error:
        state = DraftState.FAILED if isinstance(error, OpenCollectionsError) else DraftState.CANCELLED
        detail = str(error) if isinstance(error, OpenCollectionsError) else None
        with folder.control() as control, control.transaction():
            drafts.change_draft(control, one.id, state, OPERATOR, detail=detail)
        raise
