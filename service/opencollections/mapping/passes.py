"""A pass: all rules over one logical source, batch by batch, and what is found wrong on the way."""

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from ..errors import ValueUnfit
from ..problems import Problem
from ..records.tables import Table
from . import batches, cell_problems
from .batches import INDEX, Terms
from .compiler import Compiler, Term
from .model import LogicalSource, TermMap
from .plan import JoinedObject, JoinTable, Rule, SourcePlan

PROBLEMS_PER_TERM: Final = 100
"""Rows named one by one for a term map; further ones are counted in a last problem."""


_NO_VALUES: Final = frozenset({"path-to-list", "path-to-object"})


@dataclass(frozen=True, slots=True)
class Mapped:
    """What one rule made of one batch.

    ``lines`` are N-Quads statements, each with its line end; ``origins`` tells for each record that has one the
    subject (N-Quads text) and the ``row`` it came from.
    """

    rule: str
    source: LogicalSource
    lines: pl.Series
    origins: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Options:
    """How a run differs from the plain one.

    ``graph`` puts every statement into one named graph, whatever the mapping says; ``skolem`` is the beginning
    of IRIs that replace blank nodes; ``keep_empty`` takes an empty cell for an empty text, as RML-IO is written.
    ``own_bases`` lets a triples map resolve relative IRIs against the base it names itself. ``strict`` ends the
    run with ValueUnfit at the first value that makes no term, and writes an rml:UnsafeIRI as it comes; both is
    the letter of RML-Core, and what comes of it may be no valid N-Quads.
    """

    base: str
    graph: str | None = None
    skolem: str | None = None
    keep_empty: bool = False
    own_bases: bool = False
    strict: bool = False


