"""Restore: a backup becomes a data folder, which was not there before."""

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from ..errors import BaseIRIChanged, DataNewer, DataUnreadable, FolderNotEmpty
from .disk import disk_watched
from .durable import UNFINISHED, is_unfinished, written
from .folders import DataFolder
from .manifest import Manifest, read_manifest, verify
from .schema import newest_schema


def restore(backup: Path, data: DataFolder, base: str | None = None) -> Manifest:
    """Check a backup against its manifest and copy it into a new data folder.

    The files are copied, not linked, so that the backup stays what it is. What an earlier restore has left that broke
    off is removed. Raises BackupDamaged, DataNewer, FolderNotEmpty, DataBusy, DiskFull, DiskReadOnly, DataUnreadable,
    and BaseIRIChanged where its identifiers have another base than the one that is asked for; then the folder is as
    empty as before.
    """
    if not _is_free(data):
        raise FolderNotEmpty(path=data.root, hint=" to restore into: --data DIR")
    manifest = read_manifest(backup)
    if manifest.schema > newest_schema():
        raise DataNewer(path=backup, found=manifest.schema, known=newest_schema())
    if base is not None and manifest.base not in {None, base}:
        raise BaseIRIChanged(kept=manifest.base, asked=base)
    verify(manifest, backup)
    with data.serving():
        _remove(_contents(data.root))
        try:
            with disk_watched(data.root):
                _copy_files(manifest, backup, data)
        except BaseException as error:
            _remove(data.root.iterdir())
            if isinstance(error, OSError):
                raise DataUnreadable(path=data.root, detail=error) from error
            raise
    return manifest


def _is_free(data: DataFolder) -> bool:
    """Tell whether nothing is lost by a restore: the folder is new, or has but what one that broke off has left."""
    if not data.root.is_dir():
        return not data.root.exists()
    return is_unfinished(data.control_file) or not list(_contents(data.root))


def _contents(folder: Path) -> Iterator[Path]:
    """Give what a folder has, but for locks: one that is held stays, and a new one is as good as the old."""
    return (path for path in folder.iterdir() if path.suffix != ".lock")


def _copy_files(manifest: Manifest, backup: Path, data: DataFolder) -> None:
    """Copy what the manifest names. The control database has its name last: a folder without it is no data yet."""
    control = data.control_file.name
    with written(data.control_file) as database:
        for entry in manifest.files:
            if entry.path != control:
                with written(data.root / entry.path) as writing:
                    _copy(backup / entry.path, writing)
        _copy(backup / control, database)
    with data.control():
        pass


def _copy(source: Path, target: BinaryIO) -> None:
    with source.open("rb") as reading:
        shutil.copyfileobj(reading, target, 1 << 20)


def _remove(paths: Iterable[Path]) -> None:
    """Remove what a restore has written; the unfinished database goes last, since it tells of the rest."""
    for path in sorted(paths, key=lambda path: path.name.endswith(UNFINISHED)):
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
