"""The process that query workers are forked from: small, with one thread, and with the engine loaded.

It is started as ``python -m opencollections.query.nursery FD`` and takes requests, one line of JSON each, on
that socket: ``{"assignment": {…}}`` together with the worker's end of a connection, answered by ``{"process":
id}``; and ``{"end": id}``, answered by ``{"status": …}``, the exit code, minus the signal, or null for no
worker of its own. It ends when the other side closes, and its workers end with it.
"""

import json
import os
import signal
import socket
from typing import Any

from ..fork_server import control
from .worker import Assignment, work


def run(control: socket.socket) -> None:
    """Serve requests until the other side closes."""
    workers: set[int] = set()
    while (request := _request(control)) is not None:
        message, connections = request
        if "end" in message:
            # A nursery that took the place of a lost one may be asked about that one's workers.
            known = message["end"] in workers
            workers.discard(message["end"])
            reply = {"status": _ended(message["end"]) if known else None}
        else:
            process = _forked(control, connections[0], Assignment(**message["assignment"]))
            workers.add(process)
            reply = {"process": process}
        control.sendall(json.dumps(reply).encode() + b"\n")


def _request(control: socket.socket) -> tuple[dict[str, Any], list[int]] | None:
    """Read one line and the file descriptors that came with it."""
    line, connections = b"", []
    while not line.endswith(b"\n"):
        data, descriptors, _, _ = socket.recv_fds(control, 65_536, 1)
        connections += descriptors
        if not data:
            return None
        line += data
    return json.loads(line), connections


def _forked(control: socket.socket, connection: int, assignment: Assignment) -> int:
    process = os.fork()
    if process == 0:
        _become_worker(control, connection, assignment)
    os.close(connection)
    return process


def _become_worker(control: socket.socket, connection: int, assignment: Assignment) -> None:
    status = 1
    try:
        control.close()
        work(socket.socket(fileno=connection), assignment)
        status = 0
    finally:
        os._exit(status)  # It must never come back into the loop of the nursery.


def _ended(process: int) -> int:
    """End a worker, if it has not ended by itself, and tell how it ended.

    Until then it stays a zombie, so that its number cannot be another process's yet.
    """
    os.kill(process, signal.SIGKILL)
    _, status = os.waitpid(process, 0)
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    run(control())
