"""Connections: uvicorn's fast HTTP protocol, with a limit that it lacks, and answers that are sent in one piece."""

import asyncio
import json
from http import HTTPStatus
from typing import Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from .problems import PROBLEM, details

HEAD_LIMIT_BYTES: Final = 128 * 1024
"""Room for a request's first line and headers, among them a long query in the address."""


class Connection(HttpToolsProtocol):
    """One connection of a client; it ends where a client sends a head without end, which would fill the memory."""

    _in_head = True
    _head_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.transport = Joining(transport)

    def data_received(self, data: bytes) -> None:
        if self._in_head:
            self._head_bytes += len(data)
        super().data_received(data)
        # What arrives at once is bounded by the transport, so that it is enough to look afterwards.
        if self._in_head and self._head_bytes > HEAD_LIMIT_BYTES and not self.transport.is_closing():
            self._refuse()

    def _refuse(self) -> None:
        if self.cycle is None or self.cycle.response_complete:
            self.send_400_response(
                f"The head of a request may have {HEAD_LIMIT_BYTES} bytes. Send a long query by POST."
            )
        else:
            self.transport.close()

    def send_400_response(self, msg: str) -> None:
        """Tell of what is no HTTP request as of any other problem, and read no more; nobody knows what was accepted."""
        body = json.dumps(details(HTTPStatus.BAD_REQUEST, msg)).encode()
        head = (
            f"HTTP/1.1 400 Bad Request\r\nContent-Type: {PROBLEM.media_type}\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        )
        self.transport.write(head.encode() + body)
        self.transport.close()

    def on_headers_complete(self) -> None:
        self._in_head, self._head_bytes = False, 0
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._in_head = True
        super().on_message_complete()


class Joining(asyncio.Transport):
    """The sending side of a connection: the head of an answer goes out together with what follows at once.

    uvicorn writes head and body one after the other, and the loop would make a system call and a packet of each. Only
    what uvicorn asks of the transport of an answer is here.
    """

    def __init__(self, transport: asyncio.Transport) -> None:
        super().__init__()
        self._transport = transport
        self._loop = asyncio.get_running_loop()
        self._held: bytes = b""

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Send with what was held, or hold until the loop goes on to something else."""
        if self._held:
            held, self._held = self._held, b""
            self._transport.writelines([held, data])
        elif data:
            self._held = bytes(data)
            self._loop.call_soon(self._send)

    def close(self) -> None:
        self._send()
        self._transport.close()

    def is_closing(self) -> bool:
        return self._transport.is_closing()

    def _send(self) -> None:
        held, self._held = self._held, b""
        if held and not self._transport.is_closing():
            self._transport.write(held)
