"""The zip archive that a workbook is, guarded: nothing is unpacked further than the limits allow."""

import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self

from ..errors import BrokenFile, TooLarge
from ..phrases import Fact, Phrase, Unreadable
from .measures import in_bytes, over
from .safe_xml import refuse_doctype
from .tables import File, Kind

UNPACKED_LIMIT_BYTES: Final = 400_000_000
_MEMBER_LIMIT: Final = 5_000
RATIO_LIMIT: Final = 200
# Small members may pack well without harm: a sheet of blanks does.
_RATIO_FROM_BYTES: Final = 20_000_000
_SMALL_BYTES: Final = 4_000_000
_CHUNK_BYTES: Final = 1 << 18
_AT_ONCE_BYTES: Final = 1 << 22
_IN_PIECES: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})

UNREADABLE: Final = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What the zip module raises for a damaged or encrypted archive; NotImplementedError is a RuntimeError."""


class UnusualPacking(Unreadable):
    """A member that is packed in a way that cannot be taken off piece by piece."""


class _Pieces(io.BufferedReader):
    """A file of which nobody reads much at once.

    The library reads the list of members as a whole, and makes ten times as much of it in memory.
    """

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > _AT_ONCE_BYTES:
            raise ValueError("its list of files is too long")
        return super().read(size)


@contextmanager
def opened_archive(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a zip archive; raise what stands in UNREADABLE, also where its list of members is too long."""
    with _Pieces(io.FileIO(path)) as stream, zipfile.ZipFile(stream) as archive:
        yield archive


def opened_member(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    """Open a member to be read piece by piece; raise KeyError or UnusualPacking.

    The library unpacks bzip2 and LZMA to the end of what it has read, and three kilobytes can hold gigabytes.
    """
    if archive.getinfo(name).compress_type not in _IN_PIECES:
        raise UnusualPacking("it is packed in an unusual way; pack it anew as ZIP (Deflate)")
    return archive.open(name)


class Archive:
    """An open archive whose members are read in chunks and counted as they come.

    The sizes that the archive states are not believed; only bytes really unpacked count.
    """

    def __init__(self, file: File, kind: Kind) -> None:
        self._file = file.name
        self._kind = kind.name
        self._unpacked = 0
        self._open = ExitStack()
        try:
            self._zip = self._open.enter_context(opened_archive(file.path))
        except UNREADABLE as error:
            raise self.broken(str(error)) from None
        self.names: Sequence[str] = self._zip.namelist()
        if len(self.names) > _MEMBER_LIMIT:
            raise self._too_large(Phrase("the number of parts in it"), len(self.names), _MEMBER_LIMIT)
        if len(set(self.names)) < len(self.names):
            raise self.broken(Phrase("it has two parts of the same name"))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def chunks(self, name: str) -> Iterator[bytes]:
        """Unpack an XML member piece by piece; raise BrokenFile, TooLarge or ForbiddenXML."""
        size = 0
        try:
            with opened_member(self._zip, name) as stream:
                while chunk := stream.read(_CHUNK_BYTES):
                    if not size:
                        self._refuse_unusual(chunk)
                    size += len(chunk)
                    self._refuse_bomb(name, size, len(chunk))
                    yield chunk
        except KeyError:
            raise self.broken(Phrase("its part {part} is missing", {"part": name})) from None
        except UnusualPacking as error:
            raise self.broken(
                Phrase("its part {part} cannot be unpacked: {reason}", {"part": name, "reason": error.why})
            ) from None
        except UNREADABLE as error:
            raise self.broken(damaged(name, error)) from None

    def text(self, name: str) -> bytes:
        """Unpack a whole member that has to be small, such as the list of sheets."""
        text = b""
        for chunk in self.chunks(name):
            text += chunk
            if len(text) > _SMALL_BYTES:
                limit = in_bytes(_SMALL_BYTES)
                raise self._too_large(Phrase("its part {part}", {"part": name}), over(limit), limit)
        return text

    def broken(self, detail: Fact) -> BrokenFile:
        """Make the error that says what is wrong with the archive."""
        return BrokenFile(file=self._file, kind=self._kind, detail=detail)

    def _refuse_unusual(self, head: bytes) -> None:
        refuse_doctype(self._file, head)
        if b"\0" in head[:64]:
            raise self.broken(Phrase("a part of it is not UTF-8, as workbooks are"))

    def _refuse_bomb(self, name: str, size: int, added: int) -> None:
        self._unpacked += added
        packed = self._zip.getinfo(name).compress_size
        if size > _RATIO_FROM_BYTES and size > RATIO_LIMIT * packed:
            raise self._too_large(
                Phrase("the packing of a part"), f"1:{size // max(packed, 1)}", f"1:{RATIO_LIMIT}"
            )
        if self._unpacked > UNPACKED_LIMIT_BYTES:
            raise self._too_large(
                Phrase("its unpacked size"), over(in_bytes(self._unpacked)), in_bytes(UNPACKED_LIMIT_BYTES)
            )

    def _too_large(self, what: Phrase, value: object, limit: object) -> TooLarge:
        advice = Phrase("Save only the sheet that the mapping needs, as XLSX or CSV.")
        return TooLarge(file=self._file, what=what, value=value, limit=limit, advice=advice)


def damaged(part: str, error: object) -> Phrase:
    """Say of a part of an archive that it is damaged, and what its reader says."""
    return Phrase("its part {part} is damaged ({error})", {"part": part[:100], "error": str(error)[:200]})
