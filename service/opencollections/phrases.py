"""Phrases: parts of sentences that are told in any language, and the facts that stand in their places."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self
from unicodedata import category

QUOTED: Final = "'{words}'"
"""How words are quoted; each language has marks of its own."""

LINE_BREAK: Final = "line break"
TAB: Final = "tab"
CONTROL: Final = "control character"
UNSEEN: Final = (LINE_BREAK, TAB, CONTROL)
"""What is told in the place of what is not seen."""

_LINE_BREAK: Final = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
"""Some programs keep a line break within a cell as a vertical tab."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A part of a sentence, with places for ``facts`` of its own, told in any language; ``str`` tells it in English."""

    text: str
    facts: Mapping[str, "Fact"] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.filled()

    def filled(self, translated: Callable[[str], str] = str) -> str:
        """Give the phrase with its facts in their places, in a language."""
        facts = filled(self.facts, translated)
        return repr(facts["words"]) if self.text == QUOTED else translated(self.text).format(**facts)


Fact = str | Phrase
"""What stands in a place of a sentence."""


class _Words(str):
    """Words that stand in a sentence; ``{name!r}`` puts them in the quotation marks of its language."""

    __slots__ = ("_translated",)
    _translated: Callable[[str], str]

    def __new__(cls, words: str, translated: Callable[[str], str]) -> Self:
        """Take words, and what gives texts in a language."""
        self = super().__new__(cls, words)
        self._translated = translated
        return self

    def __repr__(self) -> str:
        return self._translated(QUOTED).format(words=visible(self, self._translated))


def visible(words: str, translated: Callable[[str], str] = str) -> str:
    """Give words with what is not seen told in their place: [line break], and a no-break space as [U+00A0]."""
    if words.isprintable():
        return words
    parts = _LINE_BREAK.split(words)
    return f"[{translated(LINE_BREAK)}]".join(
        "".join(letter if letter.isprintable() else f"[{_told(letter, translated)}]" for letter in part)
        for part in parts
    )


def _told(letter: str, translated: Callable[[str], str]) -> str:
    if letter == "\t":
        return translated(TAB)
    return translated(CONTROL) if category(letter) == "Cc" else f"U+{ord(letter):04X}"


def filled(facts: Mapping[str, Any], translated: Callable[[str], str] = str) -> dict[str, Any]:
    """Give facts as ``format`` takes them for a sentence of a language: phrases told, and ``{name!r}`` in its marks."""
    told = ((name, f.filled(translated) if isinstance(f, Phrase) else f) for name, f in facts.items())
    return {name: _Words(f, translated) if isinstance(f, str) else f for name, f in told}


def quoted(words: str) -> Phrase:
    """Give words in quotation marks, as a fact; where they stand in a sentence by themselves, ``{name!r}`` does it."""
    return Phrase(QUOTED, {"words": words})


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
