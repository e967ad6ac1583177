"""``ocn rebuild``: the store made anew from the versions."""

import time

import typer

from ..errors import DataMissing
from ..publishing import rebuild as rebuilding
from . import display, options


def rebuild(
    data: options.Data = None, base_url: options.BaseURL = None, as_json: options.AsJSON = False
) -> None:
    """Make the store anew from the published versions alone; a running service follows.

    Nothing public changes. It is what to do when the store is damaged, or ocn doctor says so.

    Example: ocn rebuild --data /var/lib/opencollections
    """
    folder = options.kept(data, base_url)
    if not folder.control_file.is_file():
        raise DataMissing(path=folder.root, file=folder.control_file.name)
    begun = time.monotonic()
    with display.progress("Rebuilding") as steps:
        made = rebuilding.rebuild(folder, display.waiting, steps)
    seconds = time.monotonic() - begun
    if as_json:
        display.print_json(
            {
                "generation": made.generation,
                "collections": made.collections,
                "quads": made.quads,
                "seconds": round(seconds, 3),
            }
        )
    else:
        typer.echo(
            f"Rebuilt generation {made.generation} from {made.collections} collections: "
            f"{made.quads:,} statements in {seconds:.1f} s."
        )
