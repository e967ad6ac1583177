"""The process that reads what could harm a reader: a workbook, or a document by a path that may run on.

It is started as ``python -m opencollections.records.reader FD`` and serves that socket: for each connection
that it is sent, it forks a reader, which confines itself and then reads one table, or looks a file through.
The readers end when the service does.
"""

import io
import json
import os
import signal
import socket
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from ..errors import SourceError
from ..fork_server import control
from ..sandbox import allow_seconds, confine

# Loaded once here, and not by every reader that is forked.
from . import json_documents, parquet, workbook, xml_documents  # noqa: F401
from .detect import kind_of
from .inspection import Correction, inspect_sheets
from .messages import HEAD, Look, Said, Task, asked
from .opening import bare_table
from .tables import File, Kind, Selection, Table


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
            task = asked(lines.readline())
            confine(task.memory_bytes)
            allow_seconds(task.seconds)
            try:
                if isinstance(task, Look):
                    _look(connection, task)
                else:
                    _read(connection, task, lines)
            except SourceError as error:
                _say(connection, Said.REFUSED, {"error": type(error).__name__, "facts": error.kept()})
    finally:
        os._exit(0)  # It must never come back into the loop that forks.


def _read(connection: socket.socket, task: Task, lines: io.BufferedReader) -> None:
    """Open the table and read it once; raise what is refused."""
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


def _look(connection: socket.socket, task: Look) -> None:
    """Look the file through; raise what is refused. Nothing else need be confined here, where all is."""
    kind = task.correction["kind"]
    correction = Correction(**{**task.correction, "kind": kind and Kind(kind)})
    found = inspect_sheets(task.file, correction, _bare)
    _say(connection, Said.INSPECTED, {"tables": [asdict(one) for one in found]})


def _bare(file: File, selection: Selection) -> Table:
    return bare_table(file, selection, kind_of(file, selection.kind))


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
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # so that the system forgets readers that have ended
    run(control())
