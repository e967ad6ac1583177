"""The graph of an RML document: its nodes and properties under one set of names, whichever vocabulary it uses."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode

from ..vocabulary import RDF_TYPE, expand
from .findings import Findings, suggestion
from .rml_vocabulary import NOT_OFFERED, PROPERTIES, STAR_CLASSES, local_name
from .turtle import Document, relative

Node = NamedNode | BlankNode
Term = Node | Literal


@dataclass(slots=True)
class RMLGraph:
    """The statements of a document by subject and property name.

    A property of RML goes by its local name (``template``), all others by their IRI. Values keep the order of
    the document.
    """

    findings: Findings
    _values: dict[Node, dict[str, dict[Term, int | None]]] = field(default_factory=dict)
    _lines: dict[Node, int] = field(default_factory=dict)

    def add(self, node: Node, name: str, value: Term, line: int | None) -> None:
        """Add a statement; its line is None where the value stands in brackets."""
        self._values.setdefault(node, {}).setdefault(name, {}).setdefault(value, line)
        if line is not None:
            self._lines.setdefault(node, line)

    def nodes(self) -> Iterable[Node]:
        """Give all subjects, in the order of the document."""
        return self._values

    def properties(self, node: Node) -> Iterable[str]:
        """Give the names of the properties that a node has."""
        return self._values.get(node, {})

    def values(self, node: Term, *names: str) -> list[Term]:
        """Give the values of these properties of a node."""
        if isinstance(node, Literal):
            return []
        properties = self._values.get(node, {})
        return [value for name in names for value in properties.get(name, ())]

    def only(self, node: Term, *names: str) -> Term | None:
        """Give the one value of these properties, or None; more than one is an error."""
        values = self.values(node, *names)
        if len(values) > 1:
            self.error(
                "mapping-twice",
                "{key} is there {times} times, where only one can be.",
                "Keep one of them.",
                node,
                *names,
                key=" / ".join(names),
                times=len(values),
            )
        return values[0] if values else None

    def line(self, node: Term, *names: str) -> int | None:
        """Give the line of the last value of these properties, or else that of the node."""
        if isinstance(node, Literal):
            return None
        found = [self.value_line(node, name, value) for name in names for value in self.values(node, name)]
        return max((line for line in found if line is not None), default=self._node_line(node))

    def value_line(self, node: Term, name: str, value: Term) -> int | None:
        """Give the line of one value of a property, which in brackets is that of the first word in them."""
        if isinstance(node, Literal):
            return None
        line = self._values.get(node, {}).get(name, {}).get(value)
        return line if line is not None or isinstance(value, Literal) else self._node_line(value)

    def _node_line(self, node: Node, depth: int = 4) -> int | None:
        """Give the line of the first word that is said of a node, or of what is said of it."""
        if node in self._lines or depth == 0 or not self._lines:
            return self._lines.get(node)
        for values in self._values.get(node, {}).values():
            for value in values:
                line = None if isinstance(value, Literal) else self._node_line(value, depth - 1)
                if line is not None:
                    return line
        return None

    def text(self, node: Term, *names: str) -> str | None:
        """Give the one value of these properties as text: a literal's, or an IRI's as the document wrote it."""
        value = self.only(node, *names)
        if isinstance(value, BlankNode):
            self.error(
                "mapping-wrong-type",
                "{key} is given brackets, where a text is expected.",
                "Write the text in quotes.",
                node,
                names[0],
                key=names[0],
            )
            return None
        return None if value is None else plain(value)

    def types(self, node: Term) -> list[str]:
        """Give the classes of a node: RML's by local name, all others by IRI."""
        found = (value.value for value in self.values(node, RDF_TYPE) if isinstance(value, NamedNode))
        return [local_name(iri) or iri for iri in found]

    def label(self, node: Term) -> str:
        """Give a node's name for people: its IRI as the document wrote it, its label, or brackets and their line."""
        if isinstance(node, NamedNode):
            return relative(node.value)
        for value in self.values(node, expand("rdfs:label")):
            if isinstance(value, Literal):
                return value.value
        line = self.line(node)
        return f"[…] {line}" if line else "[…]"

    def error(self, code: str, message: str, advice: str, node: Term, *names: str, **facts: Any) -> None:
        """Add an error about a node, at the line of these properties of it."""
        self.findings.error(
            code, message, advice, line=self.line(node, *names), term=self.label(node), **facts
        )


def plain(value: Term) -> str:
    """Give the text of a literal, an IRI as the document wrote it, or a blank node's label."""
    return relative(value.value) if isinstance(value, NamedNode) else value.value


def rml_graph(document: Document, findings: Findings) -> RMLGraph:
    """Give a document's graph, with a finding for each RML property and class that is not known or not offered."""
    graph = RMLGraph(findings)
    for statement in document.statements:
        subject, predicate, value = (
            statement.triple.subject,
            statement.triple.predicate,
            statement.triple.object,
        )
        if not isinstance(subject, NamedNode | BlankNode) or not isinstance(
            value, NamedNode | BlankNode | Literal
        ):
            continue
        name = local_name(predicate.value)
        graph.add(subject, name or predicate.value, value, statement.line)
    for node in graph.nodes():
        _check_properties(graph, node)
    return graph


def _check_properties(graph: RMLGraph, node: Node) -> None:
    for name in graph.properties(node):
        if ":" in name or name in PROPERTIES:
            continue
        if name in NOT_OFFERED:
            graph.error("mapping-not-offered", NOT_OFFERED[name], "Leave it out.", node, name, name=name)
            continue
        advice, facts = suggestion(name, sorted(PROPERTIES))
        graph.error(
            "mapping-unknown-key", "RML has no property {name!r}.", advice, node, name, name=name, **facts
        )
    for name in STAR_CLASSES.intersection(graph.types(node)):
        graph.error(
            "mapping-not-offered",
            "The class {name!r} belongs to RDF-star, which is not offered.",
            "Write the statements without it.",
            node,
            RDF_TYPE,
            name=name,
        )
