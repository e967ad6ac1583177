"""A query worker: one process, one read-only generation, one query at a time."""

import json
import socket
import threading
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from pyoxigraph import NamedNode, QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, Store

from ..errors import EngineFailed
from ..sandbox import HeldMemory, allow_seconds, confine
from ..store.snapshots import opened
from .frames import FrameKind, frame, header, received, send_all
from .rows import RowCounter, row_counter

PIECE_BYTES: Final = 262_144
"""Bytes of a result that go out at once."""

STACK_BYTES: Final = 256 * 1024 * 1024
"""Address space for the stack that queries are parsed and planned on.

Measured on every way to nest: 64 MB hold whatever fits into 32 kB of query, 256 MB whatever fits into 128 kB.
"""

KEPT_BYTES: Final = 150_000_000
"""A worker that holds more memory after an answer leaves, so that the memory goes back to the machine."""


class _ResultTooLarge(Exception):
    """Over the limit of the given name."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a worker works on and may use; sizes in bytes.

    ``door`` is the one port that it may connect to, for SERVICE; without it, there is no network at all.
    """

    generation: str
    memory_bytes: int
    result_bytes: int
    rows: int
    seconds: float
    door: int | None = None


def work(connection: socket.socket, assignment: Assignment) -> None:
    """Answer queries until the other side closes; to be called in a process of its own, which it confines."""
    offline = confine(assignment.memory_bytes + STACK_BYTES, assignment.door)
    try:
        # The hold lasts as long as this process, so that nobody sweeps the generation away below a query.
        store, _hold = opened(Path(assignment.generation))
    except EngineFailed as error:
        connection.sendall(_told(FrameKind.ERROR, _error("start", str(error.facts["detail"]))))
        return
    connection.sendall(_told(FrameKind.READY, {"offline": offline}))
    threading.stack_size(STACK_BYTES)
    thread = threading.Thread(target=_answer_all, args=(connection, store, assignment))
    thread.start()
    thread.join()


def _answer_all(connection: socket.socket, store: Store, assignment: Assignment) -> None:
    incoming, memory, leaving = connection.makefile("rb"), HeldMemory(), False
    while not leaving and (message := received(incoming)) is not None:
        query = json.loads(message[1].decode())
        allow_seconds(query["seconds"] or assignment.seconds)
        began = perf_counter()
        output = _Output(connection, assignment, row_counter(query["media_type"]))
        error = _answer(store, query, output)
        seconds = perf_counter() - began
        leaving = memory.bytes() > KEPT_BYTES
        told = (error or {"seconds": seconds}) | {"leaving": leaving}
        output.close(_told(FrameKind.ERROR if error else FrameKind.END, told))


def _answer(store: Store, query: dict[str, Any], output: "_Output") -> dict[str, Any] | None:
    """Write the answer; give what tells of an error instead, if there was one."""
    try:
        _evaluate(store, query, output)
        output.count()
    except _ResultTooLarge as error:
        return _error(str(error), "")
    except SyntaxError as error:
        return _error("syntax", str(error))
    except MemoryError as error:
        return _error("memory", str(error))
    except (OSError, RuntimeError, ValueError) as error:
        return _error("evaluation", str(error))
    return None


def _evaluate(store: Store, query: dict[str, Any], output: "_Output") -> None:
    default_graphs, named_graphs = query["default_graphs"], query["named_graphs"]
    if query["instead"] is not None:
        store = Store()
        store.load(query["instead"], format=RdfFormat.N_QUADS)
    results = store.query(
        query["text"],
        base_iri=query["base_iri"],
        use_default_graph_as_union=query["union"],
        default_graph=None if default_graphs is None else [NamedNode(iri) for iri in default_graphs],
        named_graphs=None if named_graphs is None else [NamedNode(iri) for iri in named_graphs],
    )
    if isinstance(results, QuerySolutions | QueryBoolean):
        results.serialize(output, QueryResultsFormat.from_media_type(query["media_type"]))  # type: ignore[arg-type]
    else:
        results.serialize(output, RdfFormat.from_media_type(query["media_type"]))  # type: ignore[arg-type]


def _error(kind: str, detail: str) -> dict[str, Any]:
    return {"kind": kind, "detail": detail[:2_000]}


def _told(kind: FrameKind, said: dict[str, Any]) -> bytes:
    return frame(kind, json.dumps(said).encode())


class _Output:
    """A file to write a result into: it goes out in pieces, the last one together with the closing message.

    The engine hands over some kilobytes at a time. They are kept as they are until enough of them is here for one
    message, so that a large result is copied by nobody but the system.
    """

    def __init__(self, connection: socket.socket, assignment: Assignment, counter: RowCounter | None) -> None:
        self._connection = connection
        self._bytes_left = assignment.result_bytes
        self._uncounted = assignment.result_bytes - assignment.rows
        self._rows = assignment.rows
        self._counter = counter
        self._counted = 0
        self._waiting: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> int:
        size = len(data)
        self._bytes_left -= size
        if self._bytes_left < 0:
            raise _ResultTooLarge("size")
        self._waiting.append(data)
        self._size += size
        if self._size >= PIECE_BYTES:
            self.count()
            self._send([header(FrameKind.DATA, self._size), *self._waiting])
            self._waiting.clear()
            self._size = self._counted = 0
        return size

    def count(self) -> None:
        """Count the rows that came since the last time; raise _ResultTooLarge where there are too many.

        A row has a byte at least, so that what has fewer bytes than rows are allowed needs no counting.
        """
        if self._counter is not None and self._bytes_left < self._uncounted:
            self._counter.see(b"".join(self._waiting[self._counted :]))
            self._counted = len(self._waiting)
            if self._counter.rows > self._rows:
                raise _ResultTooLarge("rows")

    def flush(self) -> None:
        """Nothing: pieces go out when they are full."""

    def close(self, message: bytes) -> None:
        """Send what is left and the message that tells how it ended."""
        self._send([header(FrameKind.DATA, self._size), *self._waiting, message] if self._size else [message])

    def _send(self, pieces: list[bytes]) -> None:
        try:
            send_all(self._connection, pieces)
        except (BrokenPipeError, ConnectionResetError):
            raise SystemExit from None  # Nobody waits for this answer any more.
