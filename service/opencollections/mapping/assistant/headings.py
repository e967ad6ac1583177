"""Headings, read: which words a column's name can mean, and in which language it says its values are."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, NamedTuple

from ...values.languages import language_tag
from .words import NOTHING, headings

_CAMEL: Final = re.compile(r"(?<=[a-zß-ÿ])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SEGMENTS: Final = re.compile(r"\s+/\s+|\s+\|\s+|\n")
_NUMBERED: Final = re.compile(r"(?P<stem>.*?\D)[\s_.-]*(?P<number>[1-9][0-9]?)\s*")
_LANGUAGE: Final = re.compile(
    r"(?P<stem>.+?)(?:\s*@\s*(?P<at>[\w-]+)|\s*[(\[](?P<bracket>[^()\[\]]{2,20})[)\]]|[_\s.:-](?P<end>[a-zA-Z]{2}))\s*"
)
_STROKES: Final = str.maketrans("łŁøØđĐıßæÆ", "lLoOdDisaA")
_ENDINGS: Final = 2
_LEAST_STEM: Final = 5
_LEAST_SAYING: Final = 4
_LEAST_PART: Final = 7
_OF_CODES: Final = frozenset(
    {"en", "hu", "sk", "nl", "de", "lt", "cs", "pl", "fr", "it", "es", "ro", "hr", "sl", "uk"}
)

_NAMES: Final = frozenset(
    {
        ("name",),
        ("label",),
        ("value",),
        ("text",),
        ("term",),
        ("full", "name"),
        ("display", "name"),
        ("pref", "label"),
    }
)
"""Steps of a path that only say that here is the name of what the step before says."""

EXACT: Final = 0.95
_CONTAINED: Final = 0.5
_ORDER: Final = 0.004
_ENDING: Final = 0.03
_STEP: Final = 0.06


@dataclass(frozen=True, slots=True)
class Meaning:
    """A word that a heading can mean: how sure that is (0 to 1), and the known heading that it was recognised by."""

    word: str
    score: float
    known: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading taken apart: what is left without number and language, the number, and the language's tag."""

    stem: str
    number: int | None = None
    language: str | None = None


def taken_apart(heading: str) -> Heading:
    """Take the number of a series (Subject_12) and the language (Title@hu, Title (EN), title_de) off a heading."""
    stem, language = _without_language(heading)
    numbered = _NUMBERED.fullmatch(stem)
    if numbered and not re.search(r"\d", numbered["stem"]):
        return Heading(numbered["stem"].strip(" _.-#"), int(numbered["number"]), language)
    return Heading(stem, None, language)


def _without_language(heading: str) -> tuple[str, str | None]:
    """Take a language off: its code at the end or in brackets, or its name among the words (Title in English)."""
    for name in re.findall(r"[^\W\d_]{5,}", heading):
        if (tag := language_tag(name)) and len(plain(heading)) > 1:
            stem = re.sub(rf"(?:\bin\s+|\bpo\s+|\bauf\s+)?\b{name}\b|[()\[\]]", " ", heading)
            return " ".join(_without_language(stem)[0].split()), tag
    found = _LANGUAGE.fullmatch(heading)
    if not found:
        return heading, None
    said = found["at"] or found["bracket"] or found["end"]
    if found["end"] and said.casefold() not in _OF_CODES:
        return heading, None
    tag = language_tag(said)
    return (found["stem"], tag) if tag and tag != "zxx" else (heading, None)


def meanings(heading: str) -> list[Meaning]:
    """Give the words that a heading can mean, the likeliest first; NOTHING alone where it is known to be none."""
    return list(_meanings(taken_apart(heading).stem))


