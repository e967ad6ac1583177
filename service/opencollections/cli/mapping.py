"""``ocn map``: the mapping engine alone, from files to statements in any format."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from ..errors import FileMissing, MappingInvalid, WrongOption
from ..mapping.engine import Options, Run
from ..mapping.operator_functions import functions_of
from ..mapping.sources import Sources
from ..mapping.targets import named
from ..mapping.trace import traces
from ..problems import Problem, Severity
from ..publishing.documents import MappingDocument, mapping_document
from ..publishing.grants import grants
from ..records.tables import File
from ..settings import Settings
from ..store.disk import disk_watched
from . import display, options
from .explanation import print_explanation
from .mapping_report import Statistics, print_check
from .outputs import STANDARD, Output, Sorting, output, target_folder


def run(
    mapping: Annotated[str, typer.Option("--mapping", help="Mapping file, or name of a ready mapping.")],
    base: Annotated[
        str | None, typer.Option("--base", help="IRI that relative IRIs resolve against.")
    ] = None,
    source: Annotated[
        list[str] | None,
        typer.Option("--source", metavar="NAME=FILE", help="File for a name in the mapping."),
    ] = None,
    keep_empty: Annotated[
        bool, typer.Option("--keep-empty", help="Take an empty cell for an empty text, not for no value.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="End at the first value that makes no term, as RML has it.")
    ] = False,
    out: Annotated[
        str, typer.Option("-o", "--output", metavar="OUT.nq", help="File, or - for standard output.")
    ] = STANDARD,
    format_: Annotated[
        str | None,
        typer.Option("--format", help="nq, nt, ttl, trig, jsonld or rdf, if not by the ending of the file."),
    ] = None,
    target_dir: Annotated[
        Path | None,
        typer.Option("--target-dir", help="Folder for logical targets, if not beside the output file."),
    ] = None,
    explain: Annotated[
        str | None,
        typer.Option("--explain", metavar="IRI", help="Say which rows and cells an entity comes from."),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Say what is wrong in the mapping and in the rows; write nothing.")
    ] = False,
    stats: Annotated[
        bool, typer.Option("--stats", help="Say how many records and statements there were, and how fast.")
    ] = False,
    data: options.Data = None,
    base_url: options.BaseURL = None,
    as_json: options.AsJSON = False,
) -> None:
    """Map files to statements, sorted and without doubles; sources are looked for beside the mapping.

    Without --format the ending of the file says how they are written (.nq .nt .ttl .trig .jsonld .rdf, and
    .gz, .xz or .zip behind it); anything else is N-Quads.

    Example: ocn map --mapping portraits.yml --base https://example.org/id/npg/ -o portraits.ttl
    """
    to = output(out, format_)
    if as_json and to.path is None and not check and explain is None:
        raise WrongOption(option="--json", value="-o -", wanted="-o FILE, since both go to standard output")
    start = partial(
        _started,
        mapping_document(mapping),
        dict(map(_named_file, source or [])),
        options.settings(data, base_url),
        Options(base or "", keep_empty=keep_empty, own_bases=True, strict=strict, to_targets=True),
    )
    if check:
        _check(start, as_json=as_json)
    elif explain is not None:
        print_explanation(explain, traces(start().run, explain), as_json=as_json)
    else:
        _map(start(), to, target_dir, stats=stats, as_json=as_json)


@dataclass(frozen=True, slots=True)
class _Started:
    """A run that has not begun, and what is doubtful in its mapping."""

    run: Run
    warnings: tuple[Problem, ...]

    @property
    def title(self) -> str:
        return self.run.mapping.file


def _started(document: MappingDocument, files: dict[str, File], settings: Settings, how: Options) -> _Started:
    """Read the mapping; raise MappingInvalid. Without a base it has its own, and without that the service's."""
    parsed = document.parsed()
    base = how.base or parsed.mapping.base or settings.base_url.rstrip("/") + "/id/"
    granted = grants(settings)
    sources = Sources(files, document.folder, granted.databases)
    made = Run(parsed.mapping, sources, replace(how, base=base), functions_of(granted.functions))
    return _Started(made, parsed.warnings)


def _check(start: Callable[[], _Started], *, as_json: bool) -> None:
    """Print what is wrong in the mapping, and in the rows where it can run."""
    try:
        started = start()
        statistics = Statistics(started.run)
        with display.progress(started.title) as steps:
            for mapped in started.run.mapped():
                steps("checked", statistics.add(mapped))
        problems = [*started.warnings, *started.run.problems]
    except MappingInvalid as invalid:
        statistics, problems = None, list(invalid.problems)
    print_check(statistics, problems, as_json=as_json)
    _exit_with(problems)


def _map(started: _Started, to: Output, target_dir: Path | None, *, stats: bool, as_json: bool) -> None:
    """Run the mapping, sort what it makes, and write it to where it goes."""
    mapping = started.run.mapping
    targets = named(mapping)
    folder = target_folder(target_dir, to, targets)
    statistics = Statistics(started.run)
    with tempfile.TemporaryDirectory(prefix="ocn-map-") as place, display.progress(started.title) as steps:
        sorting = Sorting(Path(place), targets)
        with disk_watched(Path(place)):
            for mapped in started.run.mapped():
                sorting.add(mapped)
                steps("mapped", statistics.add(mapped))
        steps("writing", statistics.made.total())
        sorting.write(to, folder, mapping.prefixes)
    statistics.written = sorting.written
    problems = [*started.warnings, *started.run.problems, *to.losses(mapping)]
    if as_json:
        display.print_json({**statistics.as_json(), "problems": [one.as_json() for one in problems]})
    else:
        display.print_problems(problems)
    if stats and not as_json:
        statistics.print()
    _exit_with(problems)


def _exit_with(problems: Sequence[Problem]) -> None:
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise typer.Exit(MappingInvalid.exit_code)


def _named_file(text: str) -> tuple[str, File]:
    name, equals, path = text.partition("=")
    if not equals:
        raise WrongOption(
            option="--source", value=text, wanted="NAME=FILE, such as npg.xlsx=downloads/export.xlsx"
        )
    if not Path(path).is_file():
        raise FileMissing(file=path)
    return name, File(name, Path(path))
