"""Every entity in every format that a client can wish for: a generated table of cases, and the refusals."""

from itertools import product
from typing import Any

import pytest
from network import BASE, HAFA_83, PORTRAIT
from pyld.jsonld import parse_link_header
from pyoxigraph import RdfFormat, parse

from opencollections.formats.negotiation import HTML, RDF, Format

PATHS = ["hafa/object/HAFA-83", "npg/object/S%2FNPG.77.190", "network/place/K%C3%A1roly-k%C3%B6r%C3%BAt"]
EACH = list(product(PATHS, RDF))
READ_BY = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "nq": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "rdf": RdfFormat.RDF_XML,
}
WISHES = (
    "{}",
    "{};q=0.3",
    "{}, */*;q=0.1",
    "{};charset=utf-8",
    "image/png, {};q=0.2",
    "text/html;q=0.1, {};q=0.9",
)


@pytest.mark.parametrize(("path", "format_"), EACH, ids=str)
def test_a_machine_is_sent_to_the_data_that_it_asked_for(client: Any, path: str, format_: Format) -> None:
    for wish in WISHES:
        response = client.get(f"/id/{path}", accept=wish.format(format_.media_type))
        assert (response.status_code, response.headers["location"]) == (
            303,
            f"/data/{path}.{format_.suffix}",
        ), wish


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "accept", [None, "*/*", "text/html", "text/*", "text/html,application/xhtml+xml,*/*;q=0.8", "nonsense"]
)
def test_people_and_clients_without_wishes_are_sent_to_the_page(
    client: Any, path: str, accept: str | None
) -> None:
    response = client.get(f"/id/{path}", **({"accept": accept} if accept else {}))
    assert (response.status_code, response.headers["location"]) == (303, f"/page/{path}")
    assert response.headers["vary"] == "Accept, Accept-Profile"


@pytest.mark.parametrize(("path", "format_"), EACH, ids=str)
def test_suffix_and_header_give_the_same_bytes_with_the_type_that_was_asked_for(
    client: Any, path: str, format_: Format
) -> None:
    by_suffix = client.get(f"/data/{path}.{format_.suffix}", accept="text/html")
    by_header = client.get(f"/data/{path}", accept=format_.media_type)
    assert by_suffix.status_code == by_header.status_code == 200
    assert by_suffix.content == by_header.content
    assert by_suffix.headers["etag"] == by_header.headers["etag"]
    assert by_suffix.headers["content-type"].partition(";")[0] == format_.media_type
    assert by_header.headers["content-location"] == f"/data/{path}.{format_.suffix}"
    assert by_header.headers["vary"] == "Accept, Accept-Profile"
    assert "vary" not in by_suffix.headers
    assert "content-location" not in by_suffix.headers


def test_each_format_has_a_validator_of_its_own(client: Any) -> None:
    tags = [client.get(f"/data/{PATHS[0]}.{f.suffix}").headers["etag"] for f in RDF]
    tags.append(client.get(f"/page/{PATHS[0]}").headers["etag"])
    assert len(set(tags)) == len(RDF) + 1
    assert all(tag.startswith('"') for tag in tags)


@pytest.mark.parametrize("suffix", READ_BY)
def test_all_formats_say_the_same(client: Any, suffix: str) -> None:
    response = client.get(f"/data/{PATHS[0]}.{suffix}")
    found = {quad.triple for quad in parse(response.content, format=READ_BY[suffix])}
    plain = parse(client.get(f"/data/{PATHS[0]}.nt").content, format=RdfFormat.N_TRIPLES)
    assert found == {quad.triple for quad in plain}


def test_data_without_wishes_is_turtle(client: Any) -> None:
    assert client.get(f"/data/{PATHS[0]}").headers["content-type"] == "text/turtle; charset=utf-8"
    assert (
        client.get(f"/data/{PATHS[0]}", accept="*/*").headers["content-type"] == "text/turtle; charset=utf-8"
    )


@pytest.mark.parametrize("place", ["id", "data"])
def test_what_is_not_offered_is_refused_with_the_choices(client: Any, place: str) -> None:
    response = client.get(f"/{place}/{PATHS[0]}", accept="image/png")
    assert response.status_code == 406
    assert response.headers["content-type"] == "application/problem+json"
    for format_ in RDF:
        assert format_.media_type in response.json()["detail"]
    assert "Accept-Profile" in response.headers["vary"]


@pytest.mark.parametrize(
    ("query", "status", "location"),
    [
        ("?_mediatype=ttl", 303, "/data/{}.ttl"),
        ("?_mediatype=application/ld%2Bjson", 303, "/data/{}.jsonld"),
        ("?_profile=edm", 303, "/data/{}.rdf?_profile=edm"),
        ("?_profile=schema&_mediatype=ttl", 303, "/data/{}.ttl?_profile=schema"),
        ("?_mediatype=html", 200, None),
        ("?_mediatype=image/png", 406, None),
        ("?_profile=nonsense", 406, None),
        ("?lang=hu", 200, None),
    ],
)
def test_whoever_reads_a_page_asks_for_its_data_in_the_same_address(
    client: Any, query: str, status: int, location: str | None
) -> None:
    response = client.get(f"/page/{PATHS[0]}{query}", accept="text/html,*/*;q=0.8")
    assert response.status_code == status
    assert response.headers.get("location") == (location and location.format(PATHS[0]))


