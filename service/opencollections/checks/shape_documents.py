"""Shape documents: SHACL in Turtle to shapes. What the checks do not know is refused by name, never passed over."""

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Sequence as Several
from dataclasses import dataclass
from typing import Final

import polars as pl
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from ..errors import ShapesInvalid
from ..problems import Severity
from ..vocabulary import PREFIXES, compact, expand
from .shapes import (
    Alternative,
    Constraint,
    Count,
    HasValue,
    Inverse,
    Logical,
    OfClass,
    Path,
    Predicate,
    Sequence,
    Shape,
    UniqueLanguage,
    Values,
)

Node = NamedNode | BlankNode | Literal | Triple
_SH: Final = PREFIXES["sh"]
_FIRST, _REST, _NIL = (expand(f"rdf:{name}") for name in ("first", "rest", "nil"))
_SEVERITIES: Final = {
    f"{_SH}Violation": Severity.ERROR,
    f"{_SH}Warning": Severity.WARNING,
    f"{_SH}Info": Severity.ADVICE,
}
_VALUES: Final = frozenset(
    {"nodeKind", "datatype", "pattern", "minLength", "maxLength", "minInclusive", "maxInclusive"}
)
_OTHERS: Final = frozenset(
    {"targetClass", "path", "property", "severity", "message", "name", "description", "order"}
)
_LOGICAL: Final = frozenset({"and", "or"})
_DEEPEST: Final = 20
"""Shapes within shapes; SHACL leaves open what a shape means that leads back to itself (§3.4.3)."""


def read_shapes(text: str, name: str, address: str) -> tuple[Shape, ...]:
    """Read the shapes of a document that have targets; ``address`` is what relative IRIs resolve against.

    Raises ShapesInvalid for what is no Turtle, and for what is not among the part of SHACL that the checks know.
    """
    try:
        quads = list(parse(text, format=RdfFormat.TURTLE, base_iri=address))
    except SyntaxError as error:
        raise ShapesInvalid(file=name, detail=f"it is no Turtle ({error})") from error
    document = _Document(name, _described(quads))
    document.check_targets()
    targeted = [node for node, said in document.said.items() if f"{_SH}targetClass" in said]
    return tuple(document.shape(node, 0) for node in targeted)


def _described(quads: Several[Quad]) -> dict[Node, dict[str, list[Node]]]:
    said: dict[Node, dict[str, list[Node]]] = {}
    for quad in quads:
        said.setdefault(quad.subject, {}).setdefault(quad.predicate.value, []).append(quad.object)
    return said


