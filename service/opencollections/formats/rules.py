"""Rules: how often a property stands at the things of a class, and what its absence means, as the shapes say."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from ..vocabulary import PREFIXES, expand
from .interface import marked

_MISSING: Final = {
    expand("sh:Violation"): marked("an error"),
    expand("sh:Warning"): marked("a warning"),
    expand("sh:Info"): marked("advice"),
}
_FIRST: Final = f"{PREFIXES['rdf']}first"
_REST: Final = f"{PREFIXES['rdf']}rest"

Node = NamedNode | BlankNode
Statements = Mapping[Node, Mapping[str, list[Node | Literal]]]


@dataclass(frozen=True, slots=True)
class Rule:
    """From ``least`` to ``most`` values (None: any number); ``missing`` is what a record without any is told.

    Where one of several properties is enough, ``instead`` has the others.
    """

    least: int = 0
    most: int | None = None
    missing: str | None = None
    instead: tuple[str, ...] = ()


ANY_NUMBER: Final = Rule()


def rules(quads: Iterable[Quad]) -> dict[tuple[str, str], Rule]:
    """Read the rules of shapes (SHACL §4.2) by class and property; of several shapes each adds what it says."""
    said: dict[Node, dict[str, list[Node | Literal]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        subject, value = quad.subject, quad.object
        if not isinstance(subject, Triple) and not isinstance(value, Triple):
            said[subject][quad.predicate.value].append(value)
    found: dict[tuple[str, str], Rule] = {}
    for shape in list(said):
        for target in said[shape].get(expand("sh:targetClass"), ()):
            for one in said[shape].get(expand("sh:property"), ()):
                paths = tuple(_paths(said, one))
                for path in paths:
                    known = found.get((target.value, path), ANY_NUMBER)
                    others = tuple(other for other in paths if other != path)
                    found[target.value, path] = _with(known, said[one], others)  # type: ignore[index]
    return found


def _paths(said: Statements, shape: Node | Literal) -> Iterator[str]:
    """Give the properties that a property shape looks at: the one of its path, or each of its alternatives."""
    for path in said[shape].get(expand("sh:path"), ()):  # type: ignore[index]
        if isinstance(path, NamedNode):
            yield path.value
            continue
        for rest in said[path].get(expand("sh:alternativePath"), ()):  # type: ignore[index]
            yield from _listed(said, rest)


def _listed(said: Statements, rest: Node | Literal) -> Iterator[str]:
    while isinstance(rest, BlankNode):
        yield from (one.value for one in said[rest].get(_FIRST, ()))
        rest = next(iter(said[rest].get(_REST, ())), NamedNode(f"{PREFIXES['rdf']}nil"))


def _with(rule: Rule, shape: Mapping[str, list[Node | Literal]], others: tuple[str, ...]) -> Rule:
    least, most = (_number(shape, name) for name in ("sh:minCount", "sh:maxCount"))
    if most is not None:
        rule = replace(rule, most=most)
    if least:
        severity = next(iter(shape.get(expand("sh:severity"), ())), None)
        missing = _MISSING.get(severity.value) if severity else None
        rule = replace(rule, least=least, missing=missing, instead=others)
    return rule


def _number(shape: Mapping[str, list[Node | Literal]], name: str) -> int | None:
    return next((int(one.value) for one in shape.get(expand(name), ())), None)
