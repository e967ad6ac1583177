"""An entity: everything one generation says about an IRI, and what points to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from ..store.descriptions import Description
from ..store.engine import Engine, Pattern
from ..vocabulary import LABELS, RDF_TYPE

INCOMING_LIMIT: Final = 200
"""Incoming links read for one page: enough to show, not enough to be slow."""

CLOSURE_LIMIT: Final = 2_000
"""Quads taken along for nodes that have no IRI of their own, such as skolemised blank nodes."""

_LABEL_PROPERTIES = tuple(NamedNode(iri) for iri in LABELS)
_NAMING = frozenset(LABELS)
_GENID = "/.well-known/genid/"


@dataclass(frozen=True, slots=True)
class Entity:
    """What is stated about an IRI.

    ``quads`` are the statements with this subject and those of nameless nodes below it, in no order, each with the
    named graph (collection) that states it; ``incoming`` are statements with it as object, at most INCOMING_LIMIT,
    and ``more_incoming`` tells whether there are others. The ``description`` is what was written down of it
    beforehand, in which its own statements are in the order of a document.
    """

    iri: str
    quads: tuple[Quad, ...]
    incoming: tuple[Quad, ...]
    more_incoming: bool
    description: Description | None = None

    @property
    def types(self) -> tuple[str, ...]:
        """The IRIs of its classes, sorted."""
        node = NamedNode(self.iri)
        return tuple(
            sorted(
                {
                    quad.object.value
                    for quad in self.quads
                    if quad.subject == node
                    and quad.predicate.value == RDF_TYPE
                    and isinstance(quad.object, NamedNode)
                }
            )
        )

    @property
    def graphs(self) -> tuple[str, ...]:
        """The IRIs of the named graphs that state something about it, sorted."""
        return tuple(sorted({q.graph_name.value for q in self.quads if isinstance(q.graph_name, NamedNode)}))


def entity(engine: Engine, iri: str, *, with_incoming: bool = True) -> Entity | None:
    """Give what the engine holds of an IRI, or None where it is no subject and no object of anything."""
    node = NamedNode(iri)
    description = engine.described(iri)
    wanted = [] if description else [Pattern(CLOSURE_LIMIT, subject=node)]
    if with_incoming:
        wanted.append(Pattern(INCOMING_LIMIT + 1, object=node))
    found = engine.find(wanted)
    quads = description.own if description else tuple(_closure(engine, node, found.pop(0)))
    incoming = found[0] if found else []
    if not quads and not incoming:
        return None
    return Entity(iri, quads, tuple(incoming[:INCOMING_LIMIT]), len(incoming) > INCOMING_LIMIT, description)


def _closure(engine: Engine, node: NamedNode, own: Iterable[Quad]) -> set[Quad]:
    """Add to an entity's own quads those of nameless nodes below it, one level after the other."""
    quads, level = set(own), list(own)
    seen: set[NamedNode | BlankNode] = {node}
    while len(quads) < CLOSURE_LIMIT:
        nameless = dict.fromkeys(q.object for q in level if _is_nameless(q.object) and q.object not in seen)
        if not nameless:
            break
        seen.update(nameless)  # type: ignore[arg-type]
        found = engine.find([Pattern(CLOSURE_LIMIT, subject=below) for below in nameless])  # type: ignore[arg-type]
        level = [quad for stated in found for quad in stated]
        quads.update(level)
    return quads


def _is_nameless(term: object) -> bool:
    return isinstance(term, BlankNode) or (isinstance(term, NamedNode) and _GENID in term.value)


def labels(
    engine: Engine, iris: Iterable[str], described: Sequence[Quad] = ()
) -> dict[str, tuple[Literal, ...]]:
    """Give the names of many IRIs at once: for each, the literals of its most trusted naming property.

    An IRI without a name is missing in the answer. It is one round to the engine; the embedded one takes about
    10 µs per IRI and property tried. Of the subjects of what is ``described`` all is known already.
    """
    known = _named(described)
    found = engine.names({NamedNode(iri) for iri in iris if iri not in known}, _LABEL_PROPERTIES)
    asked = {node.value: literals for node, literals in found.items()}
    return asked | {iri: literals for iri, literals in known.items() if literals}


def _named(quads: Iterable[Quad]) -> dict[str, tuple[Literal, ...]]:
    """Give the names of all subjects of statements; of one without a name nothing."""
    by_property: dict[str, dict[str, list[Literal]]] = {}
    for quad in quads:
        stated = by_property.setdefault(_value(quad.subject), {})
        property_ = quad.predicate.value
        if property_ in _NAMING and isinstance(name := quad.object, Literal):
            stated.setdefault(property_, []).append(name)
    found = {}
    for iri, stated in by_property.items():
        names = next((stated[one] for one in LABELS if one in stated), [])
        found[iri] = tuple(sorted(set(names), key=str))
    return found


def _value(node: NamedNode | BlankNode | Triple) -> str:
    return node.value if isinstance(node, NamedNode) else str(node)
