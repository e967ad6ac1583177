"""Sorted statements: unique N-Quads lines in byte order, however many there are, and their differences.

Lines are gathered, sorted in runs that fit in memory, merged, and kept as plain files of at most a million lines
each, since that is the piece the store loads with bounded memory.
"""

import gzip
import hashlib
import heapq
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, islice
from pathlib import Path
from typing import Final

import polars as pl

RUN_LINES: Final = 2_000_000
PIECE_LINES: Final = 1_000_000


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


@dataclass(slots=True)
class StatementSorter:
    """Gathers lines in any order, doubled or not; ``folder`` takes the files."""

    folder: Path
    _waiting: list[pl.Series] = field(default_factory=list)
    _waiting_lines: int = 0
    _runs: list[Path] = field(default_factory=list)

    def add(self, lines: pl.Series) -> None:
        """Take lines, each with its line end."""
        self._waiting.append(lines)
        self._waiting_lines += len(lines)
        if self._waiting_lines >= RUN_LINES:
            run = self.folder / f"run-{len(self._runs)}.nq"
            _write(self._take(), run)
            self._runs.append(run)

    def _take(self) -> pl.Series:
        gathered = pl.concat(self._waiting) if self._waiting else pl.Series([], dtype=pl.String)
        self._waiting, self._waiting_lines = [], 0
        return gathered.unique().sort()

    def sorted(self) -> SortedStatements:
        """Sort what was gathered; the sorter is used up."""
        last = self._take()
        if not self._runs:
            pieces = [last.slice(start, PIECE_LINES) for start in range(0, len(last), PIECE_LINES)]
            paths = tuple(self.folder / f"piece-{n}.nq" for n in range(len(pieces)))
            for piece, path in zip(pieces, paths, strict=True):
                _write(piece, path)
            return SortedStatements(paths, len(last))
        run = self.folder / f"run-{len(self._runs)}.nq"
        _write(last, run)
        return self._merged([*self._runs, run])

    def _merged(self, runs: list[Path]) -> SortedStatements:
        files = [run.open("rb") for run in runs]
        try:
            unique = (line for line, _ in groupby(heapq.merge(*files)))
            paths: list[Path] = []
            count = 0
            while piece := list(islice(unique, PIECE_LINES)):
                paths.append(self.folder / f"piece-{len(paths)}.nq")
                paths[-1].write_bytes(b"".join(piece))
                count += len(piece)
        finally:
            for file in files:
                file.close()
            for run in runs:
                run.unlink()
        return SortedStatements(tuple(paths), count)


def _write(lines: pl.Series, path: Path, at_once: int = 200_000) -> None:
    with path.open("wb") as file:
        for start in range(0, len(lines), at_once):
            text = lines.slice(start, at_once).str.join("").item()
            file.write(text.encode("utf-8"))


def write_version(statements: SortedStatements, path: Path) -> str:
    """Write a version's file and give its SHA-256; equal statements give equal bytes.

    The gzip header has no name and no time. File and folder are flushed to disk before the file gets its name.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    with unfinished.open("wb") as file:
        with gzip.GzipFile(filename="", fileobj=file, mode="wb", compresslevel=6, mtime=0) as packed:
            for piece in statements.pieces:
                with piece.open("rb") as plain:
                    shutil.copyfileobj(plain, packed, 1 << 20)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    flush_folder(path.parent)
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def flush_folder(folder: Path) -> None:
    """Flush a folder's entries, so that a file just named is found after a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def version_lines(path: Path) -> Iterator[bytes]:
    """Read the lines of a version's file."""
    with gzip.open(path, "rb") as file:
        yield from file


@dataclass(frozen=True, slots=True)
class Difference:
    """What one version adds to another and removes from it, each in byte order."""

    added: SortedStatements
    removed: SortedStatements


def difference(old: Iterable[bytes], new: SortedStatements, folder: Path) -> Difference:
    """Compare sorted lines with the new statements in one pass, in constant memory."""
    added = _PieceWriter(folder, "added")
    removed = _PieceWriter(folder, "removed")
    before, after = iter(old), new.lines()
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
class _PieceWriter:
    folder: Path
    name: str
    paths: list[Path] = field(default_factory=list)
    count: int = 0
    _lines: list[bytes] = field(default_factory=list)

    def write(self, line: bytes) -> None:
        self._lines.append(line)
        self.count += 1
        if len(self._lines) == PIECE_LINES:
            self._spill()

    def _spill(self) -> None:
        self.paths.append(self.folder / f"{self.name}-{len(self.paths)}.nq")
        self.paths[-1].write_bytes(b"".join(self._lines))
        self._lines = []

    def finished(self) -> SortedStatements:
        if self._lines:
            self._spill()
        return SortedStatements(tuple(self.paths), self.count)
