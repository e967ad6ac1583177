"""``ocn check``: what is wrong or doubtful in a member's files."""

from typing import Annotated

import typer

from ..errors import DraftRefused
from . import display, options
from .drafting import Files, drafted, print_report
from .reports import FORMATS, LANGUAGES, check_options, write_report


def check(
    name: options.CollectionName,
    files: Files = None,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            help=f"Write the report as {', '.join(FORMATS)}; xlsx is your workbook with comments in its cells.",
        ),
    ] = None,
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="FILE", help="File, or - for standard output.")
    ] = "-",
    language: Annotated[str, typer.Option(help=f"Language of the report: {', '.join(LANGUAGES)}.")] = "en",
    data: options.Data = None,
    base_url: options.BaseURL = None,
    as_json: options.AsJSON = False,
) -> None:
    """Say what is wrong or doubtful in files; publish nothing.

    Example: ocn check npg/portraits npg.xlsx --json

    In Hungarian, in the cells of the workbook: ocn check npg/portraits npg.xlsx --format xlsx -o report.xlsx --language hu
    """
    check_options(format_, language)
    settings = options.settings(data, base_url)
    with display.progress(name) as steps, drafted(settings, name, files, steps) as made:
        if format_ is not None:
            write_report(made, files or [], format_, output, language)
        else:
            print_report(made, as_json=as_json)
        if made.errors:
            raise typer.Exit(DraftRefused.exit_code)
