"""Europeana: a collection as the records that Europeana takes in, and what is held back, with the reasons."""

import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import IO, Final, Self

from pyoxigraph import Literal, NamedNode

from ..formats.edm import EXPLAINED, EdmRecord, Reason, edm_record, reasons, written
from ..formats.spreadsheet import lines
from ..iris import Identifiers
from ..store.subjects import Stated, SubjectIndex
from ..vocabulary import expand
from .elsewhere import Elsewhere
from .zip_pieces import ZipPieces

OBJECT: Final = expand("edm:ProvidedCHO")
AGGREGATED: Final = expand("edm:aggregatedCHO")

_FOREIGN_KEPT: Final = 20_000
"""Things of other collections that are kept in memory, since many objects point to the same few."""


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A record that Europeana would refuse: its IRI, its inventory number, and why."""

    iri: str
    number: str
    reasons: tuple[Reason, ...]


@dataclass(slots=True)
class Readiness:
    """How many records are ready, and which are not; filled while the records are gone through."""

    ready: int = 0
    held_back: list[HeldBack] = field(default_factory=list)

    def note(self, record: EdmRecord) -> bool:
        """Count a record; tell whether it is ready."""
        found = reasons(record)
        if not found:
            self.ready += 1
            return True
        numbers = record.object.texts("dc:identifier")
        self.held_back.append(HeldBack(record.object.iri, numbers[0].value if numbers else "", found))
        return False

    @property
    def reasons(self) -> Counter[Reason]:
        """How many records each reason holds back."""
        return Counter(reason for one in self.held_back for reason in one.reasons)


@dataclass(frozen=True, slots=True)
class EdmCollection:
    """The records of a version, in its order; what they link to is read from the whole network."""

    index: SubjectIndex
    stated: Callable[[str], Sequence[Stated]]

    @classmethod
    @contextmanager
    def opened(cls, version_file: Path, elsewhere: Elsewhere, folder: Path) -> Iterator[Self]:
        """Open a version; ``folder`` takes a file for as long as it is open."""

        @lru_cache(_FOREIGN_KEPT)
        def foreign(iri: str) -> tuple[Stated, ...]:
            return tuple(
                (quad.predicate.value, quad.object)
                for quad in elsewhere.quads([iri])
                if isinstance(quad.object, NamedNode | Literal)
            )

        with SubjectIndex(version_file, folder, class_=OBJECT, pointing=AGGREGATED) as index:
            yield cls(index, lambda iri: index.stated(iri) or foreign(iri))

    def records(self) -> Iterator[EdmRecord]:
        """Give the record of every object; what is shown of it is described by its own collection alone."""
        for iri in self.index.members:
            yield edm_record(iri, self.index.pointing.get(iri), self.stated, self.index.stated)


def write_document(collection: EdmCollection, output: IO[bytes]) -> Readiness:
    """Write all records as one RDF/XML document, for people and other programs: also those not ready."""
    found = Readiness()
    for piece in written(_noted(collection.records(), found)):
        output.write(piece.encode())
    return found


def _noted(records: Iterator[EdmRecord], found: Readiness) -> Iterator[EdmRecord]:
    for record in records:
        found.note(record)
        yield record


def write_archive(collection: EdmCollection, output: IO[bytes], ids: Identifiers) -> Readiness:
    """Write what Europeana is given, and tell how much of the collection is ready."""
    found = Readiness()
    for piece in archive(collection, ids, found):
        output.write(piece)
    return found


def archive(collection: EdmCollection, ids: Identifiers, found: Readiness) -> Iterator[bytes]:
    """Make piece by piece a zip with a document for each record that is ready, and a table of the others."""
    pieces = ZipPieces()
    with zipfile.ZipFile(pieces, "w", zipfile.ZIP_DEFLATED) as packed:
        for record in collection.records():
            if found.note(record):
                name = _member(f"{_file_name(record.object.iri, ids)}.xml")
                packed.writestr(name, "".join(written([record])))
                yield pieces.taken()
        packed.writestr(_member("held-back.csv"), _table(found.held_back))
    yield pieces.taken()


def _member(name: str) -> zipfile.ZipInfo:
    """Name a file of the archive without the time of the day, so that the same records give the same archive."""
    member = zipfile.ZipInfo(name)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


def _file_name(iri: str, ids: Identifiers) -> str:
    """Give the path of an IRI within its member as a file name."""
    path = iri.removeprefix(f"{ids.base}/id/")
    return path.replace("/", "_")[:200]


def _table(held_back: Sequence[HeldBack]) -> str:
    rows = ([one.iri, one.number, reason, *EXPLAINED[reason]] for one in held_back for reason in one.reasons)
    return "".join(lines(["identifier", "number", "reason", "what is wrong", "what to do"], rows))
