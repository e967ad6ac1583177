"""Terms: a vocabulary as a page tells it, each class, property and concept with its words."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from ..vocabulary import RDF_TYPE, compact, expand
from .interface import marked
from .texts import Text, best, text

_NAMES: Final = ("rdfs:label", "skos:prefLabel", "sh:name", "dcterms:title")
_DEFINITIONS: Final = (
    "skos:definition",
    "rdfs:comment",
    "dcterms:description",
    "sh:description",
    "skos:scopeNote",
)

_KINDS: Final = {
    expand("rdfs:Class"): marked("Classes"),
    expand("owl:Class"): marked("Classes"),
    expand("rdf:Property"): marked("Properties"),
    expand("owl:ObjectProperty"): marked("Properties"),
    expand("owl:DatatypeProperty"): marked("Properties"),
    expand("skos:Concept"): marked("Terms"),
    expand("sh:NodeShape"): marked("Shapes"),
}


@dataclass(frozen=True, slots=True)
class Term:
    """A class, property, concept or shape: ``name`` is its prefixed name, ``anchor`` its place on the page."""

    iri: str
    name: str
    anchor: str
    labels: tuple[Text, ...]
    definition: Text | None


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
    for quad in quads:
        if not isinstance(quad.subject, NamedNode):
            continue
        subject, predicate, value = quad.subject.value, quad.predicate.value, quad.object
        if isinstance(value, Literal):
            literals[subject][predicate].append(value)
        elif predicate == RDF_TYPE and isinstance(value, NamedNode) and value.value in _KINDS:
            kinds[subject] = _KINDS[value.value]
    listed: dict[str, list[Term]] = {kind: [] for kind in dict.fromkeys(_KINDS.values())}
    for iri, kind in kinds.items():
        listed[kind].append(_term(iri, document, literals[iri], languages))
    title = best(_first(literals[document], _NAMES), languages)
    return Document(
        title=title.text if title else document.rpartition("/")[2],
        description=best(_first(literals[document], _DEFINITIONS), languages),
        terms=tuple((kind, tuple(found)) for kind, found in listed.items() if found),
    )


def _term(iri: str, document: str, said: dict[str, list[Literal]], languages: Sequence[str]) -> Term:
    names = _first(said, _NAMES)
    dearest = best(names, languages)
    others = [text(name) for name in sorted(names, key=str)]
    return Term(
        iri=iri,
        name=compact(iri) if compact(iri) != iri else iri.removeprefix(document),
        anchor=iri.removeprefix(f"{document}#") if iri.startswith(f"{document}#") else compact(iri),
        labels=tuple(dict.fromkeys([*([dearest] if dearest else []), *others])),
        definition=best(_first(said, _DEFINITIONS), languages),
    )


def _first(said: dict[str, list[Literal]], names: Sequence[str]) -> list[Literal]:
    return next((said[expand(name)] for name in names if said.get(expand(name))), [])
