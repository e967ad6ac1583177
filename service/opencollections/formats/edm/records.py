"""Records: an object with its aggregation, its web resources and what it is connected with, as external EDM."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pyoxigraph import Literal, NamedNode

from ...vocabulary import RDF_TYPE, XSD, compact, expand
from .elements import (
    AGGREGATION,
    CONTEXTUAL,
    EDM_PREFIXES,
    OBJECT,
    ORDER,
    RENAMED,
    WEB_RESOURCE,
    Content,
    Element,
)

Value = NamedNode | Literal
Statement = tuple[str, Value]
"""A property (IRI) and its value."""

Statements = Callable[[str], Sequence[Statement]]
"""Gives what is stated about an IRI, in any collection of the network."""


@dataclass(frozen=True, slots=True)
class Resource:
    """One node of a record: its class, its IRI, and its elements in the order of the schema.

    ``ambiguous`` names the elements that may stand once and of which there were several values; one of them stands.
    """

    class_: str
    iri: str
    values: tuple[tuple[str, Value], ...]
    ambiguous: frozenset[str] = frozenset()

    def all(self, *names: str) -> list[Value]:
        """Give the values of some elements."""
        return [value for name, value in self.values if name in names]

    def texts(self, *names: str) -> list[Literal]:
        """Give the texts of some elements that are not blank."""
        return [v for v in self.all(*names) if isinstance(v, Literal) and v.value.strip()]

    def links(self, *names: str) -> list[str]:
        """Give the IRIs that some elements link to."""
        return [value.value for value in self.all(*names) if isinstance(value, NamedNode)]


@dataclass(frozen=True, slots=True)
class EdmRecord:
    """A record: the object, its aggregation if it has one, the web resources, and the contextual classes."""

    object: Resource
    aggregation: Resource | None
    web_resources: tuple[Resource, ...]
    contextual: tuple[Resource, ...]

    def words(self, *names: str) -> list[str]:
        """Give the texts of some elements of the object, and the names of what these link to, each once."""
        links = self.object.links(*names)
        named = [one.texts("skos:prefLabel")[:1] for one in self.contextual if one.iri in links]
        texts = [*self.object.texts(*names), *(text for some in named for text in some)]
        return list(dict.fromkeys(" ".join(text.value.split()) for text in texts))

    @property
    def resources(self) -> tuple[Resource, ...]:
        aggregations = (self.aggregation,) if self.aggregation else ()
        return (self.object, *self.web_resources, *self.contextual, *aggregations)


_PLACES: Final = {class_: {e.name: n for n, e in enumerate(elements)} for class_, elements in ORDER.items()}
"""Class to the places of its elements in the order of the schema."""

# XML 1.0 §2.2: these cannot stand in a document, not even as a reference.
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

# XML Schema 1.1 Part 2 §3.3.4, without infinity and what is no number.
_NUMBER: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)

_SHOWN: Final = ("edm:isShownBy", "edm:hasView", "edm:object")
ROLE: Final = expand("schema:Role")
ROLE_PARTS: Final = frozenset(
    expand(name) for name in ("schema:creator", "schema:contributor", "schema:performer")
)
_NAMED: Final = ("edm:dataProvider", "edm:provider", "edm:intermediateProvider")
_LABEL: Final = expand("skos:prefLabel")
_STRING: Final = NamedNode(f"{XSD}string")
_TELLING: Final = ("skos:prefLabel", "edm:begin", "edm:end")
_AGGREGATED: Final = expand("edm:aggregatedCHO")
_IS_SHOWN_BY: Final = expand("edm:isShownBy")
_HAS_VIEW: Final = expand("edm:hasView")
_WEB_RESOURCE: Final = NamedNode(expand("edm:WebResource"))


def edm_record(
    iri: str, aggregation: str | None, statements: Statements, of_files: Statements | None = None
) -> EdmRecord:
    """Bring together the record of an object; ``aggregation`` is the IRI of the node that points to it.

    ``of_files`` gives what is stated of the files that it shows, where fewer are asked for that.
    """
    cho = _resource(OBJECT, iri, _with_role_holders(statements(iri), statements))
    shown = _aggregation(aggregation, iri, statements) if aggregation else None
    return EdmRecord(
        cho,
        shown,
        tuple(_web_resources(cho, shown, of_files or statements)) if shown else (),
        tuple(sorted(_contextual(cho, statements), key=lambda one: CONTEXTUAL.index(one.class_))),
    )


def _resource(class_: str, iri: str, stated: Iterable[Statement]) -> Resource:
    """Put the statements that a class has elements for into the order of the schema."""
    renamed = RENAMED.get(class_, {})
    by_name: dict[str, list[Value]] = {}
    for predicate, value in stated:
        name = _name(predicate)
        by_name.setdefault(renamed.get(name, name), []).append(value)
    if "dc:title" in by_name and class_ == OBJECT:
        by_name["dc:title"] = _own_titles(by_name["dc:title"], stated)
    order, places = ORDER[class_], _PLACES[class_]
    values: list[tuple[str, Value]] = []
    ambiguous = []
    for place in sorted(places[name] for name in by_name if name in places):
        element = order[place]
        fitting = _fitting(element, by_name[element.name])
        if element.once and len(fitting) > 1:
            ambiguous.append(element.name)
            fitting = fitting[:1]
        values += [(element.name, value) for value in fitting]
    return Resource(class_, iri, tuple(values), frozenset(ambiguous))


def _own_titles(titles: list[Value], stated: Iterable[Statement]) -> list[Value]:
    """Leave out the name for search engines where there is a title, which it repeats."""
    own = [value for predicate, value in stated if predicate == expand("dc:title")]
    return own or titles


@lru_cache(1024)
def _name(predicate: str) -> str:
    for prefix, namespace in EDM_PREFIXES.items():
        if predicate.startswith(namespace):
            return f"{prefix}:{predicate.removeprefix(namespace)}"
    return compact(predicate)


def _fitting(element: Element, values: Iterable[Value]) -> list[Value]:
    """Give the values that an element may hold, without doubles, sorted: the same data gives the same record."""
    found = [_legible(value) for value in values if _holds(element.content, value)]
    return sorted(set(found), key=str) if len(found) > 1 else found


def _holds(content: Content, value: Value) -> bool:
    if isinstance(value, NamedNode):
        return content in {Content.LINK, Content.EITHER}
    if content is Content.NUMBER:
        return _NUMBER.fullmatch(value.value.strip()) is not None
    return content is not Content.LINK and bool(_legible_text(value.value).strip())


def _legible(value: Value) -> Value:
    """Give a text as it is written: without a datatype, and without what XML cannot hold."""
    if isinstance(value, NamedNode):
        return value
    text = _legible_text(value.value)
    if value.language:
        return value if text == value.value else Literal(text, language=value.language)
    return value if text == value.value and value.datatype == _STRING else Literal(text)


def _legible_text(text: str) -> str:
    return text if text.isprintable() else _NOT_XML.sub("", text)


def _with_role_holders(stated: Sequence[Statement], statements: Statements) -> list[Statement]:
    """Replace a role by the person who has it: EDM knows no roles."""
    found: list[Statement] = []
    for predicate, value in stated:
        holders = _holders(value, statements) if predicate in ROLE_PARTS else None
        found += [(predicate, holder) for holder in holders] if holders else [(predicate, value)]
    return found


def _holders(value: Value, statements: Statements) -> list[Value] | None:
    if not isinstance(value, NamedNode):
        return None
    about = statements(value.value)
    if (RDF_TYPE, NamedNode(ROLE)) not in about:
        return None
    return [holder for predicate, holder in about if predicate in ROLE_PARTS]


def _aggregation(iri: str, cho: str, statements: Statements) -> Resource:
    """Make the aggregation of one object; organisations go by their names, as Europeana asks for them."""
    stated: list[Statement] = [(_AGGREGATED, NamedNode(cho))]
    for predicate, value in statements(iri):
        if predicate != _AGGREGATED:
            of_organisation = _name(predicate) in _NAMED
            stated.append((predicate, _organisation(value, statements) if of_organisation else value))
    return _resource(AGGREGATION, iri, _with_further_views(stated))


def _organisation(value: Value, statements: Statements) -> Value:
    if not isinstance(value, NamedNode):
        return value
    names = [
        v for p, v in statements(value.value) if p == _LABEL and isinstance(v, Literal) and v.value.strip()
    ]
    return min(names, key=lambda name: (name.language != "en", str(name)), default=value)


def _with_further_views(stated: list[Statement]) -> list[Statement]:
    """Keep of several files the first as what is shown; the others are further views."""
    files = sorted({value.value for p, value in stated if p == _IS_SHOWN_BY and isinstance(value, NamedNode)})
    others = [NamedNode(file) for file in files[1:]]
    kept = [(p, value) for p, value in stated if p != _IS_SHOWN_BY or value not in others]
    return [*kept, *((_HAS_VIEW, file) for file in others)]


def _web_resources(cho: Resource, aggregation: Resource, statements: Statements) -> Iterator[Resource]:
    """Give the files that are shown, and the page where something is said of it as a web resource.

    A thing may be shown at its own IRI; what is said there is said of the thing, and not of a page.
    """
    shown = aggregation.links(*_SHOWN)
    for iri in dict.fromkeys([*shown, *aggregation.links("edm:isShownAt")]):
        stated = statements(iri)
        if iri not in {cho.iri, aggregation.iri} and (iri in shown or (RDF_TYPE, _WEB_RESOURCE) in stated):
            yield _resource(WEB_RESOURCE, iri, stated)


def alone(iri: str, statements: Statements) -> list[EdmRecord]:
    """Give a record that holds one agent, place, period or term and nothing else; none for any other thing."""
    found = _connected(iri, statements)
    return [] if found is None else [EdmRecord(found, None, (), ())]


def _contextual(cho: Resource, statements: Statements) -> Iterable[Resource]:
    """Give the agents, places, periods and terms that an object links to, which have a name or are a time."""
    linked = dict.fromkeys(value.value for _, value in cho.values if isinstance(value, NamedNode))
    found = (_connected(iri, statements) for iri in linked if iri != cho.iri)
    return [one for one in found if one is not None and one.texts(*_TELLING)]


def _connected(iri: str, statements: Statements) -> Resource | None:
    """Give what is known of an agent, place, period or term; None for any other thing."""
    classes = {expand(name): name for name in CONTEXTUAL}
    stated = statements(iri)
    types = (value.value for predicate, value in stated if predicate == RDF_TYPE)
    class_ = next((classes[type_] for type_ in types if type_ in classes), None)
    return None if class_ is None else _resource(class_, iri, stated)
