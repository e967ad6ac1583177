"""What the writers of rules share: the rules and sources so far, and how a column is spoken of."""

from dataclasses import dataclass, field

from ...records.inspection import Inspection
from .proposal import Choice, Defaults, Proposal, ProposedTable
from .references import Inner, Source, argument, inner, is_several, reference, source_of
from .rules import Rule
from .wording import comment

LANGUAGE = "$(_language)"
"""The language of texts whose column does not say another."""


@dataclass
class Building:
    """A mapping while it is built; ``language`` is that of its comments."""

    proposal: Proposal
    defaults: Defaults
    language: str
    rules: dict[str, Rule] = field(default_factory=dict)
    _sources: dict[str, Source] = field(default_factory=dict)

    def comment(self, code: str) -> str:
        return comment(code, self.language)

    def source(self, table: ProposedTable) -> Source:
        """Give the source of a table."""
        if table.name not in self._sources:
            makers = [choice.column for choice in table.of("maker")]
            self._sources[table.name] = source_of(table.name, table.inspection, makers)
        return self._sources[table.name]

    def inner(self, table: ProposedTable, column: str) -> tuple[Inner, str]:
        """Give the list inside of records that a column stands in, as a source, and the reference from there."""
        found, way = inner(self.source(table), table.inspection, column)
        self._sources.setdefault(found.source.name, found.source)
        return found, way

    def sources_of(self, rules: list[Rule]) -> list[Source]:
        """Give the sources that some rules read, in the order of the tables."""
        used = {rule.source for rule in rules}
        return [source for name, source in self._sources.items() if name in used]

    def rule(self, name: str, source: str, subject: str, *, condition: str = "", comment: str = "") -> Rule:
        """Begin a rule; of two of one name the second gets a number, unless they are of the same things."""
        unique, number = name, 1
        while (known := self.rules.get(unique)) and (known.source, known.subject) != (source, subject):
            number += 1
            unique = f"{name}{number}"
        return self.rules.setdefault(
            unique, Rule(unique, source, subject, condition=condition, comment=comment)
        )

    def key(self, table: ProposedTable) -> str:
        """Give what identifiers of the objects are made of, as a table has it."""
        columns = (table.key,) if table.key else self.defaults.identifier
        return "-".join(reference(column) for column in columns if column)

    def kept(self, table: ProposedTable, name: str) -> str | None:
        """Give the reference to the first column of a word, or None."""
        choice = table.first(name)
        return reference(choice.column) if choice else None


def split(choice: Choice) -> str:
    """Give the values of a column: its reference, or the function that takes its cells apart."""
    ref = reference(choice.column)
    if not choice.separator:
        return ref
    return f"grel:string_split({ref}, {argument(choice.separator)})"


def text_language(choice: Choice) -> str:
    return choice.language or LANGUAGE


def several(inspection: Inspection, choice: Choice) -> bool:
    """Tell whether a record can have several values of a column, in one cell or in a list."""
    return bool(choice.separator) or is_several(inspection, choice.column)


def slug(text: str) -> str:
    """Give a text as a part of an identifier, letters and figures only."""
    return "".join(char if char.isalnum() else "-" for char in text).strip("-") or "x"
