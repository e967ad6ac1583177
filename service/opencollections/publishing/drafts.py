"""Drafts: an upload mapped and checked, with everything needed to publish it, and nothing public yet."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ..iris import Identifiers
from ..mapping.engine import Options, Run
from ..mapping.operator_functions import functions_of
from ..mapping.sources import Sources, matched
from ..problems import Problem, Severity
from ..records.tables import File
from ..store.folders import DataFolder
from ..store.ledger import KeptFile
from ..store.registry import Collection
from ..store.statements import SortedStatements, StatementSorter
from . import intake
from .documents import mapping_document, parsed_file
from .grants import Grants
from .progress import Progress


@dataclass(frozen=True, slots=True)
class Draft:
    """A mapped and checked upload; ``statements`` lie in ``folder`` until the draft is closed.

    ``input_sha256`` stands for everything that went in: files, mapping, value tables and base.
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

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)


@contextmanager
def draft(
    data: DataFolder,
    collection: Collection,
    identifiers: Identifiers,
    files: Sequence[File],
    limit_bytes: int,
    progress: Progress,
    granted: Grants | None = None,
) -> Iterator[Draft]:
    """Take files in, map and check them; what the draft needs on disk is removed at the end.

    Raises SourceUnmatched, MappingInvalid, SourceError, DiskFull, FunctionsInvalid, FunctionFailed and
    DatabaseUnreachable. Rows with problems do not raise: the draft tells them.
    """
    granted = granted or Grants()
    with working_folder(data) as folder:
        handed_in = [intake.kept(data, file.name, file.path, "source", limit_bytes) for file in files]
        document = mapping_document(collection.mapping)
        mapping_file = intake.kept(data, document.name, document.path, "mapping", limit_bytes)
        parsed = parsed_file(data.upload(mapping_file.sha256), document.name)
        kept = [intake.reopened(data, file) for file in handed_in]
        named = matched(parsed.mapping, kept, document.folder, granted.databases)
        sources = Sources(named, document.folder, granted.databases)
        options = Options(
            base=identifiers.space(collection.member),
            graph=identifiers.graph(collection.name),
            skolem=identifiers.skolem(f"{collection.name}/"),
        )
        run = Run(parsed.mapping, sources, options, functions_of(granted.functions))
        with intake.disk_watched(folder):
            statements = _gathered(run, folder, progress)
        tables = [
            intake.kept(data, name, file.path, "beside the mapping", limit_bytes)
            for name, file in sources.companions.items()
        ]
        own = [granted.functions] if granted.functions is not None else []
        code = [intake.kept(data, file.name, file, "functions", limit_bytes) for file in own]
        everything = (mapping_file, *tables, *code, *handed_in)
        yield Draft(
            collection=collection,
            identifiers=identifiers,
            files=everything,
            input_sha256=_fingerprint(everything, identifiers),
            records=run.principal_records,
            kept_out=run.kept_out,
            statements=statements,
            problems=(*parsed.warnings, *run.problems),
            folder=folder,
        )


@contextmanager
def working_folder(data: DataFolder) -> Iterator[Path]:
    """Give a folder for unfinished work inside the data folder, and remove it afterwards."""
    with intake.disk_watched(data.root), data.working() as folder:
        yield folder


def _gathered(run: Run, folder: Path, progress: Progress) -> SortedStatements:
    sorter = StatementSorter(folder)
    done = 0
    for mapped in run.mapped():
        sorter.add(mapped.texts)
        done += mapped.count
        progress("mapped", done)
    return sorter.sorted()


def _fingerprint(files: Sequence[KeptFile], identifiers: Identifiers) -> str:
    facts = [identifiers.base, *sorted(f"{file.role} {file.name} {file.sha256}" for file in files)]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()
