"""Outputs of ``ocn map``: where its statements go, as a stream or sorted and without doubles, and in which format."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from os.path import realpath
from pathlib import Path
from typing import Final

import polars as pl

from ..errors import WrongOption
from ..mapping.ahead import ahead
from ..mapping.engine import Mapped
from ..mapping.model import Mapping, Serialization, Target
from ..mapping.serializations import COMPRESSIONS, KEEPS_GRAPHS, serialization, serialize
from ..mapping.targets import written
from ..problems import Problem, Severity
from ..store.disk import disk_watched
from ..store.runs import in_bytes
from ..store.statements import StatementSorter
from . import display

STANDARD: Final = "-"
"""What stands for standard output."""

STREAMED: Final = frozenset({Serialization.N_QUADS, Serialization.N_TRIPLES})
"""Formats of lines, which can be written in any order; all others put together what is said of a subject."""


@dataclass(frozen=True, slots=True)
class Output:
    """A file, or standard output (``path`` is None), with the format of the statements in it."""

    path: Path | None
    form: Serialization

    def write(self, statements: Iterable[bytes], mapping: Mapping) -> None:
        """Write the statements of a mapping as they come; a file gets its name when all is there.

        What is no plain file, such as /dev/null or a pipe, is written as it is.
        """
        form, prefixes = self._written_form(mapping), dict(mapping.prefixes)
        if self.path is None:
            serialize(statements, sys.stdout.buffer, form, prefixes)
            display.flush()
        elif self.path.exists() and not self.path.is_file():
            with self.path.open("wb") as stream:
                serialize(statements, stream, form, prefixes)
        else:
            packing = COMPRESSIONS.get(self.path.suffix.lower())
            target = Target(self.path.name, form, packing)
            with disk_watched(self.path):
                written(target, statements, self.path.parent, mapping.prefixes)

    def _written_form(self, mapping: Mapping) -> Serialization:
        """Give the format as it is written: without graphs, N-Quads are N-Triples, and need no parser."""
        is_same = self.form is Serialization.N_TRIPLES and not _has_graphs(mapping)
        return Serialization.N_QUADS if is_same else self.form

    def losses(self, mapping: Mapping) -> Iterator[Problem]:
        """Say that named graphs are lost, where the mapping has some and the format has none."""
        if self.form in KEEPS_GRAPHS or not _has_graphs(mapping):
            return
        yield Problem(
            "graphs-left-out",
            Severity.WARNING,
            f"The mapping puts statements into named graphs, and {self.form.value} has none, so they stand together.",
            "Choose --format nq or trig to keep the graphs.",
            file=mapping.file,
        )


def _has_graphs(mapping: Mapping) -> bool:
    return any(
        one.graphs or any(pair.graphs for pair in one.predicate_objects) for one in mapping.triples_maps
    )


def output(named: str, format_: str | None) -> Output:
    """Give the output of an option ``-o``; raise UnknownFormat or WrongOption."""
    path = None if named == STANDARD else Path(named)
    if path is not None and path.is_dir():
        raise WrongOption(option="-o", value=named, wanted="the name of a file; this is a folder")
    return Output(path, serialization(format_, named))


def target_folder(asked: Path | None, to: Output, targets: Iterable[Target]) -> Path:
    """Give the folder of the targets' files; raise WrongOption where one of them is the output file itself."""
    folder = asked or (Path() if to.path is None else to.path.parent)
    for target in targets:
        if to.path is not None and realpath(folder / target.file) == realpath(to.path):
            wanted = f"another file, since a logical target of the mapping is {target.file}"
            raise WrongOption(option="-o", value=str(to.path), wanted=wanted)
    return folder


@dataclass(slots=True)
class Gathered:
    """The statements of a run, on their way to the files of targets and to the output.

    Those of targets are sorted, below ``folder``. Those of none are too where that is asked for (``sorts``), and
    are written as they come otherwise, so that neither memory nor disk grows with them.
    """

    folder: Path
    targets: tuple[Target, ...]
    sorts: bool
    written: int = 0
    _sorters: dict[Target | None, StatementSorter] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for number, target in enumerate((*self.targets, None)[: None if self.sorts else -1]):
            place = self.folder / str(number)
            place.mkdir()
            self._sorters[target] = StatementSorter(place)

    def write(self, mapped: Iterator[Mapped], to: Output, mapping: Mapping, target_dir: Path) -> None:
        """Write the output, and the files of the targets below their folder."""
        if self.sorts:
            for one in mapped:
                self._sort(one)
        else:
            to.write(chain.from_iterable(map(in_bytes, self._unsorted(mapped))), mapping)
        for target in self.targets:
            with disk_watched(target_dir / target.file):
                written(target, self._sorted(target), target_dir, mapping.prefixes)
        if self.sorts:
            to.write(self._sorted(None), mapping)

    def _unsorted(self, mapped: Iterator[Mapped]) -> Iterator[pl.Series]:
        """Give the statements that go to no target; the sorters have the others."""
        for one in mapped:
            self._sort(one)
            if not one.targets:
                self.written += one.count
                yield one.texts

    def _sort(self, one: Mapped) -> None:
        for target in one.targets or (None,):
            if target in self._sorters:
                with disk_watched(self.folder):
                    self._sorters[target].add(one.texts if self.sorts else one.lines)

    def _sorted(self, target: Target | None) -> Iterator[bytes]:
        """Give the statements of a target, or those of none, in byte order and each once."""
        for texts in ahead(self._sorters[target].texts()):
            for piece in in_bytes(texts):
                self.written += piece.count(b"\n")
                yield piece
