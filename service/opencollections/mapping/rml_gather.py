"""Gather maps of RML-CC: which members make a collection or container, and how."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from pyoxigraph import Literal, NamedNode

from ..vocabulary import PREFIXES, expand
from .findings import shown, suggestion
from .model import Gather, GatherKind, ObjectMap, TermMap, TermType
from .rml_graph import RMLGraph, Term, plain
from .rml_vocabulary import local_name

DEPTH_LIMIT: Final = 20
"""Collections within collections."""

_STRATEGIES: Final = {"append": False, "cartesianProduct": True}
_FIRST: Final = expand("rdf:first")
_REST: Final = expand("rdf:rest")
_NIL: Final = expand("rdf:nil")

Reader = Callable[[Term, int], ObjectMap | None]
"""Reads a member at a depth, as an object map is read."""


@dataclass(frozen=True, slots=True)
class Gathers:
    """The reader of gather maps of one document; each method gives None where it added a finding."""

    graph: RMLGraph

    def with_gather(self, term: TermMap | None, node: Term, member: Reader, depth: int) -> TermMap | None:
        """Add what a node gathers to the term map of the node."""
        if term is None or not self.graph.values(node, "gather", "gatherAs"):
            return term
        if depth > DEPTH_LIMIT:
            self.graph.findings.stop(
                "mapping-too-deep",
                "Collections are nested more than {limit} deep, or contain themselves.",
                "Let no collection be its own member.",
                line=self.graph.line(node),
                limit=DEPTH_LIMIT,
            )
        if term.term_type is TermType.LITERAL:
            self.graph.error(
                "mapping-term-type", "A collection cannot be a literal.", "Take that term type out.", node
            )
            return None
        gather = self._gather(node, member, depth)
        return None if gather is None else replace(term, gather=gather)

    def _gather(self, node: Term, member: Reader, depth: int) -> Gather | None:
        kind, members = self._kind(node), self._members(node)
        read = [member(value, depth + 1) for value in members]
        found = tuple(each for each in read if each is not None)
        if kind is None or not found or len(found) < len(read):
            return None
        return Gather(found, kind, self._is_product(node), self._allows_empty(node))

    def _members(self, node: Term) -> list[Term]:
        """Give what stands in the list of rml:gather."""
        members: list[Term] = []
        rest = self.graph.only(node, "gather")
        seen: set[Term] = set()
        while rest is not None and rest not in seen and plain(rest) != _NIL:
            seen.add(rest)
            first = self.graph.only(rest, _FIRST)
            if first is not None:
                members.append(first)
            rest = self.graph.only(rest, _REST)
        if not members:
            self.graph.error(
                "mapping-missing",
                "A gather map has no members.",
                "List term maps in round brackets: rml:gather ( [ … ] [ … ] ).",
                node,
                "gather",
            )
        return members

    def _kind(self, node: Term) -> GatherKind | None:
        value = self.graph.only(node, "gatherAs")
        known = {PREFIXES["rdf"] + kind.value: kind for kind in GatherKind}
        if isinstance(value, NamedNode) and value.value in known:
            return known[value.value]
        names = ", ".join(f"rdf:{kind.value}" for kind in GatherKind)
        if value is None:
            self.graph.error(
                "mapping-missing",
                "A gather map says not what to make.",
                "Give it rml:gatherAs with one of: {known}.",
                node,
                "gather",
                known=names,
            )
        else:
            self.graph.error(
                "mapping-wrong-type",
                "Nothing can be gathered as {name}.",
                "It can be: {known}.",
                node,
                "gatherAs",
                name=shown(plain(value)),
                known=names,
            )
        return None

    def _is_product(self, node: Term) -> bool:
        value = self.graph.only(node, "strategy")
        name = (
            "append"
            if value is None
            else (isinstance(value, NamedNode) and local_name(value.value)) or plain(value)
        )
        if name not in _STRATEGIES:
            advice, facts = suggestion(name, _STRATEGIES)
            self.graph.error(
                "mapping-wrong-type",
                "There is no strategy {name}.",
                advice,
                node,
                "strategy",
                name=shown(name),
                **facts,
            )
        return _STRATEGIES.get(name, False)

    def _allows_empty(self, node: Term) -> bool:
        value = self.graph.only(node, "allowEmptyListAndContainer")
        return isinstance(value, Literal) and value.value in {"true", "1"}
