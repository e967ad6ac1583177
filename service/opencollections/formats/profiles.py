"""Profiles: the models in which an entity is told, each described and made by files of ``ontology/profiles/``."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, Quad, QueryTriples, Store, Triple

from ..vocabulary import PREFIXES, RDF_TYPE, expand
from . import edm
from .jsonld import Context
from .negotiation import RDF, Format

PROF: Final = "http://www.w3.org/ns/dx/prof/"

_EDM: Final = "edm"
_OBJECT: Final = NamedNode(expand("edm:ProvidedCHO"))
_AGGREGATED: Final = expand("edm:aggregatedCHO")


@dataclass(frozen=True)
class Profile:
    """A model: ``token`` is its short name, ``names`` are all IRIs that it goes by, ``formats`` the dearest first.

    ``queries`` make it (SPARQL CONSTRUCT, in which ``<>`` is the entity), or it is what is stated in some
    ``vocabularies``; EDM is made by the table in ``formats/edm``, and what has none of these is everything
    stated. ``context`` is what its JSON-LD is compacted with, None where that is the service's own.
    """

    token: str
    iri: str
    names: frozenset[str]
    titles: Mapping[str, str] = field(compare=False, hash=False)
    formats: tuple[Format, ...] = ()
    queries: tuple[str, ...] = field(default=(), repr=False)
    vocabularies: tuple[str, ...] = ()
    context: Context | None = field(default=None, compare=False, repr=False)

    @property
    def is_full(self) -> bool:
        """Whether it is everything stated, as it stands."""
        return not self.queries and not self.vocabularies and self.token != _EDM

    @property
    def prefixes(self) -> dict[str, str]:
        """Prefixes for what it says: those of the service, and those of its context."""
        terms = self.context.terms.items() if self.context else ()
        return PREFIXES | {
            name: space
            for name, space in terms
            if isinstance(space, str) and name[0] != "@" and space.endswith(("/", "#"))
        }


def profile(described: Iterable[Triple], iri: str, read: Callable[[str], str]) -> Profile:
    """Read the profile with an IRI from its description (PROF); ``read`` gives the text behind the IRI of a file."""
    stated: dict[tuple[object, str], list[str]] = {}
    titles: dict[str, str] = {}
    for subject, predicate, value in described:
        stated.setdefault((subject, predicate.value), []).append(value.value)
        if predicate.value == expand("dcterms:title") and isinstance(value, Literal):
            titles[value.language or ""] = value.value
    node = NamedNode(iri)
    dearest = stated[node, expand("dcat:mediaType")]
    offered = {*dearest, *stated.get((node, expand("dcterms:format")), ())}
    formats = sorted(
        (one for one in RDF if one.media_type in offered), key=lambda one: one.media_type not in dearest
    )
    published = next(iter(_artifacts(stated, "vocabulary")), None)
    return Profile(
        token=stated[node, f"{PROF}hasToken"][0],
        iri=iri,
        names=frozenset({iri, *stated.get((node, f"{PROF}isProfileOf"), ())}),
        titles=titles,
        formats=tuple(formats),
        queries=tuple(map(read, _artifacts(stated, "mapping"))),
        vocabularies=tuple(stated.get((node, expand("void:vocabulary")), ())),
        # Clients fetch the context where the keepers of the model publish it; what it says of our terms lies here.
        context=Context(published, json.loads(read(f"{iri}/context.jsonld"))["@context"])
        if published
        else None,
    )


def _artifacts(stated: Mapping[tuple[object, str], list[str]], role: str) -> list[str]:
    """Give the IRIs of the files that have a role in a profile."""
    resources = [
        subject
        for (subject, predicate), values in stated.items()
        if predicate == f"{PROF}hasRole" and f"{PROF}role/{role}" in values
    ]
    return [iri for resource in resources for iri in stated.get((resource, f"{PROF}hasArtifact"), ())]


def told(of: Profile, iri: str, quads: Iterable[Quad]) -> tuple[Quad, ...]:
    """Tell the entity with an IRI in a profile, from what is stated of it and of what it links to.

    Nothing comes out where the profile has no words for such an entity.
    """
    if of.is_full:
        return tuple(quads)
    if of.queries:
        return _constructed(of.queries, iri, quads)
    if of.vocabularies:
        return tuple(quad for quad in quads if _term(quad).startswith(of.vocabularies))
    document = "".join(edm.written(_records(iri, quads)))
    return _without_graphs(ox.parse(document.encode(), format=ox.RdfFormat.RDF_XML))


def _term(quad: Quad) -> str:
    """Give the term that a statement is made in: its property, or the class that it gives."""
    is_class = quad.predicate.value == RDF_TYPE and isinstance(quad.object, NamedNode)
    return quad.object.value if is_class else quad.predicate.value  # type: ignore[union-attr]


def told_in_order(of: Profile, iri: str, quads: Iterable[Quad]) -> bytes | None:
    """Write RDF/XML that has an order of its own, as EDM for Europeana has; None for any other profile."""
    return "".join(edm.written(_records(iri, quads))).encode() if of.token == _EDM else None


def _constructed(queries: Sequence[str], iri: str, quads: Iterable[Quad]) -> tuple[Quad, ...]:
    """Ask our own queries of a graph of a few hundred statements in memory, which takes a millisecond or two."""
    store = Store()
    store.extend(_without_graphs(quads))
    node = NamedNode(iri)
    found: set[Triple] = set()
    for query in queries:
        triples = store.query(query.replace("<>", str(node)))
        assert isinstance(triples, QueryTriples)
        found.update(triples)
    return _without_graphs(found) if any(triple.subject == node for triple in found) else ()


def _without_graphs(triples: Iterable[Triple | Quad]) -> tuple[Quad, ...]:
    return tuple(Quad(one.subject, one.predicate, one.object) for one in triples)


def _records(iri: str, quads: Iterable[Quad]) -> list[edm.EdmRecord]:
    """Give the record of an object, or one that holds a person, place, period or term alone."""
    stated: dict[str, dict[edm.Statement, None]] = {}
    aggregations = []
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            stated.setdefault(quad.subject.value, {})[quad.predicate.value, quad.object] = None
            if quad.predicate.value == _AGGREGATED and quad.object.value == iri:
                aggregations.append(quad.subject.value)

    def statements(of: str) -> list[edm.Statement]:
        return list(stated.get(of, ()))

    if (RDF_TYPE, _OBJECT) in stated.get(iri, ()):
        return [edm.edm_record(iri, min(aggregations, default=None), statements)]
    return edm.alone(iri, statements)
