"""``ocn map``: the mapping engine alone, from files to N-Quads."""

import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from ..errors import FileMissing, MappingInvalid, WrongOption
from ..mapping.engine import Mapped, Options, Run
from ..mapping.model import Target
from ..mapping.sources import Sources
from ..mapping.targets import written
from ..mapping.trace import traces
from ..problems import Severity
from ..publishing.documents import mapping_document
from ..publishing.intake import disk_watched
from ..records.tables import File
from ..store.statements import SortedStatements, StatementSorter
from . import display, options
from .explanation import print_explanation


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
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="OUT.nq", help="File, or - for standard output.")
    ] = "-",
    target_dir: Annotated[
        Path | None,
        typer.Option("--target-dir", help="Folder for logical targets, if not beside the output file."),
    ] = None,
    explain: Annotated[
        str | None,
        typer.Option("--explain", metavar="IRI", help="Say which rows and cells an entity comes from."),
    ] = None,
    data: options.Data = None,
    base_url: options.BaseURL = None,
) -> None:
    """Map files to N-Quads, sorted and without doubles; sources are looked for beside the mapping.

    Example: ocn map --mapping portraits.yml --base https://example.org/id/npg/ -o portraits.nq
    """
    document = mapping_document(mapping)
    parsed = document.parsed()
    files = dict(_named_file(text) for text in source or [])
    chosen = base or parsed.mapping.base or options.settings(data, base_url).base_url.rstrip("/") + "/id/"
    how = Options(chosen, keep_empty=keep_empty, own_bases=True, strict=strict, to_targets=True)
    mapping_run = Run(parsed.mapping, Sources(files, document.folder), how)
    if explain is not None:
        print_explanation(explain, traces(mapping_run, explain))
        return
    with tempfile.TemporaryDirectory(prefix="ocn-map-") as folder, display.progress(document.name) as steps:
        sorters = _Sorters(Path(folder))
        done = 0
        with disk_watched(Path(folder)):
            for mapped in mapping_run.mapped():
                sorters.add(mapped)
                done += len(mapped.lines)
                steps("mapped", done)
            statements = sorters.default.sorted()
        sorters.write_targets(_target_folder(target_dir, output), parsed.mapping.prefixes)
        _write(statements, output)
    problems = [*parsed.warnings, *mapping_run.problems]
    display.print_problems(problems)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise typer.Exit(MappingInvalid.exit_code)


class _Sorters:
    """Sorters for the statements that go to no target, and for those of each target."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.default = self._sorter("default")
        self._targets: dict[Target, StatementSorter] = {}

    def add(self, mapped: Mapped) -> None:
        """Take the lines of a batch."""
        for target in mapped.targets:
            if target not in self._targets:
                self._targets[target] = self._sorter(f"target-{len(self._targets)}")
            self._targets[target].add(mapped.lines)
        if not mapped.targets:
            self.default.add(mapped.lines)

    def write_targets(self, folder: Path, prefixes: Iterable[tuple[str, str]]) -> None:
        """Write the file of each target below a folder."""
        for target, sorter in self._targets.items():
            with disk_watched(folder / target.file):
                written(target, sorter.sorted().lines(), folder, prefixes)

    def _sorter(self, name: str) -> StatementSorter:
        folder = self._folder / name
        folder.mkdir()
        return StatementSorter(folder)


def _target_folder(asked: Path | None, output: str) -> Path:
    if asked is not None:
        return asked
    return Path() if output == "-" else Path(output).parent


def _named_file(text: str) -> tuple[str, File]:
    name, equals, path = text.partition("=")
    if not equals:
        raise WrongOption(
            option="--source", value=text, wanted="NAME=FILE, such as npg.xlsx=downloads/export.xlsx"
        )
    if not Path(path).is_file():
        raise FileMissing(file=path)
    return name, File(name, Path(path))


def _write(statements: SortedStatements, output: str) -> None:
    if output == "-":
        for piece in statements.pieces:
            with piece.open("rb") as plain:
                shutil.copyfileobj(plain, sys.stdout.buffer, 1 << 20)
        display.flush()
        return
    target = Path(output)
    unfinished = target.with_name(f"{target.name}.unfinished")
    with disk_watched(target):
        try:
            with unfinished.open("wb") as file:
                for piece in statements.pieces:
                    with piece.open("rb") as plain:
                        shutil.copyfileobj(plain, file, 1 << 20)
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
