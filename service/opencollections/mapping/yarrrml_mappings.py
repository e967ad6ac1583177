"""Mappings of YARRRML as they are written: sources, subjects, graphs, and predicates with their objects."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from ..phrases import Fact, Phrase
from ..vocabulary import RDF_TYPE
from .conditions import conjunction
from .findings import Findings, shown, told
from .model import Constant, Expression, Location, LogicalSource, Target, Template, TermMap, TermType
from .yaml_nodes import Entries, Items, Node, Text
from .yarrrml_keys import MAPPING, OBJECT, PREDICATE_OBJECT, fields, is_key, listed, value_of
from .yarrrml_links import Link, Links
from .yarrrml_sources import Sources
from .yarrrml_terms import Qualities, Terms

Conditioned = TypeVar("Conditioned", bound=TermMap | Link)


@dataclass(frozen=True, slots=True)
class Pair:
    """Predicates with their objects; ``inverses`` are predicates from an object back to the subject."""

    predicates: tuple[TermMap, ...]
    objects: tuple[TermMap | Link, ...]
    inverses: tuple[tuple[tuple[TermMap, ...], TermMap | Link], ...]
    graphs: tuple[TermMap, ...]
    location: Location
    written: str | None = None
    """The first predicate as it is written."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A mapping as it is written: for each of its sources and subjects there will be one triples map."""

    name: str
    sources: tuple[LogicalSource, ...]
    subjects: tuple[TermMap, ...]
    graphs: tuple[TermMap, ...]
    pairs: tuple[Pair, ...]
    location: Location


