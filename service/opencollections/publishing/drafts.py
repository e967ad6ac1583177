"""Drafts: an upload mapped and checked, with everything needed to publish it, and nothing public yet."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from ..iris import Identifiers
from ..mapping.engine import Options, Run
from ..mapping.operator_functions import functions_of
from ..mapping.sources import Sources, matched
from ..problems import Problem
from ..records.tables import File
from ..store import registry
from ..store.disk import disk_watched
from ..store.folders import DataFolder
from ..store.registry import Collection
from ..store.statements import SortedStatements, StatementSorter
from . import intake
from .as_it_is import as_it_is
from .documents import AS_IT_IS, collection_mapping, parsed_file, ready_mappings
from .grants import Grants
from .origins import Origins
from .progress import Progress
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


def _mapped(upload: Upload, granted: Grants) -> Draft:
    document = collection_mapping(upload.data, upload.collection, upload.folder / "beside")
    mapping_file = upload.kept(File(document.name, document.path), "mapping")
    handed_in = upload.sources()
    external = _external(upload)
    parsed = parsed_file(upload.data.upload(mapping_file.sha256), document.name, external)
    given = [intake.reopened(upload.data, file) for file in handed_in]
    named = matched(parsed.mapping, given, document.folder, granted.databases)
    sources = Sources(named, document.folder, granted.databases)
    options = Options(base=upload.base, graph=upload.graph, skolem=upload.skolem)
    run = Run(parsed.mapping, sources, options, functions_of(granted.functions))
    with disk_watched(upload.folder):
        statements = _gathered(run, upload)
    tables = [
        upload.kept(File(name, file.path), "beside the mapping") for name, file in sources.companions.items()
    ]
    own = [granted.functions] if granted.functions is not None else []
    code = [upload.kept(File(file.name, file), "functions") for file in own]
    return upload.draft(
        (mapping_file, *tables, *code, *handed_in),
        statements,
        (*parsed.warnings, *_told(run, upload)),
        records=run.principal_records,
        kept_out=run.kept_out,
        external=external,
    )


def _told(run: Run, upload: Upload) -> tuple[Problem, ...]:
    """Give what the run found; where it found no record at all, the file is of another kind, and all is told."""
    if upload.collection.mapping not in ready_mappings() or not run.principal_records:
        return tuple(run.problems)
    return tuple(problem for problem in run.problems if problem.code not in _UNUSED)


def _external(upload: Upload) -> dict[str, str]:
    """Give what a ready mapping leaves open, from the member and the collection; a member's own has said it itself."""
    collection = upload.collection
    if collection.mapping not in ready_mappings():
        return {}
    with upload.data.control() as control:
        institution = registry.member(control, collection.member).name
    said = {"institution": institution, "language": collection.language, "rights": collection.rights}
    return {name: value for name, value in said.items() if value}


def _gathered(run: Run, upload: Upload) -> SortedStatements:
    sorter, origins = StatementSorter(upload.folder), Origins(run.sources)
    done = 0
    for mapped in run.mapped():
        sorter.add(mapped.texts)
        origins.note(mapped)
        done += mapped.count
        upload.progress("mapped", done)
    origins.write(upload.folder)
    return sorter.sorted()
