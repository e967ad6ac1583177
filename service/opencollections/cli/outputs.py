"""Outputs of ``ocn map``: where its statements go, sorted and without doubles, and in which format."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

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

STANDARD = "-"
"""What stands for standard output."""


@dataclass(frozen=True, slots=True)
class Output:
    """A file, or standard output (``path`` is None), with the format of the statements in it."""

    path: Path | None
    form: Serialization

    def write(self, statements: Iterable[bytes], prefixes: Iterable[tuple[str, str]]) -> None:
        """Write sorted statements; a file gets its name when all is there.

        What is no plain file, such as /dev/null or a pipe, is written as it is.
        """
        if self.path is None:
            serialize(statements, sys.stdout.buffer, self.form, dict(prefixes))
            display.flush()
        elif self.path.exists() and not self.path.is_file():
            with self.path.open("wb") as stream:
                serialize(statements, stream, self.form, dict(prefixes))
        else:
            packing = COMPRESSIONS.get(self.path.suffix.lower())
            target = Target(self.path.name, self.form, packing)
            with disk_watched(self.path):
                written(target, statements, self.path.parent, prefixes)

    def losses(self, mapping: Mapping) -> Iterator[Problem]:
        """Say that named graphs are lost, where the mapping has some and the format has none."""
        if self.form in KEEPS_GRAPHS or not any(
            one.graphs or any(pair.graphs for pair in one.predicate_objects) for one in mapping.triples_maps
        ):
            return
        yield Problem(
            "graphs-left-out",
            Severity.WARNING,
            f"The mapping puts statements into named graphs, and {self.form.value} has none, so they stand together.",
            "Choose --format nq or trig to keep the graphs.",
            file=mapping.file,
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
        if to.path is not None and (folder / target.file).resolve() == to.path.resolve():
            wanted = f"another file, since a logical target of the mapping is {target.file}"
            raise WrongOption(option="-o", value=str(to.path), wanted=wanted)
    return folder


@dataclass(slots=True)
class Sorting:
    """The statements of a run while it lasts: those that go to no target, and those of each target."""

    folder: Path
    targets: tuple[Target, ...]
    written: int = 0
    _sorters: dict[Target | None, StatementSorter] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for number, target in enumerate((None, *self.targets)):
            place = self.folder / str(number)
            place.mkdir()
            self._sorters[target] = StatementSorter(place)

    def add(self, mapped: Mapped) -> None:
        """Take the statements of a batch."""
        for target in mapped.targets or (None,):
            self._sorters[target].add(mapped.texts)

    def statements(self, target: Target | None) -> Iterator[bytes]:
        """Give the statements of a target, or those of none, in byte order and each once."""
        for texts in ahead(self._sorters[target].texts()):
            for piece in in_bytes(texts):
                self.written += piece.count(b"\n")
                yield piece

    def write(self, to: Output, folder: Path, prefixes: tuple[tuple[str, str], ...]) -> None:
        """Write the files of the targets below a folder, and the output."""
        for target in self.targets:
            with disk_watched(folder / target.file):
                written(target, self.statements(target), folder, prefixes)
        to.write(self.statements(None), prefixes)
