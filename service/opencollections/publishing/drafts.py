"""Drafts: an upload mapped and checked, with everything needed to publish it, and nothing public yet."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Final

from ..checks.cells import Cells, Columns, columns
from ..checks.doubles import doubles
from ..checks.statements import Statements, by_predicate, triples
from ..iris import Identifiers
from ..mapping.cell_problems import NAMELESS
from ..mapping.engine import Options, Run
from ..mapping.operator_functions import functions_of
from ..mapping.sources import Sources, matched
from ..problems import Problem, Severity, in_rows
from ..records.tables import File
from ..store import registry
from ..store.disk import disk_watched
from ..store.folders import DataFolder
from ..store.ledger import KeptFile
from ..store.registry import Collection
from ..store.statements import SortedStatements, StatementSorter, statements_about
from . import intake
from .as_it_is import as_it_is
from .checking import checked
from .documents import AS_IT_IS, collection_mapping, parsed_file, ready_mappings
from .grants import Grants
from .keeping_out import Records, kept_in
from .origins import Origins
from .progress import CHECKING, MAPPED, Progress
from .uploads import Draft, Upload, working_folder

_UNUSED: Final = frozenset({"path-not-found", "no-records"})
"""What a ready mapping does not tell: it reads everything that a kind of file may have, and no file has all of it."""


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

    Files of RDF are taken as they are where that is what the collection is of.

    Raises SourceUnmatched, MappingInvalid, SourceError, DiskFull, FunctionsInvalid, FunctionFailed and
    DatabaseUnreachable. Rows with problems do not raise: the draft tells them.
    """
    granted = granted or Grants()
    with working_folder(data) as folder:
        upload = Upload(data, collection, identifiers, tuple(files), limit_bytes, folder, progress)
        yield as_it_is(upload) if collection.mapping == AS_IT_IS else _mapped(upload, granted)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A mapping that is ready to run on the files of an upload, what is doubtful in it, and what was given to it."""

    run: Run
    warnings: tuple[Problem, ...]
    mapping_file: KeptFile
    handed_in: tuple[KeptFile, ...]
    external: Mapping[str, str]


def prepared(upload: Upload, granted: Grants) -> Prepared:
    """Prepare the run of an upload; nothing is read yet but the mapping.

    Raises MappingMissing, UnknownMapping, MappingInvalid, SourceUnmatched, FileMissing, TooLarge and DiskFull.
    """
    document = collection_mapping(upload.data, upload.collection, upload.folder / "beside")
    mapping_file = upload.kept(File(document.name, document.path), "mapping")
    handed_in = upload.sources()
    external = _external(upload)
    parsed = parsed_file(upload.data.upload(mapping_file.sha256), document.name, external)
    given = [intake.reopened(upload.data, file) for file in handed_in]
    named = matched(parsed.mapping, given, document.folder, granted.databases)
    sources = Sources(named, document.folder, granted.databases, upload.folder)
    options = Options(base=upload.base, graph=upload.graph, skolem=upload.skolem)
    run = Run(parsed.mapping, sources, options, functions_of(granted.functions))
    return Prepared(run, parsed.warnings, mapping_file, tuple(handed_in), external)


def _mapped(upload: Upload, granted: Grants) -> Draft:
    ready = prepared(upload, granted)
    run, sources = ready.run, ready.run.sources
    origins = Origins(sources, run.mapping.triples_maps[0].name)
    with disk_watched(upload.folder):
        statements = _gathered(run, origins, upload)
    tables = [
        upload.kept(File(name, file.path), "beside the mapping") for name, file in sources.companions.items()
    ]
    own = [granted.functions] if granted.functions is not None else []
    code = [upload.kept(File(file.name, file), "functions") for file in own]
    made = upload.draft(
        (ready.mapping_file, *tables, *code, *ready.handed_in),
        statements,
        (*ready.warnings, *_told(run, upload)),
        records=run.principal_records,
        external=ready.external,
    )
    with disk_watched(upload.folder):
        return _checked(upload, made, columns(run), Records(origins.all, origins.principal, origins.nameless))


def _checked(upload: Upload, made: Draft, known: Columns, records: Records) -> Draft:
    """Give a draft with what is wrong or doubtful in its statements, without the records that this keeps out."""
    found = checked(upload, made, Cells(records.origins, known))
    twice = doubles(records.origins, records.principal, known)
    about = statements_about(made.statements, twice.iris, upload.folder, "twice")
    torn = tuple(twice.problems(Statements(by_predicate(triples(b"".join(about.texts()), upload.graph)))))
    told = replace(made, problems=in_rows((*made.problems, *torn, *found.problems)))
    return kept_in(told, records, found.wrong | {one.entity for one in torn if one.entity})


def _told(run: Run, upload: Upload) -> tuple[Problem, ...]:
    """Give what the run found; where it found no record at all, the file is of another kind, and all is told."""
    told = map(_kept_out, run.problems)
    if upload.collection.mapping not in ready_mappings() or not run.principal_records:
        return tuple(told)
    return tuple(problem for problem in told if problem.code not in _UNUSED)


def _kept_out(problem: Problem) -> Problem:
    """Tell a record that has no identifier as what it is where records are published: an error that keeps it out."""
    return replace(problem, severity=Severity.ERROR) if problem.code == NAMELESS else problem


def _external(upload: Upload) -> dict[str, str]:
    """Give what a ready mapping leaves open, from the member and the collection; a member's own has said it itself."""
    collection = upload.collection
    if collection.mapping not in ready_mappings():
        return {}
    with upload.data.control() as control:
        institution = registry.member(control, collection.member).name
    said = {"institution": institution, "language": collection.language, "rights": collection.rights}
    return {name: value for name, value in said.items() if value}


def _gathered(run: Run, origins: Origins, upload: Upload) -> SortedStatements:
    sorter = StatementSorter(upload.folder)
    for mapped in run.mapped():
        sorter.add(mapped.texts)
        origins.note(mapped)
        upload.progress(MAPPED, run.records_read)
    upload.progress(CHECKING, 0)
    origins.write(upload.folder)
    return sorter.sorted()
