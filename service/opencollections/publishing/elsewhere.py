"""Elsewhere: what the ready vocabularies and other collections state of things that a version only links to."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Final, Self, TypeVar

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat

from ..formats.edm.content_tier import HEIGHT, MEDIA_TYPE, WIDTH
from ..iris import Identifiers
from ..resources import resource
from ..store.control import Control
from ..store.engine import Engine, Pattern
from ..store.folders import DataFolder
from ..store.media import Medium, known_media

T = TypeVar("T")

_STATEMENTS: Final = 500
"""Statements read of one thing; names in many languages and some links."""

_AT_ONCE: Final = 1_000


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What is stated by others than one collection, whose graph is left out; a vocabulary speaks for its own terms.

    ``media`` is what was found out about files by asking for them.
    """

    engine: Engine
    identifiers: Identifiers
    graph: str
    media: Sequence[Medium] = ()

    @classmethod
    def of(cls, data: DataFolder, control: Control, identifiers: Identifiers, collection: str) -> Self:
        """Give what is stated elsewhere than in a collection, in the current generation; raise EngineFailed."""
        engine = data.generations.open(control).engine
        return cls(engine, identifiers, identifiers.graph(collection), known_media(control))

    def quads(self, iris: Iterable[str]) -> Iterator[Quad]:
        """Give what is stated of some IRIs; raise EngineFailed."""
        terms = vocabulary_terms(self.identifiers)
        asked = list(iris)
        for iri in asked:
            yield from terms.get(iri, ())
        foreign = [iri for iri in asked if iri not in terms]
        for some in _some(foreign):
            for found in self.engine.find([Pattern(_STATEMENTS, NamedNode(iri)) for iri in some]):
                yield from (quad for quad in found if quad.graph_name != NamedNode(self.graph))

    def found_out(self) -> Iterator[Quad]:
        """Give what was found out about files, as it would be stated of them."""
        for one in self.media:
            for name, value in ((WIDTH, one.width), (HEIGHT, one.height), (MEDIA_TYPE, one.type)):
                if value is not None:
                    yield Quad(
                        NamedNode(one.url), NamedNode(name), Literal(str(value)), NamedNode(self.graph)
                    )

    def lines(self, iris: Iterable[str]) -> Iterator[bytes]:
        """Give the same as texts of N-Quads lines."""
        return _lines(self.quads(iris))

    def lines_found_out(self) -> Iterator[bytes]:
        """Give what was found out about files as texts of N-Quads lines."""
        return _lines(self.found_out())


def _lines(quads: Iterable[Quad]) -> Iterator[bytes]:
    for some in _some(quads):
        yield "".join(f"{quad} .\n" for quad in some).encode()


def _some(values: Iterable[T]) -> Iterator[list[T]]:
    """Take values by as many as are asked for at once."""
    remaining = iter(values)
    return iter(lambda: list(islice(remaining, _AT_ONCE)), [])


@cache
def vocabulary_terms(identifiers: Identifiers) -> dict[str, list[Quad]]:
    """Give what the ready vocabularies say about their terms, which no collection states."""
    found: dict[str, list[Quad]] = {}
    for file in sorted((resource("ontology") / "vocabularies").glob("*.ttl")):
        base = f"{identifiers.base}/ontology/vocabularies/{file.stem}"
        for quad in pyoxigraph.parse(path=str(file), format=RdfFormat.TURTLE, base_iri=base):
            if isinstance(quad.subject, NamedNode):
                found.setdefault(quad.subject.value, []).append(quad)
    return found
