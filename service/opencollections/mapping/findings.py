"""Findings: what is wrong or doubtful in a mapping document, gathered so that all is told at once."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Final, NoReturn

from ..errors import MappingInvalid
from ..phrases import Phrase, as_facts, quoted
from ..problems import Finding, Problem, Severity, Telling

LIMIT: Final = 100
"""Errors, and warnings, told of one document; whoever has a hundred does not read the next."""

_SHOWN: Final = 60


@dataclass(slots=True)
class Reading:
    """What is being read: a document, a triples map in it, and a term of that."""

    file: str
    triples_map: str | None = None
    term: str | None = None


@dataclass(frozen=True, slots=True)
class Gathered:
    """The findings of one severity, each once; a call adds one."""

    severity: Severity
    reading: Reading
    problems: list[Problem] = field(default_factory=list)

    def __call__(
        self,
        code: str,
        message: str,
        advice: str,
        *,
        line: int | None = None,
        term: str | None = None,
        **facts: object,
    ) -> None:
        """Add a finding, unless there are too many; of too many errors raise MappingInvalid."""
        reading = self.reading
        problem = Finding.told(
            code,
            self.severity,
            Telling(message, advice, as_facts(facts)),
            file=reading.file,
            row=line,
            column=term,
            document=reading.file,
            line=line,
            triples_map=reading.triples_map,
            term=reading.term or (None if term == reading.triples_map else term),
        )
        if len(self.problems) < LIMIT and problem not in self.problems:
            self.problems.append(problem)
        if self.severity is Severity.ERROR and len(self.problems) >= LIMIT:
            raise MappingInvalid(self.in_order())

    def in_order(self) -> list[Problem]:
        """Give the findings in the order of the document."""
        return sorted(self.problems, key=lambda one: one.row if isinstance(one.row, int) else 0)


class Findings:
    """The findings of one document.

    ``error(…)`` adds something that keeps the mapping from running, ``warning(…)`` something that it runs
    with, perhaps not as its author thinks. Every finding has a code that begins with ``mapping-``, a line of
    the document where one is known, and the name of the mapping or the term that it is about. Message and
    advice have places for facts, such as ``{name}``, and are told in any language, so that they stand in the
    call as they are, or in ``told``.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self._reading = Reading(file)
        self.error = Gathered(Severity.ERROR, self._reading)
        self.warning = Gathered(Severity.WARNING, self._reading)

    @contextmanager
    def within(self, triples_map: str | None = None, term: str | None = None) -> Iterator[None]:
        """Let the findings of a while be of a triples map, or of one term in it."""
        reading = self._reading
        before = reading.triples_map, reading.term
        reading.triples_map, reading.term = triples_map or reading.triples_map, term
        try:
            yield
        finally:
            reading.triples_map, reading.term = before

    def stop(
        self, code: str, message: str, advice: str, *, line: int | None = None, **facts: Any
    ) -> NoReturn:
        """Raise MappingInvalid at once, where reading on has no sense or would not be safe."""
        self.error(code, message, advice, line=line, **facts)
        raise MappingInvalid(self.error.in_order())

    def check_size(self, text: str, limit: int) -> None:
        """Raise MappingInvalid for a document of more bytes than are read."""
        size = len(text.encode())
        if size > limit:
            self.stop(
                "mapping-too-large",
                "The mapping has {size} bytes, and at most {limit} are read.",
                "Split it, or leave out what is not a mapping.",
                size=f"{size:,}",
                limit=f"{limit:,}",
            )

    def raise_errors(self) -> None:
        """Raise MappingInvalid with all errors in the order of the document, if there are any."""
        if self.error.problems:
            raise MappingInvalid(self.error.in_order())


def told(sentence: str) -> str:
    """Mark a sentence that is told in the reader's language and does not stand in a call of above."""
    return sentence


def shown(text: str) -> Phrase:
    """Give a text of the mapping as a sentence quotes it, cut where it is long."""
    return quoted(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…")


def nearest_name(word: str, known: Iterable[str]) -> str | None:
    """Give the known name that one which is not known is nearest to, or None."""
    names = {name.lower(): name for name in known}
    near = get_close_matches(word[:_SHOWN].lower(), names, n=1, cutoff=0.6)
    return names[near[0]] if near else None


def nearest(word: str, known: Iterable[str]) -> str:
    """Give the question for a name that is not known: whether the nearest one was meant, or an empty text."""
    near = nearest_name(word, known)
    return f"Did you mean {near!r}?" if near else ""


def suggestion(word: str, known: Iterable[str]) -> tuple[str, dict[str, str]]:
    """Give the advice for a name that is not known, the nearest one or else all there are, and its facts."""
    names = list(dict.fromkeys(known))
    if not names:
        return told("There is none here."), {}
    near = nearest_name(word, names)
    if near:
        return told("Did you mean {near!r}?"), {"near": near}
    return told("Known here: {known}."), {"known": ", ".join(names[:20]) + (" …" if len(names) > 20 else "")}
