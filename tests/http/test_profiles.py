"""Profiles: the same entity in each model, asked for by header and by address, and the list of what there is."""

import json
from itertools import product
from typing import Any

import pytest
from network import BASE, FIRM, HAFA_83
from pyoxigraph import RdfFormat, parse

from opencollections.formats.negotiation import RDF
from opencollections.formats.offers import Offer
from opencollections.vocabulary import RDF_TYPE, expand
from opencollections.web.site import Site

PATH = "/data/hafa/object/HAFA-83"
PROFILES = {
    "full": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "schema": "https://docs.nde.nl/schema-profile/",
    "edm": "http://www.europeana.eu/schemas/edm/",
    "linked-art": "https://linked.art/ns/v1/linked-art.json",
    "dc": "http://purl.org/dc/terms/",
}
TELLING = {
    "schema": "https://schema.org/sdDatePublished",
    "edm": "http://www.openarchives.org/ore/terms/Aggregation",
    "linked-art": "http://www.cidoc-crm.org/cidoc-crm/P108i_was_produced_by",
    "dc": "http://purl.org/dc/terms/creator",
}
QUALITIES = ("", ";q=0.5", ";q=1.0")


def offers(client: Any) -> tuple[Offer, ...]:
    site: Site = client.app.state.site
    return site.models.offers


@pytest.mark.parametrize("token", PROFILES)
def test_every_profile_is_given_by_any_of_its_names_in_any_of_its_formats(client: Any, token: str) -> None:
    own = f"{BASE}/ontology/profiles/{token}"
    formats = [offer.format for offer in offers(client) if offer.profile and offer.profile.token == token]
    assert formats
    for format_ in formats:
        address = f"{PATH}.{format_.suffix}" + ("" if token == "full" else f"?_profile={token}")
        body = client.get(address).content
        assert body
        for name, q in product((token, f"<{own}>", f"<{PROFILES[token]}>"), QUALITIES):
            given = client.get(PATH, accept=f"{format_.media_type}{q}", accept_profile=f"{name}{q}")
            assert (given.status_code, given.content) == (200, body), (name, q)
            assert given.headers["content-location"] == address
            assert given.headers["vary"] == "Accept, Accept-Profile"
            assert f'<{own}>; rel="profile"' in given.headers["link"]
        named = client.get(f"{PATH}?_profile={token}&_mediatype={format_.media_type}", accept="image/png")
        assert (named.content, "vary" in named.headers) == (body, False)
        assert client.get(f"{PATH}?_profile={own}&_mediatype={format_.suffix}").content == body


@pytest.mark.parametrize("token", PROFILES)
def test_an_identifier_leads_to_the_profile_that_was_asked_for(client: Any, token: str) -> None:
    query = "" if token == "full" else f"?_profile={token}"
    for ask in ({"accept_profile": f"<{PROFILES[token]}>, *;q=0.1"}, {"accept_profile": token}):
        response = client.get("/id/hafa/object/HAFA-83", accept="application/ld+json", **ask)
        assert response.headers["location"] == f"{PATH}.jsonld{query}"
    by_address = client.get(f"/id/hafa/object/HAFA-83?_profile={token}&_mediatype=jsonld")
    assert by_address.headers["location"] == f"{PATH}.jsonld{query}"


@pytest.mark.parametrize("token", TELLING)
def test_all_formats_of_a_profile_say_the_same_in_its_own_words(client: Any, token: str) -> None:
    turtle = client.get(f"{PATH}.ttl?_profile={token}")
    expected = {quad.triple for quad in parse(turtle.content, format=RdfFormat.TURTLE)}
    assert TELLING[token] in {term.value for triple in expected for term in (triple.predicate, triple.object)}
    n_triples = client.get(f"{PATH}.nt?_profile={token}")
    assert {quad.triple for quad in parse(n_triples.content, format=RdfFormat.N_TRIPLES)} == expected


def test_a_media_type_can_name_the_profile_in_its_parameter(client: Any) -> None:
    accept = f'application/ld+json;profile="{PROFILES["linked-art"]}", text/html;q=0.5'
    document = json.loads(client.get(PATH, accept=accept).content)
    assert document["@context"] == PROFILES["linked-art"]
    plain = client.get(PATH, accept='application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"')
    assert json.loads(plain.content)["@context"] == f"{BASE}/context.jsonld"


