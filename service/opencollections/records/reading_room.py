"""The reading room: the process that readers are forked from, and our end of the connection to each of them.

A reader looks at one file, in a process of its own that has limits on time and memory, no network, and writes nothing.
"""

import atexit
import json
import os
import socket
import threading
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final, Self

from .. import errors
from ..errors import SourceError
from ..fork_server import ForkServer
from ..phrases import Phrase, facts_kept
from .measures import in_work
from .messages import HEAD, Look, Said, Task
from .tables import File

MEMORY_BYTES: Final = 3_000_000_000
"""The address space that a reader may use."""

_SECONDS: Final = 20.0
_BYTES_PER_SECOND: Final = 1_000_000
_MESSAGE_LIMIT_BYTES: Final = 1 << 30


def seconds_for(file: File) -> float:
    """Give the processor time that reading a file may take: twenty seconds, and one for each megabyte."""
    return _SECONDS + file.path.stat().st_size / _BYTES_PER_SECOND


def begun(task: Task | Look) -> "Reading":
    """Let a reader begin with a task; whoever asks for it closes the reading."""
    reading = Reading(ROOM.connection(), 2 * task.seconds + _SECONDS)
    reading.say(asdict(task))
    return reading


def limit_of(task: Task | Look) -> Phrase:
    """Say what a reader may take, for the sentence that tells of one that took more."""
    return in_work(round(task.seconds), task.memory_bytes)


def refusal(said: Mapping[str, Any]) -> SourceError:
    """Make the error that a reader has told."""
    kind = getattr(errors, said["error"], SourceError)
    return (
        kind(**facts_kept(said["facts"]))
        if issubclass(kind, SourceError)
        else SourceError(detail=said["error"])
    )


class Reading:
    """Our end of the connection to a reader."""

    def __init__(self, connection: socket.socket, patience_s: float) -> None:
        self._connection = connection
        # A reader that waits for anything but us does not use up its processor time.
        connection.settimeout(patience_s)

    def __enter__(self) -> Self:
        return self

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
        self._server: ForkServer | None = None

    def connection(self) -> socket.socket:
        """Give a connection to a new reader; raise OSError where no process can be started."""
        ours, theirs = socket.socketpair()
        with theirs, self._turn:
            for attempt in range(2):
                try:
                    if self._server is None or self._server.has_ended:
                        self.close()
                        self._server = ForkServer(f"{__package__}.reader", _environment())
                    socket.send_fds(self._server.control, [b"r"], [theirs.fileno()])
                except OSError:
                    # It was killed from outside; another one takes its place, once.
                    self.close()
                    if attempt:
                        ours.close()
                        raise
                else:
                    break
        return ours

    def close(self) -> None:
        if self._server is not None:
            server, self._server = self._server, None
            server.kill()
            server.wait()

    def forget(self) -> None:
        """Leave the process to the one that this was forked from."""
        self._turn = threading.Lock()
        if self._server is not None:
            self._server.forget()
        self._server = None


def _environment() -> dict[str, str]:
    """Give the environment without our settings, since a connection of a database is among them."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("OCN_")}
    # A reader makes columns one by one, and threads of Polars would only take address space.
    return own | {"POLARS_MAX_THREADS": "1"}


ROOM: Final = _ReadingRoom()
atexit.register(ROOM.close)
os.register_at_fork(after_in_child=ROOM.forget)