def test_data_is_not_a_page(client: Any) -> None:
    assert client.get(f"/data/{PATHS[0]}", accept="text/html").status_code == 406


@pytest.mark.parametrize(
    "address",
    [
        *(f"/data/{PATHS[0]}.jsonld", f"/data/{PATHS[0]}.jsonld?_profile=schema", f"/data/{PATHS[0]}"),
        *("/catalog", "/members/hafa", "/collections/hafa/prints", "/ontology/profile"),
        *(
            "/ontology/profile/dc:creator",
            "/about?iri=http://www.wikidata.org/entity/Q1781",
            "/search?q=hafa",
        ),
    ],
)
def test_a_client_that_asked_for_json_ld_is_not_led_on_to_another_model(client: Any, address: str) -> None:
    response = client.get(address, accept="application/ld+json")
    assert response.headers["content-type"] == "application/ld+json"
    # rdflib takes the first alternate that is JSON-LD, and pyld fails where there are several of any kind.
    alternate = parse_link_header(response.headers.get("link", "")).get("alternate", {"type": None})
    assert alternate["type"] in {None, "application/json"}
    if alternate["type"]:
        assert client.get(alternate["target"]).json()["profiles"]


@pytest.mark.parametrize(("path", "iri"), [(PATHS[0], HAFA_83), (PATHS[1], PORTRAIT)])
def test_links_lead_to_every_form_and_to_licence_and_collection(client: Any, path: str, iri: str) -> None:
    for response in (client.get(f"/page/{path}"), client.get(f"/data/{path}.ttl"), client.get(f"/id/{path}")):
        links = response.headers["link"]
        assert f'<{iri}>; rel="canonical"' in links
        assert f'</page/{path}>; rel="alternate"; type="{HTML.media_type}"' in links
        for format_ in RDF:
            assert (
                f'</data/{path}.{format_.suffix}>; rel="alternate"; type="{format_.media_type}"; profile="{BASE}/ontology/profiles/full"'
                in links
            )
        assert '<https://creativecommons.org/publicdomain/zero/1.0/>; rel="license"' in links
        assert 'rel="describedby"' in links
        assert 'rel="collection"' in links


LANGUAGES = (None, "hu", "de, en;q=0.5", "xx", "*")


@pytest.mark.parametrize("language", LANGUAGES)
def test_data_is_the_same_in_every_language_and_a_page_is_not(client: Any, language: str | None) -> None:
    headers = {"accept_language": language} if language else {}
    for format_, accept in product(RDF, (None, "*/*", "text/html;q=0.1", "image/png")):
        wished = headers | ({"accept": accept} if accept else {})
        given = client.get(f"/data/{PATHS[0]}.{format_.suffix}", **wished)
        assert given.headers["etag"] == client.get(f"/data/{PATHS[0]}.{format_.suffix}").headers["etag"]
        assert "vary" not in given.headers
    page = client.get(f"/page/{PATHS[0]}", **headers)
    assert page.headers["vary"] == "Accept-Language, Cookie"
    by_address = client.get(f"/page/{PATHS[0]}?lang=hu")
    assert ('lang="hu"' in page.text.partition(">")[2][:60]) == (language == "hu")
    assert 'lang="hu"' in by_address.text.partition(">")[2][:60]


DESCRIBED = [
    "/catalog",
    "/members/hafa",
    "/collections/hafa/prints",
    "/ontology/profile",
    "/search?q=hafa",
    "/about?iri=http://www.wikidata.org/entity/Q1781",
]


@pytest.mark.parametrize(("path", "format_"), list(product(DESCRIBED, RDF)), ids=str)
def test_every_description_has_its_format_named_by_header_or_address(
    client: Any, path: str, format_: Format
) -> None:
    joint = "&" if "?" in path else "?"
    by_header = client.get(path, accept=f"{format_.media_type}, text/html;q=0.2")
    for named in (format_.suffix, format_.media_type, format_.media_type.replace("+", "%2B")):
        given = client.get(f"{path}{joint}_mediatype={named}", accept="image/png")
        assert given.status_code == by_header.status_code == 200
        assert given.content == by_header.content
        assert given.headers["content-type"].partition(";")[0] == format_.media_type
        assert "Accept," not in f"{given.headers.get('vary')},"
    assert "Accept" in by_header.headers["vary"]
    if not path.startswith(("/search", "/about")):
        assert client.get(f"{path}.{format_.suffix}").content == by_header.content
