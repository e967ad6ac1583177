"""The rules of objects: the object with its kind, time and places, and the aggregation with its pictures."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from .building import LANGUAGE, Building, several, slug, split, text_language
from .matches import match_pair
from .person_rules import maker_pairs
from .proposal import Choice, Part, ProposedTable
from .references import is_several, literally, reference
from .rules import Pair, Rule
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
    if table.part is Part.OBJECTS and not building.proposal.found("medium"):
        rule.pairs.append(Pair("edm:type", "$(_medium)"))
    _aggregation(building, table)


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
        if one.thing == "place":
            rule.pairs += _position(table)
    predicate = f"[{one.predicate}, {_ALSO[one.name]}]" if one.name in _ALSO else one.predicate
    return [Pair(predicate, f"{one.thing}/{ref}", is_iri=True)]


def _position(table: ProposedTable) -> list[Pair]:
    """Give latitude and longitude, from two columns or from one."""
    latitude, longitude = table.first("latitude"), table.first("longitude")
    if latitude is None:
        return []
    both = reference(latitude.column)
    arguments = f"{both}, {reference(longitude.column)}" if longitude else both
    return [
        Pair("wgs84_pos:lat", function=f"ocn-fn:latitude({arguments})", datatype="xsd:decimal"),
        Pair("wgs84_pos:long", function=f"ocn-fn:longitude({arguments})", datatype="xsd:decimal"),
    ]


def _coordinates(building: Building, table: ProposedTable, choice: Choice) -> list[Pair]:
    """Give an object with coordinates a place of its own where no column names one."""
    if any(not one.separator for name in ("place", "made-at") for one in table.of(name)):
        return []
    key, ref = building.key(table), reference(choice.column)
    is_there = f"grel:controls_isNotNull({ref})"
    rule = building.rule("position", building.source(table).name, f"place/{key}", condition=is_there)
    rule.pairs += [Pair("a", "edm:Place"), Pair("skos:prefLabel", ref), *_position(table)]
    return [Pair("dcterms:spatial", f"place/{key}", is_iri=True, condition=is_there)]


def _date(building: Building, table: ProposedTable, choice: Choice) -> list[Pair]:
    """Give a date as it is written, and as a period with begin and end."""
    ref = reference(choice.column)
    if is_several(table.inspection, choice.column):
        return [Pair("dcterms:created", ref)]
    key = building.key(table)
    begin, end = (
        _bound(table, "date-from", "ocn-fn:dateBegin", ref),
        _bound(table, "date-to", "ocn-fn:dateEnd", ref),
    )
    read = ", ".join(pair.function for pair in (*begin, *end))
    is_there = f"grel:controls_isNotNull(grel:other_coalesce({read}))"
    time = building.rule(
        "time",
        building.source(table).name,
        f"time/{key}",
        condition=is_there,
        comment=building.comment("time"),
    )
    time.pairs += [
        Pair("a", "edm:TimeSpan"),
        Pair("skos:prefLabel", ref),
        *(replace(pair, predicate="edm:begin") for pair in begin),
        *(replace(pair, predicate="edm:end") for pair in end),
    ]
    return [
        Pair("dcterms:created", ref),
        Pair("schema:temporalCoverage", function=f"ocn-fn:date({ref})"),
        Pair("dcterms:temporal", f"time/{key}", is_iri=True, condition=is_there),
    ]


def _bound(table: ProposedTable, word: str, function: str, ref: str) -> list[Pair]:
    """Give one side of a period: from a column of its own, and from the date as it is written where that is empty."""
    own = table.first(word)
    written = Pair("", function=f"{function}({ref})")
    if own is None:
        return [written]
    column = reference(own.column)
    return [
        Pair("", function=f"{function}({column})"),
        replace(written, condition=f"grel:controls_isNull({column})"),
    ]


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


def _aggregation(building: Building, table: ProposedTable) -> None:
    """Write who keeps the object, where it is shown, and what others may do with it."""
    key = building.key(table)
    name = "aggregation" if table.part is Part.OBJECTS else f"{table.name}-aggregation"
    rule = building.rule(name, building.source(table).name, f"aggregation/{key}")
    if table.part is Part.OBJECTS:
        rule.pairs += [
            Pair("a", "ore:Aggregation"),
            Pair("edm:aggregatedCHO", f"object/{key}", is_iri=True),
            Pair("edm:dataProvider", "$(_institution)", language=LANGUAGE),
            Pair("edm:provider", "Open Collections"),
        ]
    for choice in table.of("page"):
        rule.pairs.append(Pair("edm:isShownAt", reference(choice.column), is_iri=True))
    for place, choice in enumerate(table.of("picture")):
        rule.pairs += _picture(building, table, choice, is_first=place == 0)
    rule.pairs += _rights(building, table)


def _picture(building: Building, table: ProposedTable, choice: Choice, *, is_first: bool) -> list[Pair]:
    """Link pictures: the first is what the object is shown by, the others are further views."""
    values = split(choice)
    if not several(table.inspection, choice):
        file = building.rule("file", building.source(table).name, values)
        file.pairs += [
            Pair("a", "[edm:WebResource, schema:MediaObject]"),
            Pair("dc:format", function=f"idlab-fn:getMIMEType({values})"),
        ]
        return [Pair("edm:isShownBy" if is_first else "edm:hasView", values, is_iri=True)]
    file = building.rule("file", building.source(table).name, values)
    file.is_function = bool(choice.separator)
    file.pairs.append(Pair("a", "[edm:WebResource, schema:MediaObject]"))
    if not is_first:
        return [Pair("edm:hasView", function=f"grel:array_slice({values}, 0)", is_iri=True)]
    return [
        Pair("edm:isShownBy", function=f"grel:array_get({values}, 0)", is_iri=True),
        Pair("edm:hasView", function=f"grel:array_slice({values}, 1)", is_iri=True),
    ]


def _rights(building: Building, table: ProposedTable) -> list[Pair]:
    """Give rights by their columns, and those of all where a cell says nothing, not where it cannot be read."""
    pairs = [
        Pair(one.predicate, function=f"{one.function}({reference(choice.column)})", is_iri=True)
        for one in (words()["media-rights"], words()["licence"])
        for choice in table.of(one.name)
    ]
    said = table.first("media-rights")
    if building.defaults.rights and said:
        is_empty = f"grel:controls_isNull({reference(said.column)})"
        pairs.append(Pair("edm:rights", "$(_rights)", is_iri=True, condition=is_empty))
    elif (
        building.defaults.rights
        and table.part is Part.OBJECTS
        and not building.proposal.found("media-rights")
    ):
        pairs.append(Pair("edm:rights", "$(_rights)", is_iri=True))
    return pairs


_MAKING: Final[Mapping[Shape, Callable[[Building, ProposedTable, Choice], list[Pair]]]] = {
    Shape.IDENTIFIER: lambda *_: [],
    Shape.MEDIUM: _medium,
    Shape.THING: _thing,
    Shape.MAKER: maker_pairs,
    Shape.DATE: _date,
    Shape.MATCH: lambda _, table, choice: [match_pair(table, choice)],
    Shape.OTHER_NUMBER: _other_number,
    Shape.LATITUDE: _coordinates,
}
"""What makes more of a column than its values."""
