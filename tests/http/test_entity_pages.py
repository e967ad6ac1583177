"""The page of an entity: its words, its links, and that nothing in the data becomes markup."""

import json
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from lxml import html
from network import BASE, FIRM, HAFA_83, STREET

from opencollections.formats.negotiation import RDF

Page = html.HtmlElement


def page(client: Any, path: str, **headers: str) -> Page:
    response = client.get(path, **headers)
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return html.document_fromstring(response.text)


def words(found: Page, selector: str) -> str:
    return " ".join(" ".join(element.text_content().split()) for element in found.cssselect(selector))


def test_it_tells_the_object_in_a_sentence_and_in_facts(client: Any) -> None:
    found = page(client, "/page/hafa/object/HAFA-83")
    assert words(found, "h1") == "HAFA price list no. 83"
    assert words(found, ".sentence") == "price list, Hatschek és Farkas, May 1939, Károly körút."
    assert [h.text_content() for h in found.cssselect(".details h2")] == [
        *("What", "Who", "When", "Where", "About", "Rights", "Identifiers", "Links")
    ]
    assert "May 1939" in words(found, ".details")
    assert "Public Domain Mark" in words(found, "figcaption")


def test_it_contains_its_own_identifier(client: Any) -> None:
    for path, iri in (
        ("hafa/object/HAFA-83", HAFA_83),
        ("network/place/K%C3%A1roly-k%C3%B6r%C3%BAt", STREET),
    ):
        response = client.get(f"/page/{path}")
        assert iri in unescape(response.text)
        found = html.document_fromstring(response.text)
        assert found.cssselect("link[rel=canonical]")[0].get("href") == iri


def test_its_title_is_in_the_readers_language(client: Any) -> None:
    hungarian = page(client, "/page/hafa/object/HAFA-83", accept_language="hu")
    assert words(hungarian, "h1") == "HAFA 83. árjegyzék"
    assert client.get("/page/hafa/object/HAFA-83").headers["vary"] == "Accept-Language, Cookie"
    dutch = page(client, "/page/network/agent/hatschek-farkas", accept_language="nl, fr;q=0.5")
    assert words(dutch, "h1") == "Hatschek és Farkas hu"
    assert dutch.cssselect("h1 .tongue")[0].get("title") == "Hongaars"
    assert dutch.cssselect("h1 [lang=hu]")


def test_embedded_json_ld_tells_search_engines_what_it_is(client: Any) -> None:
    (script,) = page(client, "/page/hafa/object/HAFA-83").cssselect('script[type="application/ld+json"]')
    document = json.loads(script.text)
    assert document["@context"] == "https://schema.org"
    assert (document["@id"], document["@type"]) == (HAFA_83, "CreativeWork")
    assert document["image"] == ["https://pictures.example/hafa-83.jpg"]


def test_what_others_have_about_the_same_is_told_by_member(client: Any) -> None:
    found = page(client, "/page/hafa/object/HAFA-83")
    section = found.cssselect("section[aria-labelledby=elsewhere]")[0]
    assert "Portrait Gallery" in section.text_content()
    assert "/page/npg/object/S%2FNPG.77.190" in [a.get("href") for a in section.cssselect("a")]


def test_what_refers_to_it_is_listed_with_its_number(client: Any) -> None:
    found = page(client, "/page/network/agent/hatschek-farkas")
    section = found.cssselect("section[aria-labelledby=incoming]")[0]
    assert words(section, "h3") == "Maker 3"
    assert len(section.cssselect("li a")) == 3


def test_a_role_leads_from_the_person_to_the_object(client: Any) -> None:
    section = page(client, "/page/network/agent/hevesy-ivan").cssselect("section[aria-labelledby=incoming]")[
        0
    ]
    assert [a.get("href") for a in section.cssselect("li a")] == ["/page/hafa/object/HAFA-83"]


def test_it_says_who_says_so(client: Any) -> None:
    found = words(page(client, "/page/hafa/object/HAFA-83"), "section[aria-labelledby=sources]")
    for fact in ("HAFA Archívum", "Kisnyomtatványok", "Version 1", "23 November 2026", "CC0 1.0"):
        assert fact in found


def test_the_member_in_whose_space_it_is_comes_first(client: Any) -> None:
    found = page(client, "/page/network/agent/hatschek-farkas")
    assert words(found, ".trail").endswith("The network's own words People and places")


