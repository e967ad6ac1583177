"""Lines: what each statement of a pass makes of a record, as the columns that are joined for it.

They are prepared once, and again only when the terms change, since a batch is worked on faster than its
expressions are built.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

import polars as pl

from . import gathers
from .compiler import Term
from .model import TermMap
from .plan import JoinedObject, Rule, Statement


@dataclass(frozen=True, slots=True)
class Line:
    """What one statement of a rule makes of every record of a frame.

    ``parts`` are the columns that make the line when joined; where one of them is null there is none. Lines of
    several values are one column. ``predicate`` is its text, "" where that is not the same for all records.
    ``reads`` names the columns that the parts are made of.
    """

    predicate: str
    parts: tuple[pl.Expr, ...]
    reads: tuple[str, ...]
    whole: tuple[pl.Expr, ...] = field(init=False)
    """The one column that is an empty text where there is no line."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "whole", (pl.concat_str(self.parts).fill_null(""),))

    def nullable(self, frame: pl.DataFrame) -> list[str]:
        """Name the columns in which values are missing."""
        return [name for name in self.reads if frame.get_column(name).null_count()]

    def pieces(self, frame: pl.DataFrame) -> Sequence[pl.Expr]:
        """Give the parts so that none is null: where there is no line, it is an empty text."""
        return self.whole if self.nullable(frame) else self.parts


def line(predicate: str, pieces: Sequence[str | pl.Expr]) -> Line:
    """Make a line of columns and texts; neighbouring texts are one."""
    merged: list[str | pl.Expr] = []
    for piece in pieces:
        if isinstance(piece, str) and merged and isinstance(merged[-1], str):
            merged[-1] += piece
        else:
            merged.append(piece)
    parts = tuple(map(_column, merged))
    return Line(
        predicate, parts, tuple(dict.fromkeys(name for part in parts for name in part.meta.root_names()))
    )


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement with the numbers of its term maps, the subject's first, and its line.

    ``joined`` names the column in which the line expects the subjects that a join leads to.
    """

    object: TermMap | JoinedObject
    terms: tuple[int, ...]
    line: Line
    joined: str


@dataclass(frozen=True, slots=True)
class Writer:
    """Prepares the lines of rules.

    ``numbers`` are those of the term maps; the terms ``of_graph`` differ from one named graph to the other.
    ``graph`` is the one that every statement goes to, whatever the mapping says.
    """

    numbers: Mapping[TermMap, int]
    of_graph: AbstractSet[int]
    graph: str | None

    def prepared(self, rule: Rule, terms: Mapping[int, Term]) -> tuple[Prepared, ...]:
        """Prepare the statements of a rule."""
        return tuple(
            self._prepared(rule.subject, statement, terms, f"o{place}")
            for place, statement in enumerate(rule.statements)
        )

    def _prepared(
        self, subject: TermMap, statement: Statement, terms: Mapping[int, Term], joined: str
    ) -> Prepared:
        used = [self.numbers[subject], self.numbers[statement.predicate]]
        if not isinstance(statement.object, JoinedObject):
            used.append(self.numbers[statement.object])
        graph = None if self.graph is not None else statement.graph
        if graph is not None:
            used.append(self.numbers[graph])
        pieces = [_piece(number, terms) for number in used]
        if graph is not None:
            pieces = [
                gathers.in_graph(_column(piece), _column(pieces[-1])) if number in self.of_graph else piece
                for number, piece in zip(used, pieces, strict=True)
            ]
        if isinstance(statement.object, JoinedObject):
            pieces.insert(2, pl.col(joined))
        if self.graph is not None:
            pieces.append(f"<{self.graph}>")
        spaced = [each for piece in pieces for each in (piece, " ")]
        predicate = terms[used[1]].fixed or ""
        return Prepared(statement.object, tuple(used), line(predicate, [*spaced, ".\n"]), joined)


def text(number: int, terms: Mapping[int, Term]) -> pl.Expr:
    """Give the column of a term's text."""
    return _column(_piece(number, terms))


def _piece(number: int, terms: Mapping[int, Term]) -> str | pl.Expr:
    fixed = terms[number].fixed
    return fixed if fixed is not None else pl.col(f"s{number}")


def _column(piece: str | pl.Expr) -> pl.Expr:
    return pl.lit(piece, dtype=pl.String) if isinstance(piece, str) else piece
