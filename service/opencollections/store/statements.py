"""Sorted statements: unique N-Quads lines in byte order, however many there are, and their differences.

Statements are gathered, sorted in runs that fit in memory, merged, and kept as plain files of at most a million
lines each, since that is the piece the store loads with bounded memory.
"""

import mmap
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

import polars as pl
from pyoxigraph import Quad, RdfFormat, parse

from . import runs
from .runs import CHUNK_BYTES, Run, in_bytes, merged, write_run

RUN_BYTES: Final = 12_000_000
FAN_IN: Final = 64
"""Runs that are merged at once; of each a chunk is in memory."""

PIECE_LINES: Final = 1_000_000
TEXT_BYTES: Final = 1 << 24
"""What is looked at together of many lines."""

LOOKED_THROUGH_BYTES: Final = 1 << 22
"""What is looked through at once for a text: enough for speed, and little beside what a process holds."""


@dataclass(frozen=True, slots=True)
class SortedStatements:
    """Unique lines in byte order, in plain files one after the other."""

    pieces: tuple[Path, ...]
    count: int

    def lines(self) -> Iterator[bytes]:
        """Give the lines with their line ends."""
        for piece in self.pieces:
            with piece.open("rb") as file:
                yield from file

    def texts(self, size: int | None = None) -> Iterator[bytes]:
        """Give the lines as texts of about ``size`` bytes, TEXT_BYTES when none is given."""
        for piece in self.pieces:
            with piece.open("rb") as file:
                yield from whole_lines(file, size or TEXT_BYTES)


def whole_lines(file: BinaryIO, size: int) -> Iterator[bytes]:
    """Read a file in texts of about ``size`` bytes that end with a line."""
    while text := file.read(size):
        yield text + file.readline()


@dataclass(slots=True)
class StatementSorter:
    """Gathers statements in any order, doubled or not; ``folder`` takes the files."""

    folder: Path
    _waiting: list[pl.Series] = field(default_factory=list)
    _waiting_bytes: int = 0
    _runs: list[list[Run]] = field(default_factory=lambda: [[]])
    _written: int = 0
    _thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))
    _writing: Future[None] | None = None

    def add(self, texts: pl.Series) -> None:
        """Take statements: each text is a line with its line end, or the sorted lines of one subject."""
        self._waiting.append(texts)
        self._waiting_bytes += int(texts.str.len_bytes().sum())
        if self._waiting_bytes >= RUN_BYTES:
            # One run is written while the next is gathered: Polars and the disk leave the interpreter free.
            self._settle()
            self._writing = self._thread.submit(self._spill, self._take())

    def texts(self) -> Iterator[pl.Series]:
        """Give the statements in byte order, each once, many lines in a text; the sorter is used up."""
        self._settle()
        self._thread.shutdown()
        waiting = self._take()
        if not self._written:
            yield from [runs.united(pl.concat(waiting))] if waiting else []
            return
        if waiting:
            self._spill(waiting)
        gathered = [run for level in self._runs for run in level]
        yield from merged(gathered)
        _remove(gathered)

    def sorted(self, name: str = "piece") -> SortedStatements:
        """Sort what was gathered into pieces whose files have a name; the sorter is used up."""
        pieces = PieceWriter(self.folder, name)
        for texts in self.texts():
            for text in in_bytes(texts):
                pieces.write(text)
        return pieces.finished()

    def _settle(self) -> None:
        """Wait for the run that is being written, and raise what it raised."""
        writing, self._writing = self._writing, None
        if writing is not None:
            writing.result()

    def _take(self) -> list[pl.Series]:
        waiting, self._waiting, self._waiting_bytes = self._waiting, [], 0
        return waiting

    def _spill(self, waiting: list[pl.Series]) -> None:
        self._keep(write_run(self._next_path(), [runs.united(pl.concat(waiting))]), level=0)

    def _keep(self, run: Run, level: int) -> None:
        """Keep a run; many of one level become one of the next, so that never too many are open at once."""
        if level == len(self._runs):
            self._runs.append([])
        self._runs[level].append(run)
        if len(self._runs[level]) == FAN_IN:
            full, self._runs[level] = self._runs[level], []
            self._keep(write_run(self._next_path(), merged(full)), level + 1)
            _remove(full)

    def _next_path(self) -> Path:
        self._written += 1
        return self.folder / f"run-{self._written}"


def _remove(runs: Iterable[Run]) -> None:
    for path in {chunk.path for run in runs for chunk in run}:
        path.unlink()


def united(several: Iterable[SortedStatements], folder: Path) -> SortedStatements:
    """Bring statements together, each once, as pieces below ``folder``."""
    sorter = StatementSorter(folder)
    for piece in (piece for statements in several for piece in statements.pieces):
        sorter.add(piece_lines(piece) + "\n")
    return sorter.sorted("united")


