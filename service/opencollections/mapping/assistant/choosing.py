"""Choosing: which word each column of a table is proposed to, by its heading first and by its values second."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ...records.inspection import Inspection
from .headings import Heading, Meaning, meanings, taken_apart
from .proposal import Choice, ProposedTable
from .separators import separator
from .text_language import language_of
from .values import Look
from .wording import Reason, excerpt
from .words import NOTHING, Holds, Shape, Word, word

_COLUMNS: Final = 500
"""Columns that are looked at; nobody reads a proposal of more."""

_SURELY: Final = 4.0
_LEAST: Final = 0.35
_LEAST_OF_FURTHER: Final = 0.7
_UNREADABLE: Final = 0.2
_HALF_READABLE: Final = 0.6
_MOSTLY: Final = 0.8
_STREETS: Final = 0.5
_ANY_SIGNS: Final = frozenset({Holds.TEXT, Holds.NUMBER})
_LINKS_OF_MAKERS: Final = frozenset({"viaf", "ulan", "gnd", "isni", "orcid"})


@dataclass(frozen=True, slots=True)
class _Candidate:
    place: int
    word: Word
    score: float
    reason: Reason
    heading: Heading


def choices(inspection: Inspection, language: str) -> tuple[Choice, ...]:
    """Choose a word or none for every column; ``language`` is that of the reasons' words."""
    looks = [Look(sample) for sample in inspection.columns]
    parted = [taken_apart(sample.name) for sample in inspection.columns]
    refused: dict[int, Reason] = {}
    candidates = [
        candidate
        for place, look in enumerate(looks[:_COLUMNS])
        for candidate in _candidates(place, look, parted[place], refused, language)
    ]
    taken = _with_one_title(_assigned(candidates))
    return tuple(
        _choice(look, taken.get(place), _why_not(place, candidates, taken, refused, looks))
        for place, look in enumerate(looks)
    )


def text_language(inspections: Sequence[Inspection]) -> str | None:
    """Give the language that the texts of some tables are in."""
    return language_of(
        value
        for inspection in inspections
        for sample in inspection.columns
        for value in Look(sample).values
        if " " in value and len(value) < 2000
    )


def with_languages(table: ProposedTable, of_most: str | None) -> ProposedTable:
    """Give columns of texts a language of their own where their values are surely in another than most texts are."""
    return replace(
        table, choices=tuple(_with_language(table.inspection, one, of_most) for one in table.choices)
    )


def _with_language(inspection: Inspection, choice: Choice, of_most: str | None) -> Choice:
    if choice.language or choice.word is None or word(choice.word).shape is not Shape.TEXT:
        return choice
    own = language_of(Look(inspection.column(choice.column)).values, margin=_SURELY)
    return choice if own in {None, of_most} else replace(choice, language=own)


def _candidates(
    place: int, look: Look, heading: Heading, refused: dict[int, Reason], language: str
) -> Iterator[_Candidate]:
    """Give the words that a column could be; what its values contradict is noted in ``refused``."""
    if not look.sample.filled or not look.values:
        refused[place] = Reason("empty")
        return
    found = _of_makers(meanings(look.sample.name))
    if found and found[0].word == NOTHING:
        return
    for meaning in found:
        one = word(meaning.word)
        score = _weighed(meaning.score, look.fits(one.holds), one, look)
        if score:
            code = "heading" if meaning.score >= _MOSTLY else "heading-part"
            yield _Candidate(place, one, score, Reason(code, {"known": meaning.known}), heading)
        elif meaning.score >= _MOSTLY and place not in refused:
            facts = {"word": one.label(language), "example": excerpt(look.values[0])}
            refused[place] = Reason("unreadable", facts)
    for name, score in _by_values(look):
        yield _Candidate(
            place, word(name), score, Reason("values", {"example": excerpt(look.values[0])}), heading
        )


def _of_makers(found: list[Meaning]) -> list[Meaning]:
    """Read the number of another catalogue beside a maker's heading (Photographer Wikidata) as the maker's."""
    by_word = {meaning.word: meaning for meaning in found}
    if not {"same", "maker"} <= by_word.keys():
        return found
    return [replace(by_word["same"], word="maker-link", score=_MOSTLY), *found]


