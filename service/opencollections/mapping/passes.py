"""A pass: all rules over one logical source, batch by batch, and what is found wrong on the way."""

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as MappingOf
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import Final

import polars as pl

from ..errors import ValueUnfit
from ..problems import Problem
from ..records.tables import Table
from . import batches, cell_problems, gathers, texts
from .ahead import ahead
from .batches import INDEX, Batch, Terms
from .cell_problems import Unfit
from .compiler import Compiler, Term
from .gathers import Named
from .lines import Line, Prepared, Writer
from .lines import text as column_of
from .meetings import Meetings
from .model import LogicalSource, LogicalView, Target, TermMap
from .options import Options
from .plan import Collection, JoinedObject, Rule, SourcePlan, joined_objects, term_maps

_NO_VALUES: Final = frozenset(
    {"path-to-list", "path-to-object", "row-too-long", "row-too-short", "cell-unreadable"}
)


@dataclass(frozen=True, slots=True)
class Mapped:
    """What one rule made of one batch.

    ``texts`` are N-Quads: each is a line with its line end, or the lines that a record gave one subject;
    ``count`` is how many lines that are. ``origins`` tells for each record that has one the subject (N-Quads
    text) and the ``row`` it came from. The lines go to the ``targets``, and without any to where all others go.
    ``kept_out`` are the rows of records that should have a subject and have none.
    """

    rule: str
    source: LogicalSource
    texts: pl.Series
    count: int
    origins: pl.DataFrame
    targets: tuple[Target, ...] = ()
    kept_out: pl.Series = field(default_factory=lambda: pl.Series("row", [], pl.UInt32))

    @property
    def lines(self) -> pl.Series:
        """The statements one by one, each with its line end."""
        return self.texts.str.extract_all(r"[^\n]*\n").explode(empty_as_null=True).drop_nulls()


