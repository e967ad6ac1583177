"""Tables that are read in a process of its own: it has a limit on time and memory, no network, and writes nothing.

A workbook of a few kilobytes can take gigabytes, and a path of a few signs hours. What goes over a limit, or ends
its reader, ends a process that holds nothing else, and becomes a sentence.
"""

import atexit
import io
import json
import os
import socket
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any, Final

import polars as pl

from .. import errors
from ..errors import PathTooCostly, ReadingStopped, SourceError
from ..problems import Problem, facts_kept
from .messages import HEAD, Said, Task
from .tables import File, Kind, Selection, Sheet

_SECONDS: Final = 20.0
_BYTES_PER_SECOND: Final = 1_000_000
_MEMORY_BYTES: Final = 3_000_000_000
_MESSAGE_LIMIT_BYTES: Final = 1 << 30


def seconds_for(file: File) -> float:
    """Give the processor time that reading a file may take: twenty seconds, and one for each megabyte."""
    return _SECONDS + file.path.stat().st_size / _BYTES_PER_SECOND


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
        memory_bytes: int = _MEMORY_BYTES,
    ) -> None:
        self.file = source.name
        self._paths = tuple(paths)
        allowed = seconds_for(source) if seconds is None else seconds
        self._task = Task.of(source, selection, kind, allowed, memory_bytes)
        self._reading: _Reading | None = self._begun()
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

    def _batches(self, reading: "_Reading", message: tuple[Said, bytes]) -> Iterator[pl.DataFrame]:
        with reading:
            while message[0] is Said.BATCH:
                yield pl.read_ipc_stream(io.BytesIO(message[1]))
                message = self._heard(reading)
        self.problems = _problems(json.loads(message[1]))

    def _begun(self) -> "_Reading":
        """Let a reader begin; it ends with this table."""
        reading = _Reading(_ROOM.connection(), 2 * self._task.seconds + _SECONDS)
        weakref.finalize(self, reading.close)
        reading.say(asdict(self._task))
        return reading

    def _content(self, reading: "_Reading", wanted: Said) -> dict[str, Any]:
        said, content = self._heard(reading)
        assert said is wanted
        return dict(json.loads(content))

    def _heard(self, reading: "_Reading") -> tuple[Said, bytes]:
        """Give the next message; raise what the reader refused, or the error of one that has ended."""
        message = reading.heard()
        if message is None:
            reading.close()
            raise self._stopped()
        if message[0] is Said.REFUSED:
            reading.close()
            refused = json.loads(message[1])
            raise _refusal(refused["error"], refused["facts"])
        return message

    def _stopped(self) -> SourceError:
        limit = f"{self._task.seconds:.0f} seconds of processor time and {self._task.memory_bytes // 10**6:,} MB of memory"
        if self._paths:
            return PathTooCostly(file=self.file, paths=shown_paths(self._paths), limit=limit)
        return ReadingStopped(file=self.file, kind=self._task.kind.upper(), limit=limit)


def shown_paths(paths: Sequence[str]) -> str:
    """Name paths in a sentence, each once and none at length."""
    return ", ".join(repr(path[:100]) for path in dict.fromkeys(paths))


def _problems(content: dict[str, Any]) -> tuple[Problem, ...]:
    return tuple(Problem.from_json(problem) for problem in content["problems"])


def _refusal(name: str, facts: dict[str, Any]) -> SourceError:
    kind = getattr(errors, name, SourceError)
    return kind(**facts_kept(facts)) if issubclass(kind, SourceError) else SourceError(detail=name)


class _Reading:
    """Our end of the connection to a reader."""

    def __init__(self, connection: socket.socket, patience_s: float) -> None:
        self._connection = connection
        # A reader that waits for anything but us does not use up its processor time.
        connection.settimeout(patience_s)

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    def say(self, content: object) -> None:
        """Send one line; a reader that has ended is noticed when its answer does not come."""
        try:
            self._connection.sendall(json.dumps(content).encode() + b"\n")
        except OSError:
            return

    def heard(self) -> tuple[Said, bytes] | None:
        """Receive a message, None where none will come."""
        try:
            head = self._received(HEAD.size)
            said, length = HEAD.unpack(head)
            content = self._received(length) if length <= _MESSAGE_LIMIT_BYTES else b""
            return (Said(said), content) if len(content) == length else None
        except (OSError, ValueError, EOFError):
            return None

    def _received(self, length: int) -> bytes:
        data = bytearray(length)
        view = memoryview(data)
        while view:
            count = self._connection.recv_into(view)
            if not count:
                raise EOFError
            view = view[count:]
        return bytes(data)


class _ReadingRoom:
    """The process that readers are forked from, started when the first is needed and ended with this one."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def connection(self) -> socket.socket:
        """Give a connection to a new reader; raise OSError where no process can be started."""
        ours, theirs = socket.socketpair()
        with theirs, self._turn:
            for attempt in range(2):
                try:
                    if self._control is None or (self._process and self._process.poll() is not None):
                        self.close()
                        self._launch()
                    assert self._control is not None
                    socket.send_fds(self._control, [b"r"], [theirs.fileno()])
                except OSError:
                    # It was killed from outside; another one takes its place, once.
                    self.close()
                    if attempt:
                        ours.close()
                        raise
                else:
                    break
        return ours

    def _launch(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own module, by the interpreter that runs this
                [sys.executable, "-P", "-m", f"{__package__}.reader", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
                env=_environment(),
            )
        self._control = ours

    def close(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            process, self._process = self._process, None
            process.kill()
            process.wait()

    def forget(self) -> None:
        """Leave the process to the one that this was forked from."""
        self._turn = threading.Lock()
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            # It is no child of this process, which would complain that it still runs.
            self._process.returncode = 0
        self._control = self._process = None


def _environment() -> dict[str, str]:
    """Give the environment without our settings, since a connection of a database is among them."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("OCN_")}
    # A reader makes columns one by one, and threads of Polars would only take address space.
    return own | {"POLARS_MAX_THREADS": "1"}


_ROOM: Final = _ReadingRoom()
atexit.register(_ROOM.close)
os.register_at_fork(after_in_child=_ROOM.forget)
