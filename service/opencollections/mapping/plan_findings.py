"""What a plan finds wrong with a mapping: references to other rules that cannot be, and calls that cannot run."""

from collections.abc import Iterator
from collections.abc import Mapping as MappingOf

from ..problems import Problem, Severity
from . import function_calls
from .functions import Functions
from .model import (
    Call,
    Expression,
    Location,
    LogicalView,
    Mapping,
    ReferencingObjectMap,
    TermMap,
    TriplesMap,
)
from .placing import object_maps


def plan_findings(mapping: Mapping, functions: Functions) -> Iterator[Problem]:
    """Give a finding for each reference to another rule, and each call of a function, that cannot run."""
    names = {triples_map.name: triples_map for triples_map in mapping.triples_maps}
    for triples_map in mapping.triples_maps:
        for value in object_maps(triples_map):
            if isinstance(value, ReferencingObjectMap):
                yield from _reference_findings(names, triples_map, value)
        for call in _calls(triples_map):
            yield from _call_findings(mapping.file, triples_map.name, call, functions)


def _reference_findings(
    names: MappingOf[str, TriplesMap], child: TriplesMap, value: ReferencingObjectMap
) -> Iterator[Problem]:
    place = value.location or child.location or Location("mapping")
    if value.parent not in names:
        yield _finding(
            "mapping-unknown-parent",
            place,
            child.name,
            f"it refers to {value.parent!r}, and there is no such mapping.",
            f"The mappings are: {', '.join(names)}.",
        )
    elif not value.joins and names[value.parent].source.key() != child.source.key():
        yield _finding(
            "mapping-join-missing",
            place,
            child.name,
            f"it refers to {value.parent!r}, which reads other rows, without saying where they meet.",
            "Add a condition, such as function: equal(str1=$(column here), str2=$(column there)).",
        )


def _calls(triples_map: TriplesMap) -> Iterator[Call]:
    pairs = triples_map.predicate_objects
    objects = list(object_maps(triples_map))
    terms = [
        *triples_map.classes,
        *triples_map.graphs,
        *(term for pair in pairs for term in (*pair.predicates, *pair.graphs)),
        *(value for value in objects if isinstance(value, TermMap)),
    ]
    waiting: list[Expression | None] = [
        part for term in terms for part in (term.expression, term.language, term.datatype, term.condition)
    ]
    for value in objects:
        if isinstance(value, ReferencingObjectMap):
            waiting += [
                value.condition,
                *(side for join in value.joins for side in (join.child, join.parent)),
            ]
    if isinstance(triples_map.source, LogicalView):
        waiting += triples_map.source.expressions()
    while waiting:
        expression = waiting.pop()
        if isinstance(expression, Call):
            yield expression
            waiting += [argument for _, argument in expression.arguments]


def _call_findings(file: str, name: str, call: Call, functions: Functions) -> Iterator[Problem]:
    for code, message, advice in function_calls.findings(call, functions):
        yield _finding(code, call.location or Location(file), name, message, advice)


def _finding(code: str, place: Location, name: str, message: str, advice: str) -> Problem:
    return Problem(code, Severity.ERROR, f"in {name!r}, {message}", advice, file=place.file, row=place.line)
