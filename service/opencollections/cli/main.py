"""``ocn``: the command and its verbs."""

import os
import sys
from typing import Annotated

import typer

from .. import __version__
from ..errors import OpenCollectionsError
from . import collections, export, ingest, mapping, members, query, serve, versions

app = typer.Typer(
    name="ocn",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Open Collections: spreadsheets and exports of small collections, published as linked data.",
    epilog="Exit codes: 0 done, 1 the data has errors, 2 wrong usage, 3 the system failed.",
)

app.command("serve")(serve.serve)
app.add_typer(members.app, name="member")
app.add_typer(collections.app, name="collection")
app.command("map")(mapping.map_files)
app.command("check")(ingest.check)
app.command("ingest")(ingest.ingest)
app.command("versions")(versions.versions)
app.command("query")(query.query)
app.command("export")(export.export)


def _version(wanted: bool) -> None:  # noqa: FBT001 - typer calls it so
    if wanted:
        typer.echo(f"ocn {__version__}")
        raise typer.Exit


@app.callback()
def _ocn(
    version: Annotated[  # noqa: ARG001 - the callback has done the work
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


def run() -> None:
    """Run the command; an error becomes one sentence and its exit code, never a stack trace."""
    try:
        app()
    except OpenCollectionsError as error:
        typer.echo(f"ocn: {error}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader of our output has gone (such as head); there is nobody to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        typer.echo(f"ocn: the system refused: {error}. Check the disk and who may write there.", err=True)
        sys.exit(3)
