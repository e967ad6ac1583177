"""The rules of aggregations: who keeps an object, where it is shown, its pictures and their rights."""

from ...records.tables import Kind
from .building import LANGUAGE, Building, several, split
from .proposal import Choice, Part, ProposedTable
from .references import argument, reference
from .rules import Pair
from .words import words


def aggregation_rule(building: Building, table: ProposedTable) -> None:
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
        if is_first and _repeats(table):
            return _first_of_rows(table, choice)
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


def _repeats(table: ProposedTable) -> bool:
    """Tell whether a table of pictures has several rows for an object, and can be looked up as a value table."""
    key = table.inspection.column(table.key) if table.key else None
    is_plain = table.inspection.kind is Kind.CSV and table.inspection.header_row == 1
    return table.part is Part.MORE and is_plain and key is not None and key.distinct < key.filled


def _first_of_rows(table: ProposedTable, choice: Choice) -> list[Pair]:
    """Let the picture in the first row of an object be the one that it is shown by, and the others further views."""
    key, ref = table.key or "", reference(choice.column)
    asked = [reference(key), *map(argument, (table.inspection.file, key, choice.column))]
    if table.inspection.style is not None:
        asked.append(argument(table.inspection.style.delimiter))
    first = f"idlab-fn:lookup({', '.join(asked)})"
    return [
        Pair("edm:isShownBy", ref, is_iri=True, condition=f"idlab-fn:equal({ref}, {first})"),
        Pair("edm:hasView", ref, is_iri=True, condition=f"idlab-fn:notEqual({ref}, {first})"),
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
