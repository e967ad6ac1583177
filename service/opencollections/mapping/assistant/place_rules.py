"""The rules of places on the globe: coordinates of a place that is named, or of where an object belongs."""

from .building import Building, several
from .proposal import Choice, ProposedTable
from .references import reference
from .rules import Pair


def position(table: ProposedTable) -> list[Pair]:
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


def located(table: ProposedTable) -> Choice | None:
    """Give the column of places that the coordinates belong to.

    None where there are more coordinates than places: then they say where in a place an object belongs.
    """
    latitude = table.first("latitude")
    found = table.first("place") or table.first("made-at")
    if latitude is None or found is None or several(table.inspection, found):
        return None
    columns = table.inspection.column
    return found if columns(latitude.column).distinct <= columns(found.column).distinct else None


def coordinate_pairs(building: Building, table: ProposedTable, choice: Choice) -> list[Pair]:
    """Give an object with coordinates a place of its own where they are not those of the place that is named."""
    if located(table):
        return []
    key, ref = building.key(table), reference(choice.column)
    is_there = f"grel:controls_isNotNull({ref})"
    named = table.first("place") or table.first("made-at")
    names = [reference(named.column)] if named and not several(table.inspection, named) else []
    rule = building.rule("position", building.source(table).name, f"position/{key}", condition=is_there)
    rule.pairs += [
        Pair("a", "edm:Place"),
        Pair("skos:prefLabel", function=f"grel:other_coalesce({', '.join([*names, ref])})"),
        *(Pair("dcterms:isPartOf", f"place/{name}", is_iri=True) for name in names),
        *position(table),
    ]
    return [Pair("dcterms:spatial", f"position/{key}", is_iri=True, condition=is_there)]
