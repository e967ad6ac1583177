"""``ocn ingest``: a member's files, mapped, checked and published."""

import time
from typing import Annotated

import typer

from ..errors import DraftRefused
from ..problems import tally
from ..publishing.publish import Outcome, publish
from . import display, options
from .drafting import Files, drafted
from .keeping import keep_draft


def ingest(
    name: options.CollectionName,
    files: Files = None,
    only_draft: Annotated[bool, typer.Option("--draft", help="Keep a draft, publish nothing.")] = False,
    data: options.Data = None,
    base_url: options.BaseURL = None,
    as_json: options.AsJSON = False,
) -> None:
    """Map, check and publish files as the next version of a collection.

    Records with errors are kept out and told, the others are published; the exit code is then 1.
    With --draft it is kept, to be looked at and published later: ocn drafts

    Example: ocn ingest npg/portraits npg.xlsx web_images.csv
    """
    settings = options.settings(data, base_url)
    begun = time.monotonic()
    if only_draft:
        keep_draft(settings, name, files, as_json=as_json)
        return
    with display.progress(name) as steps, drafted(settings, name, files, steps) as made:
        outcome = publish(options.folder(settings), made, display.waiting, steps)
    _print_outcome(outcome, time.monotonic() - begun, as_json=as_json)
    if outcome.kept_out:
        raise typer.Exit(DraftRefused.exit_code)


def _print_outcome(outcome: Outcome, seconds: float, *, as_json: bool) -> None:
    version = outcome.version
    if as_json:
        display.print_json(
            {
                **display.version_facts(version, changed=outcome.changed),
                "kept_out": outcome.kept_out,
                "problems": tally(list(outcome.problems)),
                "seconds": round(seconds, 3),
            }
        )
        return
    display.print_problems(outcome.problems)
    if outcome.kept_out:
        typer.echo(
            f"{version.collection}: {outcome.kept_out:,} records have errors and were kept out.", err=True
        )
    if not outcome.changed:
        typer.echo(f"{version.collection}: nothing has changed since version {version.number}.")
        return
    typer.echo(
        f"{version.collection}: published version {version.number}: {version.records:,} records, "
        f"{version.entities:,} entities, {version.quads:,} statements "
        f"(+{version.added:,} −{version.removed:,}) in {seconds:.1f} s."
    )
