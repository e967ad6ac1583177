"""``ocn withdraw``: an entity or a whole collection, no longer public and never forgotten."""

from typing import Annotated

import typer

from ..errors import WrongOption
from ..publishing.withdraw import restore as restore_entity
from ..publishing.withdraw import withdraw_collection, withdraw_entity
from . import display, options
from .publishing import publishing


def withdraw(
    name: options.CollectionName,
    iri: Annotated[
        str | None, typer.Argument(metavar="[IRI]", help="One entity; without it the whole collection.")
    ] = None,
    reason: Annotated[str | None, typer.Option("--reason", help="Why; the public reads it.")] = None,
    instead: Annotated[
        str | None, typer.Option("--instead", metavar="IRI", help="What to look at in its place.")
    ] = None,
    restore: Annotated[
        bool, typer.Option("--restore", help="Take the withdrawal of the entity back.")
    ] = False,
    data: options.Data = None,
    base_url: options.BaseURL = None,
    as_json: options.AsJSON = False,
) -> None:
    """Withdraw an entity, also from files to come until it is restored, or a whole collection until its next ingest.

    Its identifier stays and answers that it was withdrawn, when and why.

    Example: ocn withdraw npg/portraits https://data.example.org/id/npg/object/7 --reason "Sold in 2025"
    """
    if iri is None and (restore or instead is not None):
        raise WrongOption(
            option="--restore" if restore else "--instead", value="", wanted="an IRI before it."
        )
    settings = options.settings(data, base_url)
    with display.progress(name) as steps:
        place = publishing(settings, steps)
        if iri is None:
            outcome = withdraw_collection(place, name, reason)
        elif restore:
            outcome = restore_entity(place, name, iri)
        else:
            outcome = withdraw_entity(place, name, iri, reason, instead)
    if outcome.changed or as_json:
        display.print_version(outcome.version, as_json=as_json, changed=outcome.changed)
    else:
        typer.echo(f"{name}: {iri} is no longer kept back; it comes back when a file has it.")
