"""The plan: all rules that read one logical source, brought together so that it is read in one pass."""

from collections.abc import Iterator
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, replace
from itertools import product

from ..errors import MappingInvalid
from ..problems import Problem, Severity
from ..vocabulary import RDF_TYPE
from .functions import FUNCTIONS, arguments
from .model import (
    DEFAULT_GRAPH,
    Call,
    Constant,
    Expression,
    Location,
    LogicalSource,
    Mapping,
    ReferencingObjectMap,
    TermMap,
    TermType,
    TriplesMap,
)

SourceKey = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class JoinTable:
    """What a join needs of its parent: the values to meet at, and the subject."""

    parent: str
    keys: tuple[Expression, ...]
    subject: TermMap


@dataclass(frozen=True, slots=True)
class JoinedObject:
    """An object taken from a join table where the child's values meet the parent's."""

    table: JoinTable
    keys: tuple[Expression, ...]
    condition: Expression | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One quad to make of each record; ``graph`` None is the default graph."""

    predicate: TermMap
    object: TermMap | JoinedObject
    graph: TermMap | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A triples map made flat: its subject and all its statements."""

    name: str
    subject: TermMap
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class SourcePlan:
    """One pass over one logical source."""

    source: LogicalSource
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """All passes, and the join tables to fill before, by the source they are read from."""

    passes: tuple[SourcePlan, ...]
    joins: tuple[tuple[LogicalSource, tuple[JoinTable, ...]], ...]


def plan(mapping: Mapping, *, own_bases: bool = False) -> Plan:
    """Plan a mapping; raise MappingInvalid with every rule that cannot run.

    ``own_bases`` keeps the base that a triples map names for its relative IRIs (rml:baseIRI).
    """
    if own_bases:
        mapping = replace(mapping, triples_maps=tuple(map(_based, mapping.triples_maps)))
    findings = list(_findings(mapping))
    if findings:
        raise MappingInvalid(findings)
    sources: dict[SourceKey, LogicalSource] = {}
    rules: dict[SourceKey, list[Rule]] = {}
    for triples_map in mapping.triples_maps:
        key = _key(triples_map.source)
        sources.setdefault(key, triples_map.source)
        rules.setdefault(key, []).append(_rule(mapping, triples_map))
    passes = tuple(SourcePlan(sources[key], tuple(found)) for key, found in rules.items())
    return Plan(passes, tuple(_joins(mapping, passes)))


def _based(triples_map: TriplesMap) -> TriplesMap:
    """Give every term map of a triples map the base that it names."""
    base = triples_map.base
    if base is None:
        return triples_map

    def based(term_maps: tuple[TermMap, ...]) -> tuple[TermMap, ...]:
        return tuple(replace(term_map, base=base) for term_map in term_maps)

    pairs = [
        replace(
            pair,
            predicates=based(pair.predicates),
            objects=tuple(
                replace(value, base=base) if isinstance(value, TermMap) else value for value in pair.objects
            ),
            graphs=based(pair.graphs),
        )
        for pair in triples_map.predicate_objects
    ]
    return replace(
        triples_map,
        subject=replace(triples_map.subject, base=base),
        classes=based(triples_map.classes),
        graphs=based(triples_map.graphs),
        predicate_objects=tuple(pairs),
    )


def _key(source: LogicalSource) -> SourceKey:
    """Give what makes two logical sources one: the same rows of the same file, read in the same way."""
    chosen = source.selection
    return (
        source.file,
        source.nulls,
        chosen.kind,
        chosen.sheet,
        chosen.iterator,
        chosen.dialect,
        tuple(sorted(chosen.namespaces.items())),
    )


def _rule(mapping: Mapping, triples_map: TriplesMap) -> Rule:
    return Rule(triples_map.name, triples_map.subject, tuple(_statements(mapping, triples_map)))


