"""Profiles: what the remote engines can and cannot do, as data.

A profile says how much one request may hold, how a client proves who it is, and which values an engine would
refuse or change. Such a value is written *verbatim*: as a literal of the datatype
``urn:opencollections:verbatim:`` and the IRI of its own, which every engine keeps as it is, and which is
turned back when it is read. The figures were measured; see ``docs/engines.md``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from re import Pattern
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from ..vocabulary import PREFIXES
from .engine import Term

VERBATIM: Final = "urn:opencollections:verbatim:"
_XSD: Final = PREFIXES["xsd"]


@dataclass(frozen=True, slots=True)
class Profile:
    """What one kind of engine takes and gives.

    A change of at most ``batch_quads`` and ``batch_bytes`` goes into one update, a new whole of at most
    ``piece_quads`` into one request to the graph store. A change of more than ``replaced_share`` of a graph
    replaces it. ``patterns_at_once`` are limited patterns in one query. ``kept`` tells for a datatype which
    lexical forms the engine keeps, and ``respelled`` turns what it gives of one back. ``loading`` are parameters
    of its own for the graph store. An engine that cuts a long result off says so in ``cut_header``. IRIs of the
    ``mighty`` schemes name functions that reach beyond the data: they fetch from addresses, or run code.
    """

    name: str
    batch_quads: int = 5_000
    batch_bytes: int = 2_000_000
    piece_quads: int = 250_000
    replaced_share: float = 0.5
    patterns_at_once: int = 100
    loading: Mapping[str, str] = field(default_factory=dict)
    mighty: tuple[str, ...] = ("java",)
    digest: bool = False
    cut_header: str = "X-SPARQL-MaxRows"
    iri_limit_bytes: int | None = None
    kept: Mapping[str, Pattern[str]] = field(default_factory=dict)
    respelled: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def takes(self, quad: Quad) -> bool:
        """Tell whether the engine can hold a quad at all: one that cuts long IRIs cannot hold theirs."""
        limit = self.iri_limit_bytes
        terms = (quad.subject, quad.predicate, quad.object)
        return limit is None or not any(
            isinstance(term, NamedNode) and len(term.value.encode()) > limit for term in terms
        )

    def written(self, term: Term) -> str:
        """Give a term as the engine is told of it, in the notation that N-Triples and SPARQL share."""
        if isinstance(term, Literal) and term.language is None:
            kept = self.kept.get(term.datatype.value)
            if kept is not None and not kept.fullmatch(term.value):
                return str(Literal(term.value, datatype=NamedNode(VERBATIM + term.datatype.value)))
        return str(term)

    def read(self, term: Term) -> Term:
        """Give a term as it was published, from what the engine says of it."""
        if not isinstance(term, Literal) or term.language is not None:
            return term
        datatype = term.datatype.value
        if datatype.startswith(VERBATIM):
            return Literal(term.value, datatype=NamedNode(datatype.removeprefix(VERBATIM)))
        spelling = self.respelled.get(datatype, {}).get(term.value)
        return term if spelling is None else Literal(spelling, datatype=term.datatype)


def _virtuoso_kept() -> dict[str, Pattern[str]]:
    """Give the forms that Virtuoso 7.2 keeps in value; the spelling of a number it may change (``01``, ``1.50``)."""
    integers = "integer nonNegativeInteger positiveInteger nonPositiveInteger negativeInteger"
    forms = {
        **dict.fromkeys(integers.split(), r"[+-]?\d{1,18}"),
        # Decimals have 15 digits behind the point, doubles are shown with six in all.
        "decimal": r"[+-]?\d{1,20}|[+-]?\d{0,15}\.\d{1,15}",
        **dict.fromkeys(
            ("double", "float"), r"-?(?=[\d.]{1,7}([eE]|$))\d{1,6}(\.\d{0,6})?([eE][+-]?\d{1,2})?|-?INF"
        ),
        "boolean": "true|false|0|1",
        # Years before our era lose a nought; what is no date at all becomes one.
        **dict.fromkeys(("gYear", "gYearMonth"), r"\d{4}.*"),
        "date": r"\d{4}-.*",
        "dateTime": r"\d{4}-\d\d-\d\dT.*",
        "time": r"\d\d:\d\d:\d\d.*",
        **dict.fromkeys(("duration", "dayTimeDuration", "yearMonthDuration"), "(?!)"),
    }
    kept = {_XSD + name: re.compile(form) for name, form in forms.items()}
    kept[PREFIXES["rdf"] + "XMLLiteral"] = re.compile("(?!)")
    kept["http://www.opengis.net/ont/geosparql#wktLiteral"] = re.compile("(?!)")
    return kept


SPARQL: Final = Profile("sparql", batch_quads=1_000)
OXIGRAPH: Final = Profile(
    "oxigraph",
    # Six times as fast as in one transaction, which the marker makes needless.
    loading={"no_transaction": "true"},
)
VIRTUOSO: Final = Profile(
    "virtuoso",
    # Its parser takes 4,990 triples in one update and then says "memory exhausted".
    batch_quads=2_000,
    batch_bytes=1_000_000,
    # A transaction is held in memory until it ends.
    piece_quads=100_000,
    digest=True,
    mighty=("bif", "sql"),
    iri_limit_bytes=1_800,
    kept=_virtuoso_kept(),
    respelled={_XSD + "boolean": {"1": "true", "0": "false"}},
)
PROFILES: Final = {profile.name: profile for profile in (SPARQL, OXIGRAPH, VIRTUOSO)}
"""The kinds of remote engine, by the name that the setting OCN_ENGINE has for them."""
