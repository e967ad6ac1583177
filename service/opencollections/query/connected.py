"""Connected: what belongs to an entity without being stated of it, and who else speaks of the same things."""

from collections.abc import Iterable, Sequence
from itertools import chain, islice
from math import isfinite, nan
from typing import Final, NamedTuple

from pyoxigraph import NamedNode, Quad

from ..store.engine import CLASSES_LIMIT, TYPE, Engine, Node, Pattern
from ..vocabulary import expand
from .entity import Entity

LOOKUP_LIMIT: Final = 400
"""Pairs of a thing and a collection that are looked up for one page, about 10 µs each."""

ELSEWHERE_LIMIT: Final = 3
"""Mentions of a thing that are read from one other collection."""

COMPANION_LIMIT: Final = 500
"""Quads that are taken along with an entity, and quads that are read of each node among them."""

LINKED_LIMIT: Final = 200
"""Things that statements link to whose names are looked up, about 10 µs each."""

PLACES_LIMIT: Final = 200
"""Places whose coordinates are looked up for one page."""

_LATITUDE: Final = NamedNode(expand("wgs84_pos:lat"))
_LONGITUDE: Final = NamedNode(expand("wgs84_pos:long"))
_NODES_AT_ONCE: Final = 50
_AGGREGATIONS_LIMIT: Final = 8
_CLIMB_LIMIT: Final = 4
_GENID: Final = "/.well-known/genid/"
_AGGREGATED: Final = NamedNode(expand("edm:aggregatedCHO"))
_SHOWN: Final = {NamedNode(expand(f"edm:{name}")) for name in ("isShownBy", "isShownAt", "hasView", "object")}
_NAMELESS: Final = _SHOWN | {TYPE, NamedNode(expand("edm:rights")), NamedNode(expand("dcterms:license"))}
_PARTS: Final = {NamedNode(expand(name)) for name in ("schema:PropertyValue", "schema:Role")}
_COMPANIONS: Final = _PARTS | {NamedNode(expand("edm:TimeSpan"))}


def companions(engine: Engine, entity: Entity) -> tuple[Quad, ...]:
    """Give the statements about nodes that only serve to describe an entity, in no order.

    They are its roles, its identifiers in other systems and its periods (EDM and schema.org make nodes of
    them), and the aggregations that point to it with the web resources they show.
    """
    if entity.description is not None:
        return entity.description.companions
    linked_nodes = sorted({q.object for q in entity.quads if _is_link(q)}, key=str)
    found = engine.find(
        [
            *(Pattern(CLASSES_LIMIT, subject=node, predicate=TYPE) for node in linked_nodes),  # type: ignore[arg-type]
            *_asking_for_aggregations(entity),
        ]
    )
    classes, aggregated = found[: len(linked_nodes)], [*found[len(linked_nodes) :], entity.incoming]
    parts = [node for node, types in zip(linked_nodes, classes, strict=True) if _objects(types) & _COMPANIONS]
    aggregations = [quad.subject for quads in aggregated for quad in quads if quad.predicate == _AGGREGATED]
    seen: set[object] = {NamedNode(entity.iri)}
    quads: set[Quad] = set()
    _read_nodes(engine, [*parts, *aggregations[:_AGGREGATIONS_LIMIT]], seen, quads)
    _read_nodes(engine, [quad.object for quad in quads if quad.predicate in _SHOWN], seen, quads)
    return tuple(quads)


def _asking_for_aggregations(entity: Entity) -> list[Pattern]:
    """Give the pattern of what aggregates an entity, unless all that points to it has been read."""
    if entity.incoming and not entity.more_incoming:
        return []
    return [Pattern(_AGGREGATIONS_LIMIT, predicate=_AGGREGATED, object=NamedNode(entity.iri))]


def _read_nodes(engine: Engine, nodes: Iterable[object], seen: set[object], quads: set[Quad]) -> None:
    """Add what is stated of nodes that were not read yet, some at once, until there is enough."""
    fresh = {node for node in nodes if isinstance(node, NamedNode) and node not in seen}
    seen |= fresh
    unread = iter(sorted(fresh, key=_iri))
    while len(quads) < COMPANION_LIMIT and (some := list(islice(unread, _NODES_AT_ONCE))):
        for stated in engine.find([Pattern(COMPANION_LIMIT, subject=node) for node in some]):
            if len(quads) < COMPANION_LIMIT:
                quads.update(stated)


def _is_link(quad: Quad) -> bool:
    return isinstance(quad.object, NamedNode) and quad.predicate != TYPE


def linked(engine: Engine, quads: Iterable[Quad]) -> tuple[Quad, ...]:
    """Give the classes and the name of what statements link to (``Engine.cards``), but is not described among them."""
    return tuple(chain.from_iterable(engine.cards(_linked_nodes(quads))))


def neighbourhood(engine: Engine, quads: Iterable[Quad]) -> tuple[Quad, ...]:
    """Give all that is stated of what statements link to, for those who tell the same in another model."""
    stated = engine.find([Pattern(COMPANION_LIMIT, subject=node) for node in _linked_nodes(quads)])
    return tuple(dict.fromkeys(quad for quads in stated for quad in quads))


def _linked_nodes(quads: Iterable[Quad]) -> list[NamedNode]:
    """Give what statements link to and do not describe, sorted; of very many links the first.

    Files, pages and licences go without: what is known of them has come along with whatever shows them.
    """
    links: set[NamedNode] = set()
    subjects: set[Node] = set()
    for quad in quads:
        subjects.add(quad.subject)
        if isinstance(quad.object, NamedNode) and quad.predicate not in _NAMELESS:
            links.add(quad.object)
    return sorted(links - subjects, key=_iri)[:LINKED_LIMIT]


