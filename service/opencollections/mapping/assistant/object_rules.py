"""The rules of objects: what is said of them, and the things of their own that they link to."""

from collections.abc import Callable, Mapping
from typing import Final

from .aggregation_rules import aggregation_rule
from .building import LANGUAGE, Building, several, slug, split, text_language
from .matches import match_pair
from .person_rules import maker_pairs
from .place_rules import coordinate_pairs, located, position
from .proposal import Choice, Part, ProposedTable
from .references import is_several, literally, reference
from .rules import Pair, Rule
from .time_rules import date_pairs, period_pairs
from .words import Shape, Word, words

_CLASSES: Final = {"kind": "skos:Concept", "place": "edm:Place", "whole": "schema:Collection"}
_NAMES: Final = {"whole": "schema:name"}
_AS_WORDS: Final = {"kind": "dc:type", "place": "dc:coverage", "whole": "dc:relation"}
"""Where several things stand in a cell, they stay words: the property that may have them."""
_ALSO: Final = {"made-at": "schema:locationCreated", "place": "schema:contentLocation"}


def object_rules(building: Building, table: ProposedTable) -> None:
    """Write what a table says of objects; only the principal one says that they are objects."""
    name = "object" if table.part is Part.OBJECTS else table.name
    subject = f"object/{building.key(table)}"
    rule = building.rule(name, building.source(table).name, subject, comment=_why_this_key(building, table))
    if table.part is Part.OBJECTS:
        number = building.kept(table, "identifier") or building.key(table)
        rule.pairs += [Pair("a", "edm:ProvidedCHO"), Pair("dcterms:identifier", number)]
        _title_of_untitled(building, table, rule)
    for one in words().values():
        for choice in table.of(one.name):
            rule.pairs += _pairs(building, table, choice)
    if table.first("date") is None:
        rule.pairs += period_pairs(building, table)
    if table.part is Part.OBJECTS and not building.proposal.found("medium"):
        rule.pairs.append(Pair("edm:type", "$(_medium)"))
    aggregation_rule(building, table)


def _why_this_key(building: Building, table: ProposedTable) -> str:
    """Say why identifiers are made of another column than the inventory number, where they are."""
    number = table.first("identifier")
    if table.part is not Part.OBJECTS or number is None or table.key in {number.column, None}:
        return ""
    is_shared = any(other.part in {Part.MORE, Part.LINKS} for other in building.proposal.tables)
    return building.comment("key" if is_shared else "other-key")


def _title_of_untitled(building: Building, table: ProposedTable, rule: Rule) -> None:
    """Give objects a title of their kind and number where no column has titles."""
    if building.proposal.found("title"):
        return
    kind = table.first("kind")
    known = [reference(kind.column)] if kind and not several(table.inspection, kind) else []
    number = building.kept(table, "identifier") or building.key(table)
    rule.pairs.append(Pair("dc:title", " ".join([*known, number]), language=LANGUAGE))


def _pairs(building: Building, table: ProposedTable, choice: Choice) -> list[Pair]:
    """Give what a column says of the object itself; things of their own get their rules on the way."""
    one = words()[choice.word or ""]
    if one.rule != "object" and one.shape is not Shape.LATITUDE:
        return []
    making = _MAKING.get(one.shape)
    return making(building, table, choice) if making else [_valued(one, choice)]


def _valued(one: Word, choice: Choice) -> Pair:
    """Give the values of a column as they are, as texts in a language, or as a function reads them."""
    values = split(choice)
    language = text_language(choice) if one.shape is Shape.TEXT else ""
    if one.function:
        return Pair(one.predicate, function=f"{one.function}({values})")
    if choice.separator:
        return Pair(one.predicate, function=values, language=language)
    return Pair(one.predicate, values, language=language)


def _medium(_: Building, __: ProposedTable, choice: Choice) -> list[Pair]:
    written = f"grel:other_coalesce(grel:toUpperCase({reference(choice.column)}), $(_medium))"
    return [Pair("edm:type", function=written)]


def _thing(building: Building, table: ProposedTable, choice: Choice) -> list[Pair]:
    """Link a kind, a place or a larger whole, and say what it is."""
    one = words()[choice.word or ""]
    language = text_language(choice)
    if choice.separator:
        return [Pair(_AS_WORDS[one.thing], function=split(choice), language=language)]
    ref = reference(choice.column)
    source, inside = building.source(table), choice.column
    if is_several(table.inspection, choice.column):
        found, inside = building.inner(table, choice.column)
        source = found.source
    within = reference(inside)
    rule = building.rule(one.thing, source.name, f"{one.thing}/{within}")
    if not rule.pairs:
        rule.pairs += [
            Pair("a", _CLASSES[one.thing]),
            Pair(_NAMES.get(one.thing, "skos:prefLabel"), within, language=language),
        ]
        if choice is located(table):
            rule.pairs += position(table)
    predicate = f"[{one.predicate}, {_ALSO[one.name]}]" if one.name in _ALSO else one.predicate
    return [Pair(predicate, f"{one.thing}/{ref}", is_iri=True)]


def _other_number(building: Building, table: ProposedTable, choice: Choice) -> list[Pair]:
    """Give another number as a thing that says of which kind it is."""
    ref = reference(choice.column)
    subject = f"identifier/{building.key(table)}/{slug(choice.column)}"
    is_there = f"idlab-fn:isSet({ref})"
    rule = building.rule("number", building.source(table).name, subject, condition=is_there)
    rule.pairs += [
        Pair("a", "schema:PropertyValue"),
        Pair("schema:propertyID", literally(choice.column)),
        Pair("schema:value", ref, datatype="xsd:string"),
    ]
    return [Pair("schema:identifier", subject, is_iri=True, condition=is_there)]


_MAKING: Final[Mapping[Shape, Callable[[Building, ProposedTable, Choice], list[Pair]]]] = {
    Shape.IDENTIFIER: lambda *_: [],
    Shape.MEDIUM: _medium,
    Shape.THING: _thing,
    Shape.MAKER: maker_pairs,
    Shape.DATE: date_pairs,
    Shape.MATCH: lambda _, table, choice: [match_pair(table, choice)],
    Shape.OTHER_NUMBER: _other_number,
    Shape.LATITUDE: coordinate_pairs,
}
"""What makes more of a column than its values."""
