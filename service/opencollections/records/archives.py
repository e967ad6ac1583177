"""The zip archive that a workbook is, guarded: nothing is unpacked further than the limits allow."""

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Final, Self

from ..errors import BrokenFile, TooLarge
from .safe_xml import refuse_doctype
from .tables import File, Kind

UNPACKED_LIMIT_BYTES: Final = 400_000_000
_MEMBER_LIMIT: Final = 5_000
RATIO_LIMIT: Final = 200
# Small members may pack well without harm: a sheet of blanks does.
_RATIO_FROM_BYTES: Final = 20_000_000
_SMALL_BYTES: Final = 4_000_000
_CHUNK_BYTES: Final = 1 << 18

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


class Archive:
    """An open archive whose members are read in chunks and counted as they come.

    The sizes that the archive states are not believed; only bytes really unpacked count.
    """

    def __init__(self, file: File, kind: Kind) -> None:
        self._file = file.name
        self._kind = kind.name
        self._unpacked = 0
        try:
            self._zip = zipfile.ZipFile(file.path)
        except UNREADABLE as error:
            raise self.broken(str(error)) from None
        self.names: Sequence[str] = self._zip.namelist()
        if len(self.names) > _MEMBER_LIMIT:
            raise self._too_large("the number of parts in it", len(self.names), _MEMBER_LIMIT)
        if len(set(self.names)) < len(self.names):
            raise self.broken("it has two parts of the same name")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def chunks(self, name: str) -> Iterator[bytes]:
        """Unpack an XML member piece by piece; raise BrokenFile, TooLarge or ForbiddenXML."""
        size = 0
        try:
            with self._zip.open(name) as member:
                while chunk := member.read(_CHUNK_BYTES):
                    if not size:
                        self._refuse_unusual(chunk)
                    size += len(chunk)
                    self._refuse_bomb(name, size, len(chunk))
                    yield chunk
        except KeyError:
            raise self.broken(f"its part {name} is missing") from None
        except UNREADABLE as error:
            raise self.broken(f"its part {name} is damaged ({error})") from None

    def text(self, name: str) -> bytes:
        """Unpack a whole member that has to be small, such as the list of sheets."""
        text = b""
        for chunk in self.chunks(name):
            text += chunk
            if len(text) > _SMALL_BYTES:
                raise self._too_large(
                    f"its part {name}", f"over {_SMALL_BYTES} bytes", f"{_SMALL_BYTES} bytes"
                )
        return text

    def broken(self, detail: str) -> BrokenFile:
        """Make the error that says what is wrong with the archive."""
        return BrokenFile(file=self._file, kind=self._kind, detail=detail)

    def _refuse_unusual(self, head: bytes) -> None:
        refuse_doctype(self._file, head)
        if b"\0" in head[:64]:
            raise self.broken("a part of it is not UTF-8, as workbooks are")

    def _refuse_bomb(self, name: str, size: int, added: int) -> None:
        self._unpacked += added
        packed = self._zip.getinfo(name).compress_size
        if size > _RATIO_FROM_BYTES and size > RATIO_LIMIT * packed:
            raise self._too_large("the packing of a part", f"1:{size // max(packed, 1)}", f"1:{RATIO_LIMIT}")
        if self._unpacked > UNPACKED_LIMIT_BYTES:
            raise self._too_large(
                "its unpacked size", f"over {self._unpacked} bytes", f"{UNPACKED_LIMIT_BYTES} bytes"
            )

    def _too_large(self, what: str, value: object, limit: object) -> TooLarge:
        advice = "Save only the sheet that the mapping needs, as XLSX or CSV."
        return TooLarge(file=self._file, what=what, value=value, limit=limit, advice=advice)
