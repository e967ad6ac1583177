"""Runs: sorted texts on disk, merged in bounded memory.

A text is one line, or all lines that a record gives one subject, sorted; a line is a statement and its line end.
A catalogue has far fewer subjects than statements, so that texts sort and merge in a fraction of the time of lines.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

CHUNK_BYTES: Final = 1 << 18
"""What is read and written at once. Of larger pieces the allocator takes the memory from the system each time."""

MERGED_BYTES: Final = 1 << 23
_END: Final = "\0"
"""What stands between two texts in a run; a statement cannot have it."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some texts of a run, sorted: where they lie, and the subject of the first."""

    path: Path
    offset: int
    size: int
    subject: str

    def texts(self) -> pl.Series:
        """Read the texts."""
        with self.path.open("rb") as file:
            file.seek(self.offset)
            whole = pl.Series("text", [file.read(self.size)], dtype=pl.Binary)
        return whole.cast(pl.String).str.split(_END).explode(empty_as_null=True)


Run = tuple[Chunk, ...]


def united(texts: pl.Series) -> pl.Series:
    """Sort texts in byte order, and make one of those that have the same subject, each line once."""
    frame = texts.sort().to_frame("text").with_columns(_subject().alias("subject"))
    doubled = frame["subject"].eq_missing(frame["subject"].shift(1))
    if not doubled.any():
        return frame["text"]
    shared = doubled | doubled.shift(-1, fill_value=False)
    lines = (
        frame.filter(shared)
        .with_columns(pl.col("text").str.strip_suffix("\n").str.split("\n"))
        .explode("text", empty_as_null=True)
        .unique()
        .sort("text")
        .group_by("subject", maintain_order=True)
        .agg(pl.col("text").str.join("\n") + "\n")
    )
    return pl.concat([frame.filter(~shared)["text"], lines["text"]]).sort()


def _subject() -> pl.Expr:
    """Give what a text begins with: its subject and the blank after it, as bytes."""
    text = pl.col("text")
    binary = text.cast(pl.Binary)
    return pl.coalesce(binary.bin.head(text.str.find(" ", literal=True) + 1), binary)


def in_chunks(texts: pl.Series) -> Iterator[pl.Series]:
    """Cut texts into pieces of about CHUNK_BYTES."""
    size = int(texts.str.len_bytes().sum())
    step = max(1, len(texts) * CHUNK_BYTES // max(size, 1))
    for start in range(0, len(texts), step):
        yield texts.slice(start, step)


def in_bytes(texts: pl.Series) -> Iterator[bytes]:
    """Give texts as bytes, some hundred kilobytes at once."""
    return map(_joined, in_chunks(texts))


def _joined(texts: pl.Series, between: str = "") -> bytes:
    # Bytes come out of a binary column as they are; from one of text they would be decoded and encoded again.
    return bytes(texts.str.join(between).cast(pl.Binary).item())


def write_run(path: Path, parts: Iterable[pl.Series]) -> Run:
    """Write sorted texts, no subject in two of them, and give their chunks."""
    chunks: list[Chunk] = []
    offset = 0
    with path.open("wb") as file:
        for texts in (chunk for part in parts for chunk in in_chunks(part)):
            data = _joined(texts, _END)
            file.write(data)
            head, blank, _ = texts[0].partition(" ")
            chunks.append(Chunk(path, offset, len(data), head + blank))
            offset += len(data)
    return tuple(chunks)


def merged(runs: Sequence[Run]) -> Iterator[pl.Series]:
    """Give the texts of all runs in byte order, some megabytes at once, no subject in two of them.

    Chunks are read in the order of their first subjects. What is smaller than the first subject of the next chunk
    is complete then; of each run at most one chunk waits.
    """
    chunks = sorted((chunk for run in runs for chunk in run), key=lambda chunk: chunk.subject)
    held: list[pl.Series] = []
    size = 0
    for chunk, following in zip(chunks, [*chunks[1:], None], strict=True):
        held.append(chunk.texts())
        size += chunk.size
        if following is None:
            yield united(pl.concat(held))
        elif size >= MERGED_BYTES:
            complete = [int((texts < following.subject).sum()) for texts in held]
            ready = [texts.head(count) for texts, count in zip(held, complete, strict=True)]
            held = [
                texts.slice(count) for texts, count in zip(held, complete, strict=True) if count < len(texts)
            ]
            size = 0
            yield united(pl.concat(ready))
