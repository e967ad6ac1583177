"""Query workers as the service sees them: where they come from, what they say, how they end."""

import asyncio
import json
import socket
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final, cast

from ..errors import EngineFailed
from ..fork_server import ForkServer
from .frames import FrameKind, FrameReader, frame
from .worker import Assignment

START_S: Final = 10.0
"""Longest time for a worker to open its generation, on a machine that is busy with other things."""

_ENDED: Final = "the parent process of the query workers has ended"


class Nursery:
    """The process that workers are forked from; see ``nursery``. A lost one is replaced when it is needed."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._server: ForkServer | None = None
        self._closed = False

    async def fork(self, assignment: Assignment) -> tuple[int, socket.socket]:
        """Start a worker; give its process id and our end of its connection. Raises OSError."""
        ours, theirs = socket.socketpair()
        ours.settimeout(0)
        try:
            reply = await self._reply({"assignment": asdict(assignment)}, theirs)
        except BaseException:
            ours.close()
            raise
        return reply["process"], ours

    async def end(self, process: int) -> int | None:
        """End a worker and tell how it ended: its exit code, or minus the signal; None if that got lost."""
        try:
            status: int | None = (await self._reply({"end": process}))["status"]
        except OSError:
            return None
        return status

    async def close(self) -> None:
        """End the process, and the workers with it, for good."""
        self._closed = True
        async with self._turn:
            await self._drop()

    async def _reply(
        self, request: dict[str, Any], connection: socket.socket | None = None
    ) -> dict[str, Any]:
        """Give the reply to one request.

        It is read even when the caller no longer waits: the next request would be given it otherwise.
        """
        exchange = asyncio.ensure_future(self._exchange(request, connection))
        exchange.add_done_callback(lambda done: done.cancelled() or done.exception())
        return await asyncio.shield(exchange)

    async def _exchange(self, request: dict[str, Any], connection: socket.socket | None) -> dict[str, Any]:
        try:
            async with self._turn:
                if connection is not None and self._server is None and not self._closed:
                    self._server = ForkServer(f"{__package__}.nursery")
                    self._server.control.settimeout(0)
                return await self._line(request, connection)
        finally:
            if connection is not None:
                connection.close()

    async def _line(self, request: dict[str, Any], connection: socket.socket | None) -> dict[str, Any]:
        if self._server is None:
            raise ConnectionResetError(_ENDED)
        control = self._server.control
        line, reply = json.dumps(request).encode() + b"\n", b""
        try:
            if connection is None:
                control.send(line)
            else:
                socket.send_fds(control, [line], [connection.fileno()])
            while not reply.endswith(b"\n"):
                reply += await _received(control)
        except OSError:
            await self._drop()
            raise
        return dict(json.loads(reply))

    async def _drop(self) -> None:
        if self._server is not None:
            server, self._server = self._server, None
            server.kill()
            await asyncio.to_thread(server.wait)


async def _received(control: socket.socket) -> bytes:
    data = await asyncio.get_running_loop().sock_recv(control, 4_096)
    if not data:
        raise ConnectionResetError(_ENDED)
    return data


class WorkerProcess(asyncio.Protocol):
    """One worker: ``said`` is called with each of its messages, ``lost`` once when it is gone.

    ``offline`` tells whether the system keeps it from opening connections.
    """

    def __init__(self, process: int, generation: Path) -> None:
        self.process = process
        self.generation = generation
        self.ready = False
        self.offline = False
        self.gone = False
        self.said: Callable[[FrameKind, bytes], None] = _nothing
        self.lost: Callable[[], None] = _nothing
        self._frames = FrameReader()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports do what asyncio's do, and inherit nothing of theirs.
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        for kind, payload in self._frames.feed(data):
            self.said(kind, payload)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio gives it
        self.gone = True
        self.lost()

    def ask(self, request: dict[str, Any]) -> None:
        """Give it a query to answer."""
        assert self._transport is not None
        self._transport.write(frame(FrameKind.QUERY, json.dumps(request).encode()))

    def hang_up(self) -> None:
        """Hear nothing more of it."""
        self.said = self.lost = _nothing
        self.gone = True
        if self._transport is not None:
            self._transport.abort()


def _nothing(*_: object) -> None:
    pass


async def started(nursery: Nursery, assignment: Assignment) -> WorkerProcess:
    """Start a worker and wait until it can answer; raise EngineFailed where it cannot."""
    try:
        process, connection = await nursery.fork(assignment)
    except OSError as error:
        raise EngineFailed(path=assignment.generation, detail=str(error)) from None
    worker = WorkerProcess(process, Path(assignment.generation))
    try:
        await _ready(worker, connection)
    except (OSError, TimeoutError) as error:
        detail = str(error) or "a query worker did not start in time"
        raise EngineFailed(path=assignment.generation, detail=detail) from None
    finally:
        if not worker.ready:
            worker.hang_up()
            connection.close()
            await asyncio.shield(nursery.end(process))
    return worker


async def _ready(worker: WorkerProcess, connection: socket.socket) -> None:
    """Wait for the first word of a worker; raise OSError where it is an error, or its last."""
    ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def said(kind: FrameKind, payload: bytes) -> None:
        if kind is FrameKind.READY:
            worker.offline = json.loads(payload)["offline"]
            worker.ready = True
            ready.set_result(None)
        else:
            fail(json.loads(payload)["detail"])

    def fail(detail: str = "a query worker ended before it was ready") -> None:
        if not ready.done():
            ready.set_exception(OSError(detail))

    worker.said, worker.lost = said, fail
    await asyncio.get_running_loop().create_unix_connection(lambda: worker, sock=connection)
    async with asyncio.timeout(START_S):
        await ready