def _statements(mapping: Mapping, triples_map: TriplesMap) -> Iterator[Statement]:
    a = TermMap(Constant(RDF_TYPE), TermType.IRI)
    for class_, graph in product(triples_map.classes, triples_map.graphs or (None,)):
        yield Statement(a, class_, _graph(graph))
    for pair in triples_map.predicate_objects:
        graphs = (*triples_map.graphs, *pair.graphs) or (None,)
        for predicate, value, named in product(pair.predicates, pair.objects, graphs):
            graph = _graph(named)
            if isinstance(value, ReferencingObjectMap):
                yield Statement(predicate, _referenced(mapping, value), graph)
            else:
                yield Statement(predicate, value, graph)


def _graph(term_map: TermMap | None) -> TermMap | None:
    is_default = term_map is not None and term_map.expression == Constant(DEFAULT_GRAPH)
    return None if is_default else term_map


def _referenced(mapping: Mapping, value: ReferencingObjectMap) -> TermMap | JoinedObject:
    parent = mapping.triples_map(value.parent)
    if not value.joins:
        # Without a join the parent's subject is made from the same row (R2RML §8).
        return replace(parent.subject, condition=value.condition or parent.subject.condition)
    table = JoinTable(value.parent, tuple(join.parent for join in value.joins), parent.subject)
    return JoinedObject(table, tuple(join.child for join in value.joins), value.condition)


def _joins(
    mapping: Mapping, passes: tuple[SourcePlan, ...]
) -> Iterator[tuple[LogicalSource, tuple[JoinTable, ...]]]:
    by_source: dict[SourceKey, tuple[LogicalSource, dict[JoinTable, None]]] = {}
    for statement in (s for one in passes for rule in one.rules for s in rule.statements):
        if isinstance(statement.object, JoinedObject):
            source = mapping.triples_map(statement.object.table.parent).source
            by_source.setdefault(_key(source), (source, {}))[1][statement.object.table] = None
    for source, tables in by_source.values():
        yield source, tuple(tables)


def _findings(mapping: Mapping) -> Iterator[Problem]:
    names = {triples_map.name: triples_map for triples_map in mapping.triples_maps}
    for triples_map in mapping.triples_maps:
        for pair in triples_map.predicate_objects:
            for value in pair.objects:
                if isinstance(value, ReferencingObjectMap):
                    yield from _reference_findings(names, triples_map, value)
        for call in _calls(triples_map):
            yield from _call_findings(mapping.file, triples_map.name, call)


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
    elif not value.joins and _key(names[value.parent].source) != _key(child.source):
        yield _finding(
            "mapping-join-missing",
            place,
            child.name,
            f"it refers to {value.parent!r}, which reads other rows, without saying where they meet.",
            "Add a condition: function equal, with a column of each side.",
        )


def _calls(triples_map: TriplesMap) -> Iterator[Call]:
    pairs = triples_map.predicate_objects
    objects = [value for pair in pairs for value in pair.objects]
    terms = [
        triples_map.subject,
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
    while waiting:
        expression = waiting.pop()
        if isinstance(expression, Call):
            yield expression
            waiting += [argument for _, argument in expression.arguments]


def _call_findings(file: str, name: str, call: Call) -> Iterator[Problem]:
    place = call.location or Location(file)
    function = FUNCTIONS.get(call.function)
    if function is None:
        yield _finding(
            "mapping-unknown-function",
            place,
            name,
            f"there is no function {call.function}.",
            "See the functions on offer in the mapping guide.",
        )
        return
    given = arguments(call)
    for parameter in function.parameters:
        if parameter not in given and parameter not in function.optional:
            message = f"the function {call.function} needs the parameter {parameter}."
            yield _finding("mapping-parameter-missing", place, name, message, "Add it.")
        if parameter in function.fixed and not isinstance(given.get(parameter, Constant("")), Constant):
            message = f"the parameter {parameter} must be a fixed text."
            yield _finding("mapping-parameter-not-fixed", place, name, message, "Write it without $( ).")
    for parameter in given.keys() - set(function.parameters):
        message = f"the function {call.function} has no parameter {parameter}."
        advice = f"Its parameters are: {', '.join(function.parameters)}."
        yield _finding("mapping-unknown-parameter", place, name, message, advice)


def _finding(code: str, place: Location, name: str, message: str, advice: str) -> Problem:
    return Problem(code, Severity.ERROR, f"in {name!r}, {message}", advice, file=place.file, row=place.line)