@pytest.mark.parametrize(
    ("accept", "wanted", "expected"),
    [
        (None, "schema;q=0.2, dc;q=0.9", "dc"),
        (None, "<http://nobody.example/>, *;q=0.1", "full"),
        ("text/turtle", "edm, schema;q=0.5", "edm"),
        ("application/n-quads, application/ld+json;q=0.4", "schema, full;q=0.1", "schema"),
        (None, "full;q=0, *", "dc"),
        (None, "nonsense of any kind", "full"),
        (None, "schema;q=high, dc", "dc"),
    ],
)
def test_media_types_and_profiles_are_weighed_together(
    client: Any, accept: str | None, wanted: str, expected: str
) -> None:
    headers = {"accept_profile": wanted} | ({"accept": accept} if accept else {})
    assert f'/profiles/{expected}>; rel="profile"' in client.get(PATH, **headers).headers["link"]


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        (f"{PATH}?_profile=<script>alert(1)</script>", {}),
        (f"{PATH}.ttl?_profile=nothing", {}),
        (f"{PATH}?_mediatype=image/png", {}),
        (f"{PATH}?_profile=schema&_mediatype=nq", {}),
        (PATH, {"accept_profile": "<http://nobody.example/>"}),
        (PATH, {"accept_profile": "schema", "accept": "application/n-quads"}),
        ("/id/hafa/object/HAFA-83", {"accept_profile": "schema", "accept": "text/html"}),
        ("/data/hafa/file/list?_profile=edm", {}),
    ],
)
def test_what_is_not_offered_is_406_with_the_choices_and_repeats_nothing(
    client: Any, address: str, headers: dict[str, str]
) -> None:
    response = client.get(address, **headers)
    assert response.status_code == 406
    assert "text/turtle" in response.text
    assert "alert" not in response.text
    assert "nobody" not in response.text


@pytest.mark.parametrize("place", ["/page", "/data"])
def test_the_list_of_profiles_is_data_and_a_page_and_a_header(client: Any, place: str) -> None:
    response = client.get(f"{place}/hafa/object/HAFA-83?_profile=alt&_mediatype=application/json")
    listed = {one["token"]: one for one in response.json()["profiles"]}
    assert list(listed) == list(dict.fromkeys(o.profile.token for o in offers(client) if o.profile))
    links = response.headers["link"]
    for token, one in listed.items():
        assert one["uri"] == f"{BASE}/ontology/profiles/{token}"
        assert PROFILES[token] in one["also"]
        kind = '<http://www.w3.org/ns/dx/prof/Profile>; rel="type"'
        assert f'{kind}; token="{token}"; anchor="{one["uri"]}"' in links
        for media_type, address in one["mediatypes"].items():
            assert f'<{address}>; rel="alternate"; type="{media_type}"; profile="{one["uri"]}"' in links
            assert client.get(address).headers["content-type"].startswith(media_type)
    page = client.get(f"{PATH}?_profile=alt", accept="text/html")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert 'href="/data/hafa/object/HAFA-83.jsonld?_profile=schema"' in page.text


def test_an_identifier_leads_to_the_list(client: Any) -> None:
    response = client.get("/id/hafa/object/HAFA-83?_profile=alt", accept="text/html")
    assert (response.status_code, response.headers["location"]) == (303, f"{PATH}?_profile=alt")


@pytest.mark.parametrize("token", PROFILES)
def test_every_profile_is_described_for_people_and_machines(client: Any, token: str) -> None:
    path = f"/ontology/profiles/{token}"
    assert client.get(path, accept="text/html").status_code == 200
    stated = {str(quad.triple) for quad in parse(client.get(f"{path}.ttl").content, format=RdfFormat.TURTLE)}
    token_stated = f'<{BASE}{path}> <http://www.w3.org/ns/dx/prof/hasToken> "{token}"'
    assert token_stated in stated
    artifacts = [one.split(" ")[2].strip("<>") for one in stated if "prof/hasArtifact>" in one]
    for address in artifacts:
        if address.startswith(BASE):
            assert client.get(address.removeprefix(BASE)).status_code == 200, address
    assert f"profiles/{token}" in client.get("/ontology/profiles", accept="text/turtle").text


@pytest.mark.parametrize("place", ["id", "page", "data"])
def test_head_tells_the_name(client: Any, place: str) -> None:
    headers = client.request("HEAD", f"/{place}/network/agent/hatschek-farkas").headers
    assert headers["x-preflabel-encoded"] == "Hatschek %C3%A9s Farkas"
    assert "x-preflabel" not in headers
    assert (
        client.request("HEAD", f"/{place}/npg/object/S%2FNPG.77.190").headers["x-preflabel"]
        == "Portrait of a dealer"
    )
    assert "X-PrefLabel" in headers["access-control-expose-headers"]


