"""``ocn undo``: an earlier version of a collection, published again."""

from typing import Annotated

import typer

from ..publishing.undo import undo as undone
from . import display, options
from .publishing import publishing


def undo(
    name: options.CollectionName,
    to: Annotated[
        int | None, typer.Option("--to", help="Number of the version to go back to; else the one before.")
    ] = None,
    data: options.Data = None,
    base_url: options.BaseURL = None,
    as_json: options.AsJSON = False,
) -> None:
    """Publish an earlier version of a collection as a new one; nothing is lost, so an undo can be undone.

    Example: ocn undo npg/portraits --to 3
    """
    settings = options.settings(data, base_url)
    with display.progress(name) as steps:
        outcome = undone(publishing(settings, steps), name, to)
    if not outcome.changed and not as_json:
        typer.echo(f"{name}: that is what is public now (version {outcome.version.number}).")
    else:
        display.print_version(outcome.version, as_json=as_json, changed=outcome.changed)
