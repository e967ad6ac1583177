"""Validation: what shapes find in the statements of a draft, as SHACL tells it, in columns and bounded memory.

The statements come sorted by subject. What the statements about one thing decide is looked at as they pass; of what
depends on other things, only the properties that the shapes walk are kept until the end.
"""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Sequence as Several
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

import polars as pl

from ..vocabulary import RDF_TYPE
from . import conditions, terms
from .shapes import (
    Constraint,
    Count,
    HasValue,
    Logical,
    OfClass,
    Shape,
    UniqueLanguage,
    Values,
    classes,
    is_about_one,
    is_about_value,
    predicates,
)
from .statements import Statements, copied


@dataclass(frozen=True, slots=True)
class Results:
    """What one constraint of a shape finds: ``focus`` (the thing) and ``value``, null where it is about all values.

    ``target`` is the first class of the shape that led there.
    """

    target: str
    shape: Shape
    parameter: str
    found: pl.DataFrame


@dataclass(slots=True)
class Validator:
    """Validates statements piece by piece; ``rest`` gives at the end what depends on several things."""

    shapes: Several[Shape]
    narrower: Mapping[str, AbstractSet[str]] = field(default_factory=dict)
    _about_one: list[Shape] = field(init=False)
    _further: list[Shape] = field(init=False)
    _kept: dict[str, list[pl.DataFrame]] = field(default_factory=dict)
    _types: list[pl.DataFrame] = field(default_factory=list)
    _classes: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self._about_one = [_part(shape, about_one=True) for shape in self.shapes]
        self._further = [
            one for one in (_part(shape, about_one=False) for shape in self.shapes) if _asks(one)
        ]
        self._kept = {predicate: [] for shape in self._further for predicate in predicates(shape)}
        wanted = {name for shape in self._further for name in classes(shape)}
        kinds = {one for name in wanted for one in self.narrower.get(name, {name})}
        self._classes = [f"<{name}>" for name in sorted(kinds)]

    @property
    def predicates(self) -> frozenset[str]:
        """Every property that has to be among the pairs of a piece."""
        return frozenset({RDF_TYPE}.union(*map(predicates, self.shapes)))

    def found(self, piece: Statements) -> Iterator[Results]:
        """Give what a piece decides that has all statements of its subjects, and keep what the rest needs."""
        for predicate, kept in self._kept.items():
            if predicate in piece.pairs:
                kept.append(copied(piece.of(predicate)))
        if self._further:
            types = piece.of(RDF_TYPE).filter(pl.col("value").is_in(self._classes))
            self._types.append(copied(types))
        for shape in self._about_one:
            yield from _results(shape.targets[0], shape, piece.instances(shape.targets), piece)

    def rest(self) -> Iterator[Results]:
        """Give what is found where several things have to be looked at together."""
        if not self._further:
            return
        pairs = {predicate: pl.concat(kept) for predicate, kept in self._kept.items() if kept}
        if self._types:
            pairs.setdefault(RDF_TYPE, pl.concat(self._types))
        together = Statements(pairs, self.narrower)
        for shape in self._further:
            yield from _results(shape.targets[0], shape, together.instances(shape.targets), together)


def _part(shape: Shape, *, about_one: bool) -> Shape:
    """Give the part of a shape with targets that one thing decides on, or the other part."""
    if shape.path is not None:
        return shape if is_about_one(shape) is about_one else replace(shape, constraints=(), properties=())
    own = replace(shape, properties=())
    constraints = tuple(
        one for one in shape.constraints if is_about_one(replace(own, constraints=(one,))) is about_one
    )
    properties = tuple(one for one in shape.properties if is_about_one(one) is about_one)
    return replace(shape, constraints=constraints, properties=properties)


def _asks(shape: Shape) -> bool:
    return bool(shape.constraints or shape.properties)


def _results(target: str, shape: Shape, focus: pl.Series, among: Statements) -> Iterator[Results]:
    if focus.is_empty():
        return
    pairs = _values(shape, focus, among)
    for constraint in shape.constraints:
        failing = _failing(constraint, focus, pairs, among)
        if not failing.is_empty():
            yield Results(target, shape, constraint.parameter, failing)
    values = focus if shape.path is None else pairs["value"].unique(maintain_order=True)
    for inner in shape.properties:
        yield from _results(target, inner, values, among)


