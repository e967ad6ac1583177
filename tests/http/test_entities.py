"""Identifiers on the wire: encoded slashes, letters beyond ASCII, suffixes that are names, and the refusals."""

import json
from typing import Any

import pytest
from network import ALONE_TTL, BASE, FILE, FILE_TTL, HAFA_83, PORTRAIT, STREET, UNDERSCORED


def on_top(client: Any, path: str) -> str:
    """Give the IRI of the entity that the JSON-LD at a path is about."""
    response = client.get(path, accept="application/ld+json")
    assert response.status_code == 200, response.text
    return str(json.loads(response.content)["id"])


def test_an_encoded_slash_is_not_a_slash_and_not_an_underscore(client: Any) -> None:
    assert on_top(client, "/data/npg/object/S%2FNPG.77.190") == PORTRAIT
    assert on_top(client, "/data/npg/object/S_NPG.77.190") == UNDERSCORED
    assert client.get("/id/npg/object/S/NPG.77.190").status_code == 404
    assert client.get("/id/npg/object/S%252FNPG.77.190").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "network/place/K%C3%A1roly-k%C3%B6r%C3%BAt",
        "network/place/K%c3%a1roly-k%c3%b6r%c3%bat",
        "network/place/Károly-körút",
    ],
)
def test_letters_beyond_ascii_are_found_as_clients_send_them(client: Any, path: str) -> None:
    assert on_top(client, f"/data/{path}") == STREET


def test_letters_that_needed_no_encoding_are_found(client: Any) -> None:
    assert on_top(client, "/data/hafa/object/%48AFA%2D83") == HAFA_83


@pytest.mark.parametrize(
    ("path", "iri"),
    [
        ("hafa/file/list.ttl", FILE),
        ("hafa/file/list.ttl.jsonld", FILE_TTL),
        ("hafa/file/alone.ttl", ALONE_TTL),
        ("hafa/file/alone.ttl.jsonld", ALONE_TTL),
    ],
)
def test_a_suffix_is_a_format_unless_only_so_there_is_an_entity(client: Any, path: str, iri: str) -> None:
    response = client.get(f"/data/{path}", accept="application/ld+json")
    assert response.status_code == 200
    assert f'<{iri}>; rel="canonical"' in response.headers["link"]
    assert response.headers["content-type"].startswith(
        "text/turtle" if iri == FILE else "application/ld+json"
    )


def test_pages_and_identifiers_have_no_suffix(client: Any) -> None:
    assert f'<{FILE_TTL}>; rel="canonical"' in client.get("/page/hafa/file/list.ttl").headers["link"]
    assert client.get("/id/hafa/file/list.ttl").headers["location"] == "/page/hafa/file/list.ttl"
    assert client.get("/page/hafa/object/HAFA-83.ttl").status_code == 404


@pytest.mark.parametrize("place", ["id", "page", "data"])
def test_what_nobody_published_is_404(client: Any, place: str) -> None:
    response = client.get(f"/{place}/hafa/object/nothing", accept="application/json")
    assert response.status_code == 404
    problem = response.json()
    assert (problem["status"], problem["code"]) == (404, "unknown-entity")
    assert f"{BASE}/id/hafa/object/nothing" in problem["detail"]


@pytest.mark.parametrize("place", ["id", "page", "data"])
def test_what_was_withdrawn_is_410_with_the_day(client: Any, place: str) -> None:
    response = client.get(f"/{place}/hafa/object/withdrawn", accept="text/html")
    assert response.status_code == 410
    assert "A thing withdrawn" in response.text
    assert "20 November 2026" in response.text
    assert (
        client.get(f"/{place}/hafa/object/withdrawn", accept="application/json").json()["code"]
        == "entity-withdrawn"
    )


def test_withdrawn_data_with_a_suffix_is_410_too(client: Any) -> None:
    assert client.get("/data/hafa/object/withdrawn.ttl").status_code == 410


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/id/" + "a" * 5_000, 414),
        ("/id/a%00b", 400),
        ("/id/a%0Ab", 400),
        ("/page/a%7Fb", 400),
        ("/data/a%1b.ttl", 400),
        ("/id/", 404),
        ("/id/%3Cscript%3E", 404),
        ("/id/%22onmouseover=%22", 404),
        ("/id/%FF%FE", 404),
        ("/id/%zz", 404),
        ("/id/a%20b", 404),
        ("/id/https://evil.example/x", 404),
        ("/id/..%2F..%2Fetc%2Fpasswd", 404),
        ("/data/.ttl", 404),
    ],
)
def test_odd_paths_get_the_right_status_and_nothing_back(client: Any, path: str, status: int) -> None:
    for accept in ("text/html", "application/json"):
        response = client.get(path, accept=accept)
        assert response.status_code == status
        assert "<script>" not in response.text
        assert "Traceback" not in response.text


def test_rdf_xml_that_cannot_be_written_is_406_and_names_the_property(client: Any) -> None:
    response = client.get("/data/hafa/object/unwritable.rdf")
    assert response.status_code == 406
    assert "http://example.org/1" in response.json()["detail"]
    assert client.get("/data/hafa/object/unwritable.ttl").status_code == 200


@pytest.mark.parametrize(
    "path", ["/data/hafa/object/HAFA-83.ttl", "/page/hafa/object/HAFA-83", "/catalog.ttl", "/"]
)
def test_a_client_that_has_this_very_answer_gets_304(client: Any, path: str) -> None:
    first = client.get(path)
    tag, modified = first.headers["etag"], first.headers["last-modified"]
    assert modified == "Mon, 23 Nov 2026 10:00:00 GMT"
    cases = {
        ("if-none-match", tag): 304,
        ("if-none-match", f"W/{tag}"): 304,
        ("if-none-match", f'"other", {tag}'): 304,
        ("if-none-match", "*"): 304,
        ("if-none-match", '"other"'): 200,
        ("if-modified-since", modified): 304,
        ("if-modified-since", "Tue, 24 Nov 2026 10:00:00 GMT"): 304,
        ("if-modified-since", "Mon, 23 Nov 2026 09:59:59 GMT"): 200,
        ("if-modified-since", "yesterday"): 200,
    }
    for (name, value), status in cases.items():
        response = client.request("GET", path, {name: value})
        assert response.status_code == status, (name, value)
        if status == 304:
            assert response.content == b""
            assert response.headers["etag"] == tag
    both = client.request("GET", path, {"if-none-match": '"other"', "if-modified-since": modified})
    assert both.status_code == 200


def test_answers_say_how_long_they_may_be_kept(client: Any) -> None:
    assert (
        client.get("/data/hafa/object/HAFA-83.ttl").headers["cache-control"]
        == "public, max-age=300, must-revalidate"
    )
    assert (
        client.get("/page/hafa/object/HAFA-83").headers["cache-control"]
        == "public, max-age=0, must-revalidate"
    )
