"""Definitions: a class, a property or a concept as its page tells it, with what it belongs to and leads to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal

from ..vocabulary import PREFIXES, RDF_TYPE, compact, expand
from .interface import Interface, marked
from .links import Link, called
from .ontology import Ontology
from .reader import Reader
from .rules import ANY_NUMBER, Rule
from .terms import DEFINITIONS, NAMES
from .texts import Text, best, text

_CLASS: Final = expand("rdfs:Class")
_PROPERTY: Final = expand("rdf:Property")
_DOMAIN: Final = expand("schema:domainIncludes")
_RANGE: Final = expand("schema:rangeIncludes")
_BROADER: Final = expand("skos:broader")

_KINDS: Final = {
    _CLASS: marked("Class"),
    _PROPERTY: marked("Property"),
    expand("skos:Concept"): marked("Term of a vocabulary"),
}
_DATATYPES: Final = {
    expand("xsd:string"): marked("text"),
    expand("rdf:langString"): marked("text with its language"),
    expand("xsd:date"): marked("a day"),
    expand("xsd:dateTime"): marked("a moment"),
    expand("xsd:gYearMonth"): marked("a month"),
    expand("xsd:gYear"): marked("a year"),
    expand("xsd:decimal"): marked("a number"),
    expand("xsd:integer"): marked("a whole number"),
    expand("xsd:nonNegativeInteger"): marked("a whole number"),
    expand("rdfs:Resource"): marked("anything with an identifier"),
}
_WIDER: Final = tuple(map(expand, ("rdfs:subClassOf", "rdfs:subPropertyOf")))
_SAME: Final = tuple(map(expand, ("owl:equivalentClass", "owl:equivalentProperty", "skos:exactMatch")))
_SIMILAR: Final = tuple(map(expand, ("skos:closeMatch", "skos:broadMatch", "skos:relatedMatch")))

Rules = Mapping[tuple[str, str], Rule]


@dataclass(frozen=True, slots=True)
class Use:
    """A property at the things of a class, told from either side: the other one's link and words, and how often.

    ``instead`` are the properties any of which is enough.
    """

    link: Link
    definition: Text | None
    often: str
    missing: str | None
    instead: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """What a term leads to, or what leads to it, under a heading."""

    heading: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """A term of the ontology: ``place`` is where its page is, ``part`` the part of the profile that it belongs to.

    ``name`` is its prefixed name, where it comes from a vocabulary of others.

    ``uses`` are its properties (of a class) or its classes (of a property); ``broader`` is what stands above a
    concept, the widest first, ``narrower`` what stands directly below it.
    """

    iri: str
    place: str
    name: str | None
    kind: str
    label: Text
    also: tuple[Text, ...]
    definition: Text | None
    part: Text | None
    uses: tuple[Use, ...]
    relations: tuple[Relation, ...]
    broader: tuple[Link, ...]
    narrower: tuple[Link, ...]
    examples: tuple[str, ...]
    kept_by: Link | None

    @property
    def is_class(self) -> bool:
        return self.kind == _KINDS[_CLASS]

    @property
    def is_property(self) -> bool:
        return self.kind == _KINDS[_PROPERTY]


class Definitions:
    """Tells the terms of an ontology to a reader."""

    def __init__(self, ontology: Ontology, rules: Rules, reader: Reader) -> None:
        self.ontology = ontology
        self.rules = rules
        self.reader = reader

    def of(self, iri: str) -> Definition:
        """Give the definition of a term that has a page."""
        ontology = self.ontology
        names = self._literals(iri, NAMES)
        label = best(names, self.reader.languages) or Text(compact(iri))
        kind = next(kind for type_, kind in _KINDS.items() if type_ in ontology.values(iri, RDF_TYPE))
        return Definition(
            iri=iri,
            place=ontology.places[iri],
            name=compact(iri) if compact(iri) != iri else None,
            kind=kind,
            label=label,
            also=tuple(dict.fromkeys(other for name in names if (other := text(name)) != label)),
            definition=self.explained(iri),
            part=self._part(iri),
            uses=tuple(self._uses(iri)),
            relations=tuple(self._relations(iri)),
            broader=tuple(map(self.link, self._above(iri))),
            narrower=tuple(map(self.link, ontology.subjects(iri, _BROADER))),
            examples=tuple(one.value for one in ontology.literals(iri, expand("skos:example"))),
            kept_by=self._kept_by(iri),
        )

    def link(self, iri: str) -> Link:
        """Link to the page of a term where it has one, to the thing itself otherwise."""
        if iri in _DATATYPES:
            return Link(Text(self._words(_DATATYPES[iri])), None)
        place = self.ontology.places.get(iri)
        if place is not None:
            return Link(self.reader.called(iri), self.reader.urls.to(f"/ontology/{place}"))
        known = compact(iri) if compact(iri) != iri else called(iri)
        return Link(Text(known), self.reader.urls.href(iri), foreign=not self.reader.urls.own(iri))

    def explained(self, iri: str) -> Text | None:
        return best(self._literals(iri, DEFINITIONS), self.reader.languages)

    def _literals(self, iri: str, properties: Iterable[str]) -> list[Literal]:
        found = (self.ontology.literals(iri, expand(name)) for name in properties)
        return next((literals for literals in found if literals), [])

    def _part(self, iri: str) -> Text | None:
        parts = self.ontology.values(iri, expand("schema:inDefinedTermSet"))
        return self.reader.called(parts[0]) if parts else None

    def _uses(self, iri: str) -> Iterable[Use]:
        for property_ in self.ontology.subjects(iri, _DOMAIN):
            yield self._use(property_, self.rules.get((iri, property_), ANY_NUMBER))
        for class_ in self.ontology.values(iri, _DOMAIN):
            yield self._use(class_, self.rules.get((class_, iri), ANY_NUMBER))

    def _use(self, iri: str, rule: Rule) -> Use:
        missing = self._words(rule.missing) if rule.missing else None
        often = how_often(rule, self.reader.interface)
        return Use(self.link(iri), self.explained(iri), often, missing, tuple(map(self.link, rule.instead)))

    def _relations(self, iri: str) -> Iterable[Relation]:
        """Relate a term to others: wider and narrower ones, its values, and the like in other vocabularies."""
        ontology = self.ontology
        for heading, found in (
            (marked("A kind of"), [one for name in _WIDER for one in ontology.values(iri, name)]),
            (marked("Kinds of it"), [one for name in _WIDER for one in ontology.subjects(iri, name)]),
            (marked("Its value is"), ontology.values(iri, _RANGE)),
            (marked("Value of"), ontology.subjects(iri, _RANGE)),
            (marked("The same elsewhere"), [one for name in _SAME for one in ontology.values(iri, name)]),
            (marked("Close to"), [one for name in _SIMILAR for one in ontology.values(iri, name)]),
        ):
            if found:
                yield Relation(self._words(heading), tuple(map(self.link, dict.fromkeys(found))))

    def _above(self, iri: str) -> list[str]:
        above: list[str] = []
        step = self.ontology.values(iri, _BROADER)
        while step and step[0] not in above:
            above.insert(0, step[0])
            step = self.ontology.values(step[0], _BROADER)
        return above

    def _kept_by(self, iri: str) -> Link | None:
        """Link to the vocabulary that a term was taken from; our own have their document above them."""
        homes = self.ontology.values(iri, expand("rdfs:isDefinedBy"))
        if not homes:
            return None
        prefix = next((name for name, space in PREFIXES.items() if space == homes[0]), called(homes[0]))
        return Link(Text(prefix), self.reader.urls.href(homes[0]), foreign=True)

    def _words(self, message: str) -> str:
        return self.reader.interface.gettext(message)


def how_often(rule: Rule, interface: Interface) -> str:
    """Tell in words how often a property may stand at one thing."""
    words = {
        (0, None): marked("any number"),
        (0, 1): marked("at most one"),
        (1, None): marked("one or more"),
        (1, 1): marked("exactly one"),
    }
    known = words.get((rule.least, rule.most))
    return interface.gettext(known) if known else f"{rule.least}..{rule.most or 'n'}"
