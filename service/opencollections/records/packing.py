"""Packed files: gzip, xz, zip and tar are taken off before a file is read, within limits.

A packed file of a few kilobytes can unfold into terabytes, so every byte is counted as it comes, and the sizes
that an archive states are not believed.
"""

import gzip
import lzma
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath
from tarfile import TarError, TarInfo
from typing import IO, BinaryIO, Final

from ..errors import BrokenFile, FileMissing, TooLarge
from ..phrases import Fact, Phrase, Unreadable
from .archives import UNREADABLE, UnusualPacking, opened_archive, opened_member
from .detect import ZIP
from .measures import in_bytes, over
from .tables import File

_UNPACKED_LIMIT_BYTES: Final = 2_000_000_000
_RATIO_LIMIT: Final = 200
# Small files may pack well without harm.
_RATIO_FROM_BYTES: Final = 20_000_000
_XZ_MEMORY_BYTES: Final = 1 << 28
_CHUNK_BYTES: Final = 1 << 18
_LAYERS: Final = 3
_BLOCK_BYTES: Final = 512
_HEAD_BYTES: Final = 512
_MEMBERS_LISTED: Final = 10_000

_DAMAGED: Final = (*UNREADABLE, lzma.LZMAError, TarError)
_OUTER: Final[Mapping[str, str]] = {
    "gzip": "gzip",
    "xz": "xz",
    "zip": "zip",
    "targz": "gzip",
    "tarxz": "xz",
}
"""What a file must be, where a mapping says how it is packed."""


class _Unfit(Unreadable):
    """An archive that is whole, but does not have one file."""


@dataclass(frozen=True, slots=True)
class _Limits:
    """What the layers of one file may unfold into: counted against the file as it was handed in."""

    file: str
    packed_bytes: int

    def check(self, size: int) -> None:
        if size > _RATIO_FROM_BYTES and size > _RATIO_LIMIT * self.packed_bytes:
            ratio = f"1:{size // max(self.packed_bytes, 1)}"
            raise self._too_large(Phrase("its packing"), over(ratio), f"1:{_RATIO_LIMIT}")
        if size > _UNPACKED_LIMIT_BYTES:
            raise self._too_large(
                Phrase("its unpacked size"), over(in_bytes(size)), in_bytes(_UNPACKED_LIMIT_BYTES)
            )

    def _too_large(self, what: Phrase, value: Fact, limit: Fact) -> TooLarge:
        advice = Phrase("Unpack it and hand in only the file that the mapping needs.")
        return TooLarge(file=self.file, what=what, value=value, limit=limit, advice=advice)


def unpacked(file: File, folder: Callable[[], Path], said: str | None = None) -> File:
    """Take every packing off a file, into a new file; a file that is not packed comes back as it is.

    ``folder`` gives the folder for new files, and is asked only where there is one. ``said`` is what the
    mapping says of the packing (gzip, xz, zip, targz or tarxz); without it the content tells. An archive must
    have one file, whose name does not matter; a workbook is no archive here. Raises FileMissing, BrokenFile,
    also where the file is not packed as the mapping says, and TooLarge.
    """
    if not file.path.is_file():
        raise FileMissing(file=file.name)
    layer = _layer(file.path, file.name)
    if said is not None and layer != _OUTER[said]:
        raise BrokenFile(file=file.name, kind=said, detail=Phrase("it is not packed so"))
    limits = _Limits(file.name, file.path.stat().st_size)
    path = file.path
    for depth in range(_LAYERS):
        if layer is None:
            return File(file.name, path)
        inner = _unpack(layer, path, folder(), limits)
        if depth:
            path.unlink()
        path, layer = inner, _layer(inner, file.name)
    kind = said or Phrase("an archive")
    raise BrokenFile(file=file.name, kind=kind, detail=Phrase("it is packed over and over"))


