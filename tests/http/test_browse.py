"""Browsing: start page, search, members, collections and the catalogue, for people and for harvesters."""

import json
from functools import partial
from typing import Any

import pytest
from lxml import html
from network import BASE, CC0, STREET
from pyoxigraph import RdfFormat, parse

from opencollections.formats.negotiation import RDF
from opencollections.vocabulary import expand
from opencollections.web.findings_page import findings


def text(response: Any) -> str:
    assert response.status_code == 200
    return " ".join(html.document_fromstring(response.text).text_content().split())


def triples(response: Any) -> list[tuple[str, str, str]]:
    assert response.status_code == 200
    return [
        (q.subject.value, q.predicate.value, q.object.value)
        for q in parse(response.content, format=RdfFormat.TURTLE)
    ]


def test_the_start_page_says_what_there_is(client: Any) -> None:
    found = text(client.get("/"))
    for words in ("Test network", "3 members", "3 collections", "15 records", "HAFA Archívum", "CC0 1.0"):
        assert words in found


@pytest.mark.parametrize(
    ("q", "title"),
    [("hafa", "HAFA price list no. 83"), ("karoly", "Károly körút"), ("deal", "Portrait of a dealer")],
)
def test_search_finds_words_without_accents_and_beginnings(client: Any, q: str, title: str) -> None:
    assert title in text(client.get(f"/search?q={q}", accept="text/html"))


def test_search_says_what_to_try_where_it_finds_nothing(client: Any) -> None:
    assert "Try fewer words" in text(client.get("/search?q=zzzz", accept="text/html"))


def test_search_has_a_twin_for_programs(client: Any) -> None:
    for response in (
        client.get("/search?q=karoly", accept="application/json"),
        client.get("/search?q=karoly&format=json"),
    ):
        document = response.json()
        assert (document["query"], document["total"], document["next"]) == ("karoly", 1, None)
        (found,) = document["results"]
        assert (found["iri"], found["title"], found["language"]) == (STREET, "Károly körút", "hu")
        assert (found["type"], found["member"]) == ("Place", "The network's own words")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("q=" + "x" * 501, 400),
        ("&".join(["maker=x"] * 3 + [f"maker={n}" for n in range(30)]), 400),
        ("maker=" + "x" * 2_001, 400),
        ("after=1-1%27", 400),
        ("after=..%2F..%2Fetc", 400),
        ("after=999999999-999999999", 200),
        ("sort=nonsense&view=nonsense&more=nonsense&lang=nonsense", 200),
        ("maker=%00&place=%E2%80%AE&type=javascript:alert(1)", 200),
        ("maker=http://a b/%3Cscript%3E", 200),
        ("q=a&format=xml", 406),
        ("q=%22%2A%28NEAR", 200),
        ("", 200),
    ],
)
def test_search_takes_anything_and_refuses_nonsense(client: Any, query: str, status: int) -> None:
    assert client.get(f"/search?{query}").status_code == status


def test_a_collection_page_tells_licence_size_versions_and_content(client: Any) -> None:
    found = text(client.get("/collections/hafa/prints", accept="text/html"))
    for words in (
        "Kisnyomtatványok",
        "5 records",
        "CC0 1.0",
        "23 November 2026",
        "HAFA 84. árjegyzék",
        "prints.nq.gz",
        "12 new, 0 changed, 1 withdrawn",
    ):
        assert words in found


@pytest.mark.parametrize(
    ("path", "kinds"),
    [
        ("/collections/hafa/prints", {"Object"}),
        ("/collections/network/authorities", {"Place", "organisation"}),
    ],
)
def test_the_page_of_a_collection_shows_objects_where_it_has_some(
    client: Any, path: str, kinds: set[str]
) -> None:
    document = html.document_fromstring(client.get(path, accept="text/html").text)
    rows = document.cssselect("[aria-labelledby=entities] li")
    assert {row.text_content().split(" · ")[0].split()[-1] for row in rows} <= kinds, [
        r.text_content() for r in rows
    ]
    assert rows


def test_a_member_page_lists_its_collections(client: Any) -> None:
    found = text(client.get("/members/hafa", accept="text/html"))
    for words in ("HAFA Archívum", "Kisnyomtatványok", "https://hafa.example/"):
        assert words in found


