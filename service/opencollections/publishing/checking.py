"""Checking: what is wrong or doubtful in the statements of a draft, told with the cells that it comes from."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import polars as pl

from ..checks import explanations, links
from ..checks.cells import Cells
from ..checks.doubts import Doubtful, Doubts
from ..checks.links import Links
from ..checks.profile import names, shapes_of
from ..checks.public_domain import PublicDomain
from ..checks.statements import Statements, by_predicate, by_subject, narrower_classes, triples
from ..checks.validation import Results, Validator
from ..mapping.cell_problems import more_of
from ..problems import Problem, Severity, Telling
from ..store import clock, entity_ledger
from ..store.statements import SortedStatements
from .uploads import Draft, Upload

TEXT_BYTES: Final = 1 << 22
"""Statements that are looked at together; four times as much takes 500 MB."""

LISTED: Final = 1_000
"""Problems of one kind that are told one by one; the rest is counted."""

ERRORS_LISTED: Final = 10_000
"""The same of errors, each of which keeps a record out."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: problems, and every IRI with an error, also those whose problems are only counted."""

    problems: tuple[Problem, ...]
    wrong: frozenset[str]


@dataclass(slots=True)
class _Kind:
    """The problems of one kind: the first ones with thing, telling and properties, and how many there are."""

    code: str
    severity: Severity
    listed: list[tuple[str, Telling, tuple[str, ...]]] = field(default_factory=list)
    count: int = 0

    @property
    def room(self) -> int:
        return (ERRORS_LISTED if self.severity is Severity.ERROR else LISTED) - len(self.listed)


@dataclass(slots=True)
class Checking:
    """Checks sorted statements of one graph; ``own`` begins the IRIs of the member's things.

    ``year`` is the present one. ``told`` are problems that the run of the mapping has found already, and are
    not told twice.
    """

    graph: str
    own: str
    cells: Cells | None
    year: int
    told: Iterable[Problem] = ()
    _kinds: dict[tuple[str, str], _Kind] = field(default_factory=dict)
    _wrong: set[str] = field(default_factory=set)

    def found(self, statements: SortedStatements, is_known: Callable[[str], bool]) -> Found:
        """Look at all statements once; ``is_known`` says whether something is published elsewhere."""
        narrower = narrower_classes(statements.texts(TEXT_BYTES), self.graph)
        validator, doubts = Validator(shapes_of("core"), narrower), Doubts(self.own, self.year)
        own_links, public_domain = Links(self.own), PublicDomain(self.year)
        for text in by_subject(statements.texts(TEXT_BYTES)):
            piece = Statements(by_predicate(triples(text, self.graph)), narrower)
            self._note_results(validator.found(piece))
            self._note_doubts(doubts.found(piece))
            own_links.add(piece)
            public_domain.add(piece)
        self._note_results(validator.rest())
        self._note_doubts(public_domain.found())
        self._note_links(own_links.unmet(is_known))
        return Found(tuple(self._problems()), frozenset(self._wrong))

    def _kind(self, code: str, detail: str, severity: Severity) -> _Kind:
        return self._kinds.setdefault((code, detail), _Kind(code, severity))

    def _note_results(self, several: Iterable[Results]) -> None:
        for results in several:
            shape, found = results.shape, results.found
            kind = self._kind(shape.code, results.parameter, shape.severity)
            if shape.severity is Severity.ERROR:
                self._wrong.update(one[1:-1] for one in found["focus"].unique())
            kind.count += found.height
            asked = explanations.properties(shape.path)
            for focus, value in found.head(kind.room).iter_rows():
                kind.listed.append((focus[1:-1], explanations.telling(results, value), asked))

    def _note_doubts(self, several: Iterable[Doubtful]) -> None:
        for doubt in several:
            kind = self._kind(doubt.told.code, doubt.predicate, doubt.told.severity)
            kind.count += len(doubt.focus)
            for focus in doubt.focus.head(kind.room):
                kind.listed.append((focus[1:-1], doubt.told.telling, (doubt.predicate,)))

    def _note_links(self, unmet: pl.DataFrame) -> None:
        kind = self._kind(links.UNMET, "", Severity.WARNING)
        kind.count += unmet.height
        for focus, value, predicate in unmet.head(kind.room).iter_rows():
            kind.listed.append((focus[1:-1], links.telling(value[1:-1]), (predicate,)))

    def _problems(self) -> Iterator[Problem]:
        known = {_cell(problem) for problem in self.told}
        in_cells = {cell[1:] for cell in known}
        for (_, parameter), kind in self._kinds.items():
            places = self._places(kind)
            for (iri, telling, _), place in zip(kind.listed, places, strict=True):
                message, advice = explanations.said(telling, names())
                problem = Problem(
                    kind.code,
                    kind.severity,
                    message,
                    advice,
                    entity=iri,
                    value=str(telling.facts.get("value", "")) or None,
                    telling=telling,
                    **place,
                )
                cell = _cell(problem)
                # A value is also missing where the run could make nothing of the cell, and has said why.
                is_told = cell in known or (parameter == "minCount" and cell[1:] in in_cells)
                if problem.row is None or not is_told:
                    yield problem
            if kind.count > len(kind.listed):
                yield self._rest(kind, places)

    def _places(self, kind: _Kind) -> list[Mapping[str, Any]]:
        if self.cells is None:
            return [{} for _ in kind.listed]
        return list(self.cells.places([(iri, asked) for iri, _, asked in kind.listed]))

    def _rest(self, kind: _Kind, places: list[Mapping[str, Any]]) -> Problem:
        """Count what is not listed, where the listed ones are."""
        first = {name: value for name, value in places[0].items() if name != "row"}
        return Problem.told(kind.code, kind.severity, more_of(kind.count - len(kind.listed)), **first)


def _cell(problem: Problem) -> tuple[object, ...]:
    return problem.code, problem.file, problem.sheet, problem.row, problem.column


def checked(upload: Upload, made: Draft, cells: Cells | None = None) -> Found:
    """Check the statements of a draft; without ``cells`` they are no records of a file."""
    collection = made.collection.name
    year = int(clock.now()[:4])
    checking = Checking(upload.graph, upload.base, cells, year, made.problems)
    with upload.data.control() as control:

        def is_known(iri: str) -> bool:
            return any(other != collection for other in entity_ledger.stating(control, iri))

        return checking.found(made.statements, is_known)
