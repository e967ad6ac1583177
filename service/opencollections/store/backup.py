"""Backup: one state of the whole data folder, taken while it is served and published to."""

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from .. import __version__
from ..errors import DataMissing, DataUnreadable, FolderNotEmpty, GenerationGone, WrongOption
from . import drafts, ledger
from .control import Control, failure
from .disk import disk_watched
from .durable import UNFINISHED, flush_folder, linked, make_folder
from .folders import DataFolder
from .manifest import Manifest, entries, files_below, write_manifest
from .schema import newest_schema
from .snapshots import opened
from .versions import index_file


def back_up(data: DataFolder, target: Path, now: str) -> Manifest:
    """Write a backup into a new folder: a data folder of its own, with a manifest.

    The control database is copied first, and the rest is what that copy names: versions, reports, uploads and the
    generation. Those never change, so they are linked where the file system can, and copied elsewhere. The
    manifest comes last: without it, a backup is none.

    Raises DataMissing, FolderNotEmpty, WrongOption, DiskFull and DataUnreadable; then nothing is left behind.
    """
    _check(data, target)
    was_there = target.is_dir()
    try:
        with disk_watched(target):
            return _backed_up(data, target, now)
    except BaseException as error:
        shutil.rmtree(target, ignore_errors=True)
        if was_there:
            target.mkdir(exist_ok=True)
        if isinstance(error, OSError):
            raise DataUnreadable(path=target, detail=error) from error
        raise


def _check(data: DataFolder, target: Path) -> None:
    if not data.control_file.is_file():
        raise DataMissing(path=data.root, file=data.control_file.name)
    # A loop of symbolic links is followed as far as it goes; making the folder tells of it.
    if Path(os.path.realpath(target)).is_relative_to(data.root.resolve()):
        wanted = "a folder outside of the data folder, better on another disk."
        raise WrongOption(option="DIR", value=str(target), wanted=wanted)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise FolderNotEmpty(path=target, hint=" for the backup")


def _backed_up(data: DataFolder, target: Path, now: str) -> Manifest:
    with data.control():
        pass  # What is copied has the newest schema, so that the copy needs no migration.
    make_folder(target)
    copy = DataFolder(target)
    _copy_state(data, copy)
    with copy.control() as control:
        known = _link_versions(data, copy, control) | _link_uploads(data, copy)
        _link_drafts(data, copy, control)
        base, number = control.setting("base"), copy.generations.current_number(control)
    paths = list(files_below(target))
    manifest = Manifest(now, __version__, newest_schema(), base, number, tuple(entries(target, paths, known)))
    for folder in {Path(), *(parent for path in paths for parent in path.relative_to(target).parents)}:
        flush_folder(target / folder)
    write_manifest(manifest, target)
    flush_folder(target.parent)
    return manifest


def _copy_state(data: DataFolder, copy: DataFolder) -> None:
    """Copy the control database and the generation that it names; once more where that one was just swept."""
    while True:
        _copy_control(data.control_file, copy.control_file)
        with copy.control() as control:
            number = data.generations.current_number(control)
        if number == 0 or data.endpoint is not None:
            return  # There is nothing to copy: the empty generation is made when needed, a remote engine filled.
        try:
            _copy_generation(data.generations.path(number), copy.generations.path(number))
        except GenerationGone:
            with data.control() as control:
                if data.generations.current_number(control) == number:
                    raise
        else:
            return


def _copy_control(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
            # One transaction, so that the copy is whole, and a flush at its end.
            copy.execute("PRAGMA synchronous = FULL")
            live.backup(copy)
    except sqlite3.Error as error:
        raise failure(target, error) from error


def _copy_generation(source: Path, target: Path) -> None:
    store, hold = opened(source)
    with hold:
        make_folder(target.parent)
        store.backup(str(target))


def _link_versions(data: DataFolder, copy: DataFolder, control: Control) -> dict[Path, str]:
    known = {}
    for version in ledger.all_versions(control):
        names = version.collection, version.number
        linked(data.version_file(*names), copy.version_file(*names))
        linked(data.report_file(*names), copy.report_file(*names))
        if (index := index_file(data.version_file(*names))).is_file():
            linked(index, index_file(copy.version_file(*names)))
        known[copy.version_file(*names)] = version.sha256
    return known


def _link_uploads(data: DataFolder, copy: DataFolder) -> dict[Path, str]:
    known = {}
    for path in files_below(data.uploads):
        if not path.name.endswith(UNFINISHED):
            linked(path, copy.upload(path.name))
            known[copy.upload(path.name)] = path.name
    return known


def _link_drafts(data: DataFolder, copy: DataFolder, control: Control) -> None:
    """Take along what came of mapping drafts; one that is being mapped or discarded just now can be mapped again."""
    for draft in drafts.drafts(control):
        if draft.state not in drafts.ENDED:
            for path in files_below(data.drafts / draft.id):
                with suppress(FileNotFoundError):
                    linked(path, copy.drafts / draft.id / path.name)
