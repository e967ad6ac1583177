"""``ocn export``: a published collection as a file."""

from typing import IO, Annotated, Final

import typer

from ..errors import UnknownFormat, UnknownVersion
from ..formats.edm import EXPLAINED
from ..iris import Identifiers
from ..publishing.elsewhere import Elsewhere
from ..publishing.europeana import EdmCollection, Readiness, write_archive, write_document
from ..publishing.exports import EXPORTS
from ..publishing.publish import identifiers
from ..publishing.uploads import working_folder
from ..store import ledger, registry
from ..store.folders import DataFolder
from ..store.ledger import Version
from . import options
from .whole_files import opened

EDM: Final = "edm"
FORMATS: Final = ("nq", "ttl", EDM, "csv")


def export(
    name: options.CollectionName,
    format_: Annotated[
        str, typer.Option("--format", help="nq, ttl, csv or edm (one RDF/XML, or a zip of records).")
    ] = "nq",
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="FILE", help="File, or - for standard output.")
    ] = "-",
    data: options.Data = None,
    base_url: options.BaseURL = None,
) -> None:
    """Write the published version of a collection to a file.

    For Europeana, the records that are ready, one by one: ocn export npg/portraits --format edm -o portraits.zip
    Example: ocn export npg/portraits --format ttl -o portraits.ttl
    """
    settings = options.settings(data, base_url)
    folder = options.folder(settings)
    if format_ not in FORMATS:
        raise UnknownFormat(format=format_, known=", ".join(FORMATS))
    with folder.control() as control:
        registry.collection(control, name)
        newest = ledger.newest(control, name)
        ids = identifiers(control, settings)
    if newest is None:
        raise UnknownVersion(collection=name, version=1)
    with opened(output) as file:
        if format_ == EDM:
            _tell(_edm(folder, newest, ids, file, as_archive=output.endswith(".zip")))
        else:
            EXPORTS[format_](folder.version_file(name, newest.number), file)
    if output != "-":
        typer.echo(f"{name}: version {newest.number} written to {output}.", err=True)


def _edm(
    folder: DataFolder, version: Version, ids: Identifiers, file: IO[bytes], *, as_archive: bool
) -> Readiness:
    path = folder.version_file(version.collection, version.number)
    with folder.control() as control:
        generation = folder.generations.open(control)
    elsewhere = Elsewhere(generation.engine, ids, ids.graph(version.collection))
    with working_folder(folder) as work, EdmCollection.opened(path, elsewhere, work) as collection:
        return write_archive(collection, file, ids) if as_archive else write_document(collection, file)


def _tell(found: Readiness) -> None:
    """Say how many records are ready, and what keeps the others back."""
    typer.echo(f"{found.ready} records are ready for Europeana.", err=True)
    for reason, count in found.reasons.most_common():
        wrong, advice = EXPLAINED[reason]
        typer.echo(f"  {count} are not: {wrong} {advice}", err=True)
