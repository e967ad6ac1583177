"""Pages that tell of errors, and lead on."""

from typing import Any

import pytest
from lxml import html

DATA = "/data/hafa/object/HAFA-83"


def page(client: Any, path: str, status: int, **headers: str) -> Any:
    response = client.get(path, accept="text/html", **headers)
    assert response.status_code == status
    return html.document_fromstring(response.text)


@pytest.mark.parametrize(
    ("path", "least"),
    [
        (f"{DATA}?_profile=unknown", 20),
        (f"{DATA}.ttl?_profile=unknown", 20),
        ("/search?q=hafa&format=doc", 8),
        ("/catalog?_mediatype=application/pdf", 7),
        ("/ontology/profile/dc:creator?_profile=unknown", 7),
        ("/sparql?query=ASK%7B%7D&format=doc", 5),
        ("/sparql?query=CONSTRUCT%20WHERE%20%7B%20%3Fa%20a%20%3Fb%20%7D&format=doc", 7),
    ],
)
def test_what_is_not_offered_leads_to_all_that_is(client: Any, path: str, least: int) -> None:
    links = page(client, path, 406).cssselect(".ways a")
    assert len(links) >= least
    for link in links:
        response = client.get(link.get("href"))
        assert response.status_code == 200, link.get("href")
        assert response.headers["content-type"].partition(";")[0] == link.get("type")


def test_programs_are_given_the_choices_too(client: Any) -> None:
    problem = client.get(f"{DATA}?_profile=unknown", accept="application/json").json()
    choices = {(one["media_type"], one["profile"]): one["href"] for one in problem["choices"]}
    assert choices["application/ld+json", "schema"] == f"{DATA}?_mediatype=jsonld&_profile=schema"


def test_the_rest_of_an_address_stays_and_too_much_of_it_is_not_repeated(client: Any) -> None:
    links = page(client, "/search?q=h%C3%A1z&format=doc", 406).cssselect(".ways a")
    assert {link.get("href").partition("&")[0] for link in links} == {"/search?q=h%C3%A1z"}
    long = page(client, f"/search?format=doc&more={'x' * 2_000}", 406)
    assert long.cssselect(".ways a") == []
    assert "jsonld" in long.text_content()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/id/hafa/object/nothing", 404),
        ("/collections/hafa/nothing", 404),
        ("/id/hafa/object/withdrawn", 410),
    ],
)
def test_what_is_not_there_leads_to_its_member(client: Any, path: str, status: int) -> None:
    found = page(client, path, status)
    assert found.cssselect("main a[href='/members/hafa']")[0].text == "What HAFA Archívum has published"
    assert found.cssselect("main form[role=search]")


@pytest.mark.parametrize("path", ["/id/nobody/x", "/members/", "/nothing", "/id/%2e%2e/x"])
def test_where_there_is_no_member_nothing_is_made_up(client: Any, path: str) -> None:
    assert page(client, path, 404).cssselect("main a[href^='/members/']") == []
