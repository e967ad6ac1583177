"""A result on its way: taken in as fast as it is made, given out as fast as it is read."""

from collections import deque
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Final

PIECE_BYTES: Final = 65_536


class Spool:
    """A queue of bytes that keeps a first part in memory and the rest in a file without a name.

    Therefore a worker never waits for a slow client, and a large result costs no memory. The file is made in
    ``folder`` when it is needed and is gone when closed, or when the process ends in whatever way.
    """

    def __init__(self, folder: Path, memory_bytes: int) -> None:
        self._folder = folder
        self._memory_bytes = memory_bytes
        self._pieces: deque[bytes] = deque()
        self._in_memory = 0
        self._file: IO[bytes] | None = None
        self._read = 0
        self._written = 0

    @property
    def spilled(self) -> bool:
        """Tell whether a part of it is in the file."""
        return self._written > self._read

    def put(self, data: bytes) -> None:
        """Add bytes at the end; raise OSError where the file cannot take them."""
        if not self.spilled and self._in_memory + len(data) <= self._memory_bytes:
            self._pieces.append(data)
            self._in_memory += len(data)
            return
        if self._file is None:
            self._file = TemporaryFile(dir=self._folder)  # noqa: SIM115 - closed by close
        self._file.seek(self._written)
        self._file.write(data)
        self._written += len(data)

    def take(self) -> bytes:
        """Give the next bytes, or none where everything was given."""
        if self._pieces:
            piece = self._pieces.popleft()
            self._in_memory -= len(piece)
            return piece
        if self._file is None or not self.spilled:
            return b""
        self._file.seek(self._read)
        piece = self._file.read(PIECE_BYTES)
        self._read += len(piece)
        return piece

    def close(self) -> None:
        """Forget everything."""
        self._pieces.clear()
        self._in_memory = 0
        if self._file is not None:
            self._file.close()
            self._read = self._written