@lru_cache(maxsize=4096)
def _meanings(stem: str) -> tuple[Meaning, ...]:
    best: dict[str, Meaning] = {}
    for saying in _sayings(stem):
        for found in _recognised(saying):
            if found.word not in best or found.score > best[found.word].score:
                best[found.word] = found
    ranked = sorted(best.values(), key=lambda meaning: -meaning.score)
    if ranked and ranked[0].word == NOTHING:
        return tuple(ranked[:1])
    return tuple(meaning for meaning in ranked if meaning.word != NOTHING)


class _Saying(NamedTuple):
    """A heading, or a part of it, as words: how much less it says than a whole heading, and whether only as a whole."""

    words: tuple[str, ...]
    less: float = 0.0
    as_whole: bool = False


def _sayings(stem: str) -> Iterator[_Saying]:
    """Give what a heading says: as a whole, and by its halves in two languages.

    Of a path it is the last step, with the one before it (``creator.birth_date``), or that alone where the last says
    only that there is a name (``subjects[*].label``).
    """
    steps = _steps(stem)
    if len(steps) < 2:
        yield from (_Saying(plain(part)) for part in dict.fromkeys([stem, *_SEGMENTS.split(stem)]))
        return
    yield _Saying(plain(" ".join(steps[-2:])), as_whole=True)
    if plain(steps[-1]) in _NAMES:
        yield _Saying(plain(steps[-2]), _STEP)
    else:
        yield _Saying(plain(steps[-1]), 0.0 if len(plain(steps[-1])) > 1 else _STEP)


def _steps(stem: str) -> list[str]:
    """Take a path in JSON or XML apart; the full stops and slashes of other headings part nothing."""
    if re.search(r"\.\s|\.$|\s/\s", stem):
        return [stem]
    return [step for step in re.split(r"[\[\]*./@]+", stem) if step.strip("$'\" ")]


@lru_cache(maxsize=4096)
def plain(text: str) -> tuple[str, ...]:
    """Give the words of a text without capitals, accents and punctuation; ``ObjectNumber`` has two."""
    spaced = _CAMEL.sub(" ", text)
    bare = unicodedata.normalize("NFKD", spaced.translate(_STROKES).casefold())
    letters = "".join(char for char in bare if not unicodedata.combining(char))
    return tuple(re.findall(r"[^\W_]+", letters))


@cache
def _known() -> tuple[tuple[tuple[str, ...], str, str, int], ...]:
    """Give every known heading as words, with the word it means, how it is written, and its place in the list."""
    return tuple(
        (plain(written), name, written, place)
        for name, by_language in headings().items()
        for written_ones in by_language.values()
        for place, written in enumerate(written_ones)
    )


def _recognised(saying: _Saying) -> Iterator[Meaning]:
    said = saying.words
    for known, name, written, place in _known():
        if len(known) > len(said):
            continue
        later = saying.less + (0.0 if name == NOTHING else _ORDER * place)
        if known == said:
            yield Meaning(name, EXACT - later, written)
        elif len(known) == len(said):
            if all(map(_alike, known, said)):
                yield Meaning(name, EXACT - _ENDING - later, written)
        elif not (saying.as_whole or name == NOTHING or said[-1] == "id") and _stands_in(known, said):
            share = sum(map(len, known)) / sum(map(len, said))
            yield Meaning(name, _CONTAINED + 0.4 * share - later / 2, written)


def _stands_in(known: tuple[str, ...], said: tuple[str, ...]) -> bool:
    """Tell whether a known heading is part of a longer one; of short words that would be chance."""
    if sum(map(len, known)) < _LEAST_SAYING:
        return False
    alike = _alike if min(map(len, known)) >= _LEAST_PART else str.__eq__
    return any(all(map(alike, known, said[at:])) for at in range(len(said) - len(known) + 1))


def _alike(known: str, said: str) -> bool:
    """Compare two words without regard to a short ending, which makes a plural or a case in most languages."""
    if known == said:
        return True
    short, long = sorted((known, said), key=len)
    return len(short) >= _LEAST_STEM and len(long) - len(short) <= _ENDINGS and long.startswith(short)
