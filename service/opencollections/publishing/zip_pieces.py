"""Pieces of a zip: what it is written to while it is sent, so that none is ever whole in memory or on disk."""

import io
from typing import Any


class ZipPieces(io.RawIOBase):
    """What was written and not yet taken; nobody can go back in it."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._waiting.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        """Give what waits, which is forgotten then."""
        found, self._waiting = b"".join(self._waiting), []
        return found
