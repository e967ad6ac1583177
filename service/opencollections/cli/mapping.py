"""``ocn map``: the mapping engine alone, from files to N-Quads."""

import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from ..errors import FileMissing, MappingInvalid, WrongOption
from ..mapping.engine import Mapped, Options, Run
from ..mapping.model import Target
from ..mapping.operator_functions import functions_of
from ..mapping.sources import Sources
from ..mapping.targets import named, written
from ..mapping.trace import traces
from ..problems import Severity
from ..publishing.documents import mapping_document
from ..publishing.intake import disk_watched
from ..records.tables import File
from ..store.runs import in_bytes
from ..store.statements import StatementSorter
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
    settings = options.settings(data, base_url)
    chosen = base or parsed.mapping.base or settings.base_url.rstrip("/") + "/id/"
    targets = named(parsed.mapping)
    target_folder = _target_folder(target_dir, output, targets)
    how = Options(chosen, keep_empty=keep_empty, own_bases=True, strict=strict, to_targets=True)
    mapping_run = Run(parsed.mapping, Sources(files, document.folder), how, functions_of(settings.functions))
    if explain is not None:
        print_explanation(explain, traces(mapping_run, explain))
        return
    with tempfile.TemporaryDirectory(prefix="ocn-map-") as folder, display.progress(document.name) as steps:
        sorters = _Sorters(Path(folder), targets)
        done = 0
        with disk_watched(Path(folder)):
            for mapped in mapping_run.mapped():
                sorters.add(mapped)
                done += mapped.count
                steps("mapped", done)
        sorters.write_targets(target_folder, parsed.mapping.prefixes)
        _write(sorters.default.texts(), output)
    problems = [*parsed.warnings, *mapping_run.problems]
    display.print_problems(problems)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise typer.Exit(MappingInvalid.exit_code)


class _Sorters:
    """Sorters for the statements that go to no target, and for those of each target."""

    def __init__(self, folder: Path, targets: Iterable[Target]) -> None:
        self._folder = folder
        self.default = self._sorter("default")
        self._targets = {target: self._sorter(f"target-{n}") for n, target in enumerate(targets)}

    def add(self, mapped: Mapped) -> None:
        """Take the lines of a batch."""
        for target in mapped.targets:
            self._targets[target].add(mapped.texts)
        if not mapped.targets:
            self.default.add(mapped.texts)

    def write_targets(self, folder: Path, prefixes: Iterable[tuple[str, str]]) -> None:
        """Write the file of each target below a folder."""
        for target, sorter in self._targets.items():
            with disk_watched(folder / target.file):
                written(target, sorter.sorted().lines(), folder, prefixes)

    def _sorter(self, name: str) -> StatementSorter:
        folder = self._folder / name
        folder.mkdir()
        return StatementSorter(folder)


def _target_folder(asked: Path | None, output: str, targets: Iterable[Target]) -> Path:
    """Give the folder of the targets' files; raise WrongOption where one of them is the output file itself."""
    folder = asked or (Path() if output == "-" else Path(output).parent)
    for target in targets:
        if output != "-" and (folder / target.file).resolve() == Path(output).resolve():
            wanted = f"another file, since a logical target of the mapping is {target.file}"
            raise WrongOption(option="-o", value=output, wanted=wanted)
    return folder


def _named_file(text: str) -> tuple[str, File]:
    name, equals, path = text.partition("=")
    if not equals:
        raise WrongOption(
            option="--source", value=text, wanted="NAME=FILE, such as npg.xlsx=downloads/export.xlsx"
        )
    if not Path(path).is_file():
        raise FileMissing(file=path)
    return name, File(name, Path(path))


def _write(statements: Iterable[pl.Series], output: str) -> None:
    if output == "-":
        for texts in statements:
            sys.stdout.buffer.writelines(in_bytes(texts))
        display.flush()
        return
    target = Path(output)
    unfinished = target.with_name(f"{target.name}.unfinished")
    with disk_watched(target):
        try:
            with unfinished.open("wb") as file:
                for texts in statements:
                    file.writelines(in_bytes(texts))
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
