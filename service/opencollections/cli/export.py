"""``ocn export``: a published collection as a file."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from ..errors import UnknownFormat, UnknownVersion
from ..publishing.exports import EXPORTS
from ..publishing.intake import disk_watched
from ..store import ledger, registry
from . import display, options


def export(
    name: options.CollectionName,
    format_: Annotated[str, typer.Option("--format", help="nq, ttl, edm (RDF/XML) or csv.")] = "nq",
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="FILE", help="File, or - for standard output.")
    ] = "-",
    data: options.Data = None,
    base_url: options.BaseURL = None,
) -> None:
    """Write the published version of a collection to a file.

    Example: ocn export npg/portraits --format ttl -o portraits.ttl
    """
    settings = options.settings(data, base_url)
    folder = options.folder(settings)
    if format_ not in EXPORTS:
        raise UnknownFormat(format=format_, known=", ".join(EXPORTS))
    with folder.control() as control:
        registry.collection(control, name)
        newest = ledger.newest(control, name)
    if newest is None:
        raise UnknownVersion(collection=name, version=1)
    path = folder.version_file(name, newest.number)
    if output == "-":
        EXPORTS[format_](path, sys.stdout.buffer)
        display.flush()
        return
    target = Path(output)
    unfinished = target.with_name(f"{target.name}.unfinished")
    with disk_watched(target):
        try:
            with unfinished.open("wb") as file:
                EXPORTS[format_](path, file)
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
    typer.echo(f"{name}: version {newest.number} written to {output}.", err=True)
