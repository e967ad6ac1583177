"""Findings: what is wrong or doubtful in a mapping document, gathered so that all is told at once."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final, NoReturn

from ..errors import MappingInvalid
from ..problems import Finding, Problem, Severity, Telling, as_facts

ERROR_LIMIT: Final = 100
"""Errors told of one document; whoever has a hundred does not read the next."""

_SHOWN: Final = 60


@dataclass(slots=True)
class Findings:
    """The findings of one document, each once.

    Every finding has a code that begins with ``mapping-``, a line of the document where one is known, and the
    name of the mapping or the term that it is about. Message and advice have places for facts, such as ``{name}``,
    and are told in any language, so that they stand in the call as they are, or in ``told``.
    """

    file: str
    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    _triples_map: str | None = None
    _term: str | None = None

    @contextmanager
    def within(self, triples_map: str | None = None, term: str | None = None) -> Iterator[None]:
        """Let the findings of a while be of a triples map, or of one term in it."""
        before = self._triples_map, self._term
        self._triples_map, self._term = triples_map or self._triples_map, term
        try:
            yield
        finally:
            self._triples_map, self._term = before

    def error(
        self,
        code: str,
        message: str,
        advice: str,
        *,
        line: int | None = None,
        term: str | None = None,
        **facts: object,
    ) -> None:
        """Add something that keeps the mapping from running; raise MappingInvalid when there are too many."""
        problem = self._problem(Severity.ERROR, code, _telling(message, advice, facts), line, term)
        if problem not in self.errors:
            self.errors.append(problem)
        if len(self.errors) >= ERROR_LIMIT:
            self.raise_errors()

    def warning(
        self,
        code: str,
        message: str,
        advice: str,
        *,
        line: int | None = None,
        term: str | None = None,
        **facts: object,
    ) -> None:
        """Add something that the mapping runs with, perhaps not as its author thinks."""
        problem = self._problem(Severity.WARNING, code, _telling(message, advice, facts), line, term)
        if len(self.warnings) < ERROR_LIMIT and problem not in self.warnings:
            self.warnings.append(problem)

    def stop(
        self, code: str, message: str, advice: str, *, line: int | None = None, **facts: object
    ) -> NoReturn:
        """Raise MappingInvalid at once, where reading on has no sense or would not be safe."""
        self.errors.append(self._problem(Severity.ERROR, code, _telling(message, advice, facts), line, None))
        raise MappingInvalid(sorted(self.errors, key=_place))

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
        if self.errors:
            raise MappingInvalid(sorted(self.errors, key=_place))

    def _problem(
        self, severity: Severity, code: str, telling: Telling, line: int | None, term: str | None
    ) -> Problem:
        return Finding.told(
            code,
            severity,
            telling,
            file=self.file,
            row=line,
            column=term,
            document=self.file,
            line=line,
            triples_map=self._triples_map,
            term=self._term or (None if term == self._triples_map else term),
        )


def told(sentence: str) -> str:
    """Mark a sentence that is told in the reader's language and does not stand in a call of above."""
    return sentence


def shown(text: str) -> str:
    """Give a text of the mapping as a sentence quotes it, cut where it is long."""
    return repr(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…")


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


def _telling(message: str, advice: str, facts: Mapping[str, object]) -> Telling:
    return Telling(message, advice, as_facts(facts))


def _place(problem: Problem) -> int:
    return problem.row if isinstance(problem.row, int) else 0
