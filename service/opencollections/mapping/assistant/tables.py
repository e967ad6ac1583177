"""Tables together: which of them has the objects, and how the others belong to it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Final

from ...errors import NoTable
from ...phrases import Phrase
from ...records.inspection import Inspection
from ...records.tables import Kind
from .choosing import choices, text_language, with_languages
from .headings import meanings, plain
from .proposal import Choice, Part, Proposal, ProposedTable
from .wording import Reason

_OF_OBJECTS: Final = frozenset(
    {"title", "kind", "date", "material", "size", "description", "maker", "picture"}
)
_NAMES: Final = frozenset(
    plain(name)
    for name in (
        "display name",
        "full name",
        "name",
        "artist name",
        "maker name",
        "név",
        "meno",
        "naam",
        "vardas",
    )
)
_SAME: Final = 0.8
_READ: Final = frozenset(Kind) - {Kind.RDF}


def propose(inspections: Sequence[Inspection], language: str = "en") -> Proposal:
    """Propose what files and sheets mean that are handed in together; ``language`` is the member's.

    The table that says most of objects has them. Others belong to it where they have its key under the same
    heading. Raises NoTable.
    """
    readable = [one for one in inspections if one.kind in _READ and one.columns]
    if not readable:
        raise NoTable(files=", ".join(one.file for one in inspections) or Phrase("nothing"))
    tables = [
        ProposedTable(name, one, choices(one, language))
        for name, one in zip(_names(readable), readable, strict=True)
    ]
    principal = max(tables, key=_weight)
    twins = [table for table in tables if table is not principal and _is_twin(table, principal)]
    others = [table for table in tables if table is not principal and table not in twins]
    key = _key(principal, others)
    objects = [_as_objects(table, key and _column(table, key)) for table in (principal, *twins)]
    parted = [*objects, *_parted(key, others)]
    in_order = sorted(parted, key=lambda table: [one.name for one in tables].index(table.name))
    of_most = text_language(readable)
    return Proposal(tuple(with_languages(table, of_most) for table in in_order), of_most)


def _names(inspections: Sequence[Inspection]) -> list[str]:
    """Name each table after its sheet or file, as a source of a mapping is called."""
    names: dict[str, None] = {}
    for one in inspections:
        bare = name = "-".join(plain(one.sheet or PurePath(one.file).stem)) or "records"
        number = 1
        while name in names:
            number += 1
            name = f"{bare}-{number}"
        names[name] = None
    return list(names)


def _weight(table: ProposedTable) -> tuple[float, int]:
    """Weigh how much a table says of objects."""
    said = {choice.word: choice.score for choice in table.choices if choice.word}
    of_objects = sum(score for name, score in said.items() if name in _OF_OBJECTS)
    return of_objects + 2 * said.get("identifier", 0.0), table.inspection.records


def _is_twin(table: ProposedTable, principal: ProposedTable) -> bool:
    """Tell whether a table has objects as well: a sheet of another year has the same headings."""
    own, other = ({plain(sample.name) for sample in one.inspection.columns} for one in (table, principal))
    return len(own & other) >= _SAME * len(own | other)


def _unique(table: ProposedTable) -> list[str]:
    """Give the columns that could be a key, in their order."""
    return [
        sample.name
        for sample in table.inspection.columns
        if sample.is_unique and sample.filled == table.inspection.records
    ]


def _key(principal: ProposedTable, others: Sequence[ProposedTable]) -> str | None:
    """Give the column by which objects are known: the inventory number, or what all other tables know them by."""
    unique = _unique(principal)
    chosen = principal.first("identifier")
    number = chosen.column if chosen and chosen.column in unique else None
    shared = {
        column: sum(1 for table in others if _column(table, column))
        for column in unique
        if len(plain(column)) > 1 or column.casefold() == "id"
    }
    best = max(shared, key=lambda column: (shared[column], column == number), default=None)
    if best is not None and shared[best] and shared[best] > shared.get(number or "", 0):
        return best
    return number or _number_with_gaps(principal, unique)


def _number_with_gaps(principal: ProposedTable, unique: Sequence[str]) -> str | None:
    """Give what stands in for an inventory number that some records lack: another number that all have, else itself.

    Where two records have the same number, nothing does: the member is asked.
    """
    chosen = principal.first("identifier")
    if chosen is None or not principal.inspection.column(chosen.column).is_unique:
        return None
    by_heading = (one for one in unique if any(found.word == "identifier" for found in meanings(one)))
    return next(by_heading, chosen.column)


def _column(table: ProposedTable, heading: str) -> str | None:
    """Find the column of a table that has the same heading."""
    return next(
        (sample.name for sample in table.inspection.columns if plain(sample.name) == plain(heading)), None
    )


def _as_objects(table: ProposedTable, key: str | None) -> ProposedTable:
    identifier = table.first("identifier")
    if identifier is None and key is not None:
        chosen = tuple(
            replace(choice, word="identifier", reason=Reason("key"), score=0.6)
            if choice.column == key
            else choice
            for choice in table.choices
        )
        table = replace(table, choices=chosen)
    return replace(table, part=Part.OBJECTS, key=key)


def _parted(key: str | None, others: Sequence[ProposedTable]) -> Iterator[ProposedTable]:
    """Tell of each other table what its records are."""
    persons = {table.name: found for table in others if (found := _person_key(table, others, key))}
    for table in others:
        object_key = _column(table, key) if key else None
        person_key = next(
            (found for found in (_column(table, one) for one in persons.values()) if found), None
        )
        if table.name in persons:
            yield _as_persons(table, persons[table.name])
        elif object_key and person_key:
            yield _bare(replace(table, part=Part.LINKS, key=object_key, person_key=person_key), "maker-role")
        elif object_key:
            yield _more(table, object_key)
        elif person_key:
            yield _bare(replace(table, part=Part.MORE_OF_PERSONS, key=person_key), "maker-link")
        else:
            yield replace(_bare(table), part=Part.UNUSED, key=None)


def _person_key(table: ProposedTable, others: Sequence[ProposedTable], key: str | None) -> str | None:
    """Give the key of a table of persons: its own, which a table of links has beside that of the objects."""
    if not key or _column(table, key) or not _name_column(table):
        return None
    for column in _unique(table):
        if any(_column(one, column) and _column(one, key) for one in others if one is not table):
            return column
    return None


def _name_column(table: ProposedTable) -> str | None:
    return next(
        (sample.name for sample in table.inspection.columns if plain(sample.name) in _NAMES),
        None,
    ) or next((choice.column for choice in table.of("maker")), None)


def _as_persons(table: ProposedTable, key: str) -> ProposedTable:
    """Read a table as one of persons, where begin and end are those of a life."""
    renamed = {"date-from": "maker-born", "date-to": "maker-died", "date": "maker-life"}
    name = _name_column(table)
    kept = {"maker-born", "maker-died", "maker-life", "maker-link"}
    chosen = []
    for choice in table.choices:
        meant = "maker" if choice.column == name else renamed.get(choice.word or "", choice.word)
        if choice.column == key:
            chosen.append(replace(choice, word=None, reason=Reason("key")))
        elif meant == "maker" and choice.column == name:
            chosen.append(replace(choice, word="maker", score=max(choice.score, 0.7), separator=None))
        elif meant in kept:
            chosen.append(replace(choice, word=meant))
        else:
            chosen.append(_out(choice))
    return replace(table, part=Part.PERSONS, key=key, choices=tuple(chosen))


def _more(table: ProposedTable, key: str) -> ProposedTable:
    """Read a table as one that says more of objects that another table has."""
    chosen = [
        replace(choice, word=None, reason=Reason("key"))
        if choice.column == key or choice.word == "identifier"
        else choice
        for choice in table.choices
    ]
    return replace(table, part=Part.MORE, key=key, choices=tuple(chosen))


def _bare(table: ProposedTable, *kept: str) -> ProposedTable:
    """Leave of a table's choices only some words."""
    chosen = tuple(choice if choice.word in kept else _out(choice) for choice in table.choices)
    return replace(table, choices=chosen)


def _out(choice: Choice) -> Choice:
    return choice if choice.word is None else replace(choice, word=None, reason=Reason("unknown"), score=0.0)
