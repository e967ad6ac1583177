"""The process that reads what could harm a reader: a workbook, or a document by a path that may run on.

It is started as ``python -m opencollections.records.reader FD`` and serves that socket: for each connection that it is
sent, it forks a reader, which confines itself and then reads one table. The readers end when the service does.
"""

import io
import json
import os
import signal
import socket
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from ..errors import SourceError
from ..sandbox import allow_seconds, confine

# Loaded once here, and not by every reader that is forked.
from . import json_documents, workbook, xml_documents  # noqa: F401
from .messages import HEAD, Said, Task
from .opening import bare_table
from .tables import Table


def run(control: socket.socket) -> None:
    """Fork a reader for each connection that comes, until the other side closes."""
    while True:
        _, connections, _, _ = socket.recv_fds(control, 1, 1)
        if not connections:
            return
        if os.fork() == 0:
            control.close()
            _become_reader(socket.socket(fileno=connections[0]))
        os.close(connections[0])


def _become_reader(connection: socket.socket) -> None:
    try:
        with connection, connection.makefile("rb") as lines:
            task = Task(**json.loads(lines.readline()))
            confine(task.memory_bytes)
            allow_seconds(task.seconds)
            _read(connection, task, lines)
    finally:
        os._exit(0)  # It must never come back into the loop that forks.


def _read(connection: socket.socket, task: Task, lines: io.BufferedReader) -> None:
    """Open the table and read it once; what is refused is said, and everything else ends the connection."""
    try:
        table = bare_table(task.file, task.chosen, task.read_as)
        opened = {
            **_problems(table),
            "columns": table.columns,
            "sheet": table.sheet,
            "sheets": _sheets(table),
        }
        _say(connection, Said.OPENED, opened)
        references = json.loads(lines.readline() or "null")
        if references is not None:
            _say_batches(connection, table, references)
            _say(connection, Said.ENDED, _problems(table))
    except SourceError as error:
        _say(connection, Said.REFUSED, {"error": type(error).__name__, "facts": error.kept()})


def _say_batches(connection: socket.socket, table: Table, references: Sequence[str]) -> None:
    for frame in table.batches(references):
        stream = io.BytesIO()
        frame.write_ipc_stream(stream)
        _send(connection, Said.BATCH, stream.getbuffer())


def _problems(table: Table) -> dict[str, Any]:
    return {"problems": [problem.kept() for problem in table.problems]}


def _sheets(table: Table) -> list[dict[str, Any]]:
    return [asdict(sheet) for sheet in table.sheets] if isinstance(table, workbook.SheetTable) else []


def _say(connection: socket.socket, said: Said, content: dict[str, Any]) -> None:
    _send(connection, said, json.dumps(content, default=str).encode())


def _send(connection: socket.socket, said: Said, content: bytes | memoryview) -> None:
    connection.sendall(HEAD.pack(said.value, len(content)))
    connection.sendall(content)


if __name__ == "__main__":
    # The terminal's and the service manager's signals go to all processes: the service decides about its own.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # so that the system forgets readers that have ended
    run(socket.socket(fileno=int(sys.argv[1])))
