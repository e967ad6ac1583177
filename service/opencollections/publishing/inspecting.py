"""Inspecting: the files of a draft as they are read now, each looked through once for each way of reading it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ..errors import DataError
from ..records.confined_inspection import inspected
from ..records.dialects import is_sign
from ..records.inspection import Correction, Inspection
from ..records.packing import unpacked
from ..records.tables import File, Kind
from ..store.drafts import HandedIn, KeptDraft
from ..store.folders import DataFolder
from .reading_places import reading_place

FIELDS = tuple(field.name for field in fields(Correction))


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that was handed in: its tables, what its owner corrected, or why it cannot be read."""

    file: HandedIn
    correction: Correction
    tables: tuple[Inspection, ...] = ()
    error: DataError | None = None


def looked_through(data: DataFolder, draft: KeptDraft) -> list[Looked]:
    """Look through the files of a draft as its owner says that they are read; raise ReadingPlacesTaken."""
    return [_looked(data, file, correction(draft.options.get(file.name))) for file in draft.files]


def inspections(data: DataFolder, draft: KeptDraft) -> list[Inspection]:
    """Give all tables of a draft; raise the first DataError of a file that cannot be read."""
    found: list[Inspection] = []
    for one in looked_through(data, draft):
        if one.error is not None:
            raise one.error
        found += one.tables
    return found


def correction(said: Any) -> Correction:
    """Read a correction as it is kept; what is not ours is passed over."""
    given = said if isinstance(said, Mapping) else {}
    known: dict[str, Any] = {
        name: given[name]
        for name in FIELDS
        if isinstance(given.get(name), int if name == "header_row" else str)
    }
    if (kind := known.pop("kind", None)) in set(Kind):
        known["kind"] = Kind(kind)
    for name in ("delimiter", "quote"):
        if not is_sign(known.get(name, " ")):
            del known[name]
    return Correction(**known)


def corrected(form: Mapping[str, str]) -> dict[str, Any]:
    """Give what is kept of a form that says how a file is read; what is left empty is found again."""
    row = form.get("header_row", "")
    said = {name: form[name] for name in FIELDS if form.get(name)} | {
        "header_row": int(row[:6]) if row.isdecimal() else None
    }
    return {name: value for name, value in said.items() if value is not None}


def _looked(data: DataFolder, file: HandedIn, said: Correction) -> Looked:
    try:
        return Looked(file, said, _tables(str(data.upload(file.sha256)), file.name, said))
    except DataError as error:
        return Looked(file, said, error=error)


@lru_cache(maxsize=64)
def _tables(path: str, name: str, said: Correction) -> tuple[Inspection, ...]:
    """Look through a file once: it lies under its SHA-256, so that it never changes."""
    with reading_place(), TemporaryDirectory(prefix="ocn-inspect-") as folder:
        return inspected(unpacked(File(name, Path(path)), lambda: Path(folder)), said)
