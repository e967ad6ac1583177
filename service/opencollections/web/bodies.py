"""Bodies: what a client sends, written to disk as it comes; a large file costs no memory, a cut one leaves nothing."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from fastapi import Request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.http import parse_options_header
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, NeedData

from ..errors import BodyTooLarge, FormInvalid, TooManyFiles

HEAD_LIMIT_BYTES: Final = 16 * 1024
"""What may stand before a part of a form and in its head."""

FIELD_LIMIT_BYTES: Final = 64 * 1024
"""What a field of a form may have that is no file."""


PIECE_BYTES: Final = 16 * 1024
"""How much is decoded at once: the decoder holds a piece to the limit of a field, also where it belongs to a file."""


@dataclass(frozen=True, slots=True)
class Received:
    """A file of a form: the name that the client gave it, and where it lies."""

    name: str
    path: Path


async def pieces(request: Request, limit_bytes: int) -> AsyncIterator[bytes]:
    """Give the body of a request piece by piece; raise BodyTooLarge as soon as it is known to be over the limit."""
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > limit_bytes:
        raise BodyTooLarge(limit=limit_bytes)
    size = 0
    async for piece in request.stream():
        size += len(piece)
        if size > limit_bytes:
            raise BodyTooLarge(limit=limit_bytes)
        yield piece


async def received(request: Request, output: IO[bytes], limit_bytes: int) -> None:
    """Write the body of a request into a file; raise BodyTooLarge over the limit."""
    async for piece in pieces(request, limit_bytes):
        output.write(piece)


async def received_files(
    request: Request, folder: Path, limit_bytes: int, files_limit: int
) -> list[Received]:
    """Write the files of a form (multipart/form-data, RFC 7578) into a folder, under names of our own.

    Raises FormInvalid, TooManyFiles, and BodyTooLarge where all together are over the limit. Fields that are no files
    are left out, and so are files without a name, as a form sends them where none was chosen.
    """
    form = _Form(_decoder(request), folder, files_limit)
    try:
        async for piece in pieces(request, limit_bytes):
            for start in range(0, len(piece), PIECE_BYTES):
                form.feed(piece[start : start + PIECE_BYTES])
        form.feed(None)
    finally:
        form.close()
    return form.files


def _decoder(request: Request) -> MultipartDecoder:
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    boundary = options.get("boundary", "")
    if kind.lower() != "multipart/form-data" or not boundary.isascii() or not boundary:
        raise FormInvalid(detail="it is not multipart/form-data with a boundary")
    return MultipartDecoder(boundary.encode(), FIELD_LIMIT_BYTES)


class _Form:
    """A form as it comes in: the part that is being read, and the files that are done."""

    def __init__(self, decoder: MultipartDecoder, folder: Path, files_limit: int) -> None:
        self.files: list[Received] = []
        self._decoder = decoder
        self._folder = folder
        self._files_limit = files_limit
        self._output: IO[bytes] | None = None
        self._head_bytes = 0

    def feed(self, piece: bytes | None) -> None:
        """Take a piece of the form, None at its end; raise FormInvalid and TooManyFiles."""
        try:
            self._decoder.receive_data(piece)
            self._head_bytes += len(piece or b"")
            while not isinstance(event := self._decoder.next_event(), NeedData | Epilogue):
                self._head_bytes = 0
                self._take(event)
        except (ValueError, RequestEntityTooLarge) as error:
            raise FormInvalid(detail=str(error) or "a field is too long") from None
        # The decoder keeps what it has not understood yet.
        if self._output is None and self._head_bytes > HEAD_LIMIT_BYTES + len(piece or b""):
            raise FormInvalid(detail="a part has no end to its head")

    def _take(self, event: object) -> None:
        if isinstance(event, File | Field):
            self.close()
        if isinstance(event, File) and event.filename:
            if len(self.files) == self._files_limit:
                raise TooManyFiles(limit=self._files_limit)
            path = self._folder / f"file-{len(self.files)}"
            self.files.append(Received(event.filename, path))
            self._output = path.open("xb")
        elif isinstance(event, Data) and self._output is not None:
            self._output.write(event.data)
            if not event.more_data:
                self.close()

    def close(self) -> None:
        if self._output is not None:
            self._output.close()
            self._output = None
