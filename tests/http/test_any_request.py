"""Whatever is asked of any address of the service: the answer is its own, and never that something broke."""

from typing import Any
from urllib.parse import quote_from_bytes

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

PLACES = [
    *("/", "/id/", "/page/", "/data/", "/members/", "/collections/", "/dumps/", "/graph/", "/mappings/"),
    *(
        "/ontology/",
        "/search",
        "/about",
        "/catalog",
        "/sparql",
        "/sparql/editor",
        "/sparql/limits",
        "/graphs",
        "/queries/",
        "/queries",
    ),
    *("/healthz", "/readyz", "/metrics", "/exports/", "/ontology/", "/graph/"),
    *("/context.jsonld", "/.well-known/void", "/.well-known/genid/", "/api/v1/changes", "/static/"),
    *("/api/v1/limits", "/api/v1/collections", "/api/v1/collections/", "/api/v1/drafts", "/api/v1/drafts/"),
    *("/api/v1/jobs", "/api/v1/jobs/", "/api/v1/mappings", "/api/v1/mappings/check", "/api/v1/members/"),
    *(
        "/api/v1/me",
        "/ontology/profile/",
        "/ontology/vocabularies/types/",
        "/sitemap",
        "/sitemap-",
        "/robots.txt",
    ),
]
KNOWN = [
    "hafa",
    "npg/object/S%2FNPG.77.190",
    "hafa/prints",
    "hafa/object/HAFA-83",
    "network/agent/hatschek-farkas",
]
ODD = [
    "..",
    "%00",
    "%2e%2e%2f",
    "%",
    "%ZZ",
    "//",
    "\\",
    "*",
    "a" * 3_000,
    "%F0%9F%92%A9",
    "%ED%A0%80",
    "?",
    "é",
]
NAMES = [
    *(
        "q",
        "query",
        "format",
        "iri",
        "offset",
        "limit",
        "page",
        "since",
        "until",
        "graph",
        "default",
        "language",
    ),
    *("default-graph-uri", "named-graph-uri", "type", "from", "to", "sort", "place", "collection", "update"),
]
VALUES = [
    "",
    "0",
    "-1",
    "99999999999999999999",
    "ttl",
    "html",
    "SELECT * {",
    "ASK {}",
    "http://x/",
    "é",
    "\ud800",
    "a:b",
]
HEADERS = {
    "accept": ["*/*", "text/turtle", "text/html", "a/b;q=x", ",;,", "application/json, */*;q=0.1", ""],
    "accept-language": ["hu", "*", "x" * 500, "en;q=nonsense", "zz-ZZ-1"],
    "accept-encoding": ["gzip", "gzip;q=0", "*", "br"],
    "accept-profile": ["<http://x/>", "<", "http://x"],
    "if-none-match": ['"a"', "*", 'W/"', ","],
    "if-modified-since": ["yesterday", "Mon, 23 Nov 2026 10:00:00 GMT"],
    "range": ["bytes=0-1", "bytes=5-1", "bytes=-", "lines=1"],
    "cookie": ["language=hu", "=;=", "language=" + "x" * 300],
    "authorization": ["Bearer x", "Basic !!!", ""],
    "x-forwarded-for": ["1.2.3.4", "nonsense", "::1"],
    "origin": ["https://elsewhere.example", "null"],
}

octets = st.binary(max_size=12).map(quote_from_bytes)
parts = st.lists(st.one_of(st.sampled_from(KNOWN), st.sampled_from(ODD), octets), max_size=3)
fields = st.lists(
    st.tuples(st.sampled_from(NAMES), st.one_of(st.sampled_from(VALUES), st.text(max_size=8))), max_size=3
)
headers = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(values) for name, values in HEADERS.items()}
)
methods = st.sampled_from(["GET", "GET", "GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"])


def encoded(text: str) -> str:
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"))


@given(place=st.sampled_from(PLACES), parts=parts, fields=fields, headers=headers, method=methods)
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_request_breaks_anything(client: Any, place, parts, fields, headers, method) -> None:
    query = "&".join(f"{encoded(name)}={encoded(value)}" for name, value in fields)
    path = (place + "/".join(parts)).replace("é", "%C3%A9").replace("\\", "%5C").partition("?")[0]
    response = client.request(method, f"{path.replace('//', '/%2F')}?{query}", headers)
    assert response.status_code < 500, response.text
    assert "Traceback" not in response.text
    assert response.headers["x-content-type-options"] == "nosniff"
    location = response.headers.get("location", "/")
    assert location.startswith(("/", "https://data.example.org/"))
    assert not location.startswith("//")


def test_every_described_operation_is_among_the_places(client: Any) -> None:
    described = client.get("/api/v1/openapi.json").json()["paths"]
    assert described
    assert [path for path in described if not path.startswith(tuple(PLACES[1:]))] == []
