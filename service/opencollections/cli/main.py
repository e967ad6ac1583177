"""``ocn``: the command and its verbs."""

import gc
import os
import sqlite3
import sys
import traceback
from importlib import import_module
from typing import Annotated, Final, NoReturn

import typer

from .. import __version__
from ..errors import OpenCollectionsError

VERBS: Final = {
    "serve": "serve",
    "member": "members",
    "collection": "collections",
    "propose": "propose",
    "map": "mapping",
    "check": "check",
    "ingest": "ingest",
    "drafts": "drafts",
    "versions": "versions",
    "undo": "undo",
    "withdraw": "withdraw",
    "merge": "merge",
    "query": "query",
    "export": "export",
    "takeout": "takeout",
    "probe": "probe",
    "rebuild": "rebuild",
    "backup": "backup",
    "restore": "backup",
    "doctor": "doctor",
}
"""The verbs, each with the module here that does it: a Typer called ``app``, or a function named like the verb."""


def application(only: str | None = None) -> typer.Typer:
    """Make the command with all verbs, or with one, so that a short run loads only what it needs."""
    app = typer.Typer(
        name="ocn",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        help="Open Collections: spreadsheets and exports of small collections, published as linked data.",
        epilog="Exit codes: 0 done, 1 the data has errors, 2 wrong usage, 3 the system failed.",
    )
    app.callback()(_ocn)
    for verb, name in VERBS.items():
        if only in {None, verb}:
            module = import_module(f".{name}", __package__)
            if hasattr(module, "app"):
                app.add_typer(module.app, name=verb)
            else:
                app.command(verb)(getattr(module, verb, None) or module.run)
    return app


def _version(wanted: bool) -> None:  # noqa: FBT001 - typer calls it so
    if wanted:
        typer.echo(f"ocn {__version__}")
        raise typer.Exit


def _ocn(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


def run() -> None:
    """Run the command; an error becomes one sentence and its exit code, never a stack trace."""
    verb = sys.argv[1] if len(sys.argv) > 1 else ""
    try:
        _loaded(verb if verb in VERBS else None)()
    except OpenCollectionsError as error:
        _end(error.at_terminal(), error.exit_code)
    except BrokenPipeError:
        # The reader of our output has gone (such as head); there is nobody to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except (OSError, sqlite3.Error) as error:
        _end(f"the system refused: {error}. Check the disk and who may read and write there.", 3)
    except UnicodeEncodeError as error:
        if all(map(_is_text, sys.argv)):
            _end_with_fault(error)
        _end("a word of the command has bytes that are not UTF-8. Write it anew, or rename what it names.", 2)
    except Exception as error:  # noqa: BLE001 - whatever it is, a curator gets a sentence
        _end_with_fault(error)


def _is_text(word: str) -> bool:
    """Tell whether a word of the command is text; other bytes come as halves of surrogate pairs."""
    return not any("\ud800" <= letter <= "\udfff" for letter in word)


def _end_with_fault(error: Exception) -> NoReturn:
    if os.environ.get("OCN_DEBUG"):
        traceback.print_exc()
    name = type(error).__name__
    _end(
        f"this is a fault of the program ({name}: {error}). Report it with what OCN_DEBUG=1 ocn … prints.",
        3,
    )


def _loaded(only: str | None) -> typer.Typer:
    """Make the command without looking for garbage among what is loaded, then or later: it all stays."""
    gc.disable()
    try:
        return application(only)
    finally:
        gc.freeze()
        gc.enable()


def _end(sentence: str, exit_code: int) -> NoReturn:
    typer.echo(f"ocn: {sentence}", err=True)
    sys.exit(exit_code)
