"""Lists of entities, as pages and programs read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ..formats.links import name_in
from ..query.listing import Listed
from ..vocabulary import expand
from .site import Site

_OBJECT: Final = expand("edm:ProvidedCHO")
_SERVING: Final = frozenset(
    map(expand, ("ore:Aggregation", "edm:WebResource", "edm:TimeSpan", "schema:Role", "schema:PropertyValue"))
)


@dataclass(frozen=True, slots=True)
class Row:
    """An entity in a list: ``type`` and ``member`` in words, None where the list says it anyway."""

    iri: str
    href: str | None
    title: str
    type: str | None = None
    member: str | None = None


def row(site: Site, iri: str, title: str | None, type_: str | None = None, member: str | None = None) -> Row:
    """Make the row of an entity; one without a title is called by the last part of its IRI."""
    kind = site.wording.heading(type_) if type_ else None
    return Row(iri, site.urls.href(iri), title or name_in(iri), kind, member)


def rows(site: Site, found: Iterable[Listed]) -> list[Row]:
    return [row(site, one.iri, one.title) for one in found]


def worth_listing(kinds: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Leave out the classes of nodes that only serve to describe others."""
    return [(iri, count) for iri, count in kinds if iri not in _SERVING]


def main_type(kinds: list[tuple[str, int]]) -> str | None:
    """Give the class that a reader wants to see first: objects, else the commonest one."""
    iris = [iri for iri, _ in kinds]
    return _OBJECT if _OBJECT in iris else next(iter(iris), None)
