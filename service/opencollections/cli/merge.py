"""``ocn merge``: two identifiers of one thing become one."""

from typing import Annotated

import typer

from ..publishing.merge import merge as merged
from . import display, options
from .publishing import publishing


def merge(
    old: Annotated[
        str, typer.Argument(metavar="OLD-IRI", help="The identifier that shall lead to the other.")
    ],
    into: Annotated[str, typer.Argument(metavar="INTO-IRI", help="The identifier that survives.")],
    reason: Annotated[str | None, typer.Option("--reason", help="Why; kept in the log of changes.")] = None,
    data: options.Data = None,
    base_url: options.BaseURL = None,
    as_json: options.AsJSON = False,
) -> None:
    """Merge an identifier into another: for ever, in every collection, and in every file to come.

    What is stated of the old one is stated of the other from then on, and whoever follows the old one is sent there.

    Example: ocn merge https://data.example.org/id/npg/agent/7 https://data.example.org/id/network/agent/brady
    """
    settings = options.settings(data, base_url)
    with display.progress("merge") as steps:
        versions = merged(publishing(settings, steps), old, into, reason)
    if as_json:
        changed = [display.version_facts(version, changed=True) for version in versions]
        display.print_json({"old": old, "into": into, "versions": changed})
        return
    typer.echo(f"{old} means {into} from now on.")
    for version in versions:
        display.print_version(version, as_json=False, changed=True)
