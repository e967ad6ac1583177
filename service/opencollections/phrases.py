"""Phrases: parts of sentences that are told in any language, and the facts that stand in their places."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Phrase:
    """A part of a sentence, with places for ``facts`` of its own, told in any language; ``str`` tells it in English."""

    text: str
    facts: Mapping[str, "Fact"] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.filled()

    def filled(self, translated: Callable[[str], str] = str) -> str:
        """Give the phrase with its facts in their places, in a language."""
        return translated(self.text).format(**filled(self.facts, translated))


Fact = str | Phrase
"""What stands in a place of a sentence."""


def filled(facts: Mapping[str, Any], translated: Callable[[str], str]) -> dict[str, Any]:
    """Give facts with the phrases among them told in a language."""
    return {name: f.filled(translated) if isinstance(f, Phrase) else f for name, f in facts.items()}


def as_facts(facts: Mapping[str, object]) -> dict[str, Fact]:
    """Give facts as a sentence takes them: phrases as they are, and all else as text."""
    return {name: fact if isinstance(fact, Phrase) else str(fact) for name, fact in facts.items()}


class Unreadable(ValueError):
    """Something in a file or a mapping that cannot be read; ``why`` is a part of the sentence that says so."""

    def __init__(self, text: str, **facts: object) -> None:
        self.why = Phrase(text, as_facts(facts))
        super().__init__(str(self.why))


def facts_kept(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Read facts from what JSON keeps of them, where a phrase is an object."""
    return {name: _phrase(**fact) if isinstance(fact, Mapping) else fact for name, fact in kept.items()}


def _phrase(text: str, facts: Mapping[str, Any]) -> Phrase:
    return Phrase(text, facts_kept(facts))


def phrases(facts: Mapping[str, Any]) -> Iterator[str]:
    """Give the texts of the phrases among facts, and of those within them."""
    for fact in facts.values():
        if isinstance(fact, Phrase):
            yield fact.text
            yield from phrases(fact.facts)
