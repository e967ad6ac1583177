"""Uploads: files handed in for a collection, and the draft that is made of them."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ..iris import Identifiers
from ..problems import Problem, Severity
from ..records.tables import File
from ..store.disk import disk_watched
from ..store.folders import DataFolder
from ..store.holds import Hold
from ..store.ledger import KeptFile
from ..store.registry import Collection
from ..store.statements import SortedStatements
from . import intake
from .progress import Progress


@dataclass(frozen=True, slots=True)
class Draft:
    """A mapped and checked upload; ``statements`` lie in ``folder`` until the draft is closed.

    ``input_sha256`` stands for everything that went in: files, mapping with what was given to it, value tables
    and base. ``withheld`` are the things of which nothing is stated because that was decided.
    """

    collection: Collection
    identifiers: Identifiers
    files: tuple[KeptFile, ...]
    input_sha256: str
    records: int
    kept_out: int
    statements: SortedStatements
    problems: tuple[Problem, ...]
    folder: Path
    withheld: frozenset[str] = frozenset()

    @property
    def is_mapped(self) -> bool:
        """Whether its statements came from records by a mapping; otherwise they are those of its files."""
        return any(file.role == "mapping" for file in self.files)

    @property
    def published(self) -> int:
        """How many records are public once it is published: all that are not kept out, before what was decided."""
        return self.records - self.kept_out

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)

    @property
    def refusing(self) -> tuple[Problem, ...]:
        """The errors for which nothing at all is published: those of no record, or all where no record is left."""
        if self.records and self.kept_out >= self.records:
            return self.errors
        return tuple(problem for problem in self.errors if problem.row is None and problem.entity is None)


@dataclass(frozen=True, slots=True)
class Upload:
    """What a draft is made of: the files handed in for a collection, and a folder for the work."""

    data: DataFolder
    collection: Collection
    identifiers: Identifiers
    files: tuple[File, ...]
    limit_bytes: int
    folder: Path
    progress: Progress
    _holds: list[Hold] = field(default_factory=list, compare=False)

    @property
    def base(self) -> str:
        """What relative IRIs resolve against."""
        return self.identifiers.space(self.collection.member)

    @property
    def graph(self) -> str:
        return self.identifiers.graph(self.collection.name)

    @property
    def skolem(self) -> str:
        """What the IRIs of blank nodes begin with."""
        return self.identifiers.skolem(f"{self.collection.name}/")

    def kept(self, file: File, role: str) -> KeptFile:
        """Keep a file as it is, and hold it as long as the upload; raise FileMissing, TooLarge or DiskFull."""
        kept, hold = intake.kept(self.data, file.name, file.path, role, self.limit_bytes)
        self._holds.append(hold)
        return kept

    def sources(self) -> list[KeptFile]:
        """Keep the files handed in."""
        return [self.kept(file, "source") for file in self.files]

    def draft(
        self,
        files: tuple[KeptFile, ...],
        statements: SortedStatements,
        problems: tuple[Problem, ...],
        *,
        records: int,
        kept_out: int = 0,
        external: Mapping[str, str] | None = None,
    ) -> Draft:
        return Draft(
            collection=self.collection,
            identifiers=self.identifiers,
            files=files,
            input_sha256=_fingerprint(files, self.identifiers, external or {}),
            records=records,
            kept_out=kept_out,
            statements=statements,
            problems=problems,
            folder=self.folder,
        )


@contextmanager
def working_folder(data: DataFolder) -> Iterator[Path]:
    """Give a folder for unfinished work inside the data folder, and remove it afterwards."""
    with disk_watched(data.root), data.working() as folder:
        yield folder


def _fingerprint(files: Sequence[KeptFile], identifiers: Identifiers, external: Mapping[str, str]) -> str:
    facts = [identifiers.base, *sorted(f"{file.role} {file.name} {file.sha256}" for file in files)]
    facts += sorted(f"external {name} {value}" for name, value in external.items())
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()
