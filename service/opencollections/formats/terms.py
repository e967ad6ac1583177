"""Terms: a vocabulary as a page tells it, each class, property and concept with its words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from ..vocabulary import RDF_TYPE, compact, expand
from .interface import marked
from .texts import Text, best, text

NAMES: Final = ("rdfs:label", "skos:prefLabel", "sh:name", "dcterms:title")
DEFINITIONS: Final = (
    "skos:definition",
    "rdfs:comment",
    "dcterms:description",
    "sh:description",
    "skos:scopeNote",
)

KINDS: Final = {
    expand("rdfs:Class"): marked("Classes"),
    expand("rdf:Property"): marked("Properties"),
    expand("skos:Concept"): marked("Terms"),
}
"""The kinds of terms that have a page of their own, and the heading that they stand under in their document."""

_LISTED: Final = KINDS | {expand("sh:NodeShape"): marked("Shapes")}

_BROADER: Final = expand("skos:broader")


@dataclass(frozen=True, slots=True)
class Term:
    """A class, property, concept or shape: ``name`` is its prefixed name, ``anchor`` its place on the page.

    ``level`` counts the concepts above it.
    """

    iri: str
    name: str
    anchor: str
    labels: tuple[Text, ...]
    definition: Text | None
    level: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """A vocabulary: what it is called, what it is for, and its terms by kind, in the order of the kinds."""

    title: str
    description: Text | None
    terms: tuple[tuple[str, tuple[Term, ...]], ...]


def terms(quads: Iterable[Quad], document: str, languages: Sequence[str] = ("en",)) -> Document:
    """Read the document with an IRI from its statements, its words in the first language that there is."""
    literals: dict[str, dict[str, list[Literal]]] = defaultdict(lambda: defaultdict(list))
    kinds: dict[str, str] = {}
    narrower: dict[str, list[str]] = defaultdict(list)
    for quad in quads:
        if not isinstance(quad.subject, NamedNode):
            continue
        subject, predicate, value = quad.subject.value, quad.predicate.value, quad.object
        if isinstance(value, Literal):
            literals[subject][predicate].append(value)
        elif predicate == RDF_TYPE and isinstance(value, NamedNode) and value.value in _LISTED:
            kinds[subject] = _LISTED[value.value]
        elif predicate == _BROADER and isinstance(value, NamedNode):
            narrower[value.value].append(subject)
    listed: dict[str, list[Term]] = {kind: [] for kind in dict.fromkeys(_LISTED.values())}
    for iri, level in _in_order(kinds, narrower):
        listed[kinds[iri]].append(_term(iri, document, literals[iri], languages, level))
    title = best(_first(literals[document], NAMES), languages)
    return Document(
        title=title.text if title else document.rpartition("/")[2],
        description=best(_first(literals[document], DEFINITIONS), languages),
        terms=tuple((kind, tuple(found)) for kind, found in listed.items() if found),
    )


def _in_order(terms: Iterable[str], narrower: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, int]]:
    """Give each term once with its level, what is narrower after what it belongs to; a circle begins anywhere."""
    below = {one for under in narrower.values() for one in under}
    told: set[str] = set()

    def down(iri: str, level: int) -> Iterator[tuple[str, int]]:
        if iri not in told:
            told.add(iri)
            yield iri, level
            for one in narrower.get(iri, ()):
                yield from down(one, level + 1)

    for iri in sorted(terms, key=below.__contains__):
        yield from down(iri, 0)


def anchor(iri: str, document: str) -> str:
    """Give the place of a term in its document: its fragment, or its prefixed name where it is from elsewhere."""
    return iri.removeprefix(f"{document}#") if iri.startswith(f"{document}#") else compact(iri)


def _term(
    iri: str, document: str, said: dict[str, list[Literal]], languages: Sequence[str], level: int
) -> Term:
    names = _first(said, NAMES)
    dearest = best(names, languages)
    others = [text(name) for name in sorted(names, key=str)]
    return Term(
        iri=iri,
        name=compact(iri) if compact(iri) != iri else iri.removeprefix(document),
        anchor=anchor(iri, document),
        labels=tuple(dict.fromkeys([*([dearest] if dearest else []), *others])),
        definition=best(_first(said, DEFINITIONS), languages),
        level=level,
    )


def _first(said: dict[str, list[Literal]], names: Sequence[str]) -> list[Literal]:
    return next((said[expand(name)] for name in names if said.get(expand(name))), [])
