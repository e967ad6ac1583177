"""Hierarchy: where a concept stands among others."""

from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from ..store.engine import Engine, Pattern
from ..vocabulary import expand

CONCEPTS_LIMIT: Final = 100
LEVELS_LIMIT: Final = 8
"""Levels above a concept that are climbed."""

_BROADER: Final = NamedNode(expand("skos:broader"))
_NARROWER: Final = NamedNode(expand("skos:narrower"))


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """Where a concept stands: what is above it, the widest first, and what is directly below it."""

    broader: tuple[str, ...] = ()
    narrower: tuple[str, ...] = ()


def hierarchy(engine: Engine, iri: str) -> Hierarchy:
    """Give the place of a concept among others; either direction may be stated (SKOS Reference §8)."""
    above: list[str] = []
    while len(above) < LEVELS_LIMIT:
        step = _next_concepts(engine, (above or [iri])[-1], _BROADER, _NARROWER)
        fresh = [one for one in step if one not in above and one != iri]
        if not fresh:
            break
        above.append(fresh[0])
    return Hierarchy(tuple(reversed(above)), tuple(_next_concepts(engine, iri, _NARROWER, _BROADER)))


def _next_concepts(engine: Engine, iri: str, to: NamedNode, back: NamedNode) -> list[str]:
    node = NamedNode(iri)
    stated, inverse = engine.find(
        [Pattern(CONCEPTS_LIMIT, node, to), Pattern(CONCEPTS_LIMIT, predicate=back, object=node)]
    )
    found = [*(quad.object for quad in stated), *(quad.subject for quad in inverse)]
    return sorted({one.value for one in found if isinstance(one, NamedNode)})