def shown(companions: Iterable[Quad]) -> set[str]:
    """Give the files and pages that aggregations show; what is stated of them is among the companions too."""
    return {q.object.value for q in companions if q.predicate in _SHOWN and isinstance(q.object, NamedNode)}


def _iri(node: NamedNode) -> str:
    return node.value


def pointing(engine: Engine, iri: str, properties: Iterable[str], limit: int) -> tuple[Quad, ...]:
    """Give some statements that point to an IRI by each of some properties, so that no property hides another."""
    node = NamedNode(iri)
    found = engine.find([Pattern(limit, predicate=NamedNode(one), object=node) for one in properties])
    return tuple(quad for quads in found for quad in quads)


def coordinates(engine: Engine, iris: Iterable[str]) -> dict[str, tuple[float, float]]:
    """Give the latitude and the longitude of those places that have both, in degrees."""
    places = list(dict.fromkeys(iris))[:PLACES_LIMIT]
    wanted = [Pattern(1, NamedNode(iri), axis) for iri in places for axis in (_LATITUDE, _LONGITUDE)]
    found = iter(engine.find(wanted))
    pairs = zip(places, found, found, strict=False)
    read = {iri: (_number(north), _number(east)) for iri, north, east in pairs}
    return {iri: pair for iri, pair in read.items() if isfinite(pair[0]) and isfinite(pair[1])}


def _number(quads: Sequence[Quad]) -> float:
    """Give the number that a statement has as its object, or NaN."""
    try:
        return float(quads[0].object.value)  # type: ignore[union-attr]
    except (IndexError, ValueError, AttributeError):
        return nan


def _objects(quads: Iterable[Quad]) -> set[object]:
    return {quad.object for quad in quads}


def elsewhere(engine: Engine, iris: Sequence[str], graphs: Sequence[str]) -> dict[str, tuple[Quad, ...]]:
    """Give mentions of things in other collections: by thing, at most ELSEWHERE_LIMIT from each named graph.

    The pairs of thing and graph are tried in the order given, at most LOOKUP_LIMIT of them.
    """
    pairs = list(islice(((iri, graph) for iri in iris for graph in graphs), LOOKUP_LIMIT))
    mentions = engine.find(
        [Pattern(ELSEWHERE_LIMIT, object=NamedNode(iri), graph=NamedNode(graph)) for iri, graph in pairs]
    )
    lifted = named(engine, [quad for quads in mentions for quad in quads])
    found: dict[str, list[Quad]] = {}
    for quad in lifted:
        found.setdefault(quad.object.value, []).append(quad)  # type: ignore[union-attr]
    return {iri: tuple(found[iri]) for iri in iris if iri in found}


def named(engine: Engine, quads: Iterable[Quad]) -> tuple[Quad, ...]:
    """Lift statements of nodes that serve to describe an entity to that entity.

    A role that points to a person becomes the recording that has the role, an aggregation its object. What
    belongs to nothing is left out.
    """
    mentions = list(quads)
    wholes = _wholes(engine, {quad.subject for quad in mentions})
    lifted = (_lifted(quad, wholes) for quad in mentions)
    return tuple(dict.fromkeys(quad for quad in lifted if quad is not None))


def _lifted(quad: Quad, wholes: dict[Node, "_Whole | None"]) -> Quad | None:
    """Climb from a quad's subject to the entity that it is part of, keeping the quad's object and graph."""
    subject, predicate = quad.subject, quad.predicate
    for _ in range(_CLIMB_LIMIT):
        if not isinstance(subject, NamedNode):
            return None
        if subject not in wholes:
            return Quad(subject, predicate, quad.object, quad.graph_name)
        whole = wholes[subject]
        if whole is None:
            return None
        subject, predicate = whole.node, whole.predicate or predicate
    return None


class _Whole(NamedTuple):
    """What a node is a part of, and the property that leads from there to it (None: the other way)."""

    node: Node
    predicate: NamedNode | None


def _wholes(engine: Engine, nodes: Iterable[Node]) -> dict[Node, _Whole | None]:
    """Give what each node that is a part belongs to (None: nothing), and of what that is a part, and so on.

    All nodes climb together, so that a level costs two rounds to the engine.
    """
    wholes: dict[Node, _Whole | None] = {}
    seen: set[Node] = set()
    level = set(nodes)
    for _ in range(_CLIMB_LIMIT):
        asked = [node for node in level - seen if isinstance(node, NamedNode)]
        if not asked:
            break
        found = _level_above(engine, asked)
        wholes.update(found)
        seen |= level
        level = {whole.node for whole in found.values() if whole is not None}
    return wholes


def _level_above(engine: Engine, nodes: Sequence[NamedNode]) -> dict[Node, _Whole | None]:
    """Give what those nodes belong to that are parts; the others, which are entities, are missing."""
    about = [Pattern(1, subject=node, predicate=_AGGREGATED) for node in nodes]
    about += [Pattern(CLASSES_LIMIT, subject=node, predicate=TYPE) for node in nodes]
    found = engine.find(about)
    wholes: dict[Node, _Whole | None] = {}
    parts = []
    for node, aggregated, types in zip(nodes, found[: len(nodes)], found[len(nodes) :], strict=True):
        if aggregated and isinstance(aggregated[0].object, NamedNode):
            wholes[node] = _Whole(aggregated[0].object, None)
        elif _GENID in node.value or _objects(types) & _PARTS:
            parts.append(node)
    parents = engine.find([Pattern(1, object=node) for node in parts])
    for node, pointing in zip(parts, parents, strict=True):
        wholes[node] = _Whole(pointing[0].subject, pointing[0].predicate) if pointing else None
    return wholes
