"""The ontology: its documents as statements, and which classes, properties and concepts have a page of their own."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Quad

from ..vocabulary import LABELS, RDF_TYPE
from .terms import KINDS, anchor


@dataclass(frozen=True)
class Ontology:
    """The statements of all documents, each in the named graph that is the IRI of its document.

    ``places`` leads from the IRI of a term to its page, ``profile/dc:creator`` or ``vocabularies/types/map``, and
    ``terms`` back.
    """

    about: Mapping[str, tuple[Quad, ...]] = field(default_factory=dict, repr=False)
    pointing: Mapping[str, tuple[Quad, ...]] = field(default_factory=dict, repr=False)
    places: Mapping[str, str] = field(default_factory=dict, repr=False)
    terms: Mapping[str, str] = field(default_factory=dict, repr=False)

    def values(self, iri: str, property_: str) -> tuple[str, ...]:
        """Give the IRIs that a term leads to by a property, in the order of the document."""
        stated = (q.object for q in self.about.get(iri, ()) if q.predicate.value == property_)
        return tuple(value.value for value in stated if isinstance(value, NamedNode))

    def subjects(self, iri: str, property_: str) -> tuple[str, ...]:
        """Give the IRIs that lead to a term by a property, in the order of the documents."""
        stated = (q.subject for q in self.pointing.get(iri, ()) if q.predicate.value == property_)
        return tuple(subject.value for subject in stated if isinstance(subject, NamedNode))

    def literals(self, iri: str, property_: str) -> list[Literal]:
        stated = (q.object for q in self.about.get(iri, ()) if q.predicate.value == property_)
        return [value for value in stated if isinstance(value, Literal)]

    def document(self, iri: str) -> str:
        """Give the IRI of the document that a term is defined in."""
        home = next(q.graph_name for q in self.about[iri] if q.predicate.value == RDF_TYPE)
        return home.value if isinstance(home, NamedNode) else ""

    def description(self, iri: str) -> tuple[Quad, ...]:
        """Give what is said of a term and what points to it, and the names of the others that this speaks of.

        The statements are in no named graph, as in the documents.
        """
        stated = [*self.about[iri], *self.pointing.get(iri, ())]
        nodes = (node for quad in stated for node in (quad.subject, quad.object))
        others = dict.fromkeys(node.value for node in nodes if isinstance(node, NamedNode))
        names = (quad for one in others for quad in self.about.get(one, ()) if quad.predicate.value in LABELS)
        found = [*(quad for quad in stated if isinstance(quad.subject, NamedNode)), *names]
        return tuple(Quad(*quad.triple) for quad in dict.fromkeys(found))


def ontology(quads: Iterable[Quad], home: str) -> Ontology:
    """Index the statements of all documents, whose IRIs begin with ``home``; shapes have no pages."""
    about: dict[str, list[Quad]] = defaultdict(list)
    pointing: dict[str, list[Quad]] = defaultdict(list)
    places: dict[str, str] = {}
    for quad in quads:
        if isinstance(quad.subject, NamedNode):
            about[quad.subject.value].append(quad)
            if (
                quad.predicate.value == RDF_TYPE
                and isinstance(quad.object, NamedNode)
                and quad.object.value in KINDS
            ):
                document = quad.graph_name.value  # type: ignore[union-attr]
                term = quad.subject.value
                places.setdefault(term, f"{document.removeprefix(home)}/{anchor(term, document)}")
        if isinstance(quad.object, NamedNode):
            pointing[quad.object.value].append(quad)
    return Ontology(
        about={iri: tuple(found) for iri, found in about.items()},
        pointing={iri: tuple(found) for iri, found in pointing.items()},
        places=places,
        terms={place: iri for iri, place in places.items()},
    )
