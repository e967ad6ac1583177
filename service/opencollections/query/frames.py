"""Messages between the service and a query worker: a kind, a length and that many bytes."""

import struct
from collections.abc import Generator, Iterator
from enum import IntEnum
from socket import socket
from typing import BinaryIO, Final

_HEADER: Final = struct.Struct("!BI")


class FrameKind(IntEnum):
    """What a message says. The worker sends all but QUERY."""

    READY = 1
    QUERY = 2
    DATA = 3
    END = 4
    ERROR = 5


Message = tuple[FrameKind, bytes]


def header(kind: FrameKind, length: int) -> bytes:
    """Give the bytes that stand before a payload of this length."""
    return _HEADER.pack(kind, length)


def frame(kind: FrameKind, payload: bytes | bytearray = b"") -> bytes:
    """Give the bytes of one message."""
    return header(kind, len(payload)) + payload


def send_all(connection: socket, pieces: list[bytes]) -> None:
    """Send pieces one after the other, without putting them together first; wait while there is no room."""
    sent = connection.sendmsg(pieces)
    for piece in pieces:
        if sent < len(piece):
            connection.sendall(memoryview(piece)[sent:])
        sent = max(0, sent - len(piece))


def received(incoming: BinaryIO) -> Message | None:
    """Wait for one message; None when the other side has closed."""
    head = incoming.read(_HEADER.size)
    if len(head) < _HEADER.size:
        return None
    kind, length = _HEADER.unpack(head)
    payload = incoming.read(length)
    return (FrameKind(kind), payload) if len(payload) == length else None


class FrameReader:
    """Puts messages together from bytes as they arrive; of DATA, it gives what is there of it as one of its own."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._data_left = 0

    def feed(self, data: bytes) -> Iterator[Message]:
        """Give the messages that these bytes complete, and the parts of a result that are among them."""
        while data:
            if self._data_left:
                part, data = data[: self._data_left], data[self._data_left :]
                self._data_left -= len(part)
                yield FrameKind.DATA, part
            else:
                data = yield from self._message(data)

    def _message(self, data: bytes) -> Generator[Message, None, bytes]:
        """Take bytes until a message or the beginning of a result is whole; give those that follow."""
        if self._bytes:
            self._bytes += data
            data = bytes(self._bytes)
            self._bytes.clear()
        if len(data) >= _HEADER.size:
            kind, length = _HEADER.unpack_from(data)
            end = _HEADER.size + length
            if kind == FrameKind.DATA:
                self._data_left = length
                return data[_HEADER.size :]
            if len(data) >= end:
                yield FrameKind(kind), data[_HEADER.size : end]
                return data[end:]
        self._bytes += data
        return b""
