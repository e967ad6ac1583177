"""RML in Turtle: a mapping document, in the present vocabulary or in the old one, as the model of a mapping."""

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from typing import Final

from ..vocabulary import PREFIXES, compact
from .findings import Findings, shown, suggestion, told
from .model import (
    Expression,
    Join,
    Location,
    Mapping,
    ObjectMap,
    PredicateObjectMap,
    Reference,
    ReferencingObjectMap,
    TermMap,
    TriplesMap,
)
from .rml_expressions import Expressions
from .rml_gather import Gathers
from .rml_graph import Node, RMLGraph, Term, plain, rml_graph
from .rml_sources import Sources
from .rml_targets import Targets
from .rml_terms import Position, Terms
from .rml_views import Views
from .turtle import read_turtle

_ONLY_OF_TRIPLES_MAPS: Final = ("subjectMap", "subject", "logicalSource", "logicalTable")


def read_rml(text: str, findings: Findings) -> Mapping:
    """Read an RML document; raise MappingInvalid when it cannot be read, and add a finding for all else."""
    document = read_turtle(text, findings)
    graph = rml_graph(document, findings)
    names = _names(graph)
    if not names:
        findings.error(
            "mapping-empty",
            "The document has no triples map.",
            "A triples map has rml:logicalSource, rml:subjectMap and rml:predicateObjectMap.",
        )
    expressions = Expressions(graph)
    terms = Terms(expressions, Targets(graph))
    reader = _TriplesMaps(graph, names, expressions, terms, Sources(graph), Gathers(graph), document.prefixes)
    read = []
    for node, name in names.items():
        with findings.within(name):
            read.append(reader.triples_map(node))
    return Mapping(
        findings.file, tuple(each for each in read if each), prefixes=tuple(document.prefixes.items())
    )


def _names(graph: RMLGraph) -> dict[Term, str]:
    """Give the triples maps, in the order of the document, each with a name of its own.

    A function of the old vocabulary has a logical source too, and is none.
    """
    functions = {value for node in graph.nodes() for value in graph.values(node, "functionValue")}
    names: dict[Term, str] = {}
    taken: set[str] = set()
    for node in graph.nodes():
        if node not in functions and _is_triples_map(graph, node):
            label = graph.label(node)
            names[node] = f"{label} ({len(names) + 1})" if label in taken else label
            taken.add(names[node])
    return names


def _is_triples_map(graph: RMLGraph, node: Node) -> bool:
    return "TriplesMap" in graph.types(node) or bool(graph.values(node, *_ONLY_OF_TRIPLES_MAPS))