@dataclass(frozen=True, slots=True)
class _Document:
    """What a document says: of each node, the objects by predicate."""

    name: str
    said: Mapping[Node, Mapping[str, Several[Node]]]

    def check_targets(self) -> None:
        """Refuse a shape that finds its things otherwise than by their class: it would find nothing."""
        for node, said in self.said.items():
            for predicate in said:
                if predicate.startswith(f"{_SH}target") and predicate != f"{_SH}targetClass":
                    raise self._refused(f"{_short(node)} has sh:{predicate.removeprefix(_SH)}")

    def shape(self, node: Node, depth: int) -> Shape:
        if depth > _DEEPEST:
            raise self._refused(f"{_short(node)} leads back to itself, or deeper than {_DEEPEST} shapes")
        paths = self._objects(node, "path")
        return Shape(
            iri=_text(node),
            targets=tuple(map(_text, self._objects(node, "targetClass"))),
            path=self._path(paths[0]) if paths else None,
            constraints=tuple(self._constraints(node, depth)),
            properties=tuple(self.shape(one, depth + 1) for one in self._objects(node, "property")),
            severity=self._severity(node),
            messages={
                one.language or "en": one.value
                for one in self._objects(node, "message")
                if isinstance(one, Literal)
            },
        )

    def _severity(self, node: Node) -> Severity:
        for said in self._objects(node, "severity"):
            if _text(said) not in _SEVERITIES:
                raise self._refused(f"{_short(node)} has the severity {_text(said)}")
            return _SEVERITIES[_text(said)]
        return Severity.ERROR

    def _constraints(self, node: Node, depth: int) -> Iterator[Constraint]:
        for predicate in self.said.get(node, {}):
            parameter = predicate.removeprefix(_SH)
            if parameter == predicate or parameter in _OTHERS:
                continue
            readers = self._readers(depth)
            if parameter not in readers:
                raise self._refused(f"{_short(node)} has sh:{parameter}")
            for value in self._objects(node, parameter):
                yield from readers[parameter](parameter, value)

    def _readers(self, depth: int) -> dict[str, Callable[[str, Node], Iterator[Constraint]]]:
        """Give what reads each parameter."""

        def values(parameter: str, value: Node) -> Iterator[Constraint]:
            asked = (
                tuple(map(_LISTS[parameter], self._list(value))) if parameter in _LISTS else (_text(value),)
            )
            self._check(parameter, asked)
            yield Values(parameter, asked)

        def count(parameter: str, value: Node) -> Iterator[Constraint]:
            if not _text(value).isdecimal():
                raise self._refused(f"sh:{parameter} is {_text(value)!r}")
            yield Count(parameter, int(_text(value)))

        def unique(_: str, value: Node) -> Iterator[Constraint]:
            if _text(value) == "true":
                yield UniqueLanguage()

        def several(parameter: str, value: Node) -> Iterator[Constraint]:
            yield Logical(parameter, tuple(self.shape(one, depth + 1) for one in self._list(value)))

        def single(parameter: str, value: Node) -> Iterator[Constraint]:
            yield Logical(parameter, (self.shape(value, depth + 1),))

        return {
            **dict.fromkeys((*_VALUES, *_LISTS), values),
            **dict.fromkeys(("minCount", "maxCount"), count),
            **dict.fromkeys(_LOGICAL, several),
            **dict.fromkeys(("not", "node"), single),
            "uniqueLang": unique,
            "hasValue": lambda _, value: iter((HasValue(str(value)),)),
            "class": lambda _, value: iter((OfClass(_text(value)),)),
        }

    def _check(self, parameter: str, asked: tuple[str, ...]) -> None:
        """Refuse a pattern that cannot be searched in columns, and a bound that is no number."""
        try:
            if parameter == "pattern":
                pl.Series([""]).str.contains(asked[0])
            elif parameter.endswith("Inclusive"):
                float(asked[0])
        except (pl.exceptions.ComputeError, ValueError) as error:
            raise self._refused(f"sh:{parameter} {asked[0]!r} cannot be used here") from error

    def _path(self, node: Node) -> Path:
        if isinstance(node, NamedNode):
            return Predicate(node.value)
        said = self.said.get(node, {})
        if _FIRST in said:
            return Sequence(tuple(map(self._path, self._list(node))))
        for predicate, objects in said.items():
            if predicate == f"{_SH}inversePath":
                return Inverse(self._path(objects[0]))
            if predicate == f"{_SH}alternativePath":
                return Alternative(tuple(map(self._path, self._list(objects[0]))))
        raise self._refused(f"a path has {', '.join(map(compact, said)) or 'nothing'}")

    def _list(self, node: Node) -> Iterator[Node]:
        while _text(node) != _NIL:
            said = self.said.get(node, {})
            if _FIRST not in said or _REST not in said:
                raise self._refused("a list does not end")
            yield said[_FIRST][0]
            node = said[_REST][0]

    def _objects(self, node: Node, parameter: str) -> Several[Node]:
        return self.said.get(node, {}).get(f"{_SH}{parameter}", ())

    def _refused(self, detail: str) -> ShapesInvalid:
        return ShapesInvalid(file=self.name, detail=f"{detail}, which the checks do not know")


def _text(node: Node) -> str:
    return str(node) if isinstance(node, Triple) else node.value


def _short(node: Node) -> str:
    return _text(node).rpartition("#")[2] if isinstance(node, NamedNode) else "a nameless shape"


_LISTS: Final[Mapping[str, Callable[[Node], str]]] = {"in": str, "languageIn": _text}
"""How the members of a list are taken: as terms in N-Quads, or as texts."""
