"""What is said on the connection to a reader, which reads one file in a process of its own.

We send a line of JSON, a ``Task``, and hear what was opened; then a line with the list of references, and hear the
batches, and at the end the problems. Or we send a ``Look``, and hear what was found. What we hear is a ``Said``, a
length, and so many bytes.
"""

import json
import struct
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Final

from .tables import Dialect, File, Kind, Selection

HEAD: Final = struct.Struct("!cQ")


class Said(Enum):
    """What a message of a reader is: its content is JSON, and of a batch Arrow's stream of one frame."""

    OPENED = b"O"
    BATCH = b"B"
    ENDED = b"E"
    REFUSED = b"R"
    INSPECTED = b"I"


@dataclass(frozen=True, slots=True)
class Task:
    """A selection to read, and what reading it may take: seconds of processor time, and bytes of address space."""

    name: str
    path: str
    kind: str
    selection: dict[str, Any]
    seconds: float
    memory_bytes: int

    @classmethod
    def of(cls, file: File, selection: Selection, kind: Kind, seconds: float, memory_bytes: int) -> "Task":
        return cls(file.name, str(file.path.resolve()), kind, asdict(selection), seconds, memory_bytes)

    @property
    def file(self) -> File:
        return File(self.name, Path(self.path))

    @property
    def read_as(self) -> Kind:
        return Kind(self.kind)

    @property
    def chosen(self) -> Selection:
        return selection_of(self.selection)


@dataclass(frozen=True, slots=True)
class Look:
    """A file to look through, what its owner says of it, and what that may take, as of a task."""

    name: str
    path: str
    correction: dict[str, Any]
    seconds: float
    memory_bytes: int

    @property
    def file(self) -> File:
        return File(self.name, Path(self.path))


def asked(line: bytes) -> Task | Look:
    """Read the first line that a reader is sent."""
    said = json.loads(line)
    return Look(**said) if "correction" in said else Task(**said)


def selection_of(said: Mapping[str, Any]) -> Selection:
    """Read a selection from what JSON keeps of it."""
    kind, dialect = said["kind"], Dialect(**said["dialect"])
    return Selection(**{**said, "kind": kind and Kind(kind), "dialect": dialect})