def _weighed(score: float, fit: float, one: Word, look: Look) -> float:
    """Weigh what a heading says by how many of the values are so; 0 where they are not."""
    if fit < _UNREADABLE or (one.name == "title" and look.streets > _STREETS):
        return 0.0  # In Hungarian a title and an address have the same name.
    if one.holds not in _ANY_SIGNS and fit < _HALF_READABLE:
        return score * _MOSTLY
    if one.shape is Shape.IDENTIFIER:
        return score if look.sample.is_unique else score * _HALF_READABLE
    return score


def _by_values(look: Look) -> Iterator[tuple[str, float]]:
    """Give words that the values alone speak for."""
    schemes = {scheme for scheme, share in look.schemes.items() if share > _MOSTLY}
    if schemes & _LINKS_OF_MAKERS:
        yield "maker-link", 0.6
    elif "wikidata" in schemes or "europeana" in schemes:
        yield "same", 0.55
    elif look.files > _MOSTLY:
        yield "picture", 0.7
    elif look.addresses > _MOSTLY and look.fits(Holds.RIGHTS) > _MOSTLY:
        yield "media-rights", 0.6
    elif look.addresses > _MOSTLY and look.sample.distinct * 2 > look.sample.filled:
        yield "page", 0.5
    elif look.sample.is_unique and look.inventory_numbers > _MOSTLY:
        yield "identifier", 0.5
    elif look.dates > _MOSTLY:
        yield "date", 0.45
    elif look.streets > _STREETS:
        yield "place", 0.6
    elif look.is_long_text:
        yield "description", 0.5
    elif look.fits(Holds.RIGHTS) > _MOSTLY:
        yield "media-rights", 0.5
    elif look.sample.is_unique and look.serials > _MOSTLY:
        yield "identifier", 0.4


def _assigned(candidates: Sequence[_Candidate]) -> dict[int, _Candidate]:
    """Give each column its best word, and each word its best column; series and languages share one."""
    taken: dict[int, _Candidate] = {}
    for one in sorted(candidates, key=lambda candidate: (-candidate.score, candidate.place)):
        others = [other for other in taken.values() if other.word is one.word]
        if one.place in taken or one.score < _LEAST:
            continue
        if not others or _is_shared(one, others):
            taken[one.place] = one
    return taken


def _with_one_title(taken: dict[int, _Candidate]) -> dict[int, _Candidate]:
    """Read a second title in the language of the first (Title, Title_2) as another title: an object has one."""
    first: dict[str | None, int] = {}
    for place in sorted(taken):
        if taken[place].word.name == "title":
            first.setdefault(taken[place].heading.language, place)
    return {
        place: replace(one, word=word("alternative"))
        if one.word.name == "title" and place not in first.values()
        else one
        for place, one in taken.items()
    }


def _is_shared(one: _Candidate, others: Sequence[_Candidate]) -> bool:
    """Tell whether a word can have one more column: its series goes on, or another language says the same."""
    if any(other.heading.stem == one.heading.stem and other.heading != one.heading for other in others):
        return True
    languages = {other.heading.language for other in others}
    if one.word.shape is Shape.TEXT and one.heading.language not in languages:
        return one.score >= _LEAST_OF_FURTHER
    return one.word.several and one.score >= _LEAST_OF_FURTHER


def _choice(look: Look, found: _Candidate | None, why_not: Reason) -> Choice:
    name = look.sample.name
    if found is None:
        return Choice(name, None, why_not)
    chosen = Choice(
        name, found.word.name, found.reason, min(found.score, 1.0), separator(look.values, found.word)
    )
    return replace(chosen, language=found.heading.language) if found.word.shape is Shape.TEXT else chosen


def _why_not(
    place: int,
    candidates: Sequence[_Candidate],
    taken: dict[int, _Candidate],
    refused: dict[int, Reason],
    looks: Sequence[Look],
) -> Reason:
    if place in refused:
        return refused[place]
    for one in candidates:
        if one.place == place and one.score >= _LEAST and one.reason.code != "values":
            better = next((at for at, other in taken.items() if other.word is one.word), None)
            if better is not None:
                return Reason("taken", {"other": looks[better].sample.name})
    return Reason("unknown")
