"""Sitemaps: every page of the network once, in parts, packed where that is asked for."""

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from network import BASE, PUBLISHED, WITHDRAWN, build
from speaking import settings_of, speaking

from opencollections.web.routes import sitemap

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def listed(response: Any) -> list[tuple[str, str | None]]:
    assert response.headers["content-type"] == "application/xml"
    root = etree.fromstring(response.content)
    return [(one.findtext(f"{SPACE}loc"), one.findtext(f"{SPACE}lastmod")) for one in root]


def found(client: Any, address: str) -> list[tuple[str, str | None]]:
    return listed(client.get(address.removeprefix(BASE)))


@pytest.fixture
def in_parts_of_four(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setattr(sitemap, "PAGES_LIMIT", 4)
    with speaking(settings_of(build(tmp_path).root)) as client:
        yield client


def test_the_index_leads_to_every_page_once_and_each_is_there(in_parts_of_four: Any) -> None:
    client = in_parts_of_four
    index = found(client, client.get("/robots.txt").text.split("Sitemap: ")[1].strip())
    parts = [found(client, address) for address, _ in index]
    assert {moment for _, moment in index} == {PUBLISHED}
    assert [len(part) for part in parts[1:-1]] == [4] * (len(parts) - 2)
    pages = [page for part in parts for page, _ in part]
    assert len(parts) > 3
    assert len(pages) == len(set(pages))
    assert {
        p: client.get(p.removeprefix(BASE), accept="text/html").status_code for p in pages[:4] + pages[-20:]
    } == (dict.fromkeys(pages[:4] + pages[-20:], 200))


def test_entities_are_listed_with_their_last_change_and_none_that_is_withdrawn_or_only_serves(
    client: Any,
) -> None:
    entities = dict(found(client, "/sitemap-1.xml"))
    assert entities[f"{BASE}/page/hafa/object/HAFA-83"] == PUBLISHED
    assert f"{BASE}/page/network/place/K%C3%A1roly-k%C3%B6r%C3%BAt" in entities
    assert WITHDRAWN.replace("/id/", "/page/") not in entities
    assert [
        page for page in entities if "/role/" in page or "/aggregation/" in page or "/time/" in page
    ] == []


def test_a_part_is_packed_where_a_client_takes_it_and_not_sent_twice(client: Any) -> None:
    plain = client.get("/sitemap-1.xml", accept_encoding="identity")
    packed = client.get("/sitemap-1.xml", accept_encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content or gzip.decompress(packed.content) == plain.content
    assert packed.headers["etag"] != plain.headers["etag"]
    assert "Accept-Encoding" in packed.headers["vary"]
    again = client.get("/sitemap-1.xml", accept_encoding="identity", if_none_match=plain.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
    head = client.request("HEAD", "/sitemap-1.xml")
    assert (head.status_code, head.content) == (200, b"")


@pytest.mark.parametrize("path", ["/sitemap-0.xml", "/sitemap-2.xml", "/sitemap-x.xml", "/sitemap--1.xml"])
def test_there_is_no_part_that_is_not_listed(client: Any, path: str) -> None:
    assert client.get(path).status_code == 404
