"""Messages between the service and a query worker: a kind, a length and that many bytes."""

import struct
from collections.abc import Iterator
from enum import IntEnum
from socket import socket
from typing import Final

_HEADER: Final = struct.Struct("!BI")


class FrameKind(IntEnum):
    """What a message says. The worker sends all but QUERY."""

    READY = 1
    QUERY = 2
    DATA = 3
    END = 4
    ERROR = 5


Message = tuple[FrameKind, bytes]


def frame(kind: FrameKind, payload: bytes | bytearray = b"") -> bytes:
    """Give the bytes of one message."""
    return _HEADER.pack(kind, len(payload)) + payload


def received(connection: socket) -> Message | None:
    """Wait for one message; None when the other side has closed."""
    header = _exactly(connection, _HEADER.size)
    if header is None:
        return None
    kind, length = _HEADER.unpack(header)
    payload = _exactly(connection, length)
    return None if payload is None else (FrameKind(kind), payload)


def _exactly(connection: socket, length: int) -> bytes | None:
    pieces = bytearray()
    while len(pieces) < length:
        piece = connection.recv(min(length - len(pieces), 65_536))
        if not piece:
            return None
        pieces += piece
    return bytes(pieces)


class FrameReader:
    """Puts messages together from bytes as they arrive."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def feed(self, data: bytes) -> Iterator[Message]:
        """Give the messages that these bytes complete."""
        self._bytes += data
        while len(self._bytes) >= _HEADER.size:
            kind, length = _HEADER.unpack_from(self._bytes)
            end = _HEADER.size + length
            if len(self._bytes) < end:
                return
            payload = bytes(self._bytes[_HEADER.size : end])
            del self._bytes[:end]
            yield FrameKind(kind), payload