def test_links_out_of_the_network_are_marked_in_words(client: Any) -> None:
    found = page(client, "/page/network/place/K%C3%A1roly-k%C3%B6r%C3%BAt")
    (link,) = found.cssselect("a.out[href*=wikidata]")
    assert "leaves the network" in link.text_content()


@pytest.mark.parametrize(
    "path",
    [
        "/page/hafa/object/hostile",
        "/",
        "/search?q=script",
        "/search?q=%3C/title%3E%3Cscript%3Ealert(8)%3C/script%3E%22%20onfocus=%22alert(9)",
        "/collections/hafa/prints",
    ],
)
def test_nothing_in_the_data_becomes_markup(client: Any, path: str) -> None:
    found = page(client, path)
    scripts = found.cssselect("script:not([src])")
    assert all(script.get("type") == "application/ld+json" for script in scripts)
    assert {script.get("src").rpartition("/")[2] for script in found.cssselect("script[src]")} == {"copy.js"}
    for script in scripts:
        json.loads(script.text)
    assert not found.xpath("//@*[starts-with(name(), 'on')]")
    assert "bold" not in words(found, "b")
    for element in found.xpath("//*[@href or @src or @action]"):
        for name in ("href", "src", "action"):
            assert not (element.get(name) or "").lower().startswith(("javascript:", "data:", "vbscript:"))
    assert "49" not in words(found, ".prose")


def test_what_would_run_is_shown_as_text(client: Any) -> None:
    found = words(page(client, "/page/hafa/object/hostile"), ".details")
    for text in ("javascript:alert(3)", "javascript:alert(4)", "data:text/html,<script>alert(5)</script>"):
        assert text in found


def test_a_text_that_turns_round_is_kept_to_itself(client: Any) -> None:
    for element in page(client, "/page/hafa/object/hostile").xpath("//body//*[contains(text(), '\u202e')]"):
        assert element.tag == "bdi" or element.get("dir") == "auto"


def test_every_link_to_an_own_page_is_answered(client: Any) -> None:
    found = page(client, "/page/hafa/object/HAFA-83")
    hrefs = {a.get("href").partition("#")[0] for a in found.cssselect("a[href^='/']")}
    hrefs -= {"/workspace"}  # It sends whoever has not signed in to where that is done.
    assert {href: client.get(href).status_code for href in hrefs} == dict.fromkeys(hrefs, 200)


def test_a_foreign_iri_has_a_page_of_everything_that_mentions_it(client: Any) -> None:
    found = page(client, "/about?iri=http%3A%2F%2Fwww.wikidata.org%2Fentity%2FQ1781", accept="text/html")
    assert words(found, "h1") == "Wikidata Q1781"
    hrefs = {a.get("href") for a in found.cssselect("section[aria-labelledby=incoming] a")}
    assert hrefs == {"/page/network/place/K%C3%A1roly-k%C3%B6r%C3%BAt", "/page/npg/object/S_NPG.77.190"}
    (there,) = found.cssselect("section[aria-labelledby=same] a")
    assert there.get("href") == "http://www.wikidata.org/entity/Q1781"


def test_a_foreign_iri_is_data_too_and_its_page_claims_to_be_no_other(client: Any) -> None:
    about = "/about?iri=http%3A%2F%2Fwww.wikidata.org%2Fentity%2FQ1781"
    response = client.get(about, accept="text/html")
    found = html.document_fromstring(response.text)
    assert found.cssselect("link[rel=canonical], .sheet img") == []
    for format_ in RDF:
        href = f"{about}&_mediatype={format_.suffix}"
        assert f'<{href}>; rel="alternate"; type="{format_.media_type}"' in response.headers["link"]
        assert href in [link.get("href") for link in found.cssselect("section.use a")]
        assert client.get(href).headers["content-type"].startswith(format_.media_type)


def test_what_would_run_leads_nowhere_even_where_it_is_asked_about(client: Any) -> None:
    found = page(client, "/about?iri=javascript%3Aalert%283%29", accept="text/html")
    addresses = found.xpath("//@href | //@src")
    assert not [address for address in addresses if address.startswith("javascript:")]
    assert "javascript:alert(3)" in words(found, "h1")


