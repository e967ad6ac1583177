"""Tables that are read in a process of its own: it has a limit on time and memory, no network, and writes nothing.

A workbook of a few kilobytes can take gigabytes, and a path of a few signs hours. What goes over a limit, or ends
its reader, ends a process that holds nothing else, and becomes a sentence.
"""

import io
import json
import weakref
from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from ..errors import PathTooCostly, ReadingStopped, SourceError
from ..problems import Problem
from .messages import Said, Task
from .reading_room import MEMORY_BYTES, Reading, begun, limit_of, refusal, seconds_for
from .tables import File, Kind, Selection, Sheet


class ConfinedTable:
    """A table whose file is opened and read elsewhere; ``paths`` are those of it that may run on."""

    def __init__(
        self,
        source: File,
        selection: Selection,
        kind: Kind,
        *,
        paths: Sequence[str] = (),
        seconds: float | None = None,
        memory_bytes: int = MEMORY_BYTES,
    ) -> None:
        self.file = source.name
        self._paths = tuple(paths)
        allowed = seconds_for(source) if seconds is None else seconds
        self._task = Task.of(source, selection, kind, allowed, memory_bytes)
        self._reading: Reading | None = self._begun()
        opened = self._content(self._reading, Said.OPENED)
        self.columns = None if opened["columns"] is None else tuple(opened["columns"])
        self.sheet: str | None = opened["sheet"]
        self.sheets = tuple(Sheet(**sheet) for sheet in opened["sheets"])
        self.problems = _problems(opened)

    def batches(self, references: Sequence[str]) -> Iterator[pl.DataFrame]:
        """Read the referenced values, as the protocol of a table says; ReadingStopped or PathTooCostly at a limit."""
        reading, self._reading = self._reading, None
        if reading is None:
            reading = self._begun()
            self._content(reading, Said.OPENED)
        reading.say(list(references))
        message = self._heard(reading)
        return self._batches(reading, message)

    def _batches(self, reading: Reading, message: tuple[Said, bytes]) -> Iterator[pl.DataFrame]:
        with reading:
            while message[0] is Said.BATCH:
                yield pl.read_ipc_stream(io.BytesIO(message[1]))
                message = self._heard(reading)
        self.problems = _problems(json.loads(message[1]))

    def _begun(self) -> Reading:
        """Let a reader begin; it ends with this table."""
        reading = begun(self._task)
        weakref.finalize(self, reading.close)
        return reading

    def _content(self, reading: Reading, wanted: Said) -> dict[str, Any]:
        said, content = self._heard(reading)
        assert said is wanted
        return dict(json.loads(content))

    def _heard(self, reading: Reading) -> tuple[Said, bytes]:
        """Give the next message; raise what the reader refused, or the error of one that has ended."""
        message = reading.heard()
        if message is None:
            reading.close()
            raise self._stopped()
        if message[0] is Said.REFUSED:
            reading.close()
            raise refusal(json.loads(message[1]))
        return message

    def _stopped(self) -> SourceError:
        limit = limit_of(self._task)
        if self._paths:
            return PathTooCostly(file=self.file, paths=shown_paths(self._paths), limit=limit)
        return ReadingStopped(file=self.file, kind=self._task.kind.upper(), limit=limit)


def shown_paths(paths: Sequence[str]) -> str:
    """Name paths in a sentence, each once and none at length."""
    return ", ".join(path[:100] for path in dict.fromkeys(paths))


def _problems(content: dict[str, Any]) -> tuple[Problem, ...]:
    return tuple(Problem.from_json(problem) for problem in content["problems"])
