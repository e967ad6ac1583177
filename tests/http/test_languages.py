"""Languages: the interface speaks six, the address stays the same, and a choice is kept."""

from typing import Any

import pytest
from lxml import html
from network import BASE

from opencollections.formats.interface import TAGS

PAGE = "/page/hafa/object/HAFA-83"
PATHS = (
    *("/", PAGE, "/search?q=hafa", "/members/hafa", "/nothing", "/catalog"),
    *("/ontology/profile", "/ontology/profile/dc:creator", "/sparql/editor", "/sparql/limits"),
    *("/sparql?query=ASK%7B%7D", "/queries", "/queries/named", "/queries/named?name=hafa"),
)
SEARCH_BUTTON = {
    "en": "Search",
    "hu": "Keresés",
    "sk": "Hľadať",
    "nl": "Zoeken",
    "de": "Suchen",
    "lt": "Ieškoti",
}


def read(response: Any) -> Any:
    return html.document_fromstring(response.text)


def button(response: Any) -> str:
    return read(response).cssselect("form[role=search] button")[0].text


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("path", PATHS)
def test_every_page_is_in_the_readers_language(client: Any, tag: str, path: str) -> None:
    response = client.get(path, accept="text/html", accept_language=tag)
    assert read(response).get("lang") == tag
    assert button(response) == SEARCH_BUTTON[tag]
    assert {"Accept-Language", "Cookie"} <= set(response.headers["vary"].split(", "))
    switches = {link.get("hreflang"): link.get("href") for link in read(response).cssselect("link[hreflang]")}
    assert set(switches) == {*TAGS, "x-default"}
    assert read(client.get(switches[tag], accept="text/html")).get("lang") == tag
    assert read(client.get(switches["x-default"], accept="text/html", accept_language=tag)).get("lang") == tag


def test_an_answer_to_a_query_that_was_posted_is_had_in_another_language_by_an_address(client: Any) -> None:
    query = "SELECT * { ?hány ?két ?három } LIMIT 2"
    sent = {"Accept": "text/html", "Content-Type": "application/sparql-query"}
    posted = client.request("POST", "/sparql", sent, query.encode())
    hungarian = read(posted).cssselect("link[hreflang=hu]")[0].get("href")
    page = read(client.get(hungarian, accept="text/html"))
    assert (page.get("lang"), page.cssselect("h1")[0].text) == ("hu", "Válasz")
    assert len(page.cssselect("tbody tr")) == 2


@pytest.mark.parametrize(
    ("address", "status"),
    [("/sparql?query=ASK%7B%7D%20%23" + "x" * 2_000, 200), ("/id/hafa/" + "x" * 8_000, 414)],
    ids=["a query", "a path"],
)
def test_an_address_too_long_to_be_repeated_has_no_switches(client: Any, address: str, status: int) -> None:
    response = client.get(address, accept="text/html")
    assert response.status_code == status
    assert read(response).cssselect("[hreflang]") == []
    assert len(response.content) < 10_000


@pytest.mark.parametrize(
    ("query", "cookie", "accept_language", "told"),
    [
        ("?lang=sk", "lang=nl", "hu", "sk"),
        ("", "lang=nl", "hu", "nl"),
        ("", "lang=xx", "hu", "hu"),
        ("?lang=xx", "", "de-AT, hu", "de"),
        ("?lang=%3Cscript%3E", "", "fr, lt;q=0.1", "lt"),
        ("?lang=hu&lang=sk", "", "", "sk"),
        ("", "lang=" + "x" * 5_000, "fr", "en"),
        ("", "", "*", "en"),
        ("", "", "x" * 9_000, "en"),
    ],
)
def test_the_address_comes_before_the_cookie_and_the_cookie_before_the_browser(
    client: Any, query: str, cookie: str, accept_language: str, told: str
) -> None:
    response = client.get("/" + query, accept="text/html", cookie=cookie, accept_language=accept_language)
    assert read(response).get("lang") == told


def test_a_language_asked_for_is_kept_and_nothing_else_is(client: Any) -> None:
    kept = client.get("/?lang=hu").headers["set-cookie"]
    assert kept.startswith("lang=hu; Path=/;")
    assert "SameSite=Lax" in kept
    assert "set-cookie" not in client.get("/").headers
    assert "set-cookie" not in client.get("/?lang=hu%0d%0aX: y").headers


def test_the_data_s_own_language_follows_the_choice(client: Any) -> None:
    found = read(client.get(f"{PAGE}?lang=hu", accept_language="en"))
    assert found.cssselect("h1")[0].text_content() == "HAFA 83. árjegyzék"
    assert "1939. május" in found.cssselect(".sentence")[0].text_content()


def test_search_engines_are_told_of_every_language(client: Any) -> None:
    found = read(client.get("/search?q=a%26b&lang=nl&maker=x%22y"))
    links = {a.get("hreflang"): a.get("href") for a in found.cssselect("link[hreflang]")}
    assert links.pop("x-default") == f"{BASE}/search?q=a%26b&maker=x%22y"
    assert links["hu"] == f"{BASE}/search?q=a%26b&maker=x%22y&lang=hu"
    shown = {a.get("hreflang"): BASE + a.get("href") for a in found.cssselect("nav.tongues a")}
    assert list(links) == list(TAGS)
    assert links == shown


@pytest.mark.parametrize(
    ("path", "tag", "words"),
    [
        ("/nothing", "hu", "Itt nincs semmi közzétéve"),
        ("/id/hafa/nothing", "sk", "nie je nič zverejnené"),
        ("/page/hafa/object/withdrawn", "nl", "is ingetrokken"),
        ("/search?after=x", "de", "ist kein Cursor dieser Liste"),
        ("/about?iri=x", "lt", "nėra IRI"),
    ],
)
def test_errors_are_told_to_people_in_their_language_and_to_programs_in_english(
    client: Any, path: str, tag: str, words: str
) -> None:
    people = client.get(path, accept="text/html", accept_language=tag)
    assert people.status_code >= 400
    assert words in read(people).text_content()
    program = client.get(path, accept="application/json", accept_language=tag)
    assert program.json()["status"] == people.status_code
    assert words not in program.json()["detail"]
