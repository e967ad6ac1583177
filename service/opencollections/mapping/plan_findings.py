"""What a plan finds wrong with a mapping: references to other rules that cannot be, and calls that cannot run."""

from collections.abc import Iterator
from collections.abc import Mapping as MappingOf
from typing import Final

from ..phrases import Fact, Phrase
from ..problems import Finding, Problem, Severity, Telling
from . import function_calls
from .findings import told
from .functions import Functions
from .model import (
    Call,
    Expression,
    Location,
    Mapping,
    ReferencingObjectMap,
    TriplesMap,
)
from .placing import object_maps
from .readings import Reading, readings

_IN_RULE: Final = told("in {rule!r}, {reason}")


def plan_findings(mapping: Mapping, functions: Functions) -> Iterator[Problem]:
    """Give a finding for each reference to another rule, and each call of a function, that cannot run."""
    names = {triples_map.name: triples_map for triples_map in mapping.triples_maps}
    for triples_map in mapping.triples_maps:
        for value in object_maps(triples_map):
            if isinstance(value, ReferencingObjectMap):
                yield from _reference_findings(names, triples_map, value)
    for reading, call in _calls(mapping):
        yield from _call_findings(mapping.file, reading, call, functions)


def _reference_findings(
    names: MappingOf[str, TriplesMap], child: TriplesMap, value: ReferencingObjectMap
) -> Iterator[Problem]:
    place = value.location or child.location or Location("mapping")
    if value.parent not in names:
        yield _finding(
            "mapping-unknown-parent",
            place,
            child.name,
            told("it refers to {parent!r}, and there is no such mapping."),
            told("The mappings are: {known}."),
            {"parent": value.parent, "known": ", ".join(names)},
        )
    elif not value.joins and names[value.parent].source.key() != child.source.key():
        yield _finding(
            "mapping-join-missing",
            place,
            child.name,
            told("it refers to {parent!r}, which reads other rows, without saying where they meet."),
            told("Add a condition, such as function: equal(str1=$(column here), str2=$(column there))."),
            {"parent": value.parent},
        )


def _calls(mapping: Mapping) -> Iterator[tuple[Reading, Call]]:
    """Give the calls of functions, those within others too, with the reading that they are part of."""
    for reading in readings(mapping):
        waiting: list[Expression] = [reading.expression]
        while waiting:
            expression = waiting.pop()
            if isinstance(expression, Call):
                yield reading, expression
                waiting += [argument for _, argument in expression.arguments]


def _call_findings(file: str, reading: Reading, call: Call, functions: Functions) -> Iterator[Problem]:
    place = call.location or Location(file)
    for code, message, advice, facts in function_calls.findings(call, functions):
        yield _finding(code, place, reading.triples_map, message, advice, facts, reading.term)


def _finding(
    code: str,
    place: Location,
    name: str,
    reason: str,
    advice: str,
    facts: MappingOf[str, Fact],
    term: str | None = None,
) -> Finding:
    return Finding.told(
        code,
        Severity.ERROR,
        Telling(_IN_RULE, advice, {**facts, "rule": name, "reason": Phrase(reason, facts)}),
        file=place.file,
        row=place.line,
        document=place.file,
        line=place.line,
        triples_map=name,
        term=term,
    )
