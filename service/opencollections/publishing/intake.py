"""Intake: every file is kept as it was handed in, by its SHA-256, before anything reads it."""

import os
import re
import shutil
import unicodedata
from pathlib import Path
from typing import Final

from ..errors import FileMissing, FileNameInvalid, TooLarge
from ..phrases import Phrase
from ..records.tables import File
from ..store.disk import disk_watched
from ..store.durable import digest, written
from ..store.folders import DataFolder
from ..store.holds import Hold
from ..store.ledger import KeptFile

CHUNK: Final = 1 << 20
NAME_LIMIT: Final = 255
"""Bytes that the name of a file may have, as on most disks."""

# Control and format characters (the marks that turn the direction of writing among them), and those without meaning.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def kept(data: DataFolder, name: str, path: Path, role: str, limit_bytes: int) -> tuple[KeptFile, Hold]:
    """Copy a file into the uploads, unless its bytes are there already; nobody removes it while it is held.

    Raises FileMissing, TooLarge or DiskFull; whatever happens, no half file gets a name.
    """
    if not path.is_file():
        raise FileMissing(file=path)
    check_size(name, path.stat().st_size, limit_bytes)
    sha256 = digest(path)
    target = data.upload(sha256)
    while True:
        if not target.is_file():
            with disk_watched(target), path.open("rb") as reading, written(target) as writing:
                shutil.copyfileobj(reading, writing, CHUNK)
        try:
            return KeptFile(name, sha256, role), Hold(target)
        except FileNotFoundError:
            # It was removed with a draft that was discarded, just before it was held.
            continue


def check_size(name: str, size: int, limit_bytes: int) -> None:
    """Raise TooLarge where a file is."""
    if size > limit_bytes:
        advice = Phrase("Split it, or ask the operator to raise OCN_UPLOAD_LIMIT_BYTES.")
        what = Phrase("its size in bytes")
        raise TooLarge(file=name, what=what, value=size, limit=limit_bytes, advice=advice)


def plain_name(given: str) -> str:
    """Give the name of a file without folders and characters that are not seen; raise FileNameInvalid.

    It is only ever data: on disk, files are called by their SHA-256.
    """
    last = re.split(r"[/\\]", given)[-1]
    seen = "".join(letter for letter in last if unicodedata.category(letter) not in _UNSEEN)
    name = unicodedata.normalize("NFC", seen).strip()
    if not name.strip(". ") or len(os.fsencode(name)) > NAME_LIMIT:
        raise FileNameInvalid(name=given[:80])
    return name


def reopened(data: DataFolder, file: KeptFile) -> File:
    """Give a kept file for reading, under the name it was handed in with."""
    return File(file.name, data.upload(file.sha256))
