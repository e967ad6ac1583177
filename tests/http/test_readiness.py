"""Readiness: what each platform would take of a collection, for people in their language and for programs."""

import pytest
from lxml import html
from network import BASE, HAFA_83

PAGE = "/collections/hafa/prints/readiness"


def told(client, path: str = PAGE, language: str = "en") -> dict:
    answer = client.get(path, accept="application/json", **{"accept-language": language})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    return answer.json()


def test_each_platform_says_how_many_objects_are_ready_and_what_is_missing_in_the_others(client) -> None:
    platforms = {one["target"]: one for one in told(client)}
    assert list(platforms) == ["edm", "archive-org", "wikidata", "register", "search-engines", "music"]
    assert (platforms["edm"]["objects"], platforms["edm"]["ready"]) == (4, 0)
    assert (platforms["register"]["ready"], platforms["music"]["objects"]) == (3, 0)
    codes = {missing["code"]: missing["objects"] for missing in platforms["edm"]["missing"]}
    assert codes["edm-without-provider"] == 1
    assert codes["edm-without-aggregation"] == 3


def test_what_is_missing_leads_to_a_list_of_the_objects(client) -> None:
    (provider,) = (m for m in told(client)[0]["missing"] if m["code"] == "edm-without-provider")
    listed = told(client, provider["list"].removeprefix(BASE))
    assert [one["iri"] for one in listed["objects"]] == [HAFA_83]
    assert listed["next"] is None


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Name the one network"), ("hu", "Nevezze meg azt az egy hálózatot"), ("lt", "Nurodykite vieną")],
)
def test_the_page_speaks_the_language_of_its_reader(client, language: str, words: str) -> None:
    answer = client.get(PAGE, **{"accept-language": language})
    assert answer.headers["content-type"].startswith("text/html")
    assert words in answer.text
    assert words in str(told(client, language=language))


def test_the_list_is_a_page_that_links_to_each_object(client) -> None:
    answer = client.get(f"{PAGE}/edm/edm-without-provider")
    links = html.document_fromstring(answer.text).cssselect("ul.index a")
    assert [link.get("href") for link in links] == ["/page/hafa/object/HAFA-83"]


@pytest.mark.parametrize(
    "path",
    [
        "/collections/hafa/nothing/readiness",
        f"{PAGE}/edm/edm-with-several-rights",
        f"{PAGE}/nowhere/edm-without-provider",
        f"{PAGE}/edm/edm-without-provider?page=2",
        f"{PAGE}/edm/edm-without-provider?page=0",
        f"{PAGE}/edm/edm-without-provider?page=one",
    ],
)
def test_what_is_not_there_is_not_found(client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_only_pages_and_json_are_offered(client) -> None:
    assert client.get(PAGE, accept="text/turtle").status_code == 406


def test_pages_show_the_quality_of_objects_and_collections(client) -> None:
    assert "Metadata tier" in client.get("/page/hafa/object/HAFA-83").text
    collection = client.get("/collections/hafa/prints").text
    assert "What would help most" in collection
    assert PAGE in collection
    assert "Metadata tier" not in client.get("/page/network/agent/hevesy-ivan").text