def test_links_carry_kind_and_name_in_every_format(client: Any) -> None:
    document = json.loads(client.get(f"{PATH}.jsonld").content)
    (creator,) = document["creator"]
    assert creator["id"] == FIRM
    assert creator["prefLabel"] == {"hu": ["Hatschek és Farkas"]}
    assert "schema:Organization" in creator["type"]
    assert document["id"] == HAFA_83
    for format_ in RDF:
        assert "Hatschek" in client.get(f"{PATH}.{format_.suffix}").text


def test_named_graphs_tell_who_says_so(client: Any) -> None:
    quads = list(parse(client.get(f"{PATH}.nq").content, format=RdfFormat.N_QUADS))
    graphs = {quad.graph_name.value for quad in quads if quad.subject.value == FIRM}
    assert graphs == {f"{BASE}/graph/network/authorities"}


def test_the_header_of_an_answer_fits_into_what_a_proxy_has_room_for(client: Any) -> None:
    response = client.get("/data/hafa/object/HAFA-83.ttl")
    assert sum(len(name) + len(value) + 4 for name, value in response.headers.items()) < 4_096


DESCRIBED = ("/catalog", "/members/hafa", "/collections/hafa/prints")
SAID = {"dcat": expand("dcat:Dataset"), "schema": expand("schema:Dataset")}


@pytest.mark.parametrize("token", SAID)
@pytest.mark.parametrize("path", DESCRIBED)
def test_a_description_is_told_in_the_vocabularies_of_a_profile_alone(
    client: Any, path: str, token: str
) -> None:
    iri = f"{BASE}/ontology/profiles/descriptions/{token}"
    by_header = client.get(path, accept="text/turtle", accept_profile=f"<{iri}>")
    by_address = client.get(f"{path}.ttl?_profile={token}")
    assert by_header.content == by_address.content
    assert by_header.headers["content-location"] == f"{path}.ttl?_profile={token}"
    assert "Accept-Profile" in by_header.headers["vary"]
    assert f'<{iri}>; rel="profile"' in by_header.headers["link"]
    told = list(parse(by_address.content, format=RdfFormat.TURTLE))
    terms = {quad.object.value if quad.predicate.value == RDF_TYPE else quad.predicate.value for quad in told}
    assert SAID[token] in terms
    in_schema = {one for one in terms if one.startswith("https://schema.org/")}
    assert in_schema == (terms if token == "schema" else set())
    whole = set(parse(client.get(f"{path}.ttl").content, format=RdfFormat.TURTLE))
    assert {str(quad) for quad in told if "_:" not in str(quad)} <= set(map(str, whole))
    assert len(whole) > len(told)


@pytest.mark.parametrize(
    ("path", "tokens"),
    [
        *((path, ["full", "dcat", "schema"]) for path in DESCRIBED),
        ("/.well-known/void", ["full", "dcat", "schema"]),
        ("/ontology/profile", ["full"]),
        ("/ontology/profile/dc:creator", ["full"]),
    ],
)
def test_every_description_lists_its_profiles(client: Any, path: str, tokens: list[str]) -> None:
    response = client.get(f"{path}?_profile=alt", accept="application/json")
    profiles = response.json()["profiles"]
    assert [one["token"] for one in profiles] == tokens
    for one in profiles:
        assert f'token="{one["token"]}"; anchor="{one["uri"]}"' in response.headers["link"]
        assert client.get(one["uri"].removeprefix(BASE), accept="text/html").status_code == 200
        for media_type, address in one["mediatypes"].items():
            assert client.get(address).headers["content-type"].startswith(media_type)
    page = client.get(f"{path}?_profile=alt", accept="text/html")
    assert page.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("path", DESCRIBED)
def test_a_description_links_to_its_other_profiles(client: Any, path: str) -> None:
    links = client.get(path, accept="text/html").headers["link"]
    home = f"{BASE}/ontology/profiles"
    for address, kind, profile in (
        (f"{path}.nq", "application/n-quads", f"{home}/full"),
        (f"{path}.jsonld?_profile=schema", "application/ld+json", f"{home}/descriptions/schema"),
        (f"{path}.ttl?_profile=dcat", "text/turtle", f"{home}/descriptions/dcat"),
    ):
        assert f'<{address}>; rel="alternate"; type="{kind}"; profile="{profile}"' in links
    assert client.get(f"{path}?_profile=edm").status_code == 406
