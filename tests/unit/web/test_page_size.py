"""The size of pages: however much is stated of an entity, its page stays below 60 kB."""

import pytest
from pyoxigraph import Quad
from tests.unit.formats.graphs import BASE, OBJECT, quad, said

from opencollections.formats import schema_org
from opencollections.formats.html import entity_page
from opencollections.formats.interface import ENGLISH
from opencollections.formats.links import Urls
from opencollections.formats.reader import Reader
from opencollections.formats.surroundings import Surroundings
from opencollections.formats.wording import Wording
from opencollections.iris import Identifiers
from opencollections.query.entity import Entity
from opencollections.web.pages import Pages
from opencollections.web.visits import Visit

LIMIT_BYTES = 60_000
URLS = Urls(Identifiers(BASE))
LONG = "Lorem ipsum dolor <b>sit</b> amet & cetera. " * 2_500

ENDLESS = {
    "a title": [quad(OBJECT, "dc:title", said(LONG, "en"))],
    "titles": [quad(OBJECT, "dc:title", said(f"Title number {n}", "en")) for n in range(2_000)],
    "a description": [quad(OBJECT, "dc:description", said(LONG, "en"))],
    "descriptions": [quad(OBJECT, "dc:description", said(f"{n} {LONG[:5_000]}", "en")) for n in range(50)],
    "a value": [quad(OBJECT, "dcterms:extent", said(LONG))],
    "properties": [
        quad(OBJECT, f"schema:p{m}", said(f"{n} {LONG[:900]}")) for m in range(60) for n in range(45)
    ],
    "dates": [quad(OBJECT, "dcterms:created", said(str(1_000 + n))) for n in range(1_000)],
    "links": [quad(OBJECT, "dcterms:relation", f"{OBJECT}/{n}") for n in range(3_000)],
    "the same": [quad(OBJECT, "owl:sameAs", f"http://www.wikidata.org/entity/Q{n}") for n in range(2_000)],
    "pictures": [quad(OBJECT, "schema:image", f"https://pictures.example/{n}.jpg") for n in range(500)],
}


def written(quads: list[Quad]) -> bytes:
    titles = tuple(q.object for q in quads if q.predicate.value.endswith("title"))
    reader = Reader(URLS, Wording(), ("en",), {OBJECT: titles})  # type: ignore[dict-item]
    page = entity_page(Entity(OBJECT, tuple(quads), (), more_incoming=False), Surroundings(), [], reader)
    described = schema_org.embedded(schema_org.thing(page, ()))
    visit = Visit(("en",), ENGLISH, "/page/hafa/object/HAFA-83")
    values = {"page": page, "quality": None, "formats": [], "described": described}
    return Pages(URLS, "Test network").render("entity.html", visit, **values)


@pytest.mark.parametrize("quads", ENDLESS.values(), ids=ENDLESS)
def test_what_is_endless_is_cut(quads: list[Quad]) -> None:
    assert len(written(quads)) < LIMIT_BYTES


@pytest.mark.parametrize("name", ["titles", "properties", "dates", "links", "the same"])
def test_what_is_left_out_is_counted(name: str) -> None:
    assert b"more in the data" in written(ENDLESS[name])
