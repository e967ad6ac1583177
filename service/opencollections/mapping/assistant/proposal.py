"""A proposal: for each column of each table a word or none, with the reason, and what is still to be asked.

Everything is a value: a correction gives another proposal.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from ...records.inspection import Inspection
from .wording import Reason
from .words import Word, word

_SURE: Final = 0.85
_LIKELY: Final = 0.6


class Certainty(StrEnum):
    """How sure a proposal is."""

    SURE = "sure"
    LIKELY = "likely"
    GUESS = "guess"


class Part(StrEnum):
    """What the records of a table are: the objects, more about objects, persons, more about these, links between."""

    OBJECTS = "objects"
    MORE = "more"
    PERSONS = "persons"
    MORE_OF_PERSONS = "more-of-persons"
    LINKS = "links"
    UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a column means: ``word`` is the name of a word, or None.

    ``separator`` stands between several values of a cell; ``language`` is the tag of its texts where it is not that
    of all others. ``score`` goes from 0 to 1, and what the member chose has 1.
    """

    column: str
    word: str | None
    reason: Reason
    score: float = 0.0
    separator: str | None = None
    language: str | None = None

    @property
    def certainty(self) -> Certainty:
        if self.score >= _SURE:
            return Certainty.SURE
        return Certainty.LIKELY if self.score >= _LIKELY else Certainty.GUESS


@dataclass(frozen=True, slots=True)
class ProposedTable:
    """A table with its choices; ``name`` is what its source is called in the mapping.

    ``key`` is the column by which its records belong to an object, or to a person where they are of persons;
    ``person_key`` is that of the person in a table of links.
    """

    name: str
    inspection: Inspection
    choices: tuple[Choice, ...]
    part: Part = Part.OBJECTS
    key: str | None = None
    person_key: str | None = None

    def of(self, name: str) -> tuple[Choice, ...]:
        """Give the columns that are proposed to a word."""
        return tuple(choice for choice in self.choices if choice.word == name)

    def first(self, name: str) -> Choice | None:
        return next(iter(self.of(name)), None)

    def choice(self, column: str) -> Choice:
        """Give what a column means; raise KeyError."""
        return {choice.column: choice for choice in self.choices}[column]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What files mean; ``language`` is the tag that most texts seem to be in, or None."""

    tables: tuple[ProposedTable, ...]
    language: str | None = None

    @property
    def objects(self) -> ProposedTable:
        """The table whose records are the objects, the first where there are several of the same headings."""
        return next(table for table in self.tables if table.part is Part.OBJECTS)

    @property
    def asked(self) -> tuple[str, ...]:
        """What the member has to be asked once: fields of ``Defaults``, and identifier where no column is unique."""
        wanted = ["language", "institution", "medium", "rights"]
        said_by = {"medium": "medium", "rights": "media-rights"}
        left = [name for name in wanted if name not in said_by or not self.found(said_by[name])]
        return tuple(left if self.objects.key else ["identifier", *left])

    def found(self, name: str) -> tuple[tuple[ProposedTable, Choice], ...]:
        """Give every column that is proposed to a word, with its table."""
        return tuple((table, choice) for table in self.tables for choice in table.of(name))

    def table(self, name: str) -> ProposedTable:
        """Give a table by its name; raise KeyError."""
        return {table.name: table for table in self.tables}[name]

    def corrected(
        self,
        table: str,
        column: str,
        name: str | None,
        *,
        separator: str | None = None,
        language: str | None = None,
    ) -> "Proposal":
        """Let the member say what a column means; a word that one column has alone is taken from another.

        What is said of one table of objects is said of all. Raises KeyError where there is no such table, column or
        word.
        """
        chosen = word(name) if name is not None else None
        at = self.table(table)
        at.choice(column)
        return self._each(at, column, lambda one: _said_of(one, column, chosen, separator, language))

    def keyed(self, column: str | None) -> "Proposal":
        """Let the member say which column tells the objects apart; raise KeyError."""
        if column is not None:
            self.objects.choice(column)
        return self._each(self.objects, column, lambda one: replace(one, key=column))

    def _each(
        self, table: ProposedTable, column: str | None, change: Callable[[ProposedTable], ProposedTable]
    ) -> "Proposal":
        """Change a table, and where it has objects, every other one of objects with that column."""

        def is_meant(one: ProposedTable) -> bool:
            has = column is None or any(choice.column == column for choice in one.choices)
            return one.name == table.name or (one.part is table.part is Part.OBJECTS and has)

        return replace(self, tables=tuple(change(one) if is_meant(one) else one for one in self.tables))


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a member says once for all records.

    ``language`` is the tag of texts, ``institution`` who keeps the objects, ``medium`` the edm:type, ``rights`` the
    IRI of the rights in pictures and files. ``identifier`` has the columns that together tell records apart where
    none does alone.
    """

    language: str = "en"
    institution: str = ""
    medium: str = "IMAGE"
    rights: str = ""
    identifier: tuple[str, ...] = ()


def _said_of(
    table: ProposedTable, column: str, chosen: Word | None, separator: str | None, language: str | None
) -> ProposedTable:
    """Give a table in which a column means something else; the number of objects is also what tells them apart."""
    choices = tuple(_rechosen(table.choices, column, chosen, separator, language))
    key = table.key
    if table.part is Part.OBJECTS and chosen and chosen.name == "identifier":
        key = column
    elif table.part is Part.OBJECTS and chosen is None and key == column:
        key = None
    return replace(table, choices=choices, key=key)


def _rechosen(
    choices: Sequence[Choice], column: str, chosen: Word | None, separator: str | None, language: str | None
) -> Iterator[Choice]:
    for one in choices:
        if one.column == column:
            name = chosen.name if chosen else None
            yield Choice(column, name, Reason("chosen"), 1.0, separator, language)
        elif chosen and not chosen.several and one.word == chosen.name and one.language == language:
            yield replace(one, word=None, reason=Reason("taken", {"other": column}), score=0.0)
        else:
            yield one