def _values(shape: Shape, focus: pl.Series, among: Statements) -> pl.DataFrame:
    """Give each focus with its value nodes; without a path it is its own."""
    if shape.path is None:
        return pl.DataFrame({"focus": focus, "value": focus})
    pairs = among.along(shape.path)
    return pairs if pairs.is_empty() else pairs.join(focus.to_frame("focus"), on="focus", how="semi")


def _failing(
    constraint: Constraint, focus: pl.Series, pairs: pl.DataFrame, among: Statements
) -> pl.DataFrame:
    if pairs.is_empty() and not isinstance(constraint, Count | HasValue):
        return pairs
    match constraint:
        case Values():
            return pairs.filter(~conditions.holds(constraint, pl.col("value")))
        case Logical():
            return _not_logical(constraint, pairs, among)
        case OfClass(iri):
            return pairs.filter(~pl.col("value").is_in(among.instances([iri]).implode()))
        case Count(parameter, number):
            return _miscounted(parameter, number, focus, pairs)
        case UniqueLanguage():
            tagged = pairs.select("focus", language=terms.language(pl.col("value"))).drop_nulls()
            twice = tagged.group_by("focus", "language", maintain_order=True).len().filter(pl.col("len") > 1)
            return twice.select("focus", value=pl.lit(None, dtype=pl.String))
        case HasValue(term):
            return _without(focus, pairs.filter(pl.col("value") == term)["focus"])


def _not_logical(constraint: Logical, pairs: pl.DataFrame, among: Statements) -> pl.DataFrame:
    if all(map(is_about_value, constraint.shapes)):
        return pairs.filter(~conditions.holds(constraint, pl.col("value")))
    nodes = pairs["value"].unique()
    refused = [nodes.is_in(_refused(shape, nodes, among).implode()) for shape in constraint.shapes]
    bad = pl.DataFrame({f"{n}": one for n, one in enumerate(refused)}) if refused else pl.DataFrame()
    fails = {
        "or": pl.all_horizontal(pl.all()),
        "and": pl.any_horizontal(pl.all()),
        "node": pl.any_horizontal(pl.all()),
        "not": ~pl.all_horizontal(pl.all()),
    }
    failing = nodes.filter(bad.select(fails[constraint.parameter]).to_series())
    return pairs.filter(pl.col("value").is_in(failing.implode()))


def _refused(shape: Shape, nodes: pl.Series, among: Statements) -> pl.Series:
    """Give the nodes that do not conform to a shape."""
    pairs = _values(shape, nodes, among)
    found = [_failing(constraint, nodes, pairs, among)["focus"] for constraint in shape.constraints]
    for inner in shape.properties:
        bad = _refused(inner, pairs["value"].unique(), among)
        found.append(pairs.filter(pl.col("value").is_in(bad.implode()))["focus"])
    return pl.concat(found).unique() if found else nodes.clear()


def _miscounted(parameter: str, number: int, focus: pl.Series, pairs: pl.DataFrame) -> pl.DataFrame:
    if parameter == "minCount" and number == 1:
        return _without(focus, pairs["focus"])
    counts = pairs.group_by("focus", maintain_order=True).len()
    if parameter == "maxCount":
        wrong = counts.filter(pl.col("len") > number)
    else:
        having = focus.to_frame("focus").join(counts, on="focus", how="left", maintain_order="left")
        wrong = having.filter(pl.col("len").fill_null(0) < number)
    return wrong.select("focus", value=pl.lit(None, dtype=pl.String))


def _without(focus: pl.Series, having: pl.Series) -> pl.DataFrame:
    """Give the focus nodes that are not among others."""
    left = focus.filter(~focus.is_in(having.implode()))
    return pl.DataFrame({"focus": left, "value": pl.Series([None] * len(left), dtype=pl.String)})


def validated(
    shapes: Several[Shape], pieces: Iterable[Statements], narrower: Mapping[str, AbstractSet[str]]
) -> Iterator[Results]:
    """Validate pieces of a whole, each with all statements of its subjects."""
    validator = Validator(shapes, narrower)
    for piece in pieces:
        yield from validator.found(piece)
    yield from validator.rest()
