"""A problem: something wrong or doubtful in a record, and what its owner can do about it."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Final, Self

from .phrases import Fact, facts_kept, filled, phrases

PLACES: Final = ("sheet {sheet}", "row {row}", "column {column!r}")
"""How a sentence says where a problem is, after the file."""


class Severity(StrEnum):
    """How much a problem matters: an error keeps its record (or, where it has none, the draft) from publication."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Telling:
    """What is wrong and what to do as sentences with places for ``facts`` (``{value!r}``), to tell in any language."""

    message: str
    advice: str
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def filled(self, translated: Callable[[str], str] = str) -> tuple[str, str]:
        """Give both sentences with the facts in their places; ``translated`` gives texts in a language."""
        facts = filled(self.facts, translated)
        return translated(self.message).format(**facts), translated(self.advice).format(**facts)

    def sentences(self) -> Iterator[str]:
        """Give all that there is to translate: both sentences, and the phrases in them."""
        yield from filter(None, (self.message, self.advice))
        yield from phrases(self.facts)


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding, told by where it is, what it is and what to do.

    ``row`` is the number that the member's own program shows (the header of a sheet is row 1); in JSON and
    XML it is the path of the element. ``column`` is the heading or the path as the mapping writes it.
    """

    code: str
    severity: Severity
    message: str
    advice: str
    file: str | None = None
    sheet: str | None = None
    row: int | str | None = None
    column: str | None = None
    value: str | None = None
    entity: str | None = None
    telling: Telling | None = field(default=None, compare=False, repr=False)

    @classmethod
    def told(cls, code: str, severity: Severity, telling: Telling, **place: Any) -> Self:
        """Give a problem that can be told in any language; ``place`` says where it is."""
        message, advice = telling.filled()
        return cls(code, severity, message, advice, telling=telling, **place)

    def as_json(self) -> dict[str, Any]:
        """Give the object that the command line and the API print for a problem."""
        return {name: value for name, value in asdict(self).items() if name != "telling"}

    def kept(self) -> dict[str, Any]:
        """Give the object from which ``from_json`` makes the problem anew."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        """Read what ``kept`` or ``as_json`` gave."""
        told = kept.get("telling")
        telling = None if told is None else Telling(**{**told, "facts": facts_kept(told["facts"])})
        return cls(**{**kept, "severity": Severity(kept["severity"]), "telling": telling})

    def sentence(self, translated: Callable[[str], str] = str) -> str:
        """Give the whole problem as a colleague would say it; ``translated`` gives the words for its place."""
        sheet, row, column = map(translated, PLACES)
        facts = filled({"sheet": self.sheet, "row": self.row, "column": self.column}, translated)
        where = [
            self.file and f"{self.file}",
            self.sheet and sheet.format(**facts),
            self.row is not None and row.format(**facts),
            self.column and column.format(**facts),
        ]
        place = ", ".join(str(part) for part in where if part)
        said = f"{self.message} {self.advice}".strip()
        return f"{place}: {said}" if place else said


@dataclass(frozen=True, slots=True)
class Finding(Problem):
    """A problem of a mapping: ``document`` and ``line`` say where, ``triples_map`` and ``term`` of what.

    The term is the predicate in short, or the part of the triples map: subject, class, graph, source.
    """

    document: str | None = None
    line: int | None = None
    triples_map: str | None = None
    term: str | None = None


def in_rows(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Order problems as a member goes through a table, row by row; what has no number of a row comes last in it."""
    found = tuple(problems)
    tables = {table: at for at, table in enumerate(dict.fromkeys((one.file, one.sheet) for one in found))}

    def place(one: Problem) -> tuple[int, float]:
        return tables[one.file, one.sheet], one.row if isinstance(one.row, int) else math.inf

    return tuple(sorted(found, key=place))


def tally(problems: list[Problem]) -> dict[str, int]:
    """Count problems by severity, with a zero for a severity that does not occur."""
    return {severity.value: sum(p.severity is severity for p in problems) for severity in Severity}
