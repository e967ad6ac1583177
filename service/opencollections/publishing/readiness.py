"""Readiness: which platforms would take the objects of a collection, and what is missing in how many of them.

What each platform asks is said by its shapes (``ontology/shapes``), with a sentence in every language of the interface.
Only of Europeana it is known from the judgement of each object, which its export goes by as well; the shapes lend the
words.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from ..checks.profile import shapes_of
from ..checks.shapes import Shape
from ..checks.statements import Statements, by_predicate, by_subject, triples
from ..checks.validation import Results, validated
from ..formats.edm import Reason
from ..problems import Severity
from ..query.quality import held_back
from ..store.control import Control
from ..store.quality import object_numbers
from ..store.versions import version_texts
from ..vocabulary import RDF_TYPE

EUROPEANA: Final = "edm"
TARGETS: Final = (EUROPEANA, "archive-org", "wikidata", "register", "search-engines", "music")
"""The platforms, by the names of their shapes."""

_WORDS: Final[dict[Reason, str]] = {
    Reason.UNNAMED: "record-named",
    Reason.MEDIUM_MISSING: "record-type",
    Reason.MEDIUM_AMBIGUOUS: "record-type",
    Reason.LANGUAGE_MISSING: "record-text",
    Reason.UNCONNECTED: "record-connected",
    Reason.AGGREGATION_MISSING: "record-aggregation",
    Reason.PROVIDER_MISSING: "aggregation-data-provider",
    Reason.NETWORK_MISSING: "aggregation-provider",
    Reason.UNSHOWN: "aggregation-shown",
    Reason.RIGHTS_MISSING: "aggregation-rights",
    Reason.RIGHTS_AMBIGUOUS: "aggregation-rights-taken",
    Reason.RIGHTS_REFUSED: "aggregation-rights-taken",
    Reason.FILE_RIGHTS_REFUSED: "aggregation-rights-taken",
    Reason.ADDRESS_REFUSED: "aggregation-address",
}
"""Why Europeana refuses an object, to the shape that says what to do."""


@dataclass(frozen=True, slots=True)
class Missing:
    """What is missing in some ``objects`` (numbers of the ledger, ascending); an error keeps them out.

    ``messages`` say by language what to do.
    """

    code: str
    severity: Severity
    messages: Mapping[str, str]
    objects: pl.Series


@dataclass(frozen=True, slots=True)
class Readiness:
    """How many objects a platform could take (``of``), how many of them it would, and what is missing in the others."""

    target: str
    of: int
    ready: int
    missing: tuple[Missing, ...]

    def of_code(self, code: str) -> Missing | None:
        return next((one for one in self.missing if one.code == code), None)


def readiness(control: Control, collection: str, version_file: Path, graph: str) -> tuple[Readiness, ...]:
    """Tell of each platform what it would take of a version; a large one is read in some seconds."""
    numbers = object_numbers(control, collection)
    shapes = {target: shapes_of(target) for target in TARGETS if target != EUROPEANA}
    pieces = (
        Statements(by_predicate(triples(text, graph))) for text in by_subject(version_texts(version_file))
    )
    counted = _Counted(pieces)
    results = list(validated([one for some in shapes.values() for one in some], counted, {}))
    found = [_of_europeana(control, collection, len(numbers))]
    for target, some in shapes.items():
        classes = {name for shape in some for name in shape.targets}
        known = counted.instances(classes).join(numbers, on="iri", how="semi")
        found.append(_of_target(target, some, results, known.join(numbers, on="iri")))
    return tuple(found)


class _Counted:
    """Pieces of statements as they pass, and which things were of which class."""

    def __init__(self, pieces: Iterable[Statements]) -> None:
        self._pieces = pieces
        self._types: list[pl.DataFrame] = []

    def __iter__(self) -> Iterator[Statements]:
        for piece in self._pieces:
            self._types.append(piece.of(RDF_TYPE))
            yield piece

    def instances(self, classes: Iterable[str]) -> pl.DataFrame:
        wanted = [f"<{name}>" for name in classes]
        types = pl.concat([Statements({}).of(RDF_TYPE), *self._types])
        return types.filter(pl.col("value").is_in(wanted)).select(iri=_iri("focus")).unique()


def _iri(column: str) -> pl.Expr:
    return pl.col(column).str.strip_prefix("<").str.strip_suffix(">")


def _of_target(
    target: str, shapes: Iterable[Shape], results: Iterable[Results], known: pl.DataFrame
) -> Readiness:
    home = {one.iri.partition("#")[0] for one in shapes}
    failing: dict[str, list[pl.DataFrame]] = {}
    by_code: dict[str, Shape] = {}
    for one in results:
        if one.shape.iri.partition("#")[0] in home:
            by_code[one.shape.code] = one.shape
            failing.setdefault(one.shape.code, []).append(one.found.select(iri=_iri("focus")))
    missing = [
        Missing(code, shape.severity, shape.messages, _numbers(pl.concat(failing[code]), known))
        for code, shape in by_code.items()
    ]
    return _readiness(target, len(known), [one for one in missing if len(one.objects)])


def _numbers(failing: pl.DataFrame, known: pl.DataFrame) -> pl.Series:
    return known.join(failing.unique(), on="iri", how="semi")["id"].sort()


def _of_europeana(control: Control, collection: str, of: int) -> Readiness:
    words = {shape.code: shape for one in shapes_of(EUROPEANA) for shape in (one, *one.properties)}
    missing = []
    for reason, numbers in held_back(control, collection).items():
        shape = words[_WORDS[Reason(reason)]]
        missing.append(Missing(reason, Severity.ERROR, shape.messages, pl.Series(numbers, dtype=pl.UInt32)))
    return _readiness(EUROPEANA, of, missing)


def _readiness(target: str, of: int, missing: list[Missing]) -> Readiness:
    """Put what keeps out most objects first."""
    kept_out = [one.objects for one in missing if one.severity is Severity.ERROR]
    refused = pl.concat(kept_out).n_unique() if kept_out else 0
    order = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.ADVICE: 2}
    missing.sort(key=lambda one: (order[one.severity], -len(one.objects), one.code))
    return Readiness(target, of, of - refused, tuple(missing))
