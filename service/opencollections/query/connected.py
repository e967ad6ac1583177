"""Connected: what belongs to an entity without being stated of it, and who else speaks of the same things."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

from pyoxigraph import BlankNode, NamedNode, Quad, Store

from ..vocabulary import RDF_TYPE, expand
from .entity import Entity

LOOKUP_LIMIT: Final = 400
"""Pairs of a thing and a collection that are looked up for one page, about 10 µs each."""

ELSEWHERE_LIMIT: Final = 3
"""Mentions of a thing that are read from one other collection."""

COMPANION_LIMIT: Final = 500
"""Quads that are taken along with an entity, and quads that are read of each node among them."""

_GENID: Final = "/.well-known/genid/"
_CLIMB_LIMIT: Final = 4
_TYPE: Final = NamedNode(RDF_TYPE)
_AGGREGATED: Final = NamedNode(expand("edm:aggregatedCHO"))
_SHOWN: Final = {NamedNode(expand(f"edm:{name}")) for name in ("isShownBy", "isShownAt", "hasView", "object")}
_PARTS: Final = {NamedNode(expand(name)) for name in ("schema:PropertyValue", "schema:Role")}
_COMPANIONS: Final = _PARTS | {NamedNode(expand("edm:TimeSpan"))}


def companions(store: Store, entity: Entity) -> tuple[Quad, ...]:
    """Give the statements about nodes that only serve to describe an entity, sorted.

    They are its roles, its identifiers in other systems and its periods (EDM and schema.org make nodes of
    them), and the aggregations that point to it with the web resources they show.
    """
    nodes = _dependent(store, entity)
    for pointing in islice(store.quads_for_pattern(None, _AGGREGATED, NamedNode(entity.iri), None), 8):
        nodes.append(pointing.subject)  # type: ignore[arg-type]
        stated = store.quads_for_pattern(pointing.subject, None, None, None)
        nodes += [q.object for q in islice(stated, COMPANION_LIMIT) if q.predicate in _SHOWN]  # type: ignore[misc]
    quads: set[Quad] = set()
    for node in dict.fromkeys(node for node in nodes if isinstance(node, NamedNode)):
        if len(quads) < COMPANION_LIMIT and node.value != entity.iri:
            quads.update(islice(store.quads_for_pattern(node, None, None, None), COMPANION_LIMIT))
    return tuple(sorted(quads, key=str))


def _dependent(store: Store, entity: Entity) -> list[NamedNode | BlankNode]:
    linked = {q.object for q in entity.quads if isinstance(q.object, NamedNode) and q.predicate != _TYPE}
    return [node for node in sorted(linked, key=str) if _classes(store, node) & _COMPANIONS]


def _classes(store: Store, node: NamedNode) -> set[object]:
    return {quad.object for quad in store.quads_for_pattern(node, _TYPE, None, None)}


def elsewhere(store: Store, iris: Sequence[str], graphs: Sequence[str]) -> dict[str, tuple[Quad, ...]]:
    """Give mentions of things in other collections: by thing, at most ELSEWHERE_LIMIT from each named graph.

    The pairs of thing and graph are tried in the order given, at most LOOKUP_LIMIT of them.
    """
    found: dict[str, tuple[Quad, ...]] = {}
    pairs = ((iri, graph) for iri in iris for graph in graphs)
    for iri, graph in islice(pairs, LOOKUP_LIMIT):
        mentions = store.quads_for_pattern(None, None, NamedNode(iri), NamedNode(graph))
        found[iri] = found.get(iri, ()) + named(store, islice(mentions, ELSEWHERE_LIMIT))
    return {iri: quads for iri, quads in found.items() if quads}


def named(store: Store, quads: Iterable[Quad]) -> tuple[Quad, ...]:
    """Lift statements of nodes that serve to describe an entity to that entity.

    A role that points to a person becomes the recording that has the role, an aggregation its object. What
    belongs to nothing is left out.
    """
    lifted = (_lifted(store, quad) for quad in quads)
    return tuple(dict.fromkeys(quad for quad in lifted if quad is not None))


def _lifted(store: Store, quad: Quad) -> Quad | None:
    """Climb from a quad's subject to the entity that it is part of, keeping the quad's object and graph."""
    for _ in range(_CLIMB_LIMIT):
        subject = quad.subject
        if not isinstance(subject, NamedNode):
            return None
        aggregated = next(store.quads_for_pattern(subject, _AGGREGATED, None, None), None)
        if aggregated is not None and isinstance(aggregated.object, NamedNode):
            return Quad(aggregated.object, quad.predicate, quad.object, quad.graph_name)
        if _GENID not in subject.value and not _classes(store, subject) & _PARTS:
            return quad
        parent = next(store.quads_for_pattern(None, None, subject, None), None)
        if parent is None:
            return None
        quad = Quad(parent.subject, parent.predicate, quad.object, quad.graph_name)
    return None
