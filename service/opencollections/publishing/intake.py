"""Intake: every file is kept as it was handed in, by its SHA-256, before anything reads it."""

import shutil
from pathlib import Path
from typing import Final

from ..errors import FileMissing, TooLarge
from ..records.tables import File
from ..store.disk import disk_watched
from ..store.durable import digest, written
from ..store.folders import DataFolder
from ..store.ledger import KeptFile

CHUNK: Final = 1 << 20


def kept(data: DataFolder, name: str, path: Path, role: str, limit_bytes: int) -> KeptFile:
    """Copy a file into the uploads, unless its bytes are there already.

    Raises FileMissing, TooLarge or DiskFull; whatever happens, no half file gets a name.
    """
    if not path.is_file():
        raise FileMissing(file=path)
    size = path.stat().st_size
    if size > limit_bytes:
        advice = "Split it, or ask the operator to raise OCN_UPLOAD_LIMIT_BYTES."
        raise TooLarge(file=name, what="its size in bytes", value=size, limit=limit_bytes, advice=advice)
    sha256 = digest(path)
    target = data.upload(sha256)
    if not target.is_file():
        with disk_watched(target), path.open("rb") as reading, written(target) as writing:
            shutil.copyfileobj(reading, writing, CHUNK)
    return KeptFile(name, sha256, role)


def reopened(data: DataFolder, file: KeptFile) -> File:
    """Give a kept file for reading, under the name it was handed in with."""
    return File(file.name, data.upload(file.sha256))
