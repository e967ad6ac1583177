"""Preview: what would be public if a draft were, seen as readers see it, and the row that a thing came from."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import polars as pl
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from ..errors import NothingFromRow
from ..query.inventory import Origin
from ..store.engine import Engine, Pattern, Term
from ..store.statements import lookup, mentioning
from .origins import origins
from .uploads import Draft


@dataclass(frozen=True, slots=True)
class DraftEngine(Engine):
    """What is public, with what a draft states in the place of what its collection does.

    Statements of the draft are looked up in its sorted files: by their subject by halving, else by reading all.
    """

    draft: Draft
    published: Engine

    @property
    def graph(self) -> NamedNode:
        return NamedNode(self.draft.identifiers.graph(self.draft.collection.name))

    def find(self, patterns: Sequence[Pattern]) -> list[list[Quad]]:
        others = self.published.find(patterns)
        return [
            list(islice(self._with_own(pattern, found), pattern.limit))
            for pattern, found in zip(patterns, others, strict=True)
        ]

    def _with_own(self, pattern: Pattern, others: Iterable[Quad]) -> Iterator[Quad]:
        yield from self._own(pattern)
        yield from (quad for quad in others if quad.graph_name != self.graph)

    def _own(self, pattern: Pattern) -> Iterator[Quad]:
        if pattern.graph not in {None, self.graph}:
            return
        for text in self._texts(pattern):
            for quad in parse(text, format=RdfFormat.N_QUADS) if text else ():
                if _fits(quad, pattern):
                    yield quad

    def _texts(self, pattern: Pattern) -> Iterator[bytes]:
        statements = self.draft.statements
        if isinstance(pattern.subject, NamedNode):
            return lookup(statements, [pattern.subject.value])
        if pattern.object is not None:
            return mentioning(statements, f" {pattern.object} {self.graph} .\n".encode())
        if pattern.predicate is not None:
            return mentioning(statements, f"> {pattern.predicate} ".encode())
        return statements.texts()

    def names(
        self, subjects: Iterable[NamedNode], properties: Sequence[NamedNode]
    ) -> Mapping[NamedNode, tuple[Literal, ...]]:
        wanted = set(subjects)
        own = {node: found for node in wanted if (found := self._name(node, properties))}
        return {**self.published.names(wanted - own.keys(), properties), **own}

    def _name(self, node: NamedNode, properties: Sequence[NamedNode]) -> tuple[Literal, ...]:
        quads = list(self._own(Pattern(0, node)))
        for label in properties:
            found = {q.object for q in quads if q.predicate == label and isinstance(q.object, Literal)}
            if found:
                return tuple(sorted(found, key=str))
        return ()

    def table(self, query: str, graph: str) -> list[tuple[Term | None, ...]]:
        return self.published.table(query, graph)


def _fits(quad: Quad, pattern: Pattern) -> bool:
    return pattern.predicate in {None, quad.predicate} and pattern.object in {None, quad.object}


def origin_of(draft: Draft, iri: str) -> Origin | None:
    """Give the row that a thing of a draft came from, the first one of several; None where none is known."""
    known = origins(draft.folder)
    found = [] if known is None else known.filter(pl.col("iri") == iri).rows()
    return Origin(*found[0][1:]) if found else None


def things_of(draft: Draft, origin: Origin) -> list[str]:
    """Give the IRIs of the things that came from a row of a draft, in their order."""
    known = origins(draft.folder)
    if known is None:
        return []
    place = (
        pl.col("file") == origin.file,
        pl.col("row") == origin.row,
        pl.col("sheet").eq_missing(origin.sheet),
    )
    return known.filter(*place)["iri"].to_list()


def subject_of(draft: Draft, origin: Origin) -> str:
    """Give that of the things of a row which says most, and so is what the row is about; raise NothingFromRow."""
    things = things_of(draft, origin)
    if not things:
        raise NothingFromRow(row=origin.row[:80], file=origin.file[:80])
    return max(things, key=lambda iri: sum(text.count(b"\n") for text in lookup(draft.statements, [iri])))
