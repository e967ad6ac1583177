"""The plain words that columns are proposed to, each with its names in six languages and what it becomes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml

LANGUAGES: Final = ("en", "hu", "sk", "nl", "de", "lt")
"""The languages that the assistant speaks, and in which it knows headings."""

NOTHING: Final = "nothing"
"""What stands for a heading that is known to be none of the words."""


class Shape(StrEnum):
    """How the values of a word are written in a mapping."""

    IDENTIFIER = "identifier"
    TEXT = "text"
    PLAIN = "plain"
    THING = "thing"
    MAKER = "maker"
    ROLE = "role"
    DATE = "date"
    SPAN = "span"
    BEGIN = "begin"
    END = "end"
    FUNCTION = "function"
    FUNCTION_IRI = "function-iri"
    PICTURE = "picture"
    ADDRESS = "address"
    MATCH = "match"
    MEDIUM = "medium"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    OTHER_NUMBER = "other-number"


class Holds(StrEnum):
    """What the cells of a word have to be like."""

    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    ADDRESS = "address"
    RIGHTS = "rights"
    LANGUAGE = "language"
    COORDINATES = "coordinates"
    IDENTIFIER = "identifier"
    MEDIUM = "medium"


@dataclass(frozen=True, slots=True)
class Word:
    """A word for what a column means.

    ``rule`` is the rule of the mapping that says it, ``shape`` how; ``predicate``, ``function`` and ``thing`` are
    what that shape needs. ``headings`` are what such columns are called, by language, the most telling first.
    """

    name: str
    labels: Mapping[str, str]
    helps: Mapping[str, str]
    headings: Mapping[str, tuple[str, ...]]
    holds: Holds
    shape: Shape
    rule: str
    predicate: str
    several: bool = False
    function: str = ""
    thing: str = ""

    def label(self, language: str) -> str:
        """Give its name in a language, in English where it has none there."""
        return self.labels.get(language, self.labels["en"])

    def help(self, language: str) -> str:
        """Give what belongs under it."""
        return self.helps.get(language, self.helps["en"])


@cache
def words() -> Mapping[str, Word]:
    """Give all words by name, in the order in which they are offered."""
    return {name: _word(name, entry) for name, entry in _table().items() if name != NOTHING}


def word(name: str) -> Word:
    """Give one word; raise KeyError."""
    return words()[name]


@cache
def headings() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Give the headings of each word by language, its own name among them, and those of ``NOTHING``."""
    return {
        name: {language: (*found, *_own(entry, language)) for language, found in entry["headings"].items()}
        for name, entry in _table().items()
    }


def _own(entry: dict[str, Any], language: str) -> Iterator[str]:
    """Give the name of a word where it is not among its headings already."""
    label = entry.get("label", {}).get(language)
    if label and label.casefold() not in {known.casefold() for known in entry["headings"][language]}:
        yield label


def _word(name: str, entry: dict[str, Any]) -> Word:
    becomes = entry["becomes"]
    return Word(
        name,
        entry["label"],
        entry["help"],
        headings()[name],
        Holds(entry["values"]),
        Shape(becomes["as"]),
        becomes["rule"],
        becomes["predicate"],
        several=entry.get("several") == "true",
        function=becomes.get("function", ""),
        thing=becomes.get("thing", ""),
    )


@cache
def _table() -> dict[str, Any]:
    # Every scalar is a text here: "no" is a heading, and not false.
    text = files(__package__).joinpath("words.yml").read_text(encoding="utf-8")
    table: dict[str, Any] = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - it makes texts only, and the file is ours
    return table
