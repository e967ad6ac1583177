"""Inspection in a process of its own: to look a file through can take far more than to keep it, whatever its kind.

Sixty megabytes of JSON can be thirty million values, and one megabyte of Parquet two gigabytes of text.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from ..errors import FileMissing, ReadingStopped
from ..problems import Problem
from .detect import kind_of, title
from .dialects import Style
from .encodings import Encoding, Told
from .inspection import WORKBOOKS, Correction, Inspection, inspect_sheets
from .messages import Look, Said, selection_of
from .reading_room import MEMORY_BYTES, begun, limit_of, refusal, seconds_for
from .samples import Sample, Shown
from .tables import File, Kind, Sheet

_SMALL_BYTES: Final = 1_000_000
"""What is read here: a hundred times as much is no harm, and a process takes a quarter of a second."""


def inspected(file: File, correction: Correction) -> tuple[Inspection, ...]:
    """Look a file through as ``inspect_sheets`` does, and raise what it raises; ReadingStopped at a limit."""
    if not file.path.is_file():
        raise FileMissing(file=file.name)
    kind = kind_of(file, correction.kind)
    if kind in WORKBOOKS or file.path.stat().st_size < _SMALL_BYTES:
        # Workbooks, Parquet and costly paths are read in processes of their own by whoever looks them through.
        return inspect_sheets(file, correction)
    look = Look(file.name, str(file.path.resolve()), asdict(correction), seconds_for(file), MEMORY_BYTES)
    with begun(look) as reading:
        message = reading.heard()
    if message is None:
        raise ReadingStopped(file=file.name, kind=title(kind), limit=limit_of(look))
    said, content = message[0], json.loads(message[1])
    if said is Said.REFUSED:
        raise refusal(content)
    return tuple(map(_inspection, content["tables"]))


def _inspection(said: Mapping[str, Any]) -> Inspection:
    """Read an inspection from what JSON keeps of it."""
    encoding, style = said["encoding"], said["style"]
    return Inspection(
        **{
            **said,
            "kind": Kind(said["kind"]),
            "selection": selection_of(said["selection"]),
            "columns": tuple(Sample(**{**one, "values": tuple(one["values"])}) for one in said["columns"]),
            "first": tuple(Shown(one["row"], tuple(one["cells"])) for one in said["first"]),
            "sheets": tuple(Sheet(**one) for one in said["sheets"]),
            "encoding": encoding and Encoding(**{**encoding, "told": Told(encoding["told"])}),
            "style": style and Style(**style),
            "iterators": tuple(said["iterators"]),
            "problems": tuple(map(Problem.from_json, said["problems"])),
        }
    )
