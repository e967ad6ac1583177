"""Records: an object with its aggregation, its web resources and what it is connected with, as external EDM."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pyoxigraph import Literal, NamedNode

from ...vocabulary import RDF_TYPE, compact, expand
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
    """One node of a record: its class, its IRI, and its elements in the order of the schema."""

    class_: str
    iri: str
    values: tuple[tuple[str, Value], ...]

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

    @property
    def resources(self) -> tuple[Resource, ...]:
        aggregations = (self.aggregation,) if self.aggregation else ()
        return (self.object, *self.web_resources, *self.contextual, *aggregations)


_PLACES: Final = {class_: {e.name: n for n, e in enumerate(elements)} for class_, elements in ORDER.items()}
"""Class to the places of its elements in the order of the schema."""

_SHOWN: Final = ("edm:isShownBy", "edm:hasView", "edm:object")
_ROLE: Final = expand("schema:Role")
_ROLE_PARTS: Final = frozenset(
    expand(name) for name in ("schema:creator", "schema:contributor", "schema:performer")
)
_NAMED: Final = ("edm:dataProvider", "edm:provider", "edm:intermediateProvider")
_LABEL: Final = expand("skos:prefLabel")


def edm_record(iri: str, aggregation: str | None, statements: Statements) -> EdmRecord:
    """Bring together the record of an object; ``aggregation`` is the IRI of the node that points to it."""
    cho = _resource(OBJECT, iri, _with_role_holders(statements(iri), statements))
    shown = _aggregation(aggregation, statements) if aggregation else None
    return EdmRecord(
        cho,
        shown,
        tuple(_web_resources(shown, statements)) if shown else (),
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
    places = _PLACES[class_]
    elements = (ORDER[class_][place] for place in sorted(places[name] for name in by_name if name in places))
    return Resource(
        class_, iri, tuple((e.name, value) for e in elements for value in _fitting(e, by_name[e.name]))
    )


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
    found = [
        value
        for value in dict.fromkeys(values)
        if (isinstance(value, NamedNode) and element.content is not Content.TEXT)
        or (isinstance(value, Literal) and element.content is not Content.LINK and value.value.strip())
    ]
    if len(found) > 1:
        found.sort(key=str)
    return found[:1] if element.once else found


def _with_role_holders(stated: Sequence[Statement], statements: Statements) -> list[Statement]:
    """Replace a role by the person who has it: EDM knows no roles."""
    found: list[Statement] = []
    for predicate, value in stated:
        holders = _holders(value, statements) if predicate in _ROLE_PARTS else None
        found += [(predicate, holder) for holder in holders] if holders else [(predicate, value)]
    return found


def _holders(value: Value, statements: Statements) -> list[Value] | None:
    if not isinstance(value, NamedNode):
        return None
    about = statements(value.value)
    if (RDF_TYPE, NamedNode(_ROLE)) not in about:
        return None
    return [holder for predicate, holder in about if predicate in _ROLE_PARTS]


def _aggregation(iri: str, statements: Statements) -> Resource:
    """Make the aggregation; organisations go by their names, as Europeana asks for them."""
    stated = [
        (predicate, _organisation(value, statements) if _name(predicate) in _NAMED else value)
        for predicate, value in statements(iri)
    ]
    return _resource(AGGREGATION, iri, stated)


def _organisation(value: Value, statements: Statements) -> Value:
    if not isinstance(value, NamedNode):
        return value
    names = [v for p, v in statements(value.value) if p == _LABEL and isinstance(v, Literal)]
    return min(names, key=lambda name: (name.language != "en", str(name)), default=value)


def _web_resources(aggregation: Resource, statements: Statements) -> Iterable[Resource]:
    for iri in dict.fromkeys(aggregation.links(*_SHOWN, "edm:isShownAt")):
        stated = statements(iri)
        if stated or iri in aggregation.links(*_SHOWN):
            yield _resource(WEB_RESOURCE, iri, stated)


def alone(iri: str, statements: Statements) -> list[EdmRecord]:
    """Give a record that holds one agent, place, period or term and nothing else; none for any other thing."""
    found = _connected(iri, statements)
    return [] if found is None else [EdmRecord(found, None, (), ())]


def _contextual(cho: Resource, statements: Statements) -> Iterable[Resource]:
    """Give the agents, places, periods and terms that an object links to, of which something is known."""
    linked = dict.fromkeys(value.value for _, value in cho.values if isinstance(value, NamedNode))
    found = (_connected(iri, statements) for iri in linked)
    return [one for one in found if one is not None]


def _connected(iri: str, statements: Statements) -> Resource | None:
    """Give what is known of an agent, place, period or term; None for any other thing."""
    classes = {expand(name): name for name in CONTEXTUAL}
    stated = statements(iri)
    types = (value.value for predicate, value in stated if predicate == RDF_TYPE)
    class_ = next((classes[type_] for type_ in types if type_ in classes), None)
    return None if class_ is None else _resource(class_, iri, stated)
