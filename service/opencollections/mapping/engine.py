"""The engine: a mapping and its files in, N-Quads lines out, batch by batch, with the rows they came from."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from ..errors import MappingInvalid
from ..problems import Problem
from . import cell_problems, joins
from .cell_problems import PROBLEMS_PER_TERM
from .compiler import Compiler
from .functions import BUILT_IN, Functions
from .gathers import Named
from .meetings import Meetings
from .model import LogicalSource, Mapping
from .operator_functions import failures_told
from .options import Options
from .passes import Mapped, Pass
from .plan import JoinTable, Plan, SourcePlan, plan
from .readings import references
from .source_findings import UNREADABLE, unopened, unread
from .sources import Sources
from .targets import not_written
from .value_columns import ValueColumns

_NO_ORIGINS: Final = pl.DataFrame(schema={"row": pl.UInt32, "subject": pl.String})

__all__ = ["Mapped", "Options", "Run"]


@dataclass(slots=True)
class Run:
    """One run of a mapping; iterate ``mapped()`` once, then read what was found on the way."""

    mapping: Mapping
    sources: Sources
    options: Options
    functions: Functions = BUILT_IN
    problems: list[Problem] = field(default_factory=list)
    records: dict[str, int] = field(default_factory=dict)
    kept_out: int = 0
    _begun: list[Pass] = field(default_factory=list)
    _joins: dict[JoinTable, pl.DataFrame] = field(default_factory=dict)
    _named: Named = field(default_factory=Named)

    def mapped(self) -> Iterator[Mapped]:
        """Map everything; raise MappingInvalid before the first row where a column or function is not there.

        A strict run raises ValueUnfit.
        """
        planned = plan(
            self.mapping,
            own_bases=self.options.own_bases,
            to_targets=self.options.to_targets,
            functions=self.functions,
        )
        passes = self._passes(planned)
        with failures_told():
            self._joins.update(self._join_tables(planned))
        for one in passes:
            self._begun.append(one)
            with failures_told():
                for mapped in one.mapped():
                    self._note_kept_out(one, mapped)
                    yield mapped
            self.problems += one.problems()
            for rule in one.plan.rules:
                self.records[rule.name] = one.read
        for rule, source, lines in self._named.lines():
            yield Mapped(rule.name, source, lines, len(lines), _NO_ORIGINS, rule.targets)
        if not self.options.to_targets:
            self.problems += not_written(self.mapping)

    def _note_kept_out(self, one: Pass, mapped: Mapped) -> None:
        """Tell which records of the principal rule were kept out; of other rules, an empty cell says nothing."""
        if mapped.rule != self.mapping.triples_maps[0].name or mapped.kept_out.is_empty():
            return
        subject = next(rule.subject for rule in one.plan.rules if rule.name == mapped.rule)
        column, told = cell_problems.column(subject), one.unfit_rows(subject)
        room = max(PROBLEMS_PER_TERM - self.kept_out, 0)
        self.kept_out += len(mapped.kept_out)
        self.problems += (
            cell_problems.nameless(one.table, row, column)
            for row in mapped.kept_out[:room]
            if row not in told
        )

    @property
    def records_read(self) -> int:
        """The records of all sources that were read so far."""
        return sum(one.read for one in self._begun)

    @property
    def principal_records(self) -> int:
        """The records of the first triples map, which by convention is the one a mapping is about."""
        return self.records.get(self.mapping.triples_maps[0].name, 0) if self.mapping.triples_maps else 0

    def _compiler(self, source: LogicalSource) -> Compiler:
        name = f"{self.options.base}\n{source.file}\n{source.selection.sheet or ''}"
        return Compiler(
            self.options.base,
            ValueColumns(self.sources.value_table, self.functions, name),
            self.options.skolem,
            strict=self.options.strict,
            keep_empty=self.options.keep_empty,
        )

    def _pass(self, one: SourcePlan) -> Pass:
        table = self.sources.open(one.source, keep_empty=self.options.keep_empty)
        compiler = self._compiler(one.source)
        meetings = Meetings(compiler.values, self._joins)
        return Pass(one, table, compiler, self.options, meetings, self._named)

    def _passes(self, planned: Plan) -> list[Pass]:
        """Open all sources; raise MappingInvalid with every sheet, column and path that is not there."""
        findings: list[Problem] = []
        passes: list[Pass] = []
        for one in planned.passes:
            try:
                passes.append(self._pass(one))
            except UNREADABLE as error:
                findings.append(unopened(self.mapping, one.source, error))
            else:
                wanted = passes[-1].compiler.values.references
                findings += unread(self.mapping, one.source, passes[-1].table, wanted)
        for source, tables in planned.joins:
            keys = (path for table in tables for key in table.keys for path in references(key))
            try:
                findings += unread(self.mapping, source, self.sources.open(source), dict.fromkeys(keys))
            except UNREADABLE as error:
                findings.append(unopened(self.mapping, source, error))
        if findings:
            raise MappingInvalid(list(dict.fromkeys(findings)))
        return passes

    def _join_tables(self, planned: Plan) -> dict[JoinTable, pl.DataFrame]:
        """Read the parents of all joins, before the passes need them."""
        reader = joins.Reader(self.sources, self._compiler, keep_empty=self.options.keep_empty)
        return {table: found for tables in joins.plan(planned) for table, found in reader.filled(tables)}
