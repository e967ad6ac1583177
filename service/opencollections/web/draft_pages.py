"""Draft pages: the page of an entity as it would be if a draft were published, and what its statements are called."""

from collections.abc import Iterable
from dataclasses import replace

from pyoxigraph import Literal, NamedNode, Quad

from ..errors import UnknownEntity
from ..formats.dates import date_told
from ..formats.html import EntityPage
from ..formats.interface import interface
from ..formats.links import name_in
from ..iris import checked_iri
from ..publishing.differences import DifferencePage
from ..publishing.preview import DraftEngine
from ..publishing.uploads import Draft
from ..query.entity import Entity, entity
from .descriptions import describe, entity_page
from .site import Site
from .state import State
from .visits import Visit


def previewed(state: State, draft: Draft) -> State:
    """Give what would be public if a draft were published now."""
    engine = DraftEngine(draft, state.generation.engine)
    return replace(state, generation=replace(state.generation, engine=engine))


def draft_entity(state: State, iri: str) -> Entity:
    """Give an entity of a previewed state, with what points to it; raise UnknownEntity and InvalidIRI."""
    found = entity(state.generation.engine, checked_iri(iri))
    if found is None:
        raise UnknownEntity(iri=iri)
    return found


def draft_page(site: Site, state: State, draft: Draft, iri: str, reader: Visit) -> EntityPage:
    """Make the page of an entity of a draft for a reader; raise UnknownEntity."""
    seen = previewed(state, draft)
    return entity_page(site, seen, describe(site, seen, draft_entity(seen, iri)), reader)


def words_of(site: Site, page: DifferencePage, language: str) -> dict[str, str]:
    """Give what stands in the statements that come and go, in words: properties, terms, things of ours, and dates."""
    quads = [quad for one in page.entities for quad in (*one.removed, *one.added)]
    words = {quad.predicate.value: site.wording.heading(quad.predicate.value, language) for quad in quads}
    linked = {quad.object.value for quad in quads if isinstance(quad.object, NamedNode)}
    return _dates(quads, language) | {iri: _word(site, iri, language) for iri in linked} | words


def _dates(quads: Iterable[Quad], language: str) -> dict[str, str]:
    reader = interface(language)
    said = [(quad.predicate.value, quad.object) for quad in quads]
    told = [(one.value, date_told(p, one, reader)) for p, one in said if isinstance(one, Literal)]
    return {date: words.text for date, words in told if words is not None}


def _word(site: Site, iri: str, language: str) -> str:
    if site.wording.knows(iri):
        return site.wording.heading(iri, language)
    return iri if site.ids.path(iri) is None else name_in(iri)
