"""``ocn check``: what is wrong or doubtful in a member's files."""

import typer

from ..errors import DraftRefused
from . import display, options
from .drafting import Files, drafted, print_report


def check(
    name: options.CollectionName,
    files: Files = None,
    data: options.Data = None,
    base_url: options.BaseURL = None,
    as_json: options.AsJSON = False,
) -> None:
    """Say what is wrong or doubtful in files; publish nothing.

    Example: ocn check npg/portraits npg.xlsx --json
    """
    settings = options.settings(data, base_url)
    with display.progress(name) as steps, drafted(settings, name, files, steps) as made:
        print_report(made, as_json=as_json)
        if made.errors:
            raise typer.Exit(DraftRefused.exit_code)
