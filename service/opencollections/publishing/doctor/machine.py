"""The machine: may we read and write what is ours, and is there room for the next publish."""

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from ...problems import Problem, Severity
from .patient import Patient

LEAST_FREE_BYTES: Final = 2_000_000_000
LEAST_FREE_SHARE: Final = 0.1


def permissions(patient: Patient) -> Iterator[Problem]:
    """Look for files that we cannot use, and for those of another owner than the data folder's."""
    root = patient.data.root
    paths = [root, *_below(root)]
    closed = dict.fromkeys(filter(_is_closed, paths))
    foreign = [path for path in paths if path not in closed and _owner(path) not in {None, _owner(root)}]
    if closed:
        message = f"{len(closed)} files or folders cannot be read and written by this user, such as {next(iter(closed))}."
        advice = f"Give them to the user of the service: chown --recursive --reference={root} {root}"
        yield Problem("no-permission", Severity.ERROR, message, advice)
    if foreign:
        message = f"{len(foreign)} files belong to another user than {root} does, such as {foreign[0]}."
        advice = f"Run ocn as the user of the service, and give them back: chown --recursive --reference={root} {root}"
        yield Problem("other-owner", Severity.WARNING, message, advice)


def _below(root: Path) -> Iterator[Path]:
    """Give all files and folders below a folder, but those that are swept away meanwhile."""
    for folder, folders, files in os.walk(root):
        yield from (Path(folder, name) for name in (*folders, *files))


def _is_closed(path: Path) -> bool:
    """Tell whether something that is there cannot be used by us."""
    wanted = os.R_OK | os.W_OK | (os.X_OK if path.is_dir() else 0)
    return not os.access(path, wanted) and os.path.lexists(path)


def _owner(path: Path) -> int | None:
    with suppress(FileNotFoundError):
        return path.lstat().st_uid
    return None


def disk_space(patient: Patient) -> Iterator[Problem]:
    """Warn when less than a tenth of the disk is free, and less than 2 GB."""
    disk = shutil.disk_usage(patient.data.root)
    if disk.free < LEAST_FREE_BYTES and disk.free < disk.total * LEAST_FREE_SHARE:
        message = f"Only {disk.free / 1e6:,.0f} MB are free on the disk of {patient.data.root}."
        advice = "Make room before the next publish; with a full disk it is refused, and nothing is lost."
        yield Problem("little-room", Severity.WARNING, message, advice)
