"""Facts: the statements about an entity as rows of plain words and values, grouped by the question they answer."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from ..vocabulary import RDF_TYPE, expand
from .codes import CODED, decoded
from .dates import date_told
from .groups import RIGHTS, Group, group, place
from .interface import marked
from .licences import licence
from .links import Link, called, fetchable
from .reader import Reader
from .texts import Text, span, text

VALUES_LIMIT: Final = 40
"""Values of one property that a page shows; it says how many more there are."""

VALUE_LIMIT: Final = 1_000
"""Characters of one value among the facts; the rest is in the data."""

NESTING_LIMIT: Final = 3

_LATITUDE: Final = expand("wgs84_pos:lat")
_LONGITUDE: Final = expand("wgs84_pos:long")
_PROPERTY_ID: Final = expand("schema:propertyID")
_VALUE: Final = expand("schema:value")
_ROLE: Final = expand("schema:roleName")
_BEGIN: Final = expand("edm:begin")
_END: Final = expand("edm:end")
_PARTS: Final = {expand("schema:PropertyValue"), expand("schema:Role")}
_GENID: Final = "/.well-known/genid/"


@dataclass(frozen=True, slots=True)
class Value:
    """One value: a text, a link, or a small list of facts of its own.

    ``note`` stands beside it: the period that a date is read as, the part that a person had, the system that a
    number belongs to; ``sources`` names the members that say so, where members say different things.
    """

    link: Link
    note: str | None = None
    sources: tuple[str, ...] = ()
    facts: tuple["Fact", ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """One property in plain words, with its values; ``more`` counts those that are not shown."""

    label: str
    iri: str
    values: tuple[Value, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class FactGroup:
    """The facts that answer one question."""

    title: str
    facts: tuple[Fact, ...]


def fact_groups(
    quads: Iterable[Quad], subjects: Sequence[str], without: frozenset[str], reader: Reader
) -> tuple[FactGroup, ...]:
    """Group what is said of the subjects (an entity and its aggregations), leaving some properties out."""
    statements = _Statements(_by_subject(quads), reader)
    rows = statements.facts(
        [
            quad
            for subject in subjects
            for quad in statements.by_subject.get(subject, ())
            if quad.predicate.value not in without
        ]
    )
    grouped: dict[Group, list[Fact]] = {name: [] for name in Group}
    for fact in rows:
        grouped[group(fact.iri)].append(fact)
    return tuple(
        FactGroup(reader.interface.gettext(name.value), tuple(facts))
        for name, facts in grouped.items()
        if facts
    )


def _by_subject(quads: Iterable[Quad]) -> dict[str, list[Quad]]:
    found: dict[str, list[Quad]] = defaultdict(list)
    for quad in quads:
        found[_key(quad.subject)].append(quad)
    return found


def _key(term: object) -> str:
    return term.value if isinstance(term, NamedNode | BlankNode | Literal) else str(term)


@dataclass(frozen=True)
class _Statements:
    """The statements of one page, ready to be told to a reader."""

    by_subject: Mapping[str, list[Quad]]
    reader: Reader

    def facts(self, quads: list[Quad], depth: int = 0) -> list[Fact]:
        ordered = sorted(quads, key=lambda quad: (*place(quad.predicate.value), str(quad.object)))
        rows = groupby(_with_coordinates(ordered), key=lambda quad: quad.predicate.value)
        return [self._fact(iri, list(same), depth) for iri, same in rows]

    def _fact(self, iri: str, quads: list[Quad], depth: int) -> Fact:
        graphs: dict[object, list[str]] = defaultdict(list)
        for quad in quads:
            graphs[quad.object].append(_key(quad.graph_name))
        shown = sorted(graphs, key=self._rank)[:VALUES_LIMIT] if len(graphs) > 1 else list(graphs)
        sayers = self._disagreeing(graphs) if len(graphs) > 1 else {}
        values = tuple(self._value(iri, term, sayers.get(term, ()), depth) for term in shown)
        label = self.reader.wording.heading(iri, self.reader.interface.tag)
        if iri == _LATITUDE and any(", " in value.link.text.text for value in values):
            label = self.reader.interface.gettext(marked("Coordinates"))
        return Fact(label, iri, values, len(graphs) - len(shown))

    def _rank(self, term: object) -> tuple[int, str]:
        """Order texts by how dear their language is to the reader, then anything by what it is."""
        return self.reader.rank(term.language if isinstance(term, Literal) else None), str(term)

    def _disagreeing(self, graphs: Mapping[object, list[str]]) -> dict[object, tuple[str, ...]]:
        """Name the members who state each value, where not all values are stated by the same ones."""
        members = self.reader.members
        sayers = {
            term: tuple(sorted({members[graph] for graph in stating if graph in members}))
            for term, stating in graphs.items()
        }
        return sayers if len(set(sayers.values())) > 1 else {}

    def _value(self, predicate: str, term: object, sources: tuple[str, ...], depth: int) -> Value:
        iri = _key(term)
        if isinstance(term, Literal):
            return Value(self._literal(predicate, term), sources=sources)
        if self._is_part(term, iri) and depth < NESTING_LIMIT:
            return self._part(iri, sources, depth + 1)
        if predicate in RIGHTS:
            return Value(
                Link(
                    Text(licence(iri, self.reader.interface).words), self.reader.urls.href(iri), foreign=True
                ),
                None,
                sources,
            )
        return Value(self.reader.link(iri), self._period(iri), sources)

    def _literal(self, predicate: str, term: Literal) -> Link:
        interface = self.reader.interface
        word = decoded(term.value, interface) if predicate in CODED else None
        if word is not None:
            return Link(Text(word), None)
        href = fetchable(term.value)
        if href is not None:
            return Link(Text(called(href)), href, foreign=True)
        return Link(date_told(predicate, term, interface) or text(term, interface, VALUE_LIMIT), None)

    def _is_part(self, term: object, iri: str) -> bool:
        """Tell whether a node only serves to describe: it has statements on this page and no name of its own."""
        if iri not in self.by_subject:
            return False
        classes = {_key(q.object) for q in self.by_subject[iri] if q.predicate.value == RDF_TYPE}
        return isinstance(term, BlankNode) or _GENID in iri or bool(classes & _PARTS)

    def _dearest(self, values: Iterable[Value]) -> str:
        """Give the text in the first of a reader's languages that there is, whether it is written or a term's name."""
        texts = (value.link.text for value in values)
        return min(texts, key=lambda text: self.reader.rank(text.language)).text

    def _period(self, iri: str) -> str | None:
        """Write the beginning and end of a period, unless its name says the same already."""
        stated = {q.predicate.value: _key(q.object) for q in self.by_subject.get(iri, ())}
        note = span(stated.get(_BEGIN, ""), stated.get(_END, ""), self.reader.interface)
        return note if note and note != self.reader.called(iri).text else None

    def _part(self, iri: str, sources: tuple[str, ...], depth: int) -> Value:
        stated = [quad for quad in self.by_subject[iri] if quad.predicate.value != RDF_TYPE]
        rows = {fact.iri: fact for fact in self.facts(stated, depth)}
        for name, of in ((_PROPERTY_ID, {_VALUE}), (_ROLE, set(rows) - {_ROLE})):
            # "UPC: 0123456789012" and "Iván Hevesy, critic" are one value with a note, not a list of two facts.
            if name in rows and set(rows) == {name, *of} and len(rows) == 2:
                told = rows[of.pop()].values[0]
                return replace(told, note=self._dearest(rows[name].values), sources=sources)
        return Value(Link(Text(""), None), sources=sources, facts=tuple(rows.values()))


def _with_coordinates(quads: list[Quad]) -> list[Quad]:
    """Write one latitude and one longitude as a pair, since neither says anything alone."""
    latitudes = [q for q in quads if q.predicate.value == _LATITUDE]
    longitudes = [q for q in quads if q.predicate.value == _LONGITUDE]
    if len(latitudes) != 1 or len(longitudes) != 1:
        return quads
    north = latitudes[0]
    pair = Literal(f"{_key(north.object)}, {_key(longitudes[0].object)}")
    both = Quad(north.subject, north.predicate, pair, north.graph_name)
    return [both if quad == north else quad for quad in quads if quad != longitudes[0]]