def test_about_sends_own_identifiers_to_their_pages_and_refuses_what_is_none(client: Any) -> None:
    own = client.get(f"/about?iri={FIRM}")
    assert (own.status_code, own.headers["location"]) == (303, "/page/network/agent/hatschek-farkas")
    for path in (
        "/catalog",
        "/members/hafa",
        "/collections/hafa/prints",
        "/graph/hafa/prints",
        "/ontology/profile",
    ):
        described = client.get(f"/about?iri={BASE}{path}")
        assert (described.status_code, described.headers["location"]) == (303, path)
    assert client.get("/about?iri=not an iri").status_code == 400
    assert client.get("/about").status_code == 400
    assert client.get("/about?iri=http://nobody.example/").status_code == 404
    turtle = client.get("/about?iri=http://www.wikidata.org/entity/Q1781", accept="text/turtle")
    assert f"<{BASE}/id/npg/object/S_NPG.77.190>" in turtle.text


def test_a_node_without_a_name_leads_to_what_is_stated_of_it(client: Any) -> None:
    path = "/.well-known/genid/hafa%2Fprints%2F1-0"
    sent = client.get(path, accept="text/turtle")
    assert (sent.status_code, sent.headers["location"]) == (303, f"/about?iri={quote(BASE + path, safe='')}")
    assert client.get(sent.headers["location"], accept="text/turtle").status_code == 404


def test_the_same_in_other_systems_is_called_by_the_authority(client: Any) -> None:
    found = page(client, "/page/network/place/K%C3%A1roly-k%C3%B6r%C3%BAt")
    assert words(found, "section[aria-labelledby=same] a bdi") == "Wikidata Q1781"


def test_places_stand_on_a_map_that_nobody_else_is_asked_for(client: Any) -> None:
    found = page(client, "/page/hafa/object/HAFA-83")
    assert len(found.cssselect("svg.map circle")) == 1
    assert "47.49648, 19.05668" in words(found, "section[aria-labelledby=map]")
    outline = found.cssselect("svg.map image")[0].get("href")
    assert client.get(outline).headers["content-type"] == "image/svg+xml"


def test_dates_are_told_as_they_are_written_and_as_they_are_read(client: Any) -> None:
    found = page(client, "/page/hafa/object/HAFA-83")
    told = words(found, ".dates tbody tr")
    assert "1939. május" in told
    assert "1 May 1939 – 31 May 1939" in told
    assert "1940 k." in words(page(client, "/page/hafa/object/HAFA-84"), ".dates tbody")


def test_its_data_is_a_link_away_in_every_format_and_every_model(client: Any) -> None:
    found = page(client, "/page/hafa/object/HAFA-83")
    hrefs = [link.get("href") for link in found.cssselect("section.use a")]
    assert {f"/data/hafa/object/HAFA-83.{format_.suffix}" for format_ in RDF} <= set(hrefs)
    assert "/data/hafa/object/HAFA-83?_profile=alt" in hrefs


def test_a_mistake_is_reported_to_the_member(client: Any) -> None:
    found = page(client, "/page/hafa/object/HAFA-83")
    (link,) = found.cssselect("a[href^='mailto:']")
    assert link.get("href").startswith("mailto:katalogus@hafa.example?subject=Correction%3A%20HAFA")
    assert HAFA_83.replace(":", "%3A") in link.get("href")


def test_a_link_to_a_page_has_a_title_a_picture_and_a_language_for_previews(client: Any) -> None:
    found = page(client, "/page/hafa/object/HAFA-83", accept_language="hu")
    told = {meta.get("property"): meta.get("content") for meta in found.cssselect("meta[property]")}
    assert told["og:title"] == "HAFA 83. árjegyzék"
    assert told["og:url"] == HAFA_83
    assert told["og:image"] == "https://pictures.example/hafa-83.jpg"
    assert told["og:image:alt"] == "HAFA 83. árjegyzék"


@pytest.mark.parametrize("path", ["/page/hafa/object/HAFA-83", "/", "/search", "/collections/hafa/prints"])
def test_a_page_is_small(client: Any, path: str) -> None:
    assert len(client.get(path, accept="text/html").content) < 60_000


def test_a_sentence_ends_with_one_full_stop(client: Any) -> None:
    sentence = page(client, "/page/hafa/object/HAFA-84").cssselect(".sentence")[0].text_content()
    assert sentence.strip().endswith(", 1940 k.")


def test_pictures_in_lists_keep_their_room_and_come_late(client: Any) -> None:
    for address in ("/search?q=hafa", "/search?q=hafa&view=grid", "/"):
        found = page(client, address).cssselect("main img")
        assert found
        for image in found:
            assert {"width", "height"} <= set(image.keys())
            assert (image.get("loading"), image.get("decoding")) == ("lazy", "async")
            assert image.getparent().get("class") == "frame"