def _layer(path: Path, name: str) -> str | None:
    """Tell by its first bytes how a file is packed."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    if head.startswith(b"\xfd7zXZ\0"):
        return "xz"
    if head.startswith(ZIP):
        return None if _is_document(path, name) else "zip"
    return "tar" if head[257:262] == b"ustar" else None


def _is_document(path: Path, name: str) -> bool:
    """Tell the zip archive that a workbook or a text document is from one that a file was packed into."""
    try:
        with opened_archive(path) as archive:
            return not {"[Content_Types].xml", "mimetype"}.isdisjoint(archive.namelist())
    except UNREADABLE:
        # Who hands in half a workbook should read of a workbook.
        return not name.lower().endswith(".zip")


def _unpack(layer: str, packed: Path, folder: Path, limits: _Limits) -> Path:
    """Take one packing off, into a new file of the folder."""
    size = 0
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as out:
        for chunk in _chunks(layer, packed, limits.file):
            size += len(chunk)
            limits.check(size)
            out.write(chunk)
    return Path(out.name)


def _chunks(layer: str, packed: Path, file: str) -> Iterator[bytes]:
    """Unpack piece by piece; whatever a damaged file makes the readers raise becomes BrokenFile."""
    try:
        yield from _READERS[layer](packed)
    except (_Unfit, UnusualPacking) as error:
        raise BrokenFile(file=file, kind=layer, detail=error.why) from None
    except _DAMAGED as error:
        detail = Phrase("it is damaged ({error})", {"error": str(error) or type(error).__name__})
        raise BrokenFile(file=file, kind=layer, detail=detail) from None


def _gzip_chunks(packed: Path) -> Iterator[bytes]:
    with gzip.open(packed) as stream:
        yield from _read(stream)


def _xz_chunks(packed: Path) -> Iterator[bytes]:
    """Unpack xz; its own header says how much memory it takes, so that has a limit too."""
    with packed.open("rb") as stream:
        data = stream.read(_CHUNK_BYTES)
        # One stream may follow another, with zeros between them.
        while data.strip(b"\0"):
            reader = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY_BYTES)
            while not reader.eof:
                if reader.needs_input and not data and not (data := stream.read(_CHUNK_BYTES)):
                    raise EOFError("its end is missing")
                yield reader.decompress(data, _CHUNK_BYTES)
                data = b""
            data = reader.unused_data.lstrip(b"\0") or stream.read(_CHUNK_BYTES)


def _zip_chunks(packed: Path) -> Iterator[bytes]:
    with opened_archive(packed) as archive:
        names = [info.filename for info in archive.infolist() if not info.is_dir()]
        with opened_member(archive, _the_one([name for name in names if _is_data(name)])) as stream:
            yield from _read(stream)


def _tar_chunks(packed: Path) -> Iterator[bytes]:
    """Unpack the one file of a tar archive.

    Its headers are read one by one, since the library would read an overlong header of the long format into
    memory.
    """
    with packed.open("rb") as stream:
        members = dict(islice(_tar_members(stream), _MEMBERS_LISTED))
        place, size = members[_the_one(list(members))]
        stream.seek(place)
        while size > 0:
            chunk = stream.read(min(size, _CHUNK_BYTES))
            if not chunk:
                raise EOFError("its end is missing")
            size -= len(chunk)
            yield chunk


def _tar_members(stream: BinaryIO) -> Iterator[tuple[str, tuple[int, int]]]:
    """Give the files of data in a tar archive: their names, and where in it each begins and how long it is."""
    while (header := stream.read(_BLOCK_BYTES)).strip(b"\0"):
        member = TarInfo.frombuf(header, "utf-8", "surrogateescape")
        if member.size < 0:
            raise ValueError("a file of it has a negative length")
        place = stream.tell()
        if member.isreg() and _is_data(member.name):
            yield member.name, (place, member.size)
        stream.seek(place + -(-member.size // _BLOCK_BYTES) * _BLOCK_BYTES)


def _read(stream: IO[bytes] | gzip.GzipFile) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK_BYTES):
        yield chunk


def _is_data(name: str) -> bool:
    """Tell a file from what systems put beside it into an archive (``__MACOSX/``, ``._x``, ``.DS_Store``)."""
    path = PurePosixPath(name)
    return not path.name.startswith(".") and path.parts[:1] != ("__MACOSX",)


def _the_one(names: list[str]) -> str:
    if len(names) == _MEMBERS_LISTED:
        raise _Unfit("it has {count} files or more, not one", count=f"{_MEMBERS_LISTED:,}")
    if not names:
        raise _Unfit("it has no file")
    if len(names) > 1:
        listed = ", ".join(names[:5]) + (" …" if len(names) > 5 else "")
        raise _Unfit("it has {count} files, not one: {names}", count=len(names), names=listed)
    return names[0]


_READERS: Final[Mapping[str, Callable[[Path], Iterator[bytes]]]] = {
    "gzip": _gzip_chunks,
    "xz": _xz_chunks,
    "zip": _zip_chunks,
    "tar": _tar_chunks,
}
