"""Engine: the one interface through which everything that reads sees the published quads.

Two kinds stand behind it: the embedded store of a generation (``embedded.py``), where a look-up costs about ten
microseconds, and a remote engine spoken to by SPARQL, where a request costs a hundred times as much. So whoever
reads asks for everything it can name at once: one call is one round to a remote engine, however many patterns
it has.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple, Protocol

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from ..vocabulary import LABELS, RDF_TYPE
from .descriptions import Description

CLASSES_LIMIT: Final = 20
"""Classes of a thing that are read."""

NAMES_LIMIT: Final = 50
"""Names of a thing that are read of one property."""

TYPE: Final = NamedNode(RDF_TYPE)
NAMING: Final = tuple(NamedNode(iri) for iri in LABELS)
"""The properties that name a thing, the most trusted first."""

Node = NamedNode | BlankNode | Triple
Term = Node | Literal


class Pattern(NamedTuple):
    """Quads to be found: None matches anything, and at most ``limit`` of them are wanted."""

    limit: int
    subject: Node | None = None
    predicate: NamedNode | None = None
    object: Term | None = None
    graph: NamedNode | None = None


class Engine(Protocol):
    """The published quads, for reading."""

    def find(self, patterns: Sequence[Pattern]) -> list[list[Quad]]:
        """Give what each pattern matches, in the order of the patterns; raise EngineFailed."""

    def names(
        self, subjects: Iterable[NamedNode], properties: Sequence[NamedNode]
    ) -> Mapping[NamedNode, tuple[Literal, ...]]:
        """Give for each subject the literals of the first of these properties that has any; raise EngineFailed.

        A subject without any is missing in the answer.
        """

    def cards(self, nodes: Sequence[NamedNode]) -> list[tuple[Quad, ...]]:
        """Give for each node the statements of its classes and of its most trusted naming property, by ``NAMING``.

        It is what a reader wants to know of a link; of a node without a class it is nothing. Raises EngineFailed.
        """
        return cards(self.find, nodes)

    def described(self, iri: str) -> Description | None:  # noqa: ARG002 - it is for engines that have files here
        """Give what was written down beforehand of an entity; None where nothing was, and it has to be gathered."""
        return None

    def table(self, query: str, graph: str) -> list[tuple[Term | None, ...]]:
        """Give the rows of a SELECT of ours, with one named graph as default graph; raise EngineFailed."""


def cards(
    find: Callable[[Sequence[Pattern]], list[list[Quad]]], nodes: Sequence[NamedNode]
) -> list[tuple[Quad, ...]]:
    """Find what ``Engine.cards`` gives: one round for the classes, and one for each property that is tried."""
    classes = find([Pattern(CLASSES_LIMIT, subject=node, predicate=TYPE) for node in nodes])
    found = dict(zip(nodes, classes, strict=True))
    unnamed = [node for node, stated in found.items() if stated]
    for property_ in NAMING:
        if not unnamed:
            break
        names = find([Pattern(NAMES_LIMIT, subject=node, predicate=property_) for node in unnamed])
        for node, stated in zip(unnamed, names, strict=True):
            found[node] = found[node] + stated
        unnamed = [node for node, stated in zip(unnamed, names, strict=True) if not stated]
    return [tuple(found[node]) for node in nodes]