@dataclass(slots=True)
class _TriplesMaps:
    """The reader of triples maps of one document; what has a finding is left out."""

    graph: RMLGraph
    names: MappingOf[Term, str]
    expressions: Expressions
    terms: Terms
    sources: Sources
    gathers: Gathers
    prefixes: MappingOf[str, str]
    views: Views = field(init=False)

    def __post_init__(self) -> None:
        self.views = Views(self.expressions, self.sources, self._join)

    def triples_map(self, node: Term) -> TriplesMap | None:
        """Read a triples map with all that is in it."""
        source_node = self._required(
            node, ("logicalSource", "logicalTable"), told("The triples map names no logical source.")
        )
        source = None if source_node is None else self.views.source(source_node)
        subject, classes, graphs = self._subject(node)
        pairs = []
        for value in self.graph.values(node, "predicateObjectMap"):
            with self.graph.findings.within(term=self._predicate_name(value)):
                pairs.append(self._predicate_object(value))
        if source is None or subject is None:
            return None
        return TriplesMap(
            self.names[node],
            source,
            subject,
            classes,
            graphs,
            tuple(pair for pair in pairs if pair),
            self._location(node),
            self.graph.text(node, "baseIRI"),
        )

    def _subject(self, node: Term) -> tuple[TermMap | None, tuple[TermMap, ...], tuple[TermMap, ...]]:
        """Read the subject of a triples map with its classes and graphs."""
        value = self._required(node, ("subjectMap", "subject"), told("The triples map has no subject."))
        if value is None:
            return None, (), ()
        if value in self.graph.values(node, "subject"):
            return self.terms.constant(value, node, Position.SUBJECT), (), ()
        classes, graphs = self.terms.maps(value, Position.CLASS), self.terms.maps(value, Position.GRAPH)
        subject = self.terms.map(value, Position.SUBJECT)
        return self.gathers.with_gather(subject, value, self._object, 0), classes, graphs

    def _predicate_name(self, node: Term) -> str | None:
        """Name a predicate-object map by its predicate, where that is a constant."""
        maps = self.graph.values(node, "predicateMap")
        constants = (value for each in maps for value in self.graph.values(each, "constant"))
        first = next(iter((*self.graph.values(node, "predicate"), *constants)), None)
        return None if first is None else compact(plain(first), {**PREFIXES, **self.prefixes})

    def _predicate_object(self, node: Term) -> PredicateObjectMap | None:
        self.expressions.count(node)
        self._some(node, "predicate")
        self._some(node, "object")
        predicates = self.terms.maps(node, Position.PREDICATE)
        objects: list[ObjectMap | None] = [
            self.terms.constant(value, node, Position.OBJECT) for value in self.graph.values(node, "object")
        ]
        objects += [self._object(value) for value in self.graph.values(node, "objectMap")]
        made = tuple(each for each in objects if each)
        if not predicates or not made:
            return None
        return PredicateObjectMap(
            predicates, made, self.terms.maps(node, Position.GRAPH), self._location(node)
        )

    def _object(self, node: Term, depth: int = 0) -> ObjectMap | None:
        """Read an object map, which refers to another triples map or makes a term itself."""
        self.expressions.count(node)
        if not self.graph.values(node, "parentTriplesMap"):
            term = self.terms.map(node, Position.OBJECT)
            return self.gathers.with_gather(term, node, self._object, depth)
        parent = self.graph.only(node, "parentTriplesMap")
        if parent is None:
            return None
        if parent not in self.names:
            advice, facts = suggestion(plain(parent), self.names.values())
            self.graph.error(
                "mapping-unknown-name",
                "The parent triples map {name} is not there.",
                advice,
                node,
                "parentTriplesMap",
                name=shown(plain(parent)),
                **facts,
            )
            return None
        joins = [self._join(value) for value in self.graph.values(node, "joinCondition")]
        return ReferencingObjectMap(
            self.names[parent],
            tuple(join for join in joins if join),
            self.expressions.condition(node),
            self._location(node, "parentTriplesMap"),
        )

    def _join(self, node: Term) -> Join | None:
        child, parent = self._joined(node, "child"), self._joined(node, "parent")
        return Join(child, parent) if child is not None and parent is not None else None

    def _joined(self, node: Term, side: str) -> Expression | None:
        """Read one side of a join condition: the shortcut is a reference, the map any expression."""
        value = self._required(node, (side, f"{side}Map"), told("A join condition has no {key}."))
        if value is None or value not in self.graph.values(node, side):
            return None if value is None else self.expressions.expression(value)
        return Reference(plain(value))

    def _required(self, node: Term, names: tuple[str, ...], message: str) -> Term | None:
        """Give the one value of these properties, with a finding where there is none."""
        value = self.graph.only(node, *names)
        if value is None:
            self.graph.error(
                "mapping-missing",
                message,
                "Give it {key}.",
                node,
                key=f"rml:{names[0]}",
            )
        return value

    def _some(self, node: Term, name: str) -> None:
        """Add a finding where a predicate-object map has no predicate or no object."""
        if not self.graph.values(node, name, f"{name}Map"):
            self.graph.error(
                "mapping-missing",
                "A predicate-object map has no {key}.",
                "Give it {key} or {key}Map.",
                node,
                key=f"rml:{name}",
            )

    def _location(self, node: Term, *names: str) -> Location:
        return Location(self.graph.findings.file, self.graph.line(node, *names))
