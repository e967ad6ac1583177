"""Words: the sentences of problems in a reader's language, from the catalogues in ``locales/problems``."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from ...checks import doubles, doubts, explanations, links, public_domain
from ...checks.profile import advice, names
from ...mapping import cell_problems, source_findings, value_doubts
from ...phrases import QUOTED, UNSEEN
from ...problems import PLACES, Problem, Severity, Telling
from ...records import findings
from ..interface import TAGS, catalogue

HIDDEN: Final = "…"
"""What stands in a group's sentence where each of its problems has a value of its own."""

_OWN: Final = (
    *("Severity", "File", "Sheet", "Row", "Column", "Value", "What is wrong", "What to do", "Identifier"),
    *("error", "warning", "advice", "Problems"),
)
SENTENCES: Final = tuple(
    dict.fromkeys(
        sentence
        for part in (
            _OWN,
            (QUOTED, *UNSEEN),
            PLACES,
            findings.SENTENCES,
            cell_problems.SENTENCES,
            source_findings.SENTENCES,
            value_doubts.SENTENCES,
            explanations.SENTENCES,
            doubts.SENTENCES,
            links.SENTENCES,
            doubles.SENTENCES,
            public_domain.SENTENCES,
        )
        for sentence in part
        if sentence
    )
)
"""Everything that a report says, for those who translate it."""


@dataclass(frozen=True)
class Words:
    """What a report says, in the language ``tag``."""

    tag: str

    def text(self, sentence: str) -> str:
        """Give a sentence in this language, its places for facts as they are."""
        known: Mapping[str, str] = advice().get(sentence, {})
        return known.get(self.tag) or catalogue(self.tag, "problems").gettext(sentence)

    def problem(self, problem: Problem) -> Problem:
        """Give a problem with its texts in this language; one that has only its English texts stays as it is."""
        if problem.telling is None:
            return problem
        message, what_to_do = self._said(problem.telling)
        return replace(problem, message=message, advice=what_to_do)

    def tells(self, problem: Problem) -> bool:
        """Tell whether a problem can be told in this language as a whole."""
        if problem.telling is None:
            return False
        return self.tag == TAGS[0] or all(self.text(one) != one for one in problem.telling.sentences())

    def sentence(self, problem: Problem) -> str:
        """Give a problem with its place as one sentence."""
        return self.problem(problem).sentence(self.text)

    def group(self, telling: Telling) -> tuple[str, str]:
        """Give what is wrong with some problems together, without the value of each, and what to do."""
        facts = {**telling.facts, "value": HIDDEN, "rows": HIDDEN, "readings": HIDDEN}
        return self._said(replace(telling, facts=facts))

    def severity(self, severity: Severity) -> str:
        return self.text(severity.value)

    def _said(self, telling: Telling) -> tuple[str, str]:
        return explanations.said(telling, names(), self.tag, self.text)


@cache
def words(tag: str) -> Words:
    """Give the words of a language of the interface."""
    return Words(tag)
