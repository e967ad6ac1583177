"""Usage: how many entities of a collection use a term of the ontology, and some of them."""

from typing import Final

from pyoxigraph import Literal, NamedNode

from ..store.engine import Engine, Pattern
from ..vocabulary import RDF_TYPE

_COUNT: Final = "SELECT (COUNT(DISTINCT ?one) AS ?n) WHERE "
_CLASS: Final = _COUNT + "{{ ?one a <{iri}> }}"
_PROPERTY: Final = _COUNT + "{{ ?one <{iri}> ?value }}"
_VALUE: Final = _COUNT + "{{ ?one ?property <{iri}> }}"

EXAMPLES_READ: Final = 50
"""Statements looked at for examples, among which some are about nodes without a page."""


def of_class(engine: Engine, graph: str, iri: str) -> int:
    """Count the entities of a class in a named graph; ``iri`` is one of the ontology's, never a reader's."""
    return _counted(engine, graph, _CLASS.format(iri=iri))


def of_property(engine: Engine, graph: str, iri: str) -> int:
    """Count the entities of a named graph that have a property."""
    return _counted(engine, graph, _PROPERTY.format(iri=iri))


def of_value(engine: Engine, graph: str, iri: str) -> int:
    """Count the entities of a named graph that lead to a concept by any property."""
    return _counted(engine, graph, _VALUE.format(iri=iri))


def examples(engine: Engine, iri: str) -> list[str]:
    """Give the IRIs of some entities that use a term as their class, as a property, or as a value."""
    node = NamedNode(iri)
    found = engine.find(
        [
            Pattern(EXAMPLES_READ, predicate=NamedNode(RDF_TYPE), object=node),
            Pattern(EXAMPLES_READ, predicate=node),
            Pattern(EXAMPLES_READ, object=node),
        ]
    )
    subjects = (quad.subject for quads in found for quad in quads)
    return list(dict.fromkeys(one.value for one in subjects if isinstance(one, NamedNode)))


def _counted(engine: Engine, graph: str, query: str) -> int:
    counts = (row[0] for row in engine.table(query, graph))
    return next((int(count.value) for count in counts if isinstance(count, Literal)), 0)
