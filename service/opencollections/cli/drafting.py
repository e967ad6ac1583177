"""What ``ingest`` and ``check`` share: a draft of the files on the command line, and its report."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated

import typer

from ..errors import FileMissing
from ..problems import tally
from ..publishing.drafts import draft
from ..publishing.grants import grants
from ..publishing.progress import Progress
from ..publishing.publish import identifiers
from ..publishing.uploads import Draft
from ..records.tables import File
from ..settings import Settings
from ..store import registry
from . import display, options

Files = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="FILE…",
        help="The files, as the mapping names them; none where it reads a granted database only.",
    ),
]


def drafted(
    settings: Settings, name: str, files: list[Path] | None, steps: Progress
) -> AbstractContextManager[Draft]:
    """Map and check files for a collection; raise UnknownCollection, FileMissing and what a draft raises."""
    for file in files or ():
        if not file.is_file():
            raise FileMissing(file=file)
    folder = options.folder(settings)
    with folder.control() as control:
        collection = registry.collection(control, name)
        iris = identifiers(control, settings)
    handed_in = [File(file.name, file) for file in files or ()]
    return draft(folder, collection, iris, handed_in, settings.upload_limit_bytes, steps, grants(settings))


def print_report(made: Draft, *, as_json: bool) -> None:
    """Print what a draft found."""
    if as_json:
        problems = [problem.as_json() for problem in made.problems]
        display.print_json({"records": made.records, "kept_out": made.kept_out, "problems": problems})
        return
    display.print_problems(made.problems)
    counts = tally(list(made.problems))
    typer.echo(
        f"{made.records:,} records, {made.kept_out:,} of them kept out, {made.statements.count:,} statements; "
        f"{counts['error']} errors, {counts['warning']} warnings, {counts['advice']} pieces of advice. "
        "Nothing was published."
    )
