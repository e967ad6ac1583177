"""Readings: every expression of a mapping with the place it stands in, so that a finding can name it."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..vocabulary import compact
from .model import (
    Call,
    Constant,
    Expression,
    Location,
    LogicalView,
    Mapping,
    ObjectMap,
    PredicateObjectMap,
    Reference,
    ReferencingObjectMap,
    Template,
    TermMap,
    TriplesMap,
)

SourceKey = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """An expression, and for which term of which triples map it is evaluated; ``source`` says on which records."""

    expression: Expression
    source: SourceKey
    triples_map: str
    term: str
    location: Location | None

    @property
    def line(self) -> int | None:
        return self.location.line if self.location else None


def references(expression: Expression) -> tuple[str, ...]:
    """Give the columns or paths that an expression reads, each once, in its order."""
    match expression:
        case Reference(path):
            return (path,)
        case Template(parts):
            return tuple(dict.fromkeys(part.path for part in parts if isinstance(part, Reference)))
        case Call():
            nested = (path for _, argument in expression.arguments for path in references(argument))
            return tuple(dict.fromkeys(nested))
        case _:
            return ()


def readings(mapping: Mapping) -> Iterator[Reading]:
    """Give the readings of a mapping, in the order of the document."""
    parents = {one.name: one.source.key() for one in mapping.triples_maps}
    for triples_map in mapping.triples_maps:
        yield from _of_triples_map(triples_map, parents, dict(mapping.prefixes))


def _of_triples_map(
    triples_map: TriplesMap, parents: dict[str, SourceKey], prefixes: dict[str, str]
) -> Iterator[Reading]:
    found: list[tuple[ObjectMap, str, Location | None]] = [(triples_map.subject, "subject", None)]
    found += [(term, "class", None) for term in triples_map.classes]
    found += [(term, "graph", None) for term in triples_map.graphs]
    for pair in triples_map.predicate_objects:
        term = _predicate_name(pair, prefixes)
        found += [(one, term, pair.location) for one in (*pair.predicates, *pair.objects, *pair.graphs)]
    key = triples_map.source.key()
    while found:
        value, term, place = found.pop(0)
        location = value.location or place or triples_map.location
        if isinstance(value, ReferencingObjectMap):
            for join in value.joins:
                yield Reading(join.child, key, triples_map.name, term, location)
                if value.parent in parents:
                    yield Reading(join.parent, parents[value.parent], triples_map.name, term, location)
        for expression in _expressions(value):
            yield Reading(expression, key, triples_map.name, term, location)
        if isinstance(value, TermMap) and value.gather is not None:
            found[:0] = [(member, term, location) for member in value.gather.members]
    if isinstance(triples_map.source, LogicalView):
        for expression in triples_map.source.expressions():
            yield Reading(expression, (), triples_map.name, "field", triples_map.source.location)


def _predicate_name(pair: PredicateObjectMap, prefixes: dict[str, str]) -> str:
    """Name a predicate-object map by its predicate, in short where it is the same for all records."""
    first = pair.predicates[0].expression if pair.predicates else None
    if not isinstance(first, Constant):
        return "predicate"
    short = compact(first.value, prefixes)
    return compact(first.value) if short == first.value else short


def _expressions(value: ObjectMap) -> Iterator[Expression]:
    if isinstance(value, TermMap):
        yield value.expression
        yield from (part for part in (value.language, value.datatype) if part is not None)
    if value.condition is not None:
        yield value.condition
