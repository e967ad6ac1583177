"""Conversions: a mapping and its files, for programs that use the engine without the rest."""

from collections.abc import Iterator
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, parse

from ..errors import FileMissing
from ..problems import Problem
from ..records.tables import File
from .documents import ParsedMapping
from .engine import Mapped, Options, Run
from .operator_functions import functions_of
from .sources import Sources
from .trace import Trace, traces


@dataclass(slots=True)
class Conversion:
    """A mapping with its files, ready to run; each call of a method runs it anew, in bounded memory.

    ``problems`` has what the last run found wrong or doubtful in the rows, ``records`` how many rows each
    triples map read; both are complete when the run is.
    """

    parsed: ParsedMapping
    options: Options
    files: dict[str, File]
    folder: Path | None = None
    functions: Path | None = None
    problems: list[Problem] = field(default_factory=list)
    records: dict[str, int] = field(default_factory=dict)

    def batches(self) -> Iterator[Mapped]:
        """Give what each triples map makes of each batch of some thousand rows, as columns of N-Quads.

        ``lines`` of a batch is a Polars series of N-Quads lines; ``origins`` a frame with the subject of each
        row. Raises MappingInvalid before the first row, with every column, sheet and path that is not there.
        """
        run = self._run()
        yield from run.mapped()

    def quads(self) -> Iterator[Quad]:
        """Give the statements one by one, in the order of the rows; a statement made twice comes twice."""
        for mapped in self.batches():
            yield from parse(mapped.texts.str.join("").item(), format=RdfFormat.N_QUADS)

    def explain(self, iri: str) -> list[Trace]:
        """Give the rows and cells behind each statement about an IRI; none where nothing is said of it."""
        return list(traces(self._run(), iri))

    def _run(self) -> Run:
        sources = Sources(self.files, self.folder)
        run = Run(self.parsed.mapping, sources, self.options, functions_of(self.functions))
        self.problems, self.records = run.problems, run.records
        return run


def convert(
    parsed: ParsedMapping,
    files: MappingOf[str, Path] | None = None,
    *,
    base: str,
    folder: Path | None = None,
    functions: Path | None = None,
    keep_empty: bool = False,
    strict: bool = False,
) -> Conversion:
    """Bring a mapping and its files together; raise FileMissing where there is no such file.

    ``files`` are by the names that the mapping has for them, others are looked for in ``folder`` and nowhere
    else. Relative IRIs resolve against ``base``, unless the mapping names one. ``keep_empty`` takes an empty
    cell for an empty text, ``strict`` ends at the first value that makes no term, as RML has it. ``functions``
    is a file of Python functions that the mapping may call.
    """
    named = {name: File(name, path) for name, path in (files or {}).items()}
    for file in named.values():
        if not file.path.is_file():
            raise FileMissing(file=file.path)
    options = Options(parsed.mapping.base or base, keep_empty=keep_empty, own_bases=True, strict=strict)
    return Conversion(parsed, options, named, folder, functions)
