"""Descriptions: what a generation says of each thing, written down beside its store, to be read by one look-up.

What describes a thing lies in several places of the store: its own statements, the nodes that only serve to describe
it, the classes and names of what it links to. To gather them takes a dozen look-ups, and each gives every term of
every statement anew: most of the work of an answer. Since a generation never changes, it need be done only once.
"""

import logging
import sqlite3
import weakref
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from pyoxigraph import Quad, RdfFormat

log = logging.getLogger(__name__)

FILE: Final = "descriptions-1.sqlite"
"""The name of the file in the folder of its generation, with which it goes.

The number is that of its form, to be raised whenever a description has something else in it: then all are made anew.
"""

_TABLES: Final = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE alike (text BLOB NOT NULL) STRICT;
CREATE TABLE description (
    iri        TEXT PRIMARY KEY,
    own        INTEGER NOT NULL,
    companions INTEGER NOT NULL,
    statements BLOB NOT NULL,
    crc        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
"""
_FIND: Final = "SELECT own, companions, statements, crc FROM description WHERE iri = ?"

_ALIKE_BYTES: Final = 1 << 15
"""How much of other descriptions one is packed against; DEFLATE looks back no further (RFC 1951 §2)."""

_RAW: Final = -15
"""DEFLATE without the sums of RFC 1950: that of what is ``alike`` would be reckoned anew for every description.

So the sum of what is packed lies beside it, which is short.
"""

_COMMENT: Final = b"# "
"""How N-Quads begin a line that states nothing (§3)."""


@dataclass(frozen=True, slots=True)
class Description:
    """What is stated of an entity (``own``), of its ``companions``, and of what is ``linked``, each in order.

    ``spaces`` are the namespaces of all IRIs in it, so that whoever writes it need not look for them.
    """

    own: tuple[Quad, ...]
    companions: tuple[Quad, ...]
    linked: tuple[Quad, ...]
    spaces: frozenset[str] = frozenset()


class Descriptions:
    """The descriptions in one file. Where it turns out to be damaged there are none, which costs nothing but time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db: sqlite3.Connection | None = None
        self._alike = b""
        try:
            # What is immutable is read without locks.
            self._db = sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True, check_same_thread=False)
            weakref.finalize(self, self._db.close)
            (self._alike,) = self._db.execute("SELECT text FROM alike").fetchone()
        except (sqlite3.Error, TypeError) as error:
            self._give_up(error)

    def find(self, iri: str) -> Description | None:
        """Give what was written of an IRI, or None."""
        if self._db is None:
            return None
        try:
            row = self._db.execute(_FIND, (iri,)).fetchone()
            return None if row is None else _read(row, self._alike)
        except (sqlite3.Error, zlib.error, SyntaxError, ValueError) as error:
            self._give_up(error)
            return None

    def _give_up(self, error: Exception) -> None:
        log.warning(
            "%s is damaged (%s). Until the next publish everything is looked up in the store.",
            self._path,
            error,
        )
        self._db = None


def _read(row: tuple[int, int, bytes, int], alike: bytes) -> Description:
    own, companions, packed, crc = row
    if zlib.crc32(packed) != crc:
        raise ValueError("what is packed does not have its sum")
    text = zlib.decompressobj(wbits=_RAW, zdict=alike).decompress(packed)
    # It has its sum and came from a store, so that its IRIs need not be looked at once more.
    quads = tuple(ox.parse(text, format=RdfFormat.N_QUADS, lenient=True))
    spaces = text[len(_COMMENT) : text.index(b"\n")].decode().split()
    end = own + companions
    return Description(quads[:own], quads[own:end], quads[end:], frozenset(spaces))


def write(
    path: Path, descriptions: Iterable[tuple[str, Description]], typical: Sequence[Description]
) -> None:
    """Write descriptions with their IRIs, in ascending order, into a new file.

    They are packed against some ``typical`` ones. Raises sqlite3.Error.
    """
    share = _ALIKE_BYTES // max(1, len(typical))
    alike = b"".join(_text(one)[:share] for one in typical)
    with closing(sqlite3.connect(path)) as db:
        db.executescript(_TABLES)
        db.execute("INSERT INTO alike VALUES (?)", (alike,))
        db.executemany("INSERT INTO description VALUES (?, ?, ?, ?, ?)", _rows(descriptions, alike))
        db.commit()


def _rows(
    descriptions: Iterable[tuple[str, Description]], alike: bytes
) -> Iterator[tuple[str, int, int, bytes, int]]:
    for iri, one in descriptions:
        packing = zlib.compressobj(wbits=_RAW, zdict=alike)
        packed = packing.compress(_text(one)) + packing.flush()
        yield iri, len(one.own), len(one.companions), packed, zlib.crc32(packed)


def _text(one: Description) -> bytes:
    """Write a description as N-Quads, with its namespaces as a comment on the first line."""
    statements = ox.serialize(chain(one.own, one.companions, one.linked), format=RdfFormat.N_QUADS)
    return _COMMENT + " ".join(sorted(one.spaces)).encode() + b"\n" + (statements or b"")
