"""The encoding of a text file: what its first bytes say, else UTF-8, else the code page that reads best."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Final

import polars as pl

from ..errors import BrokenFile
from ..phrases import Fact, Phrase
from .code_pages import TITLES, candidates
from .tables import File

_CHUNK_BYTES: Final = 1 << 20
_SAMPLE_BYTES: Final = 1 << 18
_LONG_LINE_BYTES: Final = 1 << 24
_UTF8_NAMES: Final = frozenset({"utf-8", "ascii"})
_UNFIT: Final = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "utf-7"})

# The longer mark stands first: the mark of UTF-32 LE begins with that of UTF-16 LE.
_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Told(StrEnum):
    """What says how the letters of a file are stored."""

    MARK = "mark"
    ASKED = "asked"
    BYTES = "bytes"
    GUESS = "guess"


@dataclass(frozen=True, slots=True)
class Encoding:
    """The codec of a file, and what told it; ``sample`` has a word that shows whether a guess was right."""

    codec: str
    sample: str | None = None
    told: Told = Told.BYTES

    @property
    def title(self) -> str:
        """The name that programs for the office use."""
        return TITLES.get(self.codec, self.codec)


def encoding_of(file: File, kind: Fact, asked: str | None = None) -> Encoding:
    """Find the encoding in which the whole file can be read.

    ``asked`` is what the mapping says; a byte order mark is believed before it. Raises BrokenFile where a
    byte cannot be read so, and where nearly everything is UTF-8 but not all.
    """
    with file.path.open("rb") as stream:
        head = stream.read(4096)
    marked = next((codec for mark, codec in _MARKS if head.startswith(mark)), None)
    codec = marked or asked or _unmarked_utf16(head)
    if codec is None:
        return _utf8_or_guess(file, kind)
    told = Told.MARK if marked else Told.ASKED if asked else Told.BYTES
    known = text_codec(codec)
    if known is None:
        detail = Phrase("the encoding {encoding!r} is not known", {"encoding": codec[:40]})
        raise BrokenFile(file=file.name, kind=kind, detail=detail)
    codec = known
    flaw = _undecodable(file.path, codec)
    if flaw is not None:
        detail = Phrase(
            "line {line} has a byte that does not belong to the encoding {encoding}",
            {"line": str(flaw), "encoding": codec},
        )
        raise BrokenFile(file=file.name, kind=kind, detail=detail)
    return Encoding(codec, told=told)


def text_codec(name: str) -> str | None:
    """Give the one name of an encoding that a file may be written in; None where there is no such encoding.

    The library calls so what packs bytes too (zlib, hex), and what writes host names or the escapes of a program.
    """
    try:
        codec = codecs.lookup(name).name
        "".encode(codec)
    except (LookupError, ValueError):
        return None
    return None if codec in _UNFIT else codec


def utf8_chunks(path: Path, codec: str, size: int = _CHUNK_BYTES) -> Iterator[bytes]:
    """Read a file piece by piece as UTF-8 without byte order mark; pieces end anywhere."""
    with path.open("rb") as stream:
        if codec not in _UTF8_NAMES:
            yield from _transcoded(stream, codec, size)
            return
        if stream.read(len(codecs.BOM_UTF8)) != codecs.BOM_UTF8:
            stream.seek(0)
        yield from _chunks(stream, size)


def _chunks(stream: BinaryIO, size: int) -> Iterator[bytes]:
    while chunk := stream.read(size):
        yield chunk


def _transcoded(stream: BinaryIO, codec: str, size: int) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(codec)()
    for chunk in _chunks(stream, size):
        yield decoder.decode(chunk).encode()
    yield decoder.decode(b"", final=True).encode()


def _unmarked_utf16(head: bytes) -> str | None:
    """Recognise UTF-16 without its mark: in Latin script every second byte is zero."""
    half = len(head) // 2
    even, odd = head[::2].count(0), head[1::2].count(0)
    if half < 4 or max(even, odd) < 0.4 * half or min(even, odd) > 0.05 * half:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _undecodable(path: Path, codec: str) -> int | None:
    """Give the number of the first line that cannot be decoded, or None where all can."""
    if codec == "utf-8" and _is_all_utf8(path):
        return None
    decoder = codecs.getincrementaldecoder(codec)()
    lines = 1
    with path.open("rb") as stream:
        chunk = b""
        try:
            for chunk in _chunks(stream, _CHUNK_BYTES):
                if codec in _UTF8_NAMES and chunk.isascii() and decoder.getstate()[0] == b"":
                    lines += chunk.count(b"\n")
                else:
                    lines += decoder.decode(chunk).count("\n")
            decoder.decode(b"", final=True)
        except UnicodeError as error:
            # UTF-16 that lacks its mark is told without a place.
            start = error.start if isinstance(error, UnicodeDecodeError) else 0
            return lines + chunk[:start].count(b"\n")
    return None


def _is_all_utf8(path: Path) -> bool:
    """Judge a whole file as fast as it can be read."""
    rest = b""
    with path.open("rb") as stream:
        for chunk in _chunks(stream, _CHUNK_BYTES):
            end = chunk.rfind(b"\n") + 1
            if end and not _is_utf8(b"".join([rest, memoryview(chunk)[:end]])):
                return False
            rest = chunk[end:] if end else rest + chunk
            # In one line without end there may be no place to cut, and the slow way looks at letters anyway.
            if not end and len(rest) > _LONG_LINE_BYTES:
                return False
    return _is_utf8(rest)


def _is_utf8(text: bytes) -> bool:
    if not text.isascii():
        try:
            pl.Series([text]).cast(pl.String)
        except pl.exceptions.ComputeError:
            return False
    return True


def _utf8_or_guess(file: File, kind: Fact) -> Encoding:
    line = _undecodable(file.path, "utf-8")
    if line is None:
        return Encoding("utf-8")
    sample = _telling_lines(file.path)
    if _nearly_utf8(sample):
        detail = Phrase(
            "line {line} has a byte that is not UTF-8, although the rest of the file is", {"line": str(line)}
        )
        raise BrokenFile(file=file.name, kind=kind, detail=detail)
    for codec in candidates(sample):
        if _undecodable(file.path, codec) is None:
            return Encoding(codec, _telling_word(sample.decode(codec)), Told.GUESS)
    return Encoding("latin-1", _telling_word(sample.decode("latin-1")), Told.GUESS)


def _telling_lines(path: Path) -> bytes:
    """Collect the lines that have letters beyond ASCII, which alone can tell a code page."""
    kept: list[bytes] = []
    size = 0
    with path.open("rb") as stream:
        while size < _SAMPLE_BYTES and (line := stream.readline(_SAMPLE_BYTES)):
            if not line.isascii():
                kept.append(line)
                size += len(line)
    return b"".join(kept)


def _nearly_utf8(sample: bytes) -> bool:
    """Tell whether most letters beyond ASCII are whole UTF-8 sequences, which no code page makes by chance."""
    text = sample.decode("utf-8", "replace")
    broken = text.count("\N{REPLACEMENT CHARACTER}")
    whole = sum(not char.isascii() for char in text) - broken
    return whole > 10 * broken


def _telling_word(text: str) -> str:
    return next((word for word in text.replace(";", " ").split() if not word.isascii()), "")[:40]
