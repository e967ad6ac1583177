"""Leftovers: what work that broke off has left in the data folder, and nothing names."""

from pathlib import Path
from typing import Final

from . import drafts, ledger
from .control import Control
from .durable import UNFINISHED
from .folders import DataFolder
from .holds import removed
from .versions import index_file

_ENDINGS: Final = ("*.nq.gz", "*.problems.json", "*.blocks")


def leftovers(data: DataFolder, control: Control) -> list[Path]:
    """Give files and folders that may go unless somebody holds them; to be called while nobody publishes."""
    unfinished = [path for folder in (data.uploads, data.versions) for path in folder.rglob(f"*{UNFINISHED}")]
    return [
        *data.root.glob("work/*"),
        *unfinished,
        *_unnamed_versions(data, control),
        *_ended_drafts(data, control),
        *data.generations.leftovers(control),
    ]


def _unnamed_versions(data: DataFolder, control: Control) -> list[Path]:
    """Give the files of versions, their indexes and reports that were written for a commit that never came."""
    names = [(version.collection, version.number) for version in ledger.all_versions(control)]
    files = (data.version_file, data.report_file, lambda *name: index_file(data.version_file(*name)))
    named = {file(*name) for name in names for file in files}
    there = (path for ending in _ENDINGS for path in data.versions.rglob(ending))
    return [path for path in there if path not in named]


def _ended_drafts(data: DataFolder, control: Control) -> list[Path]:
    """Give the folders of drafts that were published or discarded, or are not known."""
    kept = {draft.id for draft in drafts.drafts(control) if draft.state not in drafts.ENDED}
    there = data.drafts.iterdir() if data.drafts.is_dir() else ()
    return [path for path in there if path.name not in kept]


def sweep(data: DataFolder) -> None:
    """Remove what unfinished work left behind, unless somebody publishes or is at it; called at start."""
    with data.undisturbed() as alone, data.control() as control:
        if alone:
            for path in leftovers(data, control):
                removed(path)


def sweep_generations(data: DataFolder) -> None:
    """Remove the generations that nobody reads any more, unless somebody publishes; called while the service runs.

    Where there is but the current one, nobody who wants to publish is kept waiting.
    """
    with data.control() as control:
        if not data.generations.leftovers(control):
            return
        with data.undisturbed() as alone:
            for path in data.generations.leftovers(control) if alone else ():
                removed(path)