def piece_lines(piece: Path) -> pl.Series:
    """Read the lines of a piece, without their line ends."""
    text = pl.Series("line", [piece.read_bytes()], dtype=pl.Binary).cast(pl.String)
    return text.str.strip_suffix("\n").str.split("\n").explode(empty_as_null=True)


def joined(pieces: Iterable[pl.Series], folder: Path, name: str) -> SortedStatements:
    """Keep lines that come in byte order, each once and with its line end, as pieces below ``folder``."""
    writer = PieceWriter(folder, name)
    for lines in pieces:
        for text in in_bytes(lines):
            writer.write(text)
    return writer.finished()


def quads_of(statements: SortedStatements) -> Iterator[Quad]:
    """Read sorted statements as quads."""
    for piece in statements.pieces:
        yield from parse(path=str(piece), format=RdfFormat.N_QUADS)


def statements_about(
    statements: SortedStatements, subjects: Iterable[str], folder: Path, name: str = "about"
) -> SortedStatements:
    """Look up the statements about some IRIs; the cost of each is the same, however many statements there are."""
    found = PieceWriter(folder, name)
    for text in lookup(statements, subjects):
        found.write(text)
    return found.finished()


def lookup(statements: SortedStatements, subjects: Iterable[str]) -> Iterator[bytes]:
    """Give the lines about each of some IRIs as a text, empty where a piece has none; in byte order of the lines."""
    beginnings = sorted(f"<{iri}> ".encode() for iri in subjects)
    for piece in statements.pieces if beginnings else ():
        with piece.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as lines:
            for beginning in beginnings:
                start = end = _first(lines, beginning)
                while lines[end : end + len(beginning)] == beginning:
                    end = lines.find(b"\n", end) + 1
                yield lines[start:end]


def mentioning(statements: SortedStatements, text: bytes) -> Iterator[bytes]:
    """Give the lines that have a text in them, in byte order; all of the statements are looked through."""
    for lines in statements.texts(LOOKED_THROUGH_BYTES):
        found = lines.find(text)
        while found >= 0:
            end = lines.find(b"\n", found) + 1
            yield lines[lines.rfind(b"\n", 0, found) + 1 : end]
            found = lines.find(text, end)


def _first(lines: mmap.mmap, beginning: bytes) -> int:
    """Give where the first of sorted lines begins that is not before a text."""
    low, high = 0, len(lines)
    while low < high:
        middle = (low + high) // 2
        start = lines.rfind(b"\n", low, middle) + 1 or low
        if lines[start : start + len(beginning)] < beginning:
            low = lines.find(b"\n", middle) + 1
        else:
            high = start
    return low


@dataclass(frozen=True, slots=True)
class Difference:
    """What one version adds to another and removes from it, each in byte order."""

    added: SortedStatements
    removed: SortedStatements


def difference(old: Iterable[bytes], new: Iterable[bytes], folder: Path) -> Difference:
    """Compare sorted lines in one pass, in constant memory."""
    added = PieceWriter(folder, "added")
    removed = PieceWriter(folder, "removed")
    before, after = iter(old), iter(new)
    left, right = next(before, None), next(after, None)
    while left is not None or right is not None:
        if left == right:
            left, right = next(before, None), next(after, None)
        elif right is None or (left is not None and left < right):
            removed.write(left or b"")
            left = next(before, None)
        else:
            added.write(right)
            right = next(after, None)
    return Difference(added.finished(), removed.finished())


@dataclass(slots=True)
class PieceWriter:
    """Writes lines to files of at most PIECE_LINES each."""

    folder: Path
    name: str
    paths: list[Path] = field(default_factory=list)
    count: int = 0
    _room: int = 0
    _buffer: bytearray = field(default_factory=bytearray)

    def write(self, text: bytes) -> None:
        """Write whole lines."""
        lines = text.count(b"\n")
        self.count += lines
        while lines > self._room:
            rest = text.split(b"\n", self._room)[-1]
            self._buffer += text[: len(text) - len(rest)]
            text, lines = rest, lines - self._room
            self._begin_piece()
        self._buffer += text
        self._room -= lines
        if len(self._buffer) >= CHUNK_BYTES:
            self._spill()

    def _begin_piece(self) -> None:
        self._spill()
        self.paths.append(self.folder / f"{self.name}-{len(self.paths)}.nq")
        self._room = PIECE_LINES

    def _spill(self) -> None:
        if self._buffer:
            with self.paths[-1].open("ab") as file:
                file.write(self._buffer)
            self._buffer.clear()

    def finished(self) -> SortedStatements:
        self._spill()
        return SortedStatements(tuple(self.paths), self.count)
