"""Groups: problems of one kind together, and the problems that somebody asks for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...mapping import cell_problems
from ...problems import Problem, Severity, Telling
from ...records import findings
from .words import Words


@dataclass(frozen=True, slots=True)
class Group:
    """Problems of one kind in one column: ``count`` of them, of which ``problems`` are told one by one.

    ``message`` says what is wrong with all of them (``Missing: latitude (place).``), ``advice`` what to do.
    """

    code: str
    severity: Severity
    file: str | None
    sheet: str | None
    column: str | None
    message: str
    advice: str
    count: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which problems are asked for; None asks for all. ``text`` may stand in the value, the message or the thing."""

    severity: Severity | None = None
    code: str | None = None
    file: str | None = None
    sheet: str | None = None
    column: str | None = None
    row: int | str | None = None
    text: str | None = None

    def takes(self, problem: Problem) -> bool:
        same = ("severity", "code", "file", "sheet", "column")
        asked = all(getattr(self, name) in {None, getattr(problem, name)} for name in same)
        in_row = self.row is None or str(self.row) == str(problem.row)
        said = " ".join(filter(None, (problem.value, problem.message, problem.entity))).casefold()
        return asked and in_row and (self.text is None or self.text.casefold() in said)


def wanted(problems: Iterable[Problem], asked: Wanted, words: Words) -> tuple[Problem, ...]:
    """Give the problems that are asked for, in a reader's language."""
    return tuple(one for one in map(words.problem, problems) if asked.takes(one))


def groups(problems: Iterable[Problem], words: Words) -> tuple[Group, ...]:
    """Bring problems of one kind and column together: errors first, then what there is most of."""
    together: dict[tuple[object, ...], list[Problem]] = {}
    for problem in problems:
        together.setdefault(_kind(problem), []).append(problem)
    found = (_group(several, words) for several in together.values())
    order = list(Severity)
    return tuple(sorted(found, key=lambda group: (order.index(group.severity), -group.count)))


def _kind(problem: Problem) -> tuple[object, ...]:
    return problem.code, problem.severity, problem.file, problem.sheet, problem.column


def _group(several: Sequence[Problem], words: Words) -> Group:
    first = next((one for one in several if not _is_rest(one)), several[0])
    listed = tuple(words.problem(one) for one in several if not _is_rest(one))
    count = len(listed) + sum(_rest(one) for one in several)
    message, advice = (first.message, first.advice) if first.telling is None else words.group(first.telling)
    return Group(
        first.code, first.severity, first.file, first.sheet, first.column, message, advice, count, listed
    )


def _is_rest(problem: Problem) -> bool:
    """Tell whether a problem only counts others."""
    return problem.telling is not None and problem.telling.message in {cell_problems.MORE, findings.MORE}


def _rest(problem: Problem) -> int:
    telling: Telling | None = problem.telling
    return int(str(telling.facts["count"])) if telling is not None and _is_rest(problem) else 0
