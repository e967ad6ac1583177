"""``ocn map``: the mapping engine alone, from files to statements in any format."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import FileMissing, MappingInvalid, WrongOption
from ..iris import checked_iri
from ..mapping.ahead import ahead
from ..mapping.engine import Mapped, Options, Run
from ..mapping.operator_functions import functions_of
from ..mapping.sources import Sources
from ..mapping.targets import named
from ..mapping.trace import traces
from ..problems import Problem, Severity
from ..publishing.documents import MappingDocument, mapping_document
from ..publishing.grants import Grants, grants
from ..publishing.progress import Progress
from ..records.tables import File
from . import display, options
from .explanation import print_explanation
from .mapping_report import Statistics, print_check
from .outputs import STANDARD, STREAMED, Gathered, Output, output, target_folder

if TYPE_CHECKING:
    from ..settings import Settings


MappingName = Annotated[str, typer.Option("--mapping", help="Mapping file, or name of a ready mapping.")]
Base = Annotated[str | None, typer.Option("--base", help="IRI that relative IRIs resolve against.")]
Sourced = Annotated[
    list[str] | None,
    typer.Option("--source", metavar="NAME=FILE", help="File for a name in the mapping."),
]
KeepEmpty = Annotated[
    bool, typer.Option("--keep-empty", help="Take an empty cell for an empty text, not for no value.")
]
Strict = Annotated[
    bool, typer.Option("--strict", help="End at the first value that makes no term, as RML has it.")
]
Out = Annotated[str, typer.Option("-o", "--output", metavar="OUT.nq", help="File, or - for standard output.")]
Format = Annotated[
    str | None,
    typer.Option("--format", help="nq, nt, ttl, trig, jsonld or rdf, if not by the ending of the file."),
]
TargetFolder = Annotated[
    Path | None,
    typer.Option("--target-dir", help="Folder for logical targets, if not beside the output file."),
]
Explained = Annotated[
    str | None,
    typer.Option("--explain", metavar="IRI", help="Say which rows and cells an entity comes from."),
]
Checked = Annotated[
    bool, typer.Option("--check", help="Say what is wrong in the mapping and in the rows; write nothing.")
]
Stats = Annotated[
    bool, typer.Option("--stats", help="Say how many records and statements there were, and how fast.")
]
Sorted = Annotated[
    bool, typer.Option("--sort", help="Write N-Quads and N-Triples sorted, and each statement once.")
]


def run(
    mapping: MappingName,
    base: Base = None,
    source: Sourced = None,
    keep_empty: KeepEmpty = False,
    strict: Strict = False,
    out: Out = STANDARD,
    format_: Format = None,
    target_dir: TargetFolder = None,
    explain: Explained = None,
    check: Checked = False,
    stats: Stats = False,
    sort: Sorted = False,
    data: options.Data = None,
    base_url: options.BaseURL = None,
    as_json: options.AsJSON = False,
) -> None:
    """Map files to statements; sources are looked for beside the mapping.

    Without --format the ending of the file says how they are written (.nq .nt .ttl .trig .jsonld .rdf, and
    .gz, .xz or .zip behind it); anything else is N-Quads.

    N-Quads and N-Triples are written in the order of the records, the same in every run, and a statement that
    several records make stands several times; with --sort each stands once. Other formats always are sorted.

    Example: ocn map --mapping portraits.yml --base https://example.org/id/npg/ -o portraits.ttl
    """
    to = output(out, format_)
    if base is not None:
        checked_iri(base)
    if as_json and to.path is None and not check and explain is None:
        raise WrongOption(option="--json", value="-o -", wanted="-o FILE, since both go to standard output")
    sorts = sort or to.form not in STREAMED
    start = partial(
        _started,
        mapping_document(mapping),
        dict(map(_named_file, source or [])),
        partial(options.settings, data, base_url),
        Options(
            base or "", keep_empty=keep_empty, own_bases=True, strict=strict, to_targets=True, sorts=sorts
        ),
    )
    if check:
        _check(start, as_json=as_json)
    elif explain is not None:
        _explain(start().run, explain, as_json=as_json)
    else:
        _map(start(), to, target_dir, sorts=sorts, stats=stats, as_json=as_json)


@dataclass(frozen=True, slots=True)
class _Started:
    """A run that has not begun, and what is doubtful in its mapping."""

    run: Run
    warnings: tuple[Problem, ...]

    @property
    def title(self) -> str:
        return self.run.mapping.file


def _started(
    document: MappingDocument, files: dict[str, File], settings: Callable[[], "Settings"], how: Options
) -> _Started:
    """Read the mapping; raise MappingInvalid. Without a base it has its own, and without that the service's."""
    parsed = document.parsed()
    base = how.base or parsed.mapping.base or settings().base_url.rstrip("/") + "/id/"
    granted = Grants() if options.are_default() else grants(settings())
    sources = Sources(files, document.folder, granted.databases)
    made = Run(parsed.mapping, sources, replace(how, base=base), functions_of(granted.functions))
    return _Started(made, parsed.warnings)


def _explain(run: Run, asked: str, *, as_json: bool) -> None:
    """Print the cells that an entity comes from; it may be named as the mapping does, without the base."""
    iri = asked if ":" in asked else f"{run.options.base}{asked}"
    print_explanation(iri, traces(run, iri), as_json=as_json)


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


def _map(
    started: _Started, to: Output, target_dir: Path | None, *, sorts: bool, stats: bool, as_json: bool
) -> None:
    """Run the mapping, and write what it makes to where it goes."""
    mapping = started.run.mapping
    targets = named(mapping)
    folder = target_folder(target_dir, to, targets)
    statistics = Statistics(started.run)
    with tempfile.TemporaryDirectory(prefix="ocn-map-") as place, display.progress(started.title) as steps:
        gathered = Gathered(Path(place), targets, sorts)
        gathered.write(_told(ahead(started.run.mapped()), statistics, steps), to, mapping, folder)
    statistics.written = gathered.written
    problems = [*started.warnings, *started.run.problems, *to.losses(mapping)]
    if as_json:
        display.print_json({**statistics.as_json(), "problems": [one.as_json() for one in problems]})
    else:
        display.print_problems(problems)
    if stats and not as_json:
        statistics.print()
    _exit_with(problems)


def _told(mapped: Iterator[Mapped], statistics: Statistics, steps: Progress) -> Iterator[Mapped]:
    """Give batches on, and tell how many statements there are by now."""
    for one in mapped:
        steps("mapped", statistics.add(one))
        yield one


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
