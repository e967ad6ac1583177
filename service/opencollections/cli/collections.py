"""``ocn collection``: the sets of records that members publish."""

from typing import Annotated

import typer

from ..publishing.collections import NewCollection, add_collection
from ..publishing.documents import AS_IT_IS, mapping_document, ready_mappings
from . import display, options

app = typer.Typer(no_args_is_help=True, help="Add collections of members.")


@app.command("add")
def add(
    name: options.CollectionName,
    title: Annotated[str, typer.Option("--title", help="Title of the collection.")],
    licence: Annotated[
        str, typer.Option("--licence", "--license", help="Web address of the licence of the records.")
    ],
    mapping: Annotated[
        str,
        typer.Option(
            "--mapping", help="Name of a ready mapping, or a mapping file; without it, files are RDF already."
        ),
    ] = AS_IT_IS,
    language: Annotated[str | None, typer.Option("--language", help="Language of its texts.")] = None,
    rights: Annotated[
        str | None, typer.Option("--rights", help="Web address of the rights in the pictures.")
    ] = None,
    data: options.Data = None,
    base_url: options.BaseURL = None,
    as_json: options.AsJSON = False,
) -> None:
    """Add a collection of a member, with the mapping that its files go through.

    Without a mapping its files are RDF (.ttl .nt .nq .trig .rdf .jsonld) and are published as they are.

    Example: ocn collection add npg/portraits --title Portraits --licence http://creativecommons.org/publicdomain/zero/1.0/ --mapping npg.yml
    """
    settings = options.settings(data, base_url)
    new = NewCollection(name, title, licence, language, rights, _checked_mapping(mapping))
    with options.control(settings) as control:
        collection = add_collection(control, new)
    if as_json:
        display.print_json({"collection": name, "title": collection.title, "mapping": collection.mapping})
    else:
        typer.echo(f"Added {collection.title} ({name}). Publish records with: ocn ingest {name} FILE")


def _checked_mapping(named: str) -> str:
    """Give what is kept of a mapping: a ready one's name, or the path of a file that can be read."""
    if named == AS_IT_IS:
        return AS_IT_IS
    document = mapping_document(named)
    document.parsed()
    return named if named in ready_mappings() else str(document.path)
