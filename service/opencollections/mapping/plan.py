"""The plan: all rules that read one logical source, brought together so that it is read in one pass."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

from ..errors import MappingInvalid
from ..vocabulary import RDF_TYPE
from .functions import BUILT_IN, Functions
from .model import (
    DEFAULT_GRAPH,
    Constant,
    Expression,
    Gather,
    LogicalSource,
    Mapping,
    ObjectMap,
    ReferencingObjectMap,
    Target,
    TermMap,
    TermType,
    TriplesMap,
)
from .placing import placed
from .plan_findings import plan_findings
from .readings import SourceKey


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
    """One quad to make of each record; ``graph`` None is the default graph.

    It goes to the ``targets`` of all its term maps, and without any to where all statements go.
    """

    predicate: TermMap
    object: TermMap | JoinedObject
    graph: TermMap | None = None
    targets: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True)
class Collection:
    """What a gather map makes: members for the node of its term map, in one graph."""

    node: TermMap
    gather: Gather
    members: tuple[TermMap | JoinedObject, ...]
    graph: TermMap | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A triples map made flat: its subject, all its statements, and its collections, the inner ones first.

    Where statements go to targets, a triples map is one rule for each set of them.
    """

    name: str
    subject: TermMap
    statements: tuple[Statement, ...]
    collections: tuple[Collection, ...] = ()
    targets: tuple[Target, ...] = ()


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


def plan(
    mapping: Mapping, *, own_bases: bool = False, to_targets: bool = False, functions: Functions = BUILT_IN
) -> Plan:
    """Plan a mapping; raise MappingInvalid with every rule that cannot run.

    ``own_bases`` keeps the base that a triples map names for its relative IRIs (rml:baseIRI). ``to_targets``
    parts the statements that go to logical targets from the others.
    """
    findings = list(plan_findings(mapping, functions))
    if findings:
        raise MappingInvalid(findings)
    mapping = replace(
        mapping, triples_maps=tuple(placed(one, own_base=own_bases) for one in mapping.triples_maps)
    )
    sources: dict[SourceKey, LogicalSource] = {}
    rules: dict[SourceKey, list[Rule]] = {}
    for triples_map in mapping.triples_maps:
        key = triples_map.source.key()
        sources.setdefault(key, triples_map.source)
        rules.setdefault(key, []).extend(_rules(mapping, triples_map, to_targets=to_targets))
    passes = tuple(SourcePlan(sources[key], tuple(found)) for key, found in rules.items())
    return Plan(passes, tuple(_joins(mapping, passes)))


def _rules(mapping: Mapping, triples_map: TriplesMap, *, to_targets: bool) -> Iterator[Rule]:
    statements = tuple(_statements(mapping, triples_map))
    apart: dict[tuple[Target, ...], list[Statement]] = {}
    for statement in statements if to_targets else ():
        apart.setdefault(statement.targets, []).append(statement)
    if not apart:
        yield _rule(mapping, triples_map, statements)
    for targets, found in apart.items():
        yield replace(_rule(mapping, triples_map, tuple(found)), targets=targets)


def _rule(mapping: Mapping, triples_map: TriplesMap, statements: tuple[Statement, ...]) -> Rule:
    used = [(triples_map.subject, _graph(graph)) for graph in triples_map.graphs or (None,)]
    used += [(s.object, s.graph) for s in statements if isinstance(s.object, TermMap)]
    collections = (found for term, graph in used for found in _collections(mapping, term, graph))
    return Rule(triples_map.name, triples_map.subject, statements, tuple(dict.fromkeys(collections)))


def _collections(mapping: Mapping, term: TermMap, graph: TermMap | None) -> Iterator[Collection]:
    if term.gather is None:
        return
    members = [
        _referenced(mapping, member) if isinstance(member, ReferencingObjectMap) else member
        for member in term.gather.members
    ]
    for member in members:
        if isinstance(member, TermMap):
            yield from _collections(mapping, member, graph)
    yield Collection(term, term.gather, tuple(members), graph)


def _statements(mapping: Mapping, triples_map: TriplesMap) -> Iterator[Statement]:
    a = TermMap(Constant(RDF_TYPE), TermType.IRI)
    for class_, graph in product(triples_map.classes, triples_map.graphs or (None,)):
        yield Statement(a, class_, _graph(graph), _targets(triples_map.subject, class_, graph))
    for pair in triples_map.predicate_objects:
        graphs = (*triples_map.graphs, *pair.graphs) or (None,)
        for predicate, value, named in product(pair.predicates, pair.objects, graphs):
            graph = _graph(named)
            targets = _targets(triples_map.subject, predicate, value, named)
            if isinstance(value, ReferencingObjectMap):
                yield Statement(predicate, _referenced(mapping, value), graph, targets)
            else:
                yield Statement(predicate, value, graph, targets)


def _targets(*term_maps: ObjectMap | None) -> tuple[Target, ...]:
    """Give the targets of a statement's term maps, each once; a triples map that is referred to adds none."""
    found = (term_map.targets for term_map in term_maps if isinstance(term_map, TermMap))
    return tuple(dict.fromkeys(target for targets in found for target in targets))


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


def term_maps(rule: Rule) -> Iterator[TermMap]:
    """Give all term maps of a rule, those that its statements and collections share as often as they do."""
    yield rule.subject
    for statement in rule.statements:
        yield statement.predicate
        if isinstance(statement.object, TermMap):
            yield statement.object
        if statement.graph is not None:
            yield statement.graph
    for collection in rule.collections:
        yield from (member for member in collection.members if isinstance(member, TermMap))
        yield collection.node
        if collection.graph is not None:
            yield collection.graph


def joined_objects(rule: Rule) -> Iterator[JoinedObject]:
    """Give all that a rule takes from join tables."""
    members = (member for collection in rule.collections for member in collection.members)
    for value in (*(statement.object for statement in rule.statements), *members):
        if isinstance(value, JoinedObject):
            yield value


def _joins(
    mapping: Mapping, passes: tuple[SourcePlan, ...]
) -> Iterator[tuple[LogicalSource, tuple[JoinTable, ...]]]:
    by_source: dict[SourceKey, tuple[LogicalSource, dict[JoinTable, None]]] = {}
    for joined in (found for one in passes for rule in one.rules for found in joined_objects(rule)):
        source = mapping.triples_map(joined.table.parent).source
        by_source.setdefault(source.key(), (source, {}))[1][joined.table] = None
    for source, tables in by_source.values():
        yield source, tuple(tables)
