"""``ocn export``: a published collection as a file."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Final

import typer

from ..errors import UnknownFormat, UnknownVersion
from ..formats.edm import EXPLAINED
from ..iris import Identifiers
from ..publishing.datasets import dataset
from ..publishing.elsewhere import Elsewhere
from ..publishing.europeana import EdmCollection, Readiness, write_archive, write_document
from ..publishing.exports import EXPORTS
from ..publishing.platforms import PLATFORMS
from ..publishing.publish import identifiers
from ..publishing.uploads import working_folder
from ..query.listing import Published
from ..store import ledger, registry
from ..store.folders import DataFolder
from ..store.ledger import Version
from . import options
from .whole_files import opened

EDM: Final = "edm"
FORMATS: Final = tuple(dict.fromkeys(("nq", "ttl", EDM, "csv", *PLATFORMS)))


def export(
    name: options.CollectionName,
    format_: Annotated[
        str,
        typer.Option(
            "--format",
            help="nq, ttl, csv, edm (one RDF/XML, or a zip of records), archive.org, quickstatements or schema.org.",
        ),
    ] = "nq",
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="FILE", help="File, or - for standard output.")
    ] = "-",
    data: options.Data = None,
    base_url: options.BaseURL = None,
) -> None:
    """Write the published version of a collection to a file.

    Example: ocn export npg/portraits --format ttl -o portraits.ttl

    For Europeana, the records that are ready, one by one: ocn export npg/portraits --format edm -o portraits.zip

    For archive.org, the table of its tool: ocn export npg/portraits --format archive.org -o portraits.csv
    """
    settings = options.settings(data, base_url)
    folder = options.folder(settings)
    if format_ not in FORMATS:
        raise UnknownFormat(format=format_, known=", ".join(FORMATS))
    with folder.control() as control:
        known = registry.collection(control, name)
        newest = ledger.newest(control, name)
        ids = identifiers(control, settings)
        described = dataset(ids, Published(known, registry.member(control, known.member), newest))
    if newest is None or described is None:
        raise UnknownVersion(collection=name, version=1)
    with opened(output) as file:
        if format_ == EDM:
            with _records(folder, newest, ids) as records:
                is_archive = output.endswith(".zip")
                _tell(write_archive(records, file, ids) if is_archive else write_document(records, file))
        elif format_ in PLATFORMS:
            with _records(folder, newest, ids) as records:
                for piece in PLATFORMS[format_].write(records, described, ids):
                    file.write(piece)
        else:
            EXPORTS[format_](folder.version_file(name, newest.number), file)
    if output != "-":
        typer.echo(f"{name}: version {newest.number} written to {output}.", err=True)


@contextmanager
def _records(folder: DataFolder, version: Version, ids: Identifiers) -> Iterator[EdmCollection]:
    path = folder.version_file(version.collection, version.number)
    with folder.control() as control:
        elsewhere = Elsewhere.of(folder, control, ids, version.collection)
    with working_folder(folder) as work, EdmCollection.opened(path, elsewhere, work) as records:
        yield records


def _tell(found: Readiness) -> None:
    """Say how many records are ready, and what keeps the others back."""
    typer.echo(f"{found.ready} records are ready for Europeana.", err=True)
    for reason, count in found.reasons.most_common():
        wrong, advice = EXPLAINED[reason]
        typer.echo(f"  {count} are not: {wrong} {advice}", err=True)
