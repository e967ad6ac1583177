"""The model of a mapping: what RML and YARRRML say, in one form that the planner reads.

After RML-Core and RML-IO (https://w3id.org/rml/), R2RML and YARRRML 1.x. All values are frozen; a parser makes
them, nothing changes them.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from ..records.tables import Kind, Selection

DEFAULT_GRAPH: Final = "http://w3id.org/rml/defaultGraph"
"""The constant of a graph map that means the default graph, whichever vocabulary the mapping is written in."""

UNNAMED_DATABASE: Final = "database.sqlite"
"""The source of R2RML, which has no word for one: the database that is handed in, or the granted ``database``."""


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


class Serialization(StrEnum):
    """How the statements of a target are written, by its name in http://www.w3.org/ns/formats/."""

    N_TRIPLES = "N-Triples"
    N_QUADS = "N-Quads"
    TURTLE = "Turtle"
    TRIG = "TriG"
    N3 = "N3"
    RDF_XML = "RDF_XML"
    RDF_JSON = "RDF_JSON"
    JSON_LD = "JSON-LD"


@dataclass(frozen=True, slots=True)
class Target:
    """A file that statements go to instead of where all others go (RML-IO, logical targets).

    ``file`` is a relative name. ``compression`` is gzip, zip, targz, tarxz or xz.
    """

    file: str
    serialization: Serialization = Serialization.N_QUADS
    compression: str | None = None
    encoding: str = "utf-8"
    location: Location | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class TermMap:
    """How one term is made from a record.

    ``language`` and ``datatype`` are expressions, since RML allows maps for both. A ``condition`` is an
    expression whose value must be "true" for the term to be made. With ``gather`` the term is the node of a
    collection; without an expression of its own (``Template(())``) that is a blank node for each record. All
    statements with a term of this map go to its ``targets``, which has those of its language and datatype too.

    The planner adds what depends on the rule: ``base`` is what relative IRIs resolve against, where that is not
    the base of the run; ``scope`` tells the nodes of one term map from those of another.
    """

    expression: Expression
    term_type: TermType
    language: Expression | None = None
    datatype: Expression | None = None
    condition: Expression | None = None
    location: Location | None = field(default=None, compare=False)
    gather: "Gather | None" = None
    base: str | None = None
    scope: str | None = None
    targets: tuple[Target, ...] = field(default=(), compare=False)


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


class GatherKind(StrEnum):
    """What a gather map makes, by its name in RDF: a list, or one of the containers."""

    LIST = "List"
    BAG = "Bag"
    SEQ = "Seq"
    ALT = "Alt"


@dataclass(frozen=True, slots=True)
class Gather:
    """How the members of a collection or container are gathered (RML-CC).

    ``is_product`` makes one collection of each combination of the members' values, instead of one of them all.
    ``allows_empty`` makes one also where there is no value.
    """

    members: tuple[ObjectMap, ...]
    kind: GatherKind
    is_product: bool = False
    allows_empty: bool = False


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

    def key(self) -> tuple[object, ...]:
        """Give what makes two logical sources one: the same rows of the same file, read in the same way."""
        chosen = self.selection
        namespaces = tuple(sorted(chosen.namespaces.items()))
        selected = (chosen.kind, chosen.sheet, chosen.iterator, chosen.dialect, namespaces)
        return (self.file, self.compression, self.nulls, *selected)

    def origins(self) -> tuple["LogicalSource", ...]:
        """Give the sources that rows come from, the principal one first: of a view, those that it stands on."""
        return (self,)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a logical view: a value by its ``expression``, or records by an ``iterator``.

    A field with records has the ``fields`` of each. In a field with an expression they are of documents that
    stand in its values, each of a ``kind`` of its own.
    """

    name: str
    expression: Expression | None = None
    iterator: str | None = None
    kind: Kind | None = None
    fields: tuple["Field", ...] = ()
    namespaces: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ViewJoin:
    """Fields of another view, added where the values meet; without an inner join all rows stay."""

    parent: "LogicalView"
    conditions: tuple[Join, ...]
    fields: tuple[Field, ...]
    is_inner: bool = False


@dataclass(frozen=True, slots=True)
class LogicalView(LogicalSource):
    """A view on a source (RML-LV): its rows are made of fields. What is of the file is that of the source."""

    on: LogicalSource = field(kw_only=True)
    fields: tuple[Field, ...] = field(kw_only=True)
    joins: tuple[ViewJoin, ...] = field(default=(), kw_only=True)

    def key(self) -> tuple[object, ...]:
        # A view that several rules name is read as one; two that look alike need not be.
        return (id(self),)

    def origins(self) -> tuple[LogicalSource, ...]:
        joined = (origin for join in self.joins for origin in join.parent.origins())
        return (*self.on.origins(), *joined)

    def expressions(self) -> tuple[Expression, ...]:
        """Give all expressions of the view and of those that it stands on."""
        waiting = [*self.fields, *(each for join in self.joins for each in join.fields)]
        found = [side for join in self.joins for one in join.conditions for side in (one.child, one.parent)]
        while waiting:
            each = waiting.pop(0)
            found += [] if each.expression is None else [each.expression]
            waiting += each.fields
        below = [self.on, *(join.parent for join in self.joins)]
        nested = (e for view in below if isinstance(view, LogicalView) for e in view.expressions())
        return (*found, *nested)


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
