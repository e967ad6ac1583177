"""``ocn ingest`` and ``ocn check``: a member's files, mapped, checked and published."""

import time
from pathlib import Path
from typing import Annotated, Any

import typer

from ..errors import DraftRefused, FileMissing
from ..problems import tally
from ..publishing.drafts import Draft, draft
from ..publishing.publish import Outcome, identifiers, publish
from ..records.tables import File
from ..settings import Settings
from ..store import registry
from . import display, options

Files = Annotated[list[Path], typer.Argument(metavar="FILE…", help="The files, as the mapping names them.")]


def ingest(
    name: options.CollectionName,
    files: Files,
    only_draft: Annotated[bool, typer.Option("--draft", help="Map and check, publish nothing.")] = False,
    data: options.Data = None,
    base_url: options.BaseURL = None,
    as_json: options.AsJSON = False,
) -> None:
    """Map, check and publish files as the next version of a collection.

    Example: ocn ingest npg/portraits npg.xlsx web_images.csv
    """
    settings = options.settings(data, base_url)
    begun = time.monotonic()
    with display.progress(name) as steps, _draft(settings, name, files, steps) as made:
        if only_draft:
            _print_report(made, as_json=as_json)
            return
        outcome = publish(options.folder(settings), made, display.waiting, steps)
    _print_outcome(outcome, time.monotonic() - begun, as_json=as_json)


def check(
    name: options.CollectionName,
    files: Files,
    data: options.Data = None,
    base_url: options.BaseURL = None,
    as_json: options.AsJSON = False,
) -> None:
    """Say what is wrong or doubtful in files; publish nothing.

    Example: ocn check npg/portraits npg.xlsx --json
    """
    settings = options.settings(data, base_url)
    with display.progress(name) as steps, _draft(settings, name, files, steps) as made:
        _print_report(made, as_json=as_json)
        if made.errors:
            raise typer.Exit(DraftRefused.exit_code)


def _draft(settings: Settings, name: str, files: list[Path], steps: Any) -> Any:
    for file in files:
        if not file.is_file():
            raise FileMissing(file=file)
    folder = options.folder(settings)
    with folder.control() as control:
        collection = registry.collection(control, name)
        iris = identifiers(control, settings)
    handed_in = [File(file.name, file) for file in files]
    return draft(folder, collection, iris, handed_in, settings.upload_limit_bytes, steps)


def _print_report(made: Draft, *, as_json: bool) -> None:
    if as_json:
        problems = [problem.as_json() for problem in made.problems]
        display.print_json({"records": made.records, "kept_out": 0, "problems": problems})
        return
    display.print_problems(made.problems)
    counts = tally(list(made.problems))
    typer.echo(
        f"{made.records:,} records, {made.statements.count:,} statements; "
        f"{counts['error']} errors, {counts['warning']} warnings, {counts['advice']} pieces of advice. "
        "Nothing was published."
    )


def _print_outcome(outcome: Outcome, seconds: float, *, as_json: bool) -> None:
    version = outcome.version
    if as_json:
        changed = outcome.changed
        display.print_json(
            {
                "collection": version.collection,
                "version": version.number,
                "records": version.records,
                "entities": version.entities,
                "quads": version.quads,
                "added": version.added if changed else 0,
                "removed": version.removed if changed else 0,
                "problems": tally(list(outcome.problems)),
                "seconds": round(seconds, 3),
            }
        )
        return
    display.print_problems(outcome.problems)
    if not outcome.changed:
        typer.echo(f"{version.collection}: nothing has changed since version {version.number}.")
        return
    typer.echo(
        f"{version.collection}: published version {version.number}: {version.records:,} records, "
        f"{version.entities:,} entities, {version.quads:,} statements "
        f"(+{version.added:,} −{version.removed:,}) in {seconds:.1f} s."
    )
