"""Writing: a proposal as a mapping in YARRRML, in the style of the ready ones, with comments for the member."""

import re
from collections.abc import Iterator
from typing import Final

from ...errors import IdentifierNeeded
from ...vocabulary import PREFIXES
from .building import Building
from .object_rules import object_rules
from .person_rules import link_rules, person_rules
from .proposal import Defaults, Part, Proposal, ProposedTable
from .references import Source
from .rules import Rule, quoted
from .wording import comment

_PREFIX: Final = re.compile(r"(?<![\w$/-])([a-z][\w-]*):(?=[A-Za-z])")
_FUNCTIONS: Final = {
    "grel": "http://users.ugent.be/~bjdmeest/function/grel.ttl#",
    "idlab-fn": "https://w3id.org/imec/idlab/function#",
    "ocn-fn": "https://opencollections.net/function#",
    "sparql": "http://www.w3.org/ns/sparql#",
}


def written(proposal: Proposal, defaults: Defaults, language: str = "en") -> str:
    """Write the mapping; comments are in ``language``.

    Raises IdentifierNeeded where no column tells the objects apart and the member has not named some.
    """
    if not (proposal.objects.key or defaults.identifier):
        table = proposal.objects
        columns = ", ".join(choice.column for choice in table.choices)
        raise IdentifierNeeded(file=table.inspection.file, columns=columns)
    building = Building(proposal, defaults, language)
    for table in sorted(proposal.tables, key=lambda one: list(Part).index(one.part)):
        if table.part in {Part.OBJECTS, Part.MORE}:
            object_rules(building, table)
        elif table.part in {Part.PERSONS, Part.MORE_OF_PERSONS}:
            person_rules(building, table)
        elif table.part is Part.LINKS:
            link_rules(building, table)
    rules = [rule for rule in building.rules.values() if rule.pairs]
    return "\n".join(_lines(proposal, defaults, language, building.sources_of(rules), rules)) + "\n"


def _lines(
    proposal: Proposal, defaults: Defaults, language: str, sources: list[Source], rules: list[Rule]
) -> Iterator[str]:
    body = [line for rule in rules for line in (*rule.lines(), "")]
    yield from _head(proposal, language)
    yield from _external(defaults, language, "\n".join(body))
    yield ""
    yield "prefixes:"
    for prefix, iri in _prefixes("\n".join(body)):
        yield f"  {prefix}: {iri}"
    yield ""
    yield "sources:"
    yield from (source.line() for source in sources)
    yield ""
    yield "mappings:"
    yield from body[:-1]


def _head(proposal: Proposal, language: str) -> Iterator[str]:
    files = ", ".join(dict.fromkeys(_one_line(table.inspection.file) for table in proposal.tables))
    yield f"# {comment('head', language, file=files)}"
    left = [
        _one_line(name)
        for table in proposal.tables
        for name in ([table.name] if table.part is Part.UNUSED else _left_out(table))
    ]
    if left:
        yield f"# {comment('left-out', language, columns=', '.join(dict.fromkeys(left)))}"


def _left_out(table: ProposedTable) -> Iterator[str]:
    """Give the columns that have values and no word."""
    for choice in table.choices:
        if choice.word is None and choice.reason.code not in {"empty", "key"}:
            yield choice.column


def _one_line(text: str) -> str:
    return (
        " ".join(char if char.isprintable() else " " for char in text).replace("  ", " ")
        if not text.isprintable()
        else text
    )


def _external(defaults: Defaults, language: str, body: str) -> Iterator[str]:
    """Write what stands once for all records, and only what the rules use."""
    values = {
        "institution": defaults.institution,
        "language": defaults.language,
        "medium": defaults.medium,
        "rights": defaults.rights,
    }
    used = {name: f"  {name}: {quoted(value)}" for name, value in values.items() if f"$(_{name})" in body}
    width = max(map(len, used.values()))
    yield "external:"
    for name, line in used.items():
        yield f"{line:{width}}  # {comment(name, language)}"


def _prefixes(body: str) -> Iterator[tuple[str, str]]:
    used = set(_PREFIX.findall(body))
    for prefix, iri in (PREFIXES | _FUNCTIONS).items():
        if prefix in used:
            yield prefix, iri
