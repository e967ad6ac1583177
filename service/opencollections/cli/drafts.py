"""``ocn drafts``: what was handed in and is not public yet."""

from typing import Annotated, Any

import typer

from ..errors import DraftRefused, OpenCollectionsError
from ..members.audit import audited
from ..problems import Problem
from ..publishing import kept_drafts, mapped_drafts
from ..publishing.drafting import publish_kept
from ..publishing.kept_drafts import at_rest
from ..store import drafts as kept
from ..store import registry
from ..store.drafts import DraftState, KeptDraft
from ..store.folders import DataFolder
from ..store.ledger import OPERATOR, Cause
from . import display, options
from .publishing import publishing

app = typer.Typer(invoke_without_command=True)

Draft = Annotated[str, typer.Argument(metavar="DRAFT", help="As ocn drafts lists it.")]


@app.callback()
def list_(
    context: typer.Context,
    collection: Annotated[
        str | None, typer.Option("--collection", metavar="MEMBER/COLLECTION", help="Those of one collection.")
    ] = None,
    data: options.Data = None,
    base_url: options.BaseURL = None,
    as_json: options.AsJSON = False,
) -> None:
    """List the drafts that were neither published nor discarded, the newest first; or show, publish or discard one.

    Example: ocn drafts --collection npg/portraits
    """
    if context.invoked_subcommand is not None:
        return
    with options.kept(data, base_url).control() as control:
        if collection is not None:
            registry.collection(control, collection)
        found = kept.drafts(control, None if collection is None else [collection])
    there = [one for one in found if one.state not in kept.ENDED]
    if as_json:
        display.print_json([_facts(one) for one in there])
        return
    for one in there:
        made = one.made or {}
        counted = f"{made['records']:,} records, {made['kept_out']:,} kept out" if made else "not mapped"
        typer.echo(f"{one.id}  {one.changed}  {one.state:10}  {one.collection}  {counted}")
    if not there:
        typer.echo("There is no draft. Make one with: ocn ingest MEMBER/COLLECTION FILE --draft")


@app.command("show")
def show(
    draft: Draft,
    data: options.Data = None,
    base_url: options.BaseURL = None,
    as_json: options.AsJSON = False,
) -> None:
    """Print the report of a draft.

    Example: ocn drafts show 0123456789abcdef
    """
    folder = options.kept(data, base_url)
    with folder.control() as control:
        one = kept.draft(control, draft)
    print_kept(one, list(mapped_drafts.problems(folder, draft)), as_json=as_json)


@app.command("publish")
def publish(
    draft: Draft,
    reason: Annotated[str | None, typer.Option("--reason", help="Why; the public reads it.")] = None,
    data: options.Data = None,
    base_url: options.BaseURL = None,
    as_json: options.AsJSON = False,
) -> None:
    """Publish a draft as the next version of its collection.

    Where records have errors and were kept out, the exit code is then 1.

    Example: ocn drafts publish 0123456789abcdef
    """
    settings = options.settings(data, base_url)
    folder = options.folder(settings)
    with folder.control() as control, control.transaction():
        one = at_rest(control, draft)
        kept.change_draft(control, draft, DraftState.PUBLISHING, OPERATOR)
    try:
        with (
            audited(folder, None, "publish", f"{draft} of {one.collection}", one.member),
            display.progress(one.collection) as steps,
        ):
            outcome = publish_kept(publishing(settings, steps), one, Cause(reason=reason))
    except BaseException as error:
        _note(folder, one, DraftState.READY, detail=_why(error))
        raise
    _note(folder, one, DraftState.PUBLISHED, version=outcome.version.number)
    with folder.control() as control:
        kept_drafts.clear(folder, control, one)
    display.print_version(outcome.version, as_json=as_json, changed=outcome.changed)
    if outcome.kept_out:
        told = f"{outcome.kept_out:,} records have errors and were kept out."
        typer.echo(f"{one.collection}: {told}", err=True)
        raise typer.Exit(DraftRefused.exit_code)


@app.command("discard")
def discard(draft: Draft, data: options.Data = None, base_url: options.BaseURL = None) -> None:
    """Discard a draft and its files.

    Example: ocn drafts discard 0123456789abcdef
    """
    folder = options.kept(data, base_url)
    with folder.control() as control:
        one = kept.draft(control, draft)
    with audited(folder, None, "discard draft", f"{draft} of {one.collection}", one.member):
        kept_drafts.discard(folder, draft, OPERATOR)
    typer.echo(f"The draft {draft} was discarded.")


def print_kept(one: KeptDraft, problems: list[Problem], *, as_json: bool) -> None:
    """Print the report of a draft that is kept, as that of ocn check, and how to go on."""
    made = one.made or {"records": 0, "kept_out": 0, "problems": {}}
    if as_json:
        told = [problem.as_json() for problem in problems]
        display.print_json({**_facts(one), "problems": told})
        return
    display.print_problems(problems)
    counts = ", ".join(f"{count} {name}" for name, count in made["problems"].items())
    withdrawn = f", {one.kept_back:,} withdrawn" if one.kept_back else ""
    typer.echo(
        f"{made['records']:,} records, {made['kept_out']:,} kept out{withdrawn}; "
        f"problems: {counts or 'not checked'}."
    )
    difference = made.get("difference")
    if difference is not None:
        against = f"version {difference['version']}" if difference["version"] else "nothing published"
        parts = ", ".join(
            f"{difference[name]:,} {name}" for name in ("added", "changed", "withdrawn", "unchanged")
        )
        typer.echo(f"Against {against}: {parts}.")
    complete = made.get("completeness")
    if complete is not None:
        typer.echo(
            f"Metadata tier {complete['metadata_tier']}, content tier {complete['content_tier']}; "
            f"{complete['core_percent']} % of the core properties are filled."
        )
    typer.echo(f"The draft {one.id} is {one.state}.{f' {one.detail}' if one.detail else ''}")
    if one.state is DraftState.READY:
        typer.echo(f"Publish it with: ocn drafts publish {one.id}")


def _facts(one: KeptDraft) -> dict[str, Any]:
    made = one.made or {}
    counts = made.get("difference")
    return {
        "draft": one.id,
        "collection": one.collection,
        "state": one.state,
        "changed": one.changed,
        "files": [file.name for file in one.files],
        "records": made.get("records"),
        "kept_out": made.get("kept_out"),
        "kept_back": one.kept_back if one.made else None,
        "counts": made.get("problems"),
        "difference": counts and {name: counts[name] for name in counts if name != "pieces"},
        "completeness": made.get("completeness"),
        "detail": one.detail,
    }


def _note(folder: DataFolder, one: KeptDraft, state: DraftState, **facts: Any) -> None:
    with folder.control() as control, control.transaction():
        kept.change_draft(control, one.id, state, OPERATOR, **facts)


def _why(error: BaseException) -> str | None:
    return str(error) if isinstance(error, OpenCollectionsError) else None
