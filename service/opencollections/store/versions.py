"""Versions: the file of a published state, sorted N-Quads packed by gzip, which is also the public dump.

It is packed in blocks of some hundred kilobytes, so that the next version takes over the blocks that stay,
and looks for what changed in the others only: both cost as much as the change and not as much as the
collection. A block ends where its content says so; a change moves the ends near it, and equal statements give
equal bytes whatever was there before. The file is one gzip member (RFC 1952), as any program reads it. Beside
it lies an index of its blocks, which can be lost without harm.
"""

import gzip
import hashlib
import io
import mmap
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, Final, cast

from pyoxigraph import Quad, RdfFormat, parse

from .durable import written
from .runs import CHUNK_BYTES
from .statements import TEXT_BYTES, Difference, PieceWriter, SortedStatements, difference, whole_lines

BLOCK_BYTES: Final = 1 << 18
"""A block is at least so large, but for the last one of a piece."""

_END_ONE_IN: Final = 64
"""One line in so many may end a block: its checksum says which."""

_THREADS: Final = 2
_AT_ONCE: Final = 64
# RFC 1952 §2.3: deflate, no flags, no time, no extra flags, unknown system.
_HEADER: Final = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
# RFC 1951 §3.2.3: a last block with nothing in it.
_LAST_BLOCK: Final = b"\x03\0"


@dataclass(frozen=True, slots=True)
class Block:
    """Some lines of sorted statements: where they lie, and their SHA-256."""

    piece: Path
    offset: int
    size: int
    digest: bytes

    def read(self) -> bytes:
        with self.piece.open("rb") as file:
            file.seek(self.offset)
            return file.read(self.size)


@dataclass(frozen=True, slots=True)
class Blocks:
    """All blocks of sorted statements, their size, and their CRC-32."""

    blocks: tuple[Block, ...]
    size: int
    crc: int


@dataclass(frozen=True, slots=True)
class PackedBlock:
    """A block in the file of a version."""

    version: Path
    offset: int
    size: int

    def packed(self) -> bytes:
        with self.version.open("rb") as file:
            file.seek(self.offset)
            return file.read(self.size)

    def read(self) -> bytes:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(self.packed())


Packed = Mapping[bytes, PackedBlock]
"""The blocks of a version's file by the SHA-256 of what is in them, in their order."""


def blocks(statements: SortedStatements) -> Blocks:
    """Cut sorted statements into blocks."""
    found: list[Block] = []
    size = crc = 0
    for piece in statements.pieces:
        with piece.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as lines:
            start = 0
            while start < len(lines):
                end = _end(lines, start)
                text = lines[start:end]
                crc = zlib.crc32(text, crc)
                found.append(Block(piece, start, end - start, hashlib.sha256(text).digest()))
                start = end
            size += len(lines)
    return Blocks(tuple(found), size, crc)


def _end(lines: mmap.mmap, start: int) -> int:
    """Give where the block ends that begins at ``start``."""
    if start + BLOCK_BYTES >= len(lines):
        return len(lines)
    line = lines.rfind(b"\n", start, start + BLOCK_BYTES) + 1 or start
    while line < len(lines):
        end = lines.find(b"\n", line) + 1
        if zlib.crc32(lines[line:end]) % _END_ONE_IN == 0:
            return end
        line = end
    return len(lines)


def write_version(cut: Blocks, path: Path, taken: Packed) -> str:
    """Write a version's file and give its SHA-256; blocks that are ``taken`` from another are not packed again.

    The file and its folder are flushed to disk before it gets its name.
    """
    digest = hashlib.sha256()
    index: list[str] = []
    with written(path) as file, ThreadPoolExecutor(_THREADS) as threads:
        offset = _write(file, digest, _HEADER)
        for start in range(0, len(cut.blocks), _AT_ONCE):
            some = cut.blocks[start : start + _AT_ONCE]
            for block, packed in zip(some, threads.map(lambda one: _packed(one, taken), some), strict=True):
                index.append(f"{block.digest.hex()} {offset} {len(packed)}\n")
                offset += _write(file, digest, packed)
        _write(file, digest, _LAST_BLOCK + struct.pack("<II", cut.crc, cut.size & 0xFFFFFFFF))
    sha256 = digest.hexdigest()
    with written(index_file(path)) as file:
        file.write((f"{sha256}\n" + "".join(index)).encode())
    return sha256


def _write(file: BinaryIO, digest: "hashlib._Hash", data: bytes) -> int:
    digest.update(data)
    return file.write(data)


def _packed(block: Block, taken: Packed) -> bytes:
    if block.digest in taken:
        return taken[block.digest].packed()
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    # A full flush ends at a whole byte, and what follows does not look back (RFC 1951 §2).
    return packer.compress(block.read()) + packer.flush(zlib.Z_FULL_FLUSH)


def index_file(version: Path) -> Path:
    """Give the path of the index of a version's blocks."""
    return version.with_name(version.name.removesuffix(".nq.gz") + ".blocks")


def packed_blocks(version: Path, sha256: str) -> Packed:
    """Read the index of a version's file with this SHA-256; nothing where there is no index of it."""
    try:
        first, *lines = index_file(version).read_text(encoding="ascii").splitlines()
    except (OSError, ValueError):
        return {}
    if first != sha256:
        return {}
    entries = (line.split(" ") for line in lines)
    return {
        bytes.fromhex(digest): PackedBlock(version, int(offset), int(size))
        for digest, offset, size in entries
    }


def changed(version: Path, packed: Packed, cut: Blocks, now: SortedStatements, folder: Path) -> Difference:
    """Compare the file of a version with new statements; of blocks that both have, nothing is read."""
    if not packed:
        return difference(version_lines(version), now.lines(), folder)
    new = {block.digest for block in cut.blocks}
    before = [block for digest, block in packed.items() if digest not in new]
    after = [block for block in cut.blocks if block.digest not in packed]
    return difference(_lines(before), _lines(after), folder)


def _lines(some: Sequence[Block] | Sequence[PackedBlock]) -> Iterator[bytes]:
    for block in some:
        yield from io.BytesIO(block.read())


def version_lines(path: Path) -> Iterator[bytes]:
    """Read the lines of a version's file."""
    with gzip.open(path, "rb") as file:
        yield from file


def version_texts(path: Path, size: int = TEXT_BYTES) -> Iterator[bytes]:
    """Read the lines of a version's file as texts of about ``size`` bytes."""
    with gzip.open(path, "rb") as file:
        yield from whole_lines(cast("BinaryIO", file), size)


def version_statements(path: Path, subjects: Iterable[str]) -> Iterator[bytes]:
    """Give the lines of a version's file about some IRIs, some lines at a time; all of it is read once."""
    beginnings = [f"<{iri}> ".encode() for iri in subjects]
    for text in version_texts(path) if beginnings else ():
        for beginning in beginnings:
            start = end = 0 if text.startswith(beginning) else text.find(b"\n" + beginning) + 1
            while text.startswith(beginning, end):
                end = text.find(b"\n", end) + 1
            yield text[start:end]


def version_quads(path: Path) -> Iterator[Quad]:
    """Read the quads of a version's file, in its order."""
    with gzip.open(path, "rb") as file:
        yield from parse(cast("IO[bytes]", file), format=RdfFormat.N_QUADS)


def unpacked_version(path: Path, folder: Path) -> SortedStatements:
    """Unpack a version's file into pieces below ``folder``."""
    pieces = PieceWriter(folder, "unpacked")
    for text in version_texts(path, CHUNK_BYTES):
        pieces.write(text)
    return pieces.finished()
