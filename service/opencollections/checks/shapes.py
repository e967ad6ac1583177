"""Shapes: what statements are asked to be, as far as SHACL Core is used here (SHACL §2, §4)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from ..problems import Severity


@dataclass(frozen=True, slots=True)
class Predicate:
    """A path of one property."""

    iri: str


@dataclass(frozen=True, slots=True)
class Inverse:
    """A path that is walked from its values to its subjects."""

    path: "Path"


@dataclass(frozen=True, slots=True)
class Sequence:
    """Paths that are walked one after the other."""

    paths: tuple["Path", ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Paths whose values count together."""

    paths: tuple["Path", ...]


Path: TypeAlias = Predicate | Inverse | Sequence | Alternative


@dataclass(frozen=True, slots=True)
class Values:
    """What each value has to be by itself: ``parameter`` (``pattern``, ``nodeKind``) and what is asked."""

    parameter: str
    asked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many values there may be: ``minCount`` or ``maxCount``."""

    parameter: str
    number: int


@dataclass(frozen=True, slots=True)
class UniqueLanguage:
    """No two texts in the same language."""

    parameter: str = "uniqueLang"


@dataclass(frozen=True, slots=True)
class HasValue:
    """One of the values is this term, in N-Quads."""

    term: str
    parameter: str = "hasValue"


@dataclass(frozen=True, slots=True)
class OfClass:
    """Each value is stated to be of a class."""

    iri: str
    parameter: str = "class"


@dataclass(frozen=True, slots=True)
class Logical:
    """Each value conforms to shapes: to one of them (``or``), all (``and``, ``node``) or none (``not``)."""

    parameter: str
    shapes: tuple["Shape", ...]


Constraint: TypeAlias = Values | Count | UniqueLanguage | HasValue | OfClass | Logical


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape: of the things of its target classes, or of what its path leads to.

    ``messages`` say by language what to do. Of a shape with a ``path`` the constraints are about the values, of one
    without about the thing itself; ``properties`` are shapes that each value has to conform to as well.
    """

    iri: str
    targets: tuple[str, ...] = ()
    path: Path | None = None
    constraints: tuple[Constraint, ...] = ()
    properties: tuple["Shape", ...] = ()
    severity: Severity = Severity.ERROR
    messages: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def code(self) -> str:
        """The fragment of the shape's IRI, which is the code of the problem it finds."""
        return self.iri.rpartition("#")[2]


def inner_shapes(shape: Shape) -> Iterator[Shape]:
    """Give a shape and those that it asks its values to conform to."""
    yield shape
    for one in shape.properties:
        yield from inner_shapes(one)


def predicates(shape: Shape) -> Iterator[str]:
    """Give every property that the paths of a shape walk, those of inner shapes too."""
    if shape.path is not None:
        yield from walked(shape.path)
    for inner in (*shape.properties, *_inner(shape)):
        yield from predicates(inner)


def walked(path: Path) -> Iterator[str]:
    """Give every property of a path."""
    match path:
        case Predicate(iri):
            yield iri
        case Inverse(one):
            yield from walked(one)
        case Sequence(several) | Alternative(several):
            for one in several:
                yield from walked(one)


def classes(shape: Shape) -> Iterator[str]:
    """Give every class that a shape asks for, those of its targets too."""
    yield from shape.targets
    yield from (one.iri for one in shape.constraints if isinstance(one, OfClass))
    for inner in (*shape.properties, *_inner(shape)):
        yield from classes(inner)


def is_about_one(shape: Shape) -> bool:
    """Tell whether the statements about a thing alone decide on a shape, whatever is said of what it links to."""
    if shape.path is None:
        looks_further = any(not is_about_one(inner) for inner in _inner(shape))
        return not looks_further and all(map(is_about_one, shape.properties))
    plain = shape.path.paths if isinstance(shape.path, Alternative) else (shape.path,)
    if not all(isinstance(path, Predicate) for path in plain) or shape.properties:
        return False
    return all(_is_about_value(one) for one in shape.constraints)


def is_about_value(shape: Shape) -> bool:
    """Tell whether a value itself, an address or a text, decides on a shape."""
    return shape.path is None and not shape.properties and all(map(_is_about_value, shape.constraints))


def _is_about_value(constraint: Constraint) -> bool:
    if isinstance(constraint, Logical):
        return all(map(is_about_value, constraint.shapes))
    return not isinstance(constraint, OfClass)


def _inner(shape: Shape) -> Iterator[Shape]:
    for constraint in shape.constraints:
        if isinstance(constraint, Logical):
            yield from constraint.shapes
