"""A pipe from the event loop to a thread: bytes that arrive there are read here as from a file."""

import asyncio
import threading
from collections import deque
from typing import Final

HELD_BYTES: Final = 1024 * 1024
"""What may wait to be read before more is taken in."""


class Pipe:
    """Bytes on their way; ``put`` and ``end`` belong to the loop that it was made in, ``read`` to a thread.

    ``removed`` is taken out wherever it occurs.
    """

    def __init__(self, removed: bytes) -> None:
        self._removed = removed
        self._loop = asyncio.get_running_loop()
        self._room = asyncio.Event()
        self._news = threading.Condition()
        self._waiting: deque[bytes] = deque()
        self._held = 0
        self._tail = b""
        self._ended = False
        self._broken = False

    async def put(self, data: bytes) -> None:
        """Take bytes in; wait while too many are unread, unless nobody reads any more."""
        while self._held > HELD_BYTES and not self._broken:
            self._room.clear()
            await self._room.wait()
        text = (self._tail + data).replace(self._removed, b"")
        # What may be the beginning of it waits for the next bytes.
        keep = min(len(self._removed) - 1, len(text))
        self._give(text[: len(text) - keep])
        self._tail = text[len(text) - keep :]

    def end(self) -> None:
        """Say that the bytes are whole."""
        self._give(self._tail)
        with self._news:
            self._ended = True
            self._news.notify()

    def break_off(self) -> None:
        """Say that nothing more is put or read, from either side."""
        with self._news:
            self._broken = True
            self._waiting.clear()
            self._news.notify()
        self._loop.call_soon_threadsafe(self._room.set)

    def _give(self, data: bytes) -> None:
        with self._news:
            if data and not self._broken:
                self._waiting.append(data)
                self._held += len(data)
                self._news.notify()

    def read(self, size: int = -1) -> bytes:
        """Give the next bytes, nothing at the end; raise BrokenPipeError where they are not whole."""
        with self._news:
            while not (self._waiting or self._ended or self._broken):
                self._news.wait()
            if self._broken:
                raise BrokenPipeError("the engine's answer broke off")
            if not self._waiting:
                return b""
            data = self._waiting.popleft()
            if 0 <= size < len(data):
                self._waiting.appendleft(data[size:])
                data = data[:size]
            self._held -= len(data)
        self._loop.call_soon_threadsafe(self._room.set)
        return data
