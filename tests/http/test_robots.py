"""Robots: crawlers reach every page in every language, and no maze (RFC 9309, read by a parser that crawlers use)."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from lxml import html
from network import BASE
from protego import Protego

from opencollections.formats.interface import TAGS

PAGES = (
    "/",
    "/page/hafa/object/HAFA-83",
    "/page/network/place/K%C3%A1roly-k%C3%B6r%C3%BAt",
    "/members/hafa",
    "/collections/hafa/prints",
    "/collections/hafa/prints/readiness",
    "/catalog",
    "/queries",
    "/mappings",
    "/ontology/profile",
    "/ontology/profile/edm:ProvidedCHO",
)
FILES = ("/data/hafa/object/HAFA-83.ttl", "/dumps/hafa/prints.nq.gz", "/sitemap.xml", "/sitemap-1.xml")
MAZES = (
    *(
        "/search",
        "/search?q=list",
        "/search?lang=hu",
        "/search?maker=x&lang=hu",
        "/sparql/editor?query=ASK{}",
    ),
    *(
        "/about?iri=http://e.org/x",
        "/queries/named?name=x",
        "/qr/hafa/object/HAFA-83",
        "/workspace",
        "/sign-in",
    ),
    *("/api/v1/changes?collection=hafa/prints", "/graphs?default"),
    *("/data/hafa/object/HAFA-83?_profile=alt", "/page/hafa/object/HAFA-83?_mediatype=ttl"),
    *("/members/hafa?lang=hu&_profile=dcat", "/members/hafa?_profile=dcat&lang=hu"),
    *("/page/hafa/object/HAFA-83?utm_source=x&lang=hu", "/page/hafa/object/HAFA-83?lang=hu&utm_source=x"),
    "/collections/hafa/prints/readiness/wikidata/no-date?page=2",
)


@pytest.fixture(scope="module")
def robots(client: Any) -> Protego:
    return Protego.parse(client.get("/robots.txt").text)


def allowed(robots: Protego, path: str) -> bool:
    return robots.can_fetch(f"{BASE}{path}", "AnyBot")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_read_in_every_language_that_it_names(client: Any, robots: Protego, path: str) -> None:
    page = html.document_fromstring(client.get(path, accept="text/html").text)
    named = {one.get("hreflang"): one.get("href") for one in page.cssselect("link[rel=alternate][hreflang]")}
    assert set(named) == {*TAGS, "x-default"}
    assert [href for href in named.values() if not robots.can_fetch(href, "AnyBot")] == []
    assert named["hu"] == f"{BASE}{path}?lang=hu"


@pytest.mark.parametrize("path", FILES)
def test_a_file_is_read_by_everybody(robots: Protego, path: str) -> None:
    assert allowed(robots, path)


@pytest.mark.parametrize("path", MAZES)
def test_a_maze_is_closed(robots: Protego, path: str) -> None:
    assert not allowed(robots, path)


@pytest.mark.parametrize("query", ["", "?lang=hu"])
@pytest.mark.parametrize("path", PAGES)
def test_a_crawler_that_follows_all_links_asks_for_nothing_but_languages(
    client: Any, robots: Protego, path: str, query: str
) -> None:
    page = html.document_fromstring(client.get(path + query, accept="text/html").text)
    page.make_links_absolute(BASE + path)
    links = {href for _, _, href, _ in page.iterlinks() if href.startswith(f"{BASE}/")}
    asked = {urlsplit(href).query for href in links if robots.can_fetch(href, "AnyBot")}
    assert len(links) > len(TAGS)
    assert asked <= {"", *(f"lang={tag}" for tag in TAGS)}


def test_the_sitemap_is_named(robots: Protego) -> None:
    assert list(robots.sitemaps) == [f"{BASE}/sitemap.xml"]
