"""The model of a mapping: what RML and YARRRML say, in one form that the planner reads.

After RML-Core and RML-IO (https://w3id.org/rml/), R2RML and YARRRML 1.x. All values are frozen; a parser makes
them, nothing changes them.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from ..records.tables import Selection

DEFAULT_GRAPH: Final = "http://w3id.org/rml/defaultGraph"
"""The constant of a graph map that means the default graph, whichever vocabulary the mapping is written in."""


@dataclass(frozen=True, slots=True)
class Location:
    """Where in a mapping document something stands; lines count from 1."""

    file: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Constant:
    """A fixed value: the text of an IRI or literal, the same for every record."""

    value: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A column, JSONPath or XPath of the record, as the mapping writes it."""

    path: str


@dataclass(frozen=True, slots=True)
class Template:
    """Texts and references joined; in an IRI the values are percent-encoded, the texts are not.

    A blank node of a template without parts is a new one for each record.
    """

    parts: tuple["str | Reference", ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A function (FnO) with its arguments by parameter IRI; a call may stand in a call.

    A parameter that takes many values occurs many times, in their order; arguments without a name have the
    parameters rdf:_1, rdf:_2 and so on. ``output`` is the one asked for, where the mapping names one.
    """

    function: str
    arguments: tuple[tuple[str, "Expression"], ...]
    location: Location | None = field(default=None, compare=False)
    output: str | None = None


Expression = Constant | Reference | Template | Call


class TermType(StrEnum):
    """What a term map makes, with the three ways to encode a template's values (RML-Core §7)."""

    IRI = "iri"
    URI = "uri"
    UNSAFE_IRI = "unsafe-iri"
    UNSAFE_URI = "unsafe-uri"
    BLANK_NODE = "blank-node"
    LITERAL = "literal"


@dataclass(frozen=True, slots=True)
class TermMap:
    """How one term is made from a record.

    ``language`` and ``datatype`` are expressions, since RML allows maps for both. A ``condition`` is an
    expression whose value must be "true" for the term to be made. ``base`` is what its relative IRIs resolve
    against, where that is not the base of the run.
    """

    expression: Expression
    term_type: TermType
    language: Expression | None = None
    datatype: Expression | None = None
    condition: Expression | None = None
    location: Location | None = field(default=None, compare=False)
    base: str | None = None


@dataclass(frozen=True, slots=True)
class Join:
    """Rows meet where the child's value equals the parent's value."""

    child: Expression
    parent: Expression


@dataclass(frozen=True, slots=True)
class ReferencingObjectMap:
    """An object that is the subject of another triples map, met by joins (none: the same row)."""

    parent: str
    joins: tuple[Join, ...] = ()
    condition: Expression | None = None
    location: Location | None = field(default=None, compare=False)


ObjectMap = TermMap | ReferencingObjectMap


@dataclass(frozen=True, slots=True)
class PredicateObjectMap:
    """Every predicate with every object, in every graph (none: the subject's graphs)."""

    predicates: tuple[TermMap, ...]
    objects: tuple[ObjectMap, ...]
    graphs: tuple[TermMap, ...] = ()
    location: Location | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class LogicalSource:
    """The rows a triples map reads: a file by the name the mapping gives it, and a selection in it.

    ``nulls`` are the words that mean "no value" in this source, beside the empty cell. ``compression`` is
    what the mapping says of it: gzip, zip, targz, tarxz or xz.
    """

    file: str
    selection: Selection = field(default_factory=Selection)
    nulls: tuple[str, ...] = ()
    location: Location | None = field(default=None, compare=False)
    compression: str | None = None


@dataclass(frozen=True, slots=True)
class TriplesMap:
    """One rule: for each record of the source a subject, its classes and its statements.

    ``base`` is what this rule says of relative IRIs itself (rml:baseIRI); it goes before that of the mapping.
    """

    name: str
    source: LogicalSource
    subject: TermMap
    classes: tuple[TermMap, ...] = ()
    graphs: tuple[TermMap, ...] = ()
    predicate_objects: tuple[PredicateObjectMap, ...] = ()
    location: Location | None = field(default=None, compare=False)
    base: str | None = None


@dataclass(frozen=True, slots=True)
class Mapping:
    """A whole mapping document. ``base`` is what it says of relative IRIs itself, if it does."""

    file: str
    triples_maps: tuple[TriplesMap, ...]
    base: str | None = None
    prefixes: tuple[tuple[str, str], ...] = ()

    def triples_map(self, name: str) -> TriplesMap:
        """Give the triples map of a name; raise KeyError where there is none."""
        for triples_map in self.triples_maps:
            if triples_map.name == name:
                return triples_map
        raise KeyError(name)