@dataclass(slots=True)
class Pass:
    """One pass over one source: its rules compiled, its problems gathered."""

    plan: SourcePlan
    table: Table
    compiler: Compiler
    options: Options
    meetings: Meetings
    named: Named
    read: int = 0
    _numbers: dict[TermMap, int] = field(default_factory=dict)
    _unfit: dict[int, Unfit] = field(default_factory=dict)
    _of_graph: frozenset[int] = frozenset()
    _writers: dict[Collection, Rule] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._terms()
        for rule in self.plan.rules:
            for collection in rule.collections:
                # A collection that several rules use has its members once.
                self._writers.setdefault(collection, rule)
        used = (value for rule in self.plan.rules for value in (rule.subject, *_objects(rule)))
        self._of_graph = frozenset(self._numbers[term] for term in used if gathers.belongs_to_graph(term))

    def _compiled(self) -> "Compiled":
        """Compile every term map of the pass; called again when a batch brings natural types."""
        terms = self._terms()
        writer = Writer(self._numbers, self._of_graph, self.options.graph)
        return Compiled(terms, tuple(writer.prepared(rule, terms) for rule in self.plan.rules))

    def _terms(self) -> dict[int, Term]:
        found: dict[int, Term] = {}
        for rule in self.plan.rules:
            for term_map in term_maps(rule):
                number = self._numbers.setdefault(term_map, len(self._numbers))
                if number not in found:
                    term = self.compiler.term(term_map)
                    # The node of an empty collection differs, so even a constant one is a column.
                    found[number] = term if term_map.gather is None else replace(term, fixed=None)
            for joined in joined_objects(rule):
                for expression in (*joined.keys, joined.condition):
                    if expression is not None:
                        self.compiler.values.of(expression)
        return found

    def mapped(self) -> Iterator[Mapped]:
        compiled, values = self._compiled(), self.compiler.values
        for raw in ahead(self.table.batches(values.references)):
            self.read += raw.height
            typed = batches.typed_columns(raw)
            if typed != values.typed:
                values.typed = typed
                compiled = self._compiled()
            frame = batches.prepared(raw, self.plan.source.nulls, keep_empty=self.options.keep_empty)
            frame = batches.with_derived(frame, values.derived)
            made = batches.terms(frame, compiled.terms)
            self._refuse(_NO_VALUES)
            self._note(frame, compiled.terms, made)
            batch = self._gathered(Batch(frame, compiled.terms, made))
            for rule, statements in zip(self.plan.rules, compiled.statements, strict=True):
                yield self._lines(rule, statements, batch)
        self._refuse({"path-not-found"} if not isinstance(self.plan.source, LogicalView) else frozenset())

    def _gathered(self, batch: Batch) -> Batch:
        """Give the batch with the members of its collections, and with their nodes as terms."""
        for collection in (found for rule in self.plan.rules for found in rule.collections):
            number = self._numbers[collection.node]
            if number not in batch.members:
                parts = [self._members(member, batch) for member in collection.members]
                nodes = batch.made.values(number, None, "node")
                members = gathers.gathered(collection, parts, nodes)
                made = batch.made.with_several(number, gathers.terms(members, f"s{number}"))
                batch = replace(batch, made=made, members={**batch.members, number: members})
        return batch

    def _members(self, member: TermMap | JoinedObject, batch: Batch) -> pl.DataFrame:
        if isinstance(member, JoinedObject):
            records = batch.made.single.select(INDEX)
            return self.meetings.met(records, batch.frame, member).select(INDEX, pl.col("o").alias("member"))
        return batch.values(self._numbers[member], "member")

    def _collection_lines(self, rule: Rule, batch: Batch) -> Iterator[pl.Series]:
        """Write the statements of a rule's collections; those with a name of their own wait for the end."""
        subject = self._numbers[rule.subject]
        for collection in rule.collections:
            if self._writers[collection] is not rule:
                continue
            number = self._numbers[collection.node]
            members = batch.members[number]
            if number != subject:
                subjects = batch.values(subject, "subject")
                members = members.join(subjects, on=INDEX, how="semi", maintain_order="left")
            graph = collection.graph if self.options.graph is None else None
            if graph is not None:
                graphs = batch.values(self._numbers[graph], "graph")
                members = members.join(graphs, on=INDEX, how="inner", maintain_order="left_right")
            else:
                everywhere = None if self.options.graph is None else f"<{self.options.graph}>"
                members = members.with_columns(pl.lit(everywhere, dtype=pl.String).alias("graph"))
            placed = gathers.placed(
                members, collection, self.options.skolem, of_graph=number in self._of_graph
            )
            if gathers.is_fresh(collection):
                yield gathers.lines(placed, collection.gather.kind)
            else:
                self.named.add(rule, self.plan.source, collection.gather.kind, placed)

    def _lines(self, rule: Rule, statements: Sequence[Prepared], batch: Batch) -> Mapped:
        made = batch.made
        subject = self._numbers[rule.subject]
        records = made.single
        lines: list[Line] = []
        apart = list(self._collection_lines(rule, batch))
        count = sum(map(len, apart))
        for statement in statements:
            if not self._is_several(statement, batch):
                if isinstance(statement.object, JoinedObject):
                    parents = self.meetings.parents(statement.object, batch.frame)
                    if parents.null_count():
                        self.meetings.note_unmet(rule, statement.object, batch.frame)
                    records = records.with_columns(parents.alias(statement.joined))
                lines.append(statement.line)
                count += texts.count(records, statement.line)
                continue
            several = self._several(statement, batch)
            if isinstance(statement.object, JoinedObject):
                self.meetings.note_unmet(rule, statement.object, batch.frame)
            count += several.height
            if subject in made.several or not self.options.sorts:
                apart.append(several["line"])
            else:
                name = f"lines {len(lines)}"
                records = records.with_columns(texts.folded(several, records).alias(name))
                lines.append(Line(statement.line.predicate, (pl.col(name),), (name,)))
        together = texts.texts(records, lines, sorts=self.options.sorts)
        text = pl.concat([together, *apart], rechunk=False)
        origins = self._origins(subject, batch)
        kept_out = self._kept_out(rule, made, origins)
        return Mapped(rule.name, self.plan.source, text, count, origins, rule.targets, kept_out)

    def _is_several(self, statement: Prepared, batch: Batch) -> bool:
        """Tell whether a record can have a statement several times."""
        if any(term in batch.made.several for term in statement.terms):
            return True
        return isinstance(statement.object, JoinedObject) and not self.meetings.has_one(
            statement.object, batch.frame
        )

    def _several(self, statement: Prepared, batch: Batch) -> pl.DataFrame:
        """Give INDEX and ``line`` of a statement that a record can have several times."""
        long = batch.made.single
        if isinstance(statement.object, JoinedObject):
            long = self.meetings.met(long, batch.frame, statement.object).rename({"o": statement.joined})
        for term in dict.fromkeys(statement.terms):
            if term in batch.made.several:
                several = batch.made.several[term]
                long = long.join(several, on=INDEX, how="inner", maintain_order="left_right")
        return long.select(INDEX, pl.concat_str(statement.line.parts).alias("line")).drop_nulls()

    def _origins(self, subject: int, batch: Batch) -> pl.DataFrame:
        made = batch.made
        if subject in made.several:
            rows = made.single.select(INDEX, "row").join(made.several[subject], on=INDEX, how="inner")
            return rows.select("row", pl.col(f"s{subject}").alias("subject"))
        text = column_of(subject, batch.compiled)
        return made.single.select("row", text.alias("subject")).drop_nulls("subject")

    def _kept_out(self, rule: Rule, made: Terms, origins: pl.DataFrame) -> pl.Series:
        """Give the rows without a subject; a rule with a condition leaves rows out on purpose."""
        rows = made.single["row"]
        if rule.subject.condition is not None or origins.height >= rows.len():
            return rows.clear()
        return rows.filter(~rows.is_in(origins["row"].implode()))

    def unfit_rows(self, term_map: TermMap) -> set[int | str]:
        """Give the rows already named for a value that makes no such term."""
        unfit = self._unfit.get(self._numbers[term_map])
        return {row for row, _ in unfit.examples} if unfit is not None else set()

    def _note(self, frame: pl.DataFrame, compiled: MappingOf[int, Term], made: Terms) -> None:
        """Keep what this batch shows to be wrong."""
        for number, term in compiled.items():
            doubt = batches.doubts(frame, term, made, number)
            if doubt is not None:
                self._unfit.setdefault(number, Unfit(term.code)).add(doubt.rows, doubt.values)
        if self.options.strict and self._unfit:
            raise ValueUnfit(problem=next(self.problems()).sentence())

    def _refuse(self, codes: AbstractSet[str]) -> None:
        """Refuse, in a strict run, what is no value: a list, an object, the lacking cell of a short row.

        A path that leads to nothing in any record is refused at the end, as a column that is not there.
        """
        for problem in self.table.problems if self.options.strict else ():
            if problem.code in codes:
                raise ValueUnfit(problem=problem.sentence())

    def problems(self) -> Iterator[Problem]:
        """Give what was found in the rows of this source."""
        by_number = {number: term_map for term_map, number in self._numbers.items()}
        for number, unfit in self._unfit.items():
            yield from unfit.problems(self.table, cell_problems.column(by_number[number]))
        yield from self.meetings.problems(self.table)
        yield from self.table.problems


@dataclass(frozen=True, slots=True)
class Compiled:
    """The terms of a pass by number, and for each of its rules the statements, ready for any batch."""

    terms: MappingOf[int, Term]
    statements: tuple[tuple[Prepared, ...], ...]


def _objects(rule: Rule) -> Iterator[TermMap]:
    return (s.object for s in rule.statements if isinstance(s.object, TermMap))