@dataclass(frozen=True, slots=True)
class Mappings:
    """The reader of mappings of one document; what has a finding is left out."""

    findings: Findings
    sources: Sources
    terms: Terms
    links: Links

    def draft(self, name: Text, node: Node) -> Draft | None:
        """Read a mapping."""
        with self.findings.within(name.text):
            return self._draft(name, node)

    def _draft(self, name: Text, node: Node) -> Draft | None:
        if not isinstance(node, Entries):
            advice = told("Give it sources, subjects and predicateobjects.")
            if is_key(name.text, MAPPING):
                advice = told(
                    "Is it a part of the mapping above it? Then indent it as far as the other parts."
                )
            self._error(
                "mapping-wrong-type",
                "The mapping {name} has no rules.",
                advice,
                name.line,
                name.text,
                name=shown(name.text),
            )
            return None
        given = fields(
            node, MAPPING, Phrase("The mapping {mapping}", {"mapping": shown(name.text)}), self.findings
        )
        pairs = []
        for item in listed(given.get("predicateobjects")):
            with self.findings.within(term=_predicate_text(item)):
                pairs.append(self._pair(item, name.text))
        return Draft(
            name.text,
            self._sources(name, given),
            self._subjects(name, given),
            self._graphs(given),
            tuple(pair for pair in pairs if pair),
            Location(self.findings.file, name.line),
        )

    def _sources(self, name: Text, given: Mapping[str, Node]) -> tuple[LogicalSource, ...]:
        if "sources" not in given:
            self._error(
                "mapping-missing",
                "The mapping {name} names no source.",
                "Write it after sources: the name of a source, or [FILE~csv].",
                name.line,
                name.text,
                name=shown(name.text),
            )
            return ()
        return tuple(self.sources.of_mapping(given["sources"], name.text))

    def _subjects(self, name: Text, given: Mapping[str, Node]) -> tuple[TermMap, ...]:
        """Read the subjects; without any, each record is a blank node (YARRRML, Subjects)."""
        condition = self.terms.condition(given.get("conditions"))
        nodes = listed(given.get("subjects"))
        subjects = [self.terms.subject(node) for node in nodes]
        if not nodes:
            self.findings.warning(
                "mapping-no-subject",
                "The mapping {name} has no subject, so each of its records is a new node without a name.",
                "Write an IRI after subjects, such as object/$(Inventory no.).",
                line=name.line,
                term=name.text,
                name=shown(name.text),
            )
            subjects = [
                TermMap(Template(()), TermType.BLANK_NODE, location=Location(self.findings.file, name.line))
            ]
        targets = self.terms.targets.of(given.get("targets"))
        return tuple(
            _to_targets(_conditioned(subject, condition), targets) for subject in subjects if subject
        )

    def _graphs(self, given: Mapping[str, Node]) -> tuple[TermMap, ...]:
        return tuple(graph for node in listed(given.get("graphs")) if (graph := self.terms.graph(node)))

    def _pair(self, node: Node, mapping: str) -> Pair | None:
        """Read predicates with their objects: ``[p, o]``, ``[p, o, datatype]``, ``[p, o, nl~lang]``, or keys."""
        if isinstance(node, Entries):
            given = fields(node, PREDICATE_OBJECT, Phrase("A predicate with its objects"), self.findings)
            return self._made(node, given, self.terms.qualities(given), mapping)
        if isinstance(node, Items) and 2 <= len(node.items) <= 3:
            quality = self.terms.quality(node.items[2]) if len(node.items) == 3 else Qualities()
            given = {"predicates": node.items[0], "objects": node.items[1]}
            return self._made(node, given, quality, mapping)
        self._error(
            "mapping-wrong-type",
            "A predicate with its objects is written in another way than [predicate, object].",
            "Write [predicate, object], [predicate, object, datatype] or [predicate, object, nl~lang].",
            node.line,
            mapping,
        )
        return None

    def _made(self, node: Node, given: Mapping[str, Node], qualities: Qualities, mapping: str) -> Pair | None:
        for key in ("predicates", "objects"):
            if not listed(given.get(key)):
                self._error(
                    "mapping-missing",
                    "There are no {key}.",
                    "Write them after {key}.",
                    node.line,
                    mapping,
                    key=key,
                )
        targets = self.terms.targets.of(given.get("targets"))
        predicates = tuple(_to_targets(each, targets) for each in self._predicates(given.get("predicates")))
        default = TermType.IRI if any(map(_is_type, predicates)) else TermType.LITERAL
        condition = self.terms.condition(given.get("conditions"))
        inverses = self._predicates(given.get("inversepredicates"))
        objects: list[TermMap | Link] = []
        backwards: list[tuple[tuple[TermMap, ...], TermMap | Link]] = []
        for item in listed(given.get("objects")):
            own = self._predicates(value_of(item, "inversepredicates", OBJECT))
            for each in self._objects(item, default, qualities):
                objects.append(_conditioned(each, condition))
                if inverses or own:
                    backwards.append(((*inverses, *own), objects[-1]))
        location = Location(self.findings.file, node.line)
        graphs, written = self._graphs(given), _predicate_text(node)
        return Pair(predicates, tuple(objects), tuple(backwards), graphs, location, written)

    def _objects(self, node: Node, default: TermType, qualities: Qualities) -> tuple[TermMap | Link, ...]:
        """Read an object, which makes a term itself, or refers to other mappings."""
        if isinstance(node, Entries) and value_of(node, "mapping", OBJECT) is not None:
            return self.links.links(fields(node, OBJECT, Phrase("An object"), self.findings), node.line)
        read = self.terms.object(node, default, qualities)
        return (read,) if read else ()

    def _predicates(self, node: Node | None) -> tuple[TermMap, ...]:
        return tuple(term for item in listed(node) if (term := self.terms.predicate(item)))

    def _error(self, code: str, message: str, advice: str, line: int, mapping: str, **facts: Fact) -> None:
        self.findings.error(code, message, advice, line=line, term=mapping, **facts)


def _conditioned(term: Conditioned, condition: Expression | None) -> Conditioned:
    """Give a term or a link that is only made where a condition holds, beside its own."""
    conditions = [each for each in (condition, term.condition) if each is not None]
    return replace(term, condition=conjunction(conditions))


def _to_targets(term: TermMap, targets: tuple[Target, ...]) -> TermMap:
    """Give a term whose statements also go to some targets: those of its mapping or its predicate-object entry."""
    return replace(term, targets=(*term.targets, *targets)) if targets else term


def _predicate_text(node: Node) -> str | None:
    """Give the first predicate of a predicate-object entry, as it is written."""
    written = node.items[0] if isinstance(node, Items) and node.items else None
    if isinstance(node, Entries):
        written = value_of(node, "predicates", PREDICATE_OBJECT)
    first = next(iter(listed(written)), None)
    return first.text if isinstance(first, Text) else None


def _is_type(predicate: TermMap) -> bool:
    return predicate.expression == Constant(RDF_TYPE)