@dataclass(slots=True)
class Pass:
    """One pass over one source: its rules compiled, its problems gathered."""

    plan: SourcePlan
    table: Table
    compiler: Compiler
    options: Options
    joins: MappingOf[JoinTable, pl.DataFrame]
    read: int = 0
    _numbers: dict[TermMap, int] = field(default_factory=dict)
    _unfit: dict[int, "Unfit"] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._compiled()

    def _compiled(self) -> dict[int, Term]:
        """Compile every term map of the pass; called again when a batch brings natural types."""
        found: dict[int, Term] = {}
        for rule in self.plan.rules:
            for term_map in _term_maps(rule):
                number = self._numbers.setdefault(term_map, len(self._numbers))
                if number not in found:
                    found[number] = self.compiler.term(term_map)
            for statement in rule.statements:
                if isinstance(statement.object, JoinedObject):
                    for key in statement.object.keys:
                        self.compiler.value(key)
        return found

    def missing_columns(self, mapping_file: str) -> Iterator[Problem]:
        """Name every column that the rules read and the table does not have."""
        columns = self.table.columns
        for reference in self.compiler.references if columns is not None else ():
            if columns is not None and reference not in columns:
                yield cell_problems.missing_column(mapping_file, self.table, reference, columns)

    def mapped(self) -> Iterator[Mapped]:
        compiled = self._compiled()
        for raw in self.table.batches(self.compiler.references):
            self.read += raw.height
            typed = batches.typed_columns(raw)
            if typed != self.compiler.typed:
                self.compiler.typed = typed
                compiled = self._compiled()
            frame = batches.prepared(raw, self.plan.source.nulls, keep_empty=self.options.keep_empty)
            frame = batches.with_derived(frame, self.compiler.derived)
            made = batches.terms(frame, compiled)
            self._refuse_paths()
            self._note(frame, compiled, made)
            for rule in self.plan.rules:
                yield self._lines(rule, frame, compiled, made)

    def _lines(self, rule: Rule, frame: pl.DataFrame, compiled: MappingOf[int, Term], made: Terms) -> Mapped:
        subject = self._numbers[rule.subject]
        single: list[pl.Expr] = []
        series: list[pl.Series] = []
        for statement in rule.statements:
            terms = [subject, self._numbers[statement.predicate]]
            joined = isinstance(statement.object, JoinedObject)
            if not isinstance(statement.object, JoinedObject):
                terms.append(self._numbers[statement.object])
            if statement.graph is not None and self.options.graph is None:
                terms.append(self._numbers[statement.graph])
            line = self._line(statement.object, compiled, terms)
            if not joined and not any(term in made.several for term in terms):
                single.append(line)
                continue
            long = made.single
            if isinstance(statement.object, JoinedObject):
                long = self._joined(long, frame, statement.object)
            for term in dict.fromkeys(terms):
                if term in made.several:
                    long = long.join(made.several[term], on=INDEX, how="inner", maintain_order="left_right")
            series.append(long.select(line.alias("line"))["line"])
        lines = (
            made.single.select(column.alias(str(n)) for n, column in enumerate(single)) if single else None
        )
        found = [*(lines.get_columns() if lines is not None else ()), *series]
        kept = [column.drop_nulls().rename("line") for column in found]
        text = pl.concat(kept, rechunk=False) if kept else pl.Series("line", [], pl.String)
        return Mapped(rule.name, self.plan.source, text, self._origins(subject, compiled, made))

    def _line(
        self, value: TermMap | JoinedObject, compiled: MappingOf[int, Term], terms: Sequence[int]
    ) -> pl.Expr:
        parts = [self._text(term, compiled) for term in terms]
        if isinstance(value, JoinedObject):
            parts.insert(2, pl.col("o"))
        if self.options.graph is not None:
            parts.append(pl.lit(f"<{self.options.graph}>"))
        spaced = [piece for part in parts for piece in (part, pl.lit(" "))]
        return pl.concat_str([*spaced, pl.lit(".\n")])

    def _text(self, term: int, compiled: MappingOf[int, Term]) -> pl.Expr:
        fixed = compiled[term].fixed
        return pl.lit(fixed, dtype=pl.String) if fixed is not None else pl.col(f"s{term}")

    def _joined(self, long: pl.DataFrame, frame: pl.DataFrame, value: JoinedObject) -> pl.DataFrame:
        parents = self.joins[value.table]
        columns = [self.compiler.value(key) for key in value.keys]
        if value.condition is not None:
            holds = self.compiler.value(value.condition) == "true"
            columns = [pl.when(holds).then(column) for column in columns]
        keys = batches.keys(frame, columns)
        if parents.is_empty() or keys.is_empty():
            return long.clear().with_columns(o=pl.lit(None, dtype=pl.String))
        names = [name for name in keys.columns if name != INDEX]
        met = keys.join(parents, on=names, how="inner", maintain_order="left_right").select(INDEX, "o")
        return long.join(met.unique(maintain_order=True), on=INDEX, how="inner", maintain_order="left_right")

    def _origins(self, subject: int, compiled: MappingOf[int, Term], made: Terms) -> pl.DataFrame:
        if subject in made.several:
            rows = made.single.select(INDEX, "row").join(made.several[subject], on=INDEX, how="inner")
            return rows.select("row", pl.col(f"s{subject}").alias("subject"))
        text = self._text(subject, compiled)
        return made.single.select("row", text.alias("subject")).drop_nulls("subject")

    def _note(self, frame: pl.DataFrame, compiled: MappingOf[int, Term], made: Terms) -> None:
        """Keep what this batch shows to be wrong."""
        for number, term in compiled.items():
            doubt = batches.doubts(frame, term, made, number)
            if doubt is not None:
                self._unfit.setdefault(number, Unfit(term.code)).add(doubt)
        if self.options.strict and self._unfit:
            raise ValueUnfit(problem=next(self.problems()).sentence())

    def _refuse_paths(self) -> None:
        """Refuse, in a strict run, a reference to a list or an object: a value is a scalar (RML-Core, JSON)."""
        for problem in self.table.problems if self.options.strict else ():
            if problem.code in _NO_VALUES:
                raise ValueUnfit(problem=problem.sentence())

    def problems(self) -> Iterator[Problem]:
        """Give what was found in the rows of this source."""
        by_number = {number: term_map for term_map, number in self._numbers.items()}
        for number, unfit in self._unfit.items():
            column = cell_problems.column(by_number[number])
            for row, value in unfit.examples:
                yield cell_problems.unfit(unfit.code, self.table, row, column, value)
            if unfit.count > len(unfit.examples):
                yield cell_problems.more(unfit.code, self.table, column, unfit.count - len(unfit.examples))
        yield from self.table.problems


@dataclass(slots=True)
class Unfit:
    """The records whose values make no term: some by name, all by number."""

    code: str
    examples: list[tuple[int | str, str]] = field(default_factory=list)
    count: int = 0

    def add(self, doubt: batches.Doubt) -> None:
        room = PROBLEMS_PER_TERM - len(self.examples)
        self.examples += list(zip(doubt.rows, doubt.values, strict=True))[:room]
        self.count += len(doubt.rows)


def _term_maps(rule: Rule) -> Iterator[TermMap]:
    yield rule.subject
    for statement in rule.statements:
        yield statement.predicate
        if isinstance(statement.object, TermMap):
            yield statement.object
        if statement.graph is not None:
            yield statement.graph
