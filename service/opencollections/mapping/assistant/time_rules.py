"""The rules of time: a date as it is written, and as a period with begin and end."""

from dataclasses import replace

from .building import Building
from .proposal import Choice, ProposedTable
from .references import is_several, reference
from .rules import Pair


def date_pairs(building: Building, table: ProposedTable, choice: Choice) -> list[Pair]:
    """Give a date as it is written, and as a period with begin and end."""
    ref = reference(choice.column)
    if is_several(table.inspection, choice.column):
        return [Pair("dcterms:created", ref)]
    begin = _bound(table, "date-from", "ocn-fn:dateBegin", ref)
    end = _bound(table, "date-to", "ocn-fn:dateEnd", ref)
    return [
        Pair("dcterms:created", ref),
        Pair("schema:temporalCoverage", function=f"ocn-fn:date({ref})"),
        _period(building, table, Pair("skos:prefLabel", ref), begin, end),
    ]


def period_pairs(building: Building, table: ProposedTable) -> list[Pair]:
    """Give a period where its sides have columns and the date as a whole has none."""
    sides = [reference(found.column) for name in ("date-from", "date-to") if (found := table.first(name))]
    if not sides:
        return []
    begin, end = f"ocn-fn:dateBegin({sides[0]})", f"ocn-fn:dateEnd({sides[-1]})"
    whole = f'idlab-fn:concatSequence({", ".join(sides)}, delimiter="/")'
    label = Pair("skos:prefLabel", function=whole)
    return [
        Pair("dcterms:created", function=whole),
        _period(building, table, label, [Pair("", function=begin)], [Pair("", function=end)]),
    ]


def _period(
    building: Building, table: ProposedTable, label: Pair, begin: list[Pair], end: list[Pair]
) -> Pair:
    """Write a period with what can be read of its begin and end, and give the link to it."""
    key = building.key(table)
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
        label,
        *(replace(pair, predicate="edm:begin") for pair in begin),
        *(replace(pair, predicate="edm:end") for pair in end),
    ]
    return Pair("dcterms:temporal", f"time/{key}", is_iri=True, condition=is_there)


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
