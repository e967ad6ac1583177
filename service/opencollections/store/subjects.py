"""Subjects: the statements of a version by what they are about, without a store.

A version is sorted, so that what is said about one thing stands together; only the places are kept in memory.
"""

import gzip
import re
import shutil
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from pyoxigraph import Literal, NamedNode

from ..vocabulary import RDF_TYPE
from .literals import plain

Stated = tuple[str, NamedNode | Literal]
"""A property's IRI and a value."""

_LINE: Final = re.compile(
    r'<[^>]*> <(?P<predicate>[^>]*)> (?:<(?P<iri>[^>]*)>|"(?P<text>(?:[^"\\]|\\.)*)"(?:@(?P<language>[A-Za-z0-9-]+)|\^\^<(?P<datatype>[^>]*)>)?)'
)


class SubjectIndex:
    """What a version says about each of its subjects, to be used as a context manager.

    ``folder`` takes the unpacked version for as long as the index is open. ``members`` are the subjects of a
    class, in the order of the version, and ``pointing`` has for each object of a property a subject that has it.
    """

    def __init__(self, version_file: Path, folder: Path, *, class_: str, pointing: str) -> None:
        self._path = folder / "statements.nq"
        with gzip.open(version_file, "rb") as packed, self._path.open("wb") as unpacked:
            shutil.copyfileobj(packed, unpacked, 1 << 20)
        self._places: dict[str, tuple[int, int]] = {}
        self.members: list[str] = []
        self.pointing: dict[str, str] = {}
        self._read_places(f" <{RDF_TYPE}> <{class_}> ".encode(), f" <{pointing}> <".encode())
        self._file = self._path.open("rb")

    def _read_places(self, member: bytes, mark: bytes) -> None:
        subject, begin, at = b"", 0, 0
        with self._path.open("rb") as lines:
            for line in lines:
                head = line[: line.find(b" ")]
                if head != subject:
                    self._keep(subject, begin, at)
                    subject, begin = head, at
                if line.startswith(member, len(head)):
                    self.members.append(head[1:-1].decode())
                elif line.startswith(mark, len(head)):
                    pointed = line[len(head) + len(mark) : line.find(b">", len(head) + len(mark))]
                    self.pointing[pointed.decode()] = head[1:-1].decode()
                at += len(line)
        self._keep(subject, begin, at)

    def _keep(self, subject: bytes, begin: int, end: int) -> None:
        if subject.startswith(b"<"):
            self._places[subject[1:-1].decode()] = (begin, end - begin)

    def stated(self, iri: str) -> list[Stated]:
        """Give what the version says about an IRI, in its order; nothing if that is not a subject of it."""
        place = self._places.get(iri)
        if place is None:
            return []
        self._file.seek(place[0])
        text = self._file.read(place[1]).decode()
        return [(found["predicate"], _term(found)) for found in map(_LINE.match, text.splitlines()) if found]

    def close(self) -> None:
        self._file.close()
        self._path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def _term(found: re.Match[str]) -> NamedNode | Literal:
    if found["iri"] is not None:
        return NamedNode(found["iri"])
    text = plain(found["text"])
    if found["language"]:
        return Literal(text, language=found["language"])
    return Literal(text, datatype=NamedNode(found["datatype"])) if found["datatype"] else Literal(text)
