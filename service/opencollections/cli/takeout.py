"""``ocn takeout``: everything of a member as one zip."""

from typing import Annotated

import typer

from ..publishing.takeout import takeout as pieces
from . import options
from .whole_files import opened


def takeout(
    member: Annotated[str, typer.Argument(metavar="MEMBER", help="Such as npg.")],
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="FILE.zip", help="File, or - for standard output.")
    ] = "-",
    data: options.Data = None,
    base_url: options.BaseURL = None,
) -> None:
    """Write everything that a member put in and everything that was made of it into one zip, with checksums.

    Files as handed in, mappings, versions, reports, drafts, decisions and the log; it may run beside the service.

    Example: ocn takeout npg -o npg.zip
    """
    taken = pieces(options.kept(data, base_url), member)
    with opened(output) as file:
        for piece in taken:
            file.write(piece)
    if output != "-":
        typer.echo(f"{member}: everything was written to {output}.", err=True)