def test_a_member_page_tells_how_much_there_is_what_it_is_about_and_how_it_came(client: Any) -> None:
    found = html.document_fromstring(client.get("/members/hafa", accept="text/html").text)
    numbers = {row[0].text: row[1].text for row in found.cssselect("[aria-labelledby=quality] .facts > div")}
    assert numbers == {
        "Things": "7",
        "With a picture": "1",
        "With a date": "2",
        "Problems found": "0 warnings, 0 pieces of advice",
    }
    (version,) = found.cssselect(".versions li")
    assert "12 new, 0 changed, 1 withdrawn" in version.text_content()
    assert version.cssselect("a")[0].get("href") == "/collections/hafa/prints"
    assert "/search?member=hafa&sort=newest" in [link.get("href") for link in found.cssselect("main a")]
    makers = found.cssselect("[aria-labelledby=facet-maker] a")
    assert all("member=hafa" in link.get("href") for link in makers)
    assert makers[0].cssselect("[lang=hu]")[0].text == "Hatschek és Farkas"


def test_of_many_versions_the_newest_are_shown_and_the_others_counted(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("opencollections.web.holdings.VERSIONS_LIMIT", 0)
    found = html.document_fromstring(client.get("/members/hafa?few", accept="text/html").text)
    more = found.cssselect("[aria-labelledby=versions] a")[-1]
    assert (more.text, more.get("href")) == ("and 1 more in the data", "/graph/catalog")


@pytest.mark.parametrize("path", ["/members/hafa", "/collections/hafa/prints", "/catalog"])
@pytest.mark.parametrize("format_", RDF, ids=lambda f: f.suffix)
def test_members_collections_and_catalogue_are_data_too(client: Any, path: str, format_: Any) -> None:
    by_suffix, by_header = client.get(f"{path}.{format_.suffix}"), client.get(path, accept=format_.media_type)
    assert by_suffix.status_code == by_header.status_code == 200
    assert by_suffix.content == by_header.content
    assert by_header.headers["content-type"].startswith(format_.media_type)
    assert by_header.headers["content-location"] == f"{path}.{format_.suffix}"


def test_the_catalogue_has_every_collection_with_licence_and_file(client: Any) -> None:
    found = triples(client.get("/catalog.ttl"))
    datasets = {o for s, p, o in found if s == f"{BASE}/catalog" and p == expand("dcat:dataset")}
    assert datasets == {
        f"{BASE}/collections/{name}" for name in ("hafa/prints", "npg/portraits", "network/authorities")
    }
    for iri in datasets:
        assert (iri, expand("dcterms:license"), CC0) in found
        assert (iri, expand("void:dataDump"), iri.replace("/collections/", "/dumps/") + ".nq.gz") in found


def test_void_lies_where_it_is_looked_for(client: Any) -> None:
    response = client.get("/.well-known/void", accept="text/html, text/turtle;q=0.5")
    assert response.headers["content-type"].startswith("text/turtle")
    assert response.content == client.get("/catalog.ttl").content


def test_pages_embed_what_search_engines_for_data_sets_read(client: Any) -> None:
    found = html.document_fromstring(client.get("/collections/hafa/prints", accept="text/html").text)
    document = json.loads(found.cssselect('script[type="application/ld+json"]')[0].text)
    assert (document["@type"], document["license"]) == ("Dataset", CC0)
    assert document["distribution"][0]["contentUrl"] == f"{BASE}/dumps/hafa/prints.nq.gz"


def test_a_mistake_in_a_collection_is_written_to_its_member(client: Any) -> None:
    found = html.document_fromstring(client.get("/collections/hafa/prints", accept="text/html").text)
    (mistake,) = (link.get("href") for link in found.cssselect("a") if link.text == "Report a mistake")
    assert mistake.startswith("mailto:katalogus@hafa.example?subject=Correction%3A%20Kisnyomtatv")
    assert mistake.endswith("&body=https%3A//data.example.org/collections/hafa/prints")


def test_a_named_graph_leads_to_its_collection(client: Any) -> None:
    response = client.get("/graph/hafa/prints")
    assert (response.status_code, response.headers["location"]) == (303, "/collections/hafa/prints")


@pytest.mark.parametrize(
    "path",
    [
        "/members/nobody",
        "/collections/hafa/nothing",
        "/collections/nobody/prints.ttl",
        "/catalog.xml",
        "/graph/a/b",
        "/nothing",
    ],
)
def test_what_is_not_there_is_404_in_the_clients_own_form(client: Any, path: str) -> None:
    people, program = client.get(path, accept="text/html"), client.get(path, accept="application/json")
    assert people.status_code == program.status_code == 404
    assert "Nothing is published here" in text_of(people)
    assert "ocn " not in text_of(people)
    assert program.headers["content-type"] == "application/problem+json"
    assert program.json()["status"] == 404


def text_of(response: Any) -> str:
    return html.document_fromstring(response.text).text_content()


def test_a_search_is_narrowed_by_links_and_loosened_again(client: Any) -> None:
    found = html.document_fromstring(client.get("/search?sort=newest", accept="text/html").text)
    links = {a.text_content(): a.get("href") for a in found.cssselect(".facets a")}
    narrowed = html.document_fromstring(client.get(links["HAFA Archívum"], accept="text/html").text)
    (chosen,) = narrowed.cssselect(".chosen a")
    assert "HAFA Archívum" in chosen.text_content()
    assert chosen.get("href") == "/search?sort=newest"
    assert narrowed.cssselect("input[type=hidden][name=member]")[0].get("value") == "hafa"
    assert all("npg" not in a.get("href") for a in narrowed.cssselect(".results .index a"))


def test_a_class_for_which_nobody_has_words_is_called_by_its_own_name(client: Any) -> None:
    odd = "https://schema.org/MusicVideoObject"
    found = client.get(f"/search?type={odd}&member=hafa", accept="text/html")
    chosen = [one.text for one in html.document_fromstring(found.text).cssselect(".chosen bdi")]
    assert "Music video object" in chosen


def test_what_cannot_be_together_says_what_to_take_away(client: Any) -> None:
    found = text(client.get("/search?member=hafa&collection=npg/portraits&q=x", accept="text/html"))
    assert "Take one of the choices above away" in found


def test_a_search_can_be_shown_as_pictures(client: Any) -> None:
    found = html.document_fromstring(client.get("/search?view=grid&q=hafa", accept="text/html").text)
    images = [image.get("src") for image in found.cssselect(".grid img")]
    assert images == ["https://pictures.example/hafa-83.jpg"]
    assert all(image.get("loading") == "lazy" for image in found.cssselect(".grid img"))


def test_an_address_in_the_search_box_leads_to_what_it_is(client: Any) -> None:
    response = client.get("/search?q=http://www.wikidata.org/entity/Q1781")
    assert response.status_code == 303
    assert response.headers["location"] == "/about?iri=http%3A%2F%2Fwww.wikidata.org%2Fentity%2FQ1781"


def test_a_list_links_to_its_other_forms_and_the_pages_beside_it(client: Any) -> None:
    links = client.get("/search?sort=newest").headers["link"]
    assert '</search?sort=newest&format=json>; rel="alternate"; type="application/json"' in links
    for format_ in RDF:
        assert f'&format={format_.suffix}>; rel="alternate"; type="{format_.media_type}"' in links
    assert "link" not in client.get("/search?q=" + "x" * 500).headers


def test_a_program_reads_a_list_forwards_and_back(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opencollections.web.routes.browse.findings", partial(findings, limit=4))
    first = client.get("/search?sort=oldest&format=json&short").json()
    second = client.get(first["next"].removeprefix(BASE)).json()
    back = client.get(second["previous"].removeprefix(BASE)).json()
    assert (first["first"], second["first"]) == (1, 5)
    assert back["results"] == first["results"]
    assert 'rel="prev"' in client.get(first["next"].removeprefix(BASE)).headers["link"]


@pytest.mark.parametrize("suffix", [format_.suffix for format_ in RDF])
def test_a_list_is_data_that_leads_to_the_next_page(client: Any, suffix: str) -> None:
    response = client.get(f"/search?format={suffix}")
    assert response.status_code == 200
    if suffix == "ttl":
        found = triples(response)
        whole = f"{BASE}/search#results"
        assert (whole, expand("hydra:view"), f"{BASE}/search") in found
        members = {o for s, p, o in found if (s, p) == (whole, expand("hydra:member"))}
        assert STREET in members
        assert f'<{STREET}> a edm:Place ;\n\trdfs:label "Károly körút"@hu' in response.text
