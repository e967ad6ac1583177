"""Restore: a backup becomes a data folder, which was not there before."""

import shutil
from pathlib import Path

from ..errors import BaseIRIChanged, DataNewer, DataUnreadable, FolderNotEmpty
from .disk import disk_watched
from .durable import make_folder, written
from .folders import DataFolder
from .manifest import Manifest, read_manifest, verify
from .schema import newest_schema


def restore(backup: Path, data: DataFolder, base: str | None = None) -> Manifest:
    """Check a backup against its manifest and copy it into a new data folder, the control database last.

    The files are copied, not linked, so that the backup stays what it is. Raises BackupDamaged, DataNewer,
    FolderNotEmpty, DiskFull, DataUnreadable, and BaseIRIChanged where its identifiers have another base than the one
    that is asked for; then the folder is as empty as before.
    """
    if data.root.exists() and (not data.root.is_dir() or any(data.root.iterdir())):
        raise FolderNotEmpty(path=data.root, hint=" to restore into: --data DIR")
    manifest = read_manifest(backup)
    if manifest.schema > newest_schema():
        raise DataNewer(path=backup, found=manifest.schema, known=newest_schema())
    if base is not None and manifest.base not in {None, base}:
        raise BaseIRIChanged(kept=manifest.base, asked=base)
    verify(manifest, backup)
    try:
        with disk_watched(data.root), data.serving():
            _copy_files(manifest, backup, data)
    except BaseException as error:
        _empty(data.root)
        if isinstance(error, OSError):
            raise DataUnreadable(path=data.root, detail=error) from error
        raise
    return manifest


def _copy_files(manifest: Manifest, backup: Path, data: DataFolder) -> None:
    """Copy what the manifest names; a folder without a control database is no data yet, so that comes last."""
    control = data.control_file.name
    for entry in sorted(manifest.files, key=lambda entry: entry.path == control):
        target = data.root / entry.path
        make_folder(target.parent)
        with (backup / entry.path).open("rb") as reading, written(target) as writing:
            shutil.copyfileobj(reading, writing, 1 << 20)
    with data.control():
        pass


def _empty(folder: Path) -> None:
    for path in folder.glob("*"):
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
