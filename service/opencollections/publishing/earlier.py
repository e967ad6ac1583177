"""Earlier: a version that was published, as a draft to publish again or to change."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from ..iris import Identifiers
from ..problems import Problem
from ..store.disk import disk_watched
from ..store.folders import DataFolder
from ..store.ledger import Version
from ..store.registry import Collection
from ..store.versions import unpacked_version
from .uploads import Draft, working_folder


@contextmanager
def as_draft(
    data: DataFolder, collection: Collection, identifiers: Identifiers, version: Version
) -> Iterator[Draft]:
    """Unpack a version with its files and problems; what the draft needs on disk is removed at the end."""
    with working_folder(data) as folder:
        with disk_watched(folder):
            statements = unpacked_version(data.version_file(collection.name, version.number), folder)
        yield Draft(
            collection=collection,
            identifiers=identifiers,
            files=version.files,
            input_sha256=version.input_sha256,
            records=version.records,
            kept_out=0,
            statements=statements,
            problems=reported(data, version),
            folder=folder,
        )


def reported(data: DataFolder, version: Version) -> tuple[Problem, ...]:
    """Give the problems that a version was published with, as far as they are kept."""
    report = data.report_file(version.collection, version.number)
    if not report.is_file():
        return ()
    return tuple(Problem.from_json(found) for found in json.loads(report.read_text(encoding="utf-8")))
