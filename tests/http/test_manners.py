"""What holds for every answer: HEAD, OPTIONS, who may read it, what a browser may do with it, and no stack trace."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

PATHS = [
    "/",
    "/search?q=hafa",
    "/id/hafa/object/HAFA-83",
    "/page/hafa/object/HAFA-83",
    "/data/hafa/object/HAFA-83.ttl",
    "/data/hafa/object/HAFA-83",
    "/members/hafa",
    "/collections/hafa/prints",
    "/catalog",
    "/.well-known/void",
    "/context.jsonld",
    "/ontology/profile",
    "/mappings/",
    "/dumps/hafa/prints.nq.gz",
    "/robots.txt",
    "/healthz",
    "/readyz",
    "/api/v1/openapi.json",
]
MISSING = ["/id/hafa/nothing", "/page/hafa/object/withdrawn", "/nothing", "/data/a%00", "/members/nobody"]


@pytest.mark.parametrize("path", [*PATHS, *MISSING])
def test_head_is_get_without_its_body(client: Any, path: str) -> None:
    get, head = client.get(path), client.request("HEAD", path)
    assert head.status_code == get.status_code
    assert head.content == b""
    assert _lasting(head.headers) == _lasting(get.headers)


def _lasting(headers: Any) -> dict[str, str]:
    """Leave out what is another one in every answer."""
    return {name: value for name, value in headers.items() if name != "x-request-id"}


@pytest.mark.parametrize("path", PATHS)
def test_options_tells_the_methods(client: Any, path: str) -> None:
    response = client.request("OPTIONS", path)
    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["allow"] == "GET, HEAD, OPTIONS"


def test_options_of_the_query_endpoint_names_post(client: Any) -> None:
    assert client.request("OPTIONS", "/sparql").headers["allow"] == "GET, HEAD, POST, OPTIONS"


def test_a_preflight_from_any_site_is_granted(client: Any) -> None:
    response = client.request(
        "OPTIONS",
        "/data/hafa/object/HAFA-83",
        {
            "origin": "https://other.example",
            "access-control-request-method": "GET",
            "access-control-request-headers": "accept-profile",
        },
    )
    assert response.headers["access-control-allow-origin"] == "*"
    # To browsers, the asterisk does not stand for this one.
    assert response.headers["access-control-allow-headers"] == "*, Authorization"
    assert "GET" in response.headers["access-control-allow-methods"]


@pytest.mark.parametrize("path", [*PATHS[:-1], *MISSING])
def test_any_site_may_read_what_is_public_but_never_with_credentials(client: Any, path: str) -> None:
    response = client.get(path, origin="https://other.example")
    assert response.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in response.headers
    assert "ETag" in response.headers["access-control-expose-headers"]


@pytest.mark.parametrize("path", ["/api/v1/changes", "/api/v1/limits", "/api/v1/openapi.json"])
def test_what_the_interface_for_programs_tells_everybody_is_for_any_site(client: Any, path: str) -> None:
    assert client.get(path).headers["access-control-allow-origin"] == "*"
    granted = client.request("OPTIONS", path, {"access-control-request-method": "GET"})
    assert granted.headers["access-control-allow-origin"] == "*"


def test_who_has_the_newest_changes_is_told_so(client: Any) -> None:
    log = client.get("/api/v1/changes?limit=2")
    assert client.get("/api/v1/changes?limit=2", if_none_match=log.headers["etag"]).status_code == 304
    assert client.get("/api/v1/changes?limit=3", if_none_match=log.headers["etag"]).status_code == 200


def test_members_work_is_not_shared_with_other_sites(client: Any) -> None:
    assert "access-control-allow-origin" not in client.get("/api/v1/collections").headers
    refused = client.get("/api/v1/nothing", accept="text/html")
    assert (refused.status_code, refused.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("path", [*PATHS, *MISSING])
def test_browsers_are_told_to_run_nothing_and_guess_nothing(client: Any, path: str) -> None:
    headers = client.get(path).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert "referrer-policy" in headers


def test_every_answer_has_a_number_and_keeps_that_of_a_proxy(client: Any) -> None:
    assert client.get("/").headers["x-request-id"] != client.get("/").headers["x-request-id"]
    assert client.get("/", x_request_id="from-proxy.7").headers["x-request-id"] == "from-proxy.7"
    assert client.get("/", x_request_id="<script>").headers["x-request-id"] != "<script>"


@pytest.mark.parametrize(
    "forged", [{"host": "evil.example"}, {"x-forwarded-host": "evil.example", "x-forwarded-proto": "ftp"}]
)
@pytest.mark.parametrize(
    "path", ["/page/hafa/object/HAFA-83", "/id/hafa/object/HAFA-83", "/catalog.ttl", "/"]
)
def test_a_forged_host_is_never_repeated(client: Any, path: str, forged: dict[str, str]) -> None:
    response = client.request("GET", path, forged)
    assert "evil.example" not in response.text.replace("http://evil.example/", "") + str(response.headers)


@pytest.mark.parametrize(
    ("path", "methods", "allowed"),
    [
        ("/page/hafa/object/HAFA-83", ("POST", "PUT", "DELETE", "PATCH", "TRACE"), "GET, HEAD, OPTIONS"),
        ("/", ("POST",), "GET, HEAD, OPTIONS"),
        ("/sparql", ("PUT",), "GET, HEAD, POST, OPTIONS"),
        ("/graphs?default", ("PATCH",), "GET, HEAD, POST, PUT, DELETE, OPTIONS"),
    ],
)
def test_other_methods_are_refused_and_all_that_are_taken_are_told(
    client: Any, path: str, methods: tuple[str, ...], allowed: str
) -> None:
    assert client.request("OPTIONS", path).headers["allow"] == allowed
    for method in methods:
        response = client.request(method, path, {"accept": "application/json"})
        assert (response.status_code, response.headers["allow"]) == (405, allowed)
        assert allowed in response.json()["detail"]


@pytest.mark.parametrize(
    ("path", "kind", "limit"),
    [
        ("/api/v1/mappings/check", "application/yaml", 2 * 1024 * 1024),
        ("/api/v1/collections", "application/json", 2 * 1024 * 1024),
        ("/sign-in", "application/x-www-form-urlencoded", 64 * 1024),
    ],
)
def test_a_body_over_the_limit_is_told_the_limit(client: Any, path: str, kind: str, limit: int) -> None:
    sent = {"accept": "application/json", "content-type": kind, "sec-fetch-site": "same-origin"}
    response = client.request("POST", path, sent, b"x" * (limit + 1))
    assert (response.status_code, response.json()["code"]) == (413, "body-too-large")
    assert f"more than {limit} bytes" in response.json()["detail"]
    assert response.headers["x-content-type-options"] == "nosniff"


def test_a_person_is_told_on_a_page_that_a_form_is_too_long(client: Any) -> None:
    sent = {
        "accept": "text/html",
        "content-type": "application/x-www-form-urlencoded",
        "sec-fetch-site": "same-origin",
    }
    response = client.request("POST", "/sign-in", sent, b"x" * 70_000)
    assert (response.status_code, response.headers["content-type"]) == (413, "text/html; charset=utf-8")
    assert "more than 65536 bytes" in response.text


@pytest.fixture
def broken(client: Any) -> Iterator[None]:
    """Let the reading of the data fail in a way that nobody foresaw."""
    whole = client.app.state.site
    client.app.state.site = replace(whole, reading=None)
    yield
    client.app.state.site = whole


def test_what_nobody_foresaw_is_a_500_that_shows_nothing(client: Any, broken: None, caplog: Any) -> None:
    for accept in ("text/html", "application/json"):
        response = client.get("/page/hafa/object/HAFA-83?not=kept", accept=accept)
        assert response.status_code == 500
        assert response.headers["x-request-id"] in response.text
        assert "NoneType" not in response.text
        assert response.headers["access-control-allow-origin"] == "*"
    assert "NoneType" in caplog.text


def test_health_and_readiness(client: Any) -> None:
    assert client.get("/healthz").json() == {"status": "alive"}
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()) == (200, {"generation": 1})
    assert ready.headers["cache-control"] == "no-store"


def test_the_accept_header_may_be_nonsense_of_any_length(client: Any) -> None:
    for accept in ("," * 10_000, "a/b," * 3_000, "\x80\xff", 'text/html;q="'):
        assert client.get("/id/hafa/object/HAFA-83", accept=accept).status_code in {303, 406}


def test_the_description_of_the_interface_is_valid_json(client: Any) -> None:
    document = json.loads(client.get("/api/v1/openapi.json").content)
    assert document["info"]["title"] == "Test network"
