"""Logical views of RML-LV: fields, nested fields and joins, read from the graph of a document."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from ..phrases import Fact
from ..records.tables import Kind
from .filenames import kind_of
from .findings import shown, told
from .model import Field, Join, Location, LogicalSource, LogicalView, ViewJoin
from .rml_expressions import Expressions
from .rml_graph import RMLGraph, Term
from .rml_sources import Sources

DEPTH_LIMIT: Final = 20
"""Views on views, and fields within fields."""

_EXPRESSED: Final = ("constant", "template", "reference", "functionExecution", "functionValue")
_TREES: Final = frozenset({Kind.JSON, Kind.NDJSON, Kind.XML})
_LINES_OF: Final = {Kind.NDJSON: Kind.JSON}


@dataclass(slots=True)
class Views:
    """The reader of sources of one document, be they files or views on them; None where it added a finding."""

    expressions: Expressions
    sources: Sources
    join: Callable[[Term], Join | None]
    _read: dict[Term, LogicalSource | None] = field(default_factory=dict)

    @property
    def graph(self) -> RMLGraph:
        return self.expressions.graph

    def source(self, node: Term, depth: int = 0) -> LogicalSource | None:
        """Read a logical source or a logical view; a view that several rules read is read once."""
        if not self.graph.values(node, "viewOn") and "LogicalView" not in self.graph.types(node):
            return self.sources.source(node)
        if depth > DEPTH_LIMIT:
            self._too_deep(node, told("Views are nested more than {limit} deep, or stand on themselves."))
        if node not in self._read:
            self._read[node] = self._view(node, depth)
        return self._read[node]

    def _view(self, node: Term, depth: int) -> LogicalView | None:
        self.expressions.count(node)
        if self.graph.values(node, "iterator", "referenceFormulation"):
            self.graph.error(
                "mapping-wrong-type",
                "A view has an iterator or a reference formulation of its own.",
                "Take it out; its fields have them.",
                node,
                "iterator",
            )
        below = self._required(node, "viewOn", told("A view says not what it is on."))
        on = None if below is None else self.source(below, depth + 1)
        if on is None:
            return None
        kind = None if isinstance(on, LogicalView) else on.selection.kind
        fields = self._fields(node, kind, depth=0)
        joins = [self._join(value, depth, is_inner=False) for value in self.graph.values(node, "leftJoin")]
        joins += [self._join(value, depth, is_inner=True) for value in self.graph.values(node, "innerJoin")]
        found = tuple(join for join in joins if join is not None)
        self._check_names(node, [*fields, *(each for join in found for each in join.fields)])
        location = Location(self.graph.findings.file, self.graph.line(node))
        return LogicalView(
            on.file, on.selection, on.nulls, location, on.compression, on=on, fields=fields, joins=found
        )

    def _fields(self, node: Term, kind: Kind | None, depth: int) -> tuple[Field, ...]:
        """Read the fields of a view or a field, whose records are of a kind."""
        if depth > DEPTH_LIMIT:
            self._too_deep(node, told("Fields are nested more than {limit} deep, or stand on themselves."))
        values = self.graph.values(node, "field")
        if not values:
            self._missing(node, "field", told("There are no fields here."))
        read = tuple(each for value in values if (each := self._field(value, kind, depth)) is not None)
        self._check_names(node, read)
        return read

    def _field(self, node: Term, kind: Kind | None, depth: int) -> Field | None:
        self.expressions.count(node)
        name = self.graph.text(node, "fieldName")
        if not name or "#" in name or "." in name:
            message = told("{name} cannot be the name of a field.") if name else told("A field has no name.")
            self.graph.error(
                "mapping-missing",
                message,
                "Give it rml:fieldName, without . and #.",
                node,
                "fieldName",
                name=shown(name or ""),
            )
            return None
        if self._is_iterable(node):
            return self._iterable(node, name, kind, depth)
        expression = self.expressions.expression(node)
        inner = tuple(
            each
            for value in self.graph.values(node, "field")
            if (each := self._document(value, depth)) is not None
        )
        return None if expression is None else Field(name, expression, fields=inner)

    def _is_iterable(self, node: Term) -> bool:
        is_expressed = bool(self.graph.values(node, *_EXPRESSED))
        return "IterableField" in self.graph.types(node) or not is_expressed

    def _iterable(self, node: Term, name: str, kind: Kind | None, depth: int) -> Field | None:
        """Read a field whose records are found in those of its parent, by the same formulation."""
        own = self._kind(node)
        if kind not in _TREES or (own is not None and own is not _LINES_OF.get(kind, kind)):
            self.graph.error(
                "mapping-wrong-type",
                "The field {name} iterates over something else than what it stands in.",
                "Name the text first, by an expression field, and iterate over that.",
                node,
                "referenceFormulation",
                name=shown(name),
            )
            return None
        # Earlier drafts of RML-LV wrote the iterator of a field as its reference.
        iterator = self.graph.text(node, "iterator", "reference")
        if not iterator:
            message = told("The field {name} says not what to iterate over.")
            self._missing(node, "iterator", message, name=shown(name))
            return None
        return Field(name, iterator=iterator, fields=self._fields(node, kind, depth + 1))

    def _document(self, node: Term, depth: int) -> Field | None:
        """Read an iterable field in an expression field: its records are in the text, of a formulation of its own."""
        name, kind = self.graph.text(node, "fieldName"), self._kind(node)
        if not self._is_iterable(node) or not name or kind is None:
            self.graph.error(
                "mapping-missing",
                "A field in a field with an expression needs a name and a reference formulation.",
                "Make it an rml:IterableField with rml:fieldName and rml:referenceFormulation.",
                node,
            )
            return None
        namespaces = tuple(self.sources.namespaces(node).items())
        fields = self._fields(node, kind, depth + 1)
        return Field(
            name, iterator=self.graph.text(node, "iterator"), kind=kind, namespaces=namespaces, fields=fields
        )

    def _kind(self, node: Term) -> Kind | None:
        formulation, _ = self.sources.formulation(node)
        return None if formulation is None else kind_of(formulation, "")

    def _join(self, node: Term, depth: int, *, is_inner: bool) -> ViewJoin | None:
        parent_node = self._required(node, "parentLogicalView", told("A join of views has no parent view."))
        parent = None if parent_node is None else self.source(parent_node, depth + 1)
        joins = [self.join(value) for value in self.graph.values(node, "joinCondition")]
        fields = self._fields(node, None, depth=0)
        if not joins:
            self._missing(node, "joinCondition", told("A join of views says not where they meet."))
        conditions = tuple(each for each in joins if each is not None)
        if not isinstance(parent, LogicalView):
            if parent is not None:
                self.graph.error(
                    "mapping-wrong-type",
                    "The parent of a join of views is not a view.",
                    "Make a view of it.",
                    node,
                    "parentLogicalView",
                )
            return None
        return ViewJoin(parent, conditions, fields, is_inner) if conditions and fields else None

    def _check_names(self, node: Term, fields: Iterable[Field]) -> None:
        names: Sequence[str] = [each.name for each in fields]
        for name in dict.fromkeys(name for name in names if names.count(name) > 1):
            self.graph.error(
                "mapping-twice",
                "Two fields are called {name}.",
                "Give each field a name of its own.",
                node,
                "field",
                name=shown(name),
            )

    def _required(self, node: Term, name: str, message: str) -> Term | None:
        value = self.graph.only(node, name)
        if value is None:
            self._missing(node, name, message)
        return value

    def _too_deep(self, node: Term, message: str) -> None:
        self.graph.findings.stop(
            "mapping-too-deep",
            message,
            "Let nothing be its own parent.",
            line=self.graph.line(node),
            limit=DEPTH_LIMIT,
        )

    def _missing(self, node: Term, key: str, message: str, **facts: Fact) -> None:
        self.graph.error("mapping-missing", message, "Give it {key}.", node, key=f"rml:{key}", **facts)
