"""The SPARQL endpoint as clients meet it: over a real connection."""

import csv
import io
import json
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from lxml import etree, html
from pyoxigraph import RdfFormat, parse
from sparql_server import Served, generation, served

from opencollections.members.tokens import token_hash
from opencollections.query.answers import HELD_BACK_BYTES
from opencollections.query.examples import EXAMPLES
from opencollections.query.limits import QueryLimits
from opencollections.store import registry
from opencollections.store.registry import Member
from opencollections.vocabulary import expand

THINGS = 2_000
ONE = "SELECT ?o { <http://x/1> ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LARGE = "CONSTRUCT { ?a ?b ?f } { ?a ?b ?c . ?d ?e ?f }"
WHOLE = "CONSTRUCT { ?a ?b ?f } { ?a ?b ?c . ?d ?e ?f FILTER(STRENDS(STR(?d), '77')) }"
"""Forty thousand statements: more than is held back, and soon made."""

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    quads = (f'<http://x/{n}> <http://x/p> "{n}" <http://x/graph/{n % 3}> .\n' for n in range(THINGS))
    return generation(tmp_path_factory.mktemp("generations") / "1", "".join(quads))


@pytest.fixture(scope="module")
def service(folder: Path) -> Iterator[Served]:
    with served(folder) as running:
        yield running


@pytest.fixture(scope="module")
def hasty(folder: Path) -> Iterator[Served]:
    """A service that stops a query after one second and a result after three million bytes."""
    limits = QueryLimits(seconds=1, result_bytes=3 * HELD_BACK_BYTES, queue=2, budget_s=3_600, long=0)
    with served(folder, limits) as running:
        yield running


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with httpx.Client(timeout=10) as one:
        yield one


def problem(response: httpx.Response, status: int, code: str) -> str:
    """Check that an answer is a problem that shows nothing of the inside, and give its sentence."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["access-control-allow-origin"] == "*"
    told = response.json()
    assert (told["status"], told["code"], told["type"]) == (status, code, "about:blank")
    assert "Traceback" not in response.text
    assert ".py" not in response.text
    return told["detail"]


def rested(service: Served) -> None:
    """Wait until all workers are there and idle, which takes a tenth of a second on a quiet machine."""
    end = time.monotonic() + 4
    while len(service.pool._idle) < 2:
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_query_in_the_address_is_answered(service: Served, client: httpx.Client) -> None:
    response = client.get(service.endpoint, params={"query": ONE})
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/sparql-results+json"
    assert response.headers["content-length"] == str(len(response.content))
    assert response.headers["vary"] == "Accept, Accept-Encoding"
    assert response.headers["cache-control"] == "public, max-age=0, must-revalidate"
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["server-timing"].startswith("queue;dur=")
    assert response.json()["results"]["bindings"] == [{"o": {"type": "literal", "value": "1"}}]


POSTS = [
    {"content": ONE, "headers": {"Content-Type": "application/sparql-query"}},
    {"content": ONE, "headers": {"Content-Type": "application/sparql-query; charset=utf-8"}},
    {"data": {"query": ONE}},
    {"data": {"query": ONE, "default-graph-uri": "http://x/graph/1"}},
]


@pytest.mark.parametrize("post", POSTS)
def test_a_query_in_a_body_is_answered(service: Served, client: httpx.Client, post: dict) -> None:
    response = client.post(service.endpoint, **post)
    assert response.json()["results"]["bindings"] == [{"o": {"type": "literal", "value": "1"}}]


def test_a_graph_that_the_request_names_is_the_only_one(service: Served, client: httpx.Client) -> None:
    response = client.post(service.endpoint, data={"query": ONE, "default-graph-uri": "http://x/graph/2"})
    assert response.json()["results"]["bindings"] == []


def read_json(body: str) -> str:
    return json.loads(body)["results"]["bindings"][0]["o"]["value"]


def read_xml(body: str) -> str:
    return etree.fromstring(body.encode()).findtext(".//{*}literal")


def read_csv(body: str) -> str:
    return list(csv.reader(io.StringIO(body)))[1][0]


def read_tsv(body: str) -> str:
    return body.splitlines()[1].strip('"')


TABLES = [
    ("json", "application/sparql-results+json", read_json),
    ("xml", "application/sparql-results+xml", read_xml),
    ("csv", "text/csv", read_csv),
    ("tsv", "text/tab-separated-values", read_tsv),
]


@pytest.mark.parametrize(("name", "media_type", "read"), TABLES)
def test_a_table_comes_in_every_format(service: Served, client: httpx.Client, name, media_type, read) -> None:
    named = client.get(service.endpoint, params={"query": ONE, "format": name})
    asked = client.get(service.endpoint, params={"query": ONE}, headers={"Accept": media_type})
    assert named.content == asked.content
    assert named.headers["content-type"].partition(";")[0] == media_type
    assert asked.headers["content-type"].partition(";")[0] == media_type
    assert read(named.text) == "1"


def test_a_spreadsheet_program_is_not_opened_by_a_link(service: Served, client: httpx.Client) -> None:
    response = client.get(service.endpoint, params={"query": ONE, "format": "csv"})
    assert response.headers["content-disposition"] == 'attachment; filename="result.csv"'


GRAPHS = [
    ("ttl", "text/turtle"),
    ("nt", "application/n-triples"),
    ("rdf", "application/rdf+xml"),
    ("jsonld", "application/ld+json"),
    ("nq", "application/n-quads"),
    ("trig", "application/trig"),
]


@pytest.mark.parametrize(("name", "media_type"), GRAPHS)
@pytest.mark.parametrize(
    "query", ["CONSTRUCT { <http://x/1> ?p ?o } { <http://x/1> ?p ?o }", "DESCRIBE <http://x/1>"]
)
def test_a_graph_comes_in_every_format(
    service: Served, client: httpx.Client, query, name, media_type
) -> None:
    response = client.get(service.endpoint, params={"query": query}, headers={"Accept": media_type})
    assert response.headers["content-type"].partition(";")[0] == media_type
    (quad,) = parse(response.content, RdfFormat.from_media_type(media_type))
    assert (quad.subject.value, quad.object.value) == ("http://x/1", "1")
    assert client.get(service.endpoint, params={"query": query, "format": name}).content == response.content


CONSTRUCT = "CONSTRUCT { <http://x/1> ?p ?o } { <http://x/1> ?p ?o }"
SELECT = "SELECT * { <http://x/1> ?p ?o }"


@pytest.mark.parametrize(
    ("query", "named", "media_type"),
    [
        (CONSTRUCT, ["turtle"], "text/turtle"),
        (CONSTRUCT, ["n3"], "text/turtle"),
        (CONSTRUCT, ["xml"], "application/rdf+xml"),
        (CONSTRUCT, ["rdf+xml", "application/rdf+xml"], "application/rdf+xml"),
        (CONSTRUCT, ["json-ld", "application/ld+json,application/x-json+ld"], "application/ld+json"),
        (CONSTRUCT, ["json"], "application/ld+json"),
        (CONSTRUCT, ["application/n-triples"], "application/n-triples"),
        (SELECT, ["application/sparql-results+json"], "application/sparql-results+json"),
        (SELECT, ["tsv", "text/tab-separated-values"], "text/tab-separated-values"),
        (SELECT, ["unheard-of", "csv"], "text/csv"),
        (SELECT, ["xml"], "application/sparql-results+xml"),
    ],
)
def test_a_format_is_known_by_the_names_that_clients_have_for_it(
    service: Served, client: httpx.Client, query: str, named: list[str], media_type: str
) -> None:
    # SPARQLWrapper sends all names of the format that it wants, in parameters of three names.
    asked = {"query": query, "format": named, "output": named, "results": named}
    response = client.get(service.endpoint, params=asked)
    assert (response.status_code, response.headers["content-type"].partition(";")[0]) == (200, media_type)


@pytest.mark.parametrize("media_type", [row[1] for row in TABLES])
def test_a_truth_value_comes_in_every_table_format(
    service: Served, client: httpx.Client, media_type: str
) -> None:
    response = client.get(service.endpoint, params={"query": "ASK {}"}, headers={"Accept": media_type})
    assert "true" in response.text


def test_head_tells_what_get_would(service: Served, client: httpx.Client) -> None:
    got = client.get(service.endpoint, params={"query": ONE})
    head = client.head(service.endpoint, params={"query": ONE})
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["content-type"] == got.headers["content-type"]
    assert head.headers["content-length"] == got.headers["content-length"]


def test_head_of_a_large_result_leaves_no_worker_busy(service: Served, client: httpx.Client) -> None:
    assert client.head(service.endpoint, params={"query": LARGE}).status_code == 200
    rested(service)


def test_any_site_may_ask(service: Served, client: httpx.Client) -> None:
    asked = {
        "Origin": "https://elsewhere.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    response = client.options(service.endpoint, headers=asked)
    assert response.status_code == 204
    assert response.headers["access-control-allow-origin"] == "*"
    assert "POST" in response.headers["access-control-allow-methods"]
    assert "access-control-allow-credentials" not in response.headers


def test_a_result_that_is_not_held_back_arrives_in_chunks_and_whole(
    service: Served, client: httpx.Client
) -> None:
    with client.stream("GET", service.endpoint, params={"query": WHOLE, "format": "nt"}) as response:
        assert "content-length" not in response.headers
        assert sum(1 for _ in response.iter_lines()) == THINGS * THINGS // 100


def by_hand(service: Served, version: str, query: str) -> bytes:
    """Ask with one line of a chosen HTTP version and read until the connection is closed."""
    address = httpx.URL(service.endpoint, params={"query": query, "format": "nt"}).raw_path.decode()
    with socket.create_connection(("127.0.0.1", service.port), timeout=10) as connection:
        connection.sendall(f"GET {address} HTTP/{version}\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        return b"".join(iter(lambda: connection.recv(65_536), b""))


def test_a_client_without_chunks_is_told_the_length(service: Served) -> None:
    head, _, body = by_hand(service, "1.0", WHOLE).partition(b"\r\n\r\n")
    assert f"content-length: {len(body)}".encode() in head.lower()
    assert body.count(b"\n") == THINGS * THINGS // 100


def test_a_query_asked_again_is_answered_from_the_cache_and_validated(
    service: Served, client: httpx.Client
) -> None:
    asked = {"query": "SELECT ?o { <http://x/7> ?p ?o }"}
    first = client.get(service.endpoint, params=asked)
    again = client.get(service.endpoint, params=asked)
    assert ("server-timing" in first.headers, "server-timing" in again.headers) == (True, False)
    assert (again.content, again.headers["etag"]) == (first.content, first.headers["etag"])
    assert again.headers["content-security-policy"] == first.headers["content-security-policy"]
    unchanged = client.get(service.endpoint, params=asked, headers={"If-None-Match": first.headers["etag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    in_xml = client.get(service.endpoint, params=asked, headers={"Accept": "application/sparql-results+xml"})
    assert in_xml.headers["etag"] != first.headers["etag"]


@pytest.mark.parametrize("function", ["NOW()", "rand()", "UUID()", "StrUUID()"])
def test_what_differs_each_time_is_asked_each_time(
    service: Served, client: httpx.Client, function: str
) -> None:
    asked = {"query": f"SELECT ({function} AS ?x) {{}}"}
    assert client.get(service.endpoint, params=asked).text != client.get(service.endpoint, params=asked).text


def test_gzip_is_sent_where_it_is_asked_for_and_pays(service: Served, client: httpx.Client) -> None:
    many, few = "SELECT * { ?s ?p ?o } ORDER BY ?s LIMIT 500", "ASK {}"

    def asked(query: str, encoding: str) -> httpx.Response:
        return client.get(service.endpoint, params={"query": query}, headers={"Accept-Encoding": encoding})

    packed, plain = asked(many, "gzip"), asked(many, "identity")
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text
    assert int(packed.headers["content-length"]) < len(plain.content) / 4
    assert packed.headers["etag"] != plain.headers["etag"]
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept, Accept-Encoding"
    assert "content-encoding" not in asked(few, "gzip").headers


def test_a_large_result_is_gzipped_while_it_streams(service: Served, client: httpx.Client) -> None:
    asked = {"query": WHOLE, "format": "nt"}
    with client.stream(
        "GET", service.endpoint, params=asked, headers={"Accept-Encoding": "gzip"}
    ) as response:
        assert response.headers["content-encoding"] == "gzip"
        assert sum(1 for _ in response.iter_lines()) == THINGS * THINGS // 100
        assert response.num_bytes_downloaded < 1_000_000


REFUSALS = [
    ("ASK {", 400, "query-syntax-error", "cannot be read beyond this point"),
    ("ASK {?s x:p ?o}", 400, "query-syntax-error", "the prefix 'x:' is not declared"),
    ("", 400, "query-syntax-error", "it is empty"),
    ("ASK {SERVICE <http://127.0.0.1/> {}}", 403, "query-refused", "it has SERVICE"),
    ("CLEAR ALL", 403, "query-refused", "nothing is written through this address"),
    (
        "ASK {FILTER(" + "(" * 200 + "1" + ")" * 200 + ")}",
        413,
        "query-too-large",
        "nesting of brackets is 202",
    ),
    ("ASK {" + "?s ?p ?o ." * 300 + "}", 413, "query-too-large", "triple patterns and groups is 301"),
    ("ASK {?s " + "<p>/" * 400 + "<p> ?o}", 413, "query-too-large", "operators and path steps is 400"),
    ("ASK {#" + "a" * 140_000 + "\n}", 413, "query-too-large", "length in bytes is 140008"),
]


@pytest.mark.parametrize(("query", "status", "code", "sentence"), REFUSALS)
def test_a_query_that_is_not_answered_is_told_why(
    service: Served, client: httpx.Client, query, status, code, sentence
) -> None:
    response = client.post(
        service.endpoint, content=query, headers={"Content-Type": "application/sparql-query"}
    )
    if len(query) > 131_072:
        sentence = "length of the body in bytes is over 131072"
    assert sentence in problem(response, status, code)
    assert response.headers["cache-control"] == "no-store"
    in_form = client.post(service.endpoint, data={"query": query})
    assert in_form.status_code == status


REQUESTS = [
    ("GET", {"params": {"query": [ONE, ONE]}}, 400, "query-parameter-invalid"),
    ("GET", {"params": {"query": ONE, "default-graph-uri": "x"}}, 400, "query-parameter-invalid"),
    ("GET", {"params": {"update": "CLEAR ALL"}}, 403, "query-refused"),
    ("GET", {"params": {"query": ONE, "format": "ttl"}}, 406, "unknown-format"),
    ("GET", {"params": {"query": ONE}, "headers": {"Accept": "image/png"}}, 406, "unknown-format"),
    ("POST", {"data": {"update": "CLEAR ALL"}}, 403, "query-refused"),
    ("POST", {"data": {"other": "x"}}, 400, "query-parameter-invalid"),
    ("POST", {"content": ONE}, 415, "query-media-type-unknown"),
    ("POST", {"content": ONE, "headers": {"Content-Type": "text/plain"}}, 415, "query-media-type-unknown"),
    (
        "POST",
        {"content": b"\xff", "headers": {"Content-Type": "application/sparql-query"}},
        400,
        "query-not-text",
    ),
    (
        "POST",
        {"content": "CLEAR ALL", "headers": {"Content-Type": "application/sparql-update"}},
        403,
        "query-refused",
    ),
    ("PUT", {"content": ONE}, 405, "method-not-allowed"),
    ("DELETE", {}, 405, "method-not-allowed"),
]


@pytest.mark.parametrize(("method", "request_", "status", "code"), REQUESTS)
def test_a_request_that_is_none_is_told_why(
    service: Served, client: httpx.Client, method, request_, status, code
) -> None:
    problem(client.request(method, service.endpoint, **request_), status, code)


def test_a_body_without_end_is_not_waited_for(service: Served, client: httpx.Client) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(1_000):
            yield b"#" * 10_000

    response = client.post(
        service.endpoint, content=endless(), headers={"Content-Type": "application/sparql-query"}
    )
    assert "over 131072" in problem(response, 413, "query-too-large")


def test_a_browser_is_told_on_a_page(service: Served, client: httpx.Client) -> None:
    response = client.get(service.endpoint, params={"query": "ASK {SERVICE <x:y> {}}"}, headers=BROWSER)
    assert response.status_code == 403
    assert response.headers["content-type"].startswith("text/html")
    assert "it has SERVICE" in html.fromstring(response.text).text_content()


def test_an_endless_query_is_stopped_and_told(hasty: Served, client: httpx.Client) -> None:
    began = time.monotonic()
    response = client.get(hasty.endpoint, params={"query": ENDLESS})
    assert "stopped after 1 s," in problem(response, 503, "query-stopped")
    assert response.headers["retry-after"] == "1"
    assert time.monotonic() - began < 10
    rested(hasty)
    assert client.get(hasty.endpoint, params={"query": ONE}).status_code == 200


ALL_PAIRS = "?a ?b ?c . ?d ?e ?f"
LATE = {
    "over the time": f"SELECT * {{ {{ SELECT * {{ {ALL_PAIRS} }} LIMIT 8000 }} UNION {{ {ALL_PAIRS} . ?g ?h ?i FILTER(CONCAT(?c, ?f, ?i) = '') }} }}",
    "over the size": f"SELECT * {{ {ALL_PAIRS} }}",
}


@pytest.mark.parametrize("query", LATE.values(), ids=LATE)
def test_a_stream_over_a_limit_is_never_taken_for_whole(
    folder: Path, hasty: Served, client: httpx.Client, query: str
) -> None:
    with pytest.raises(httpx.RemoteProtocolError, match="incomplete chunked read"):
        client.get(hasty.endpoint, params={"query": query})
    rested(hasty)


def test_a_worker_that_dies_breaks_the_stream_it_made(service: Served, client: httpx.Client) -> None:
    with client.stream("GET", service.endpoint, params={"query": LARGE}) as response:
        pieces = response.iter_raw()
        next(pieces)
        (worker,) = service.pool._busy
        os.kill(worker.process, signal.SIGKILL)
        with pytest.raises(httpx.RemoteProtocolError, match="incomplete chunked read"):
            for _ in pieces:
                pass
    rested(service)


def test_a_client_without_chunks_is_refused_rather_than_given_a_part(hasty: Served) -> None:
    response = by_hand(hasty, "1.0", LARGE)
    # The limit of size or that of time, whichever a busy machine comes to first.
    assert response.startswith((b"HTTP/1.1 413 ", b"HTTP/1.1 503 "))
    rested(hasty)


def test_a_query_that_kills_the_engine_is_told_to_its_author_alone(
    folder: Path, client: httpx.Client
) -> None:
    with served(folder, QueryLimits(length_bytes=1_000_000, depth=1_000_000, long=0)) as service:
        nested = "ASK {FILTER(" + "(" * 400_000 + "1" + ")" * 400_000 + ")}"
        response = client.post(
            service.endpoint, content=nested, headers={"Content-Type": "application/sparql-query"}
        )
        assert "nested too deeply" in problem(response, 503, "query-failed")
        rested(service)
        assert client.get(service.endpoint, params={"query": ONE}).status_code == 200


@pytest.mark.parametrize("query", [ENDLESS, LARGE], ids=["before the first byte", "in the stream"])
def test_a_client_that_leaves_ends_its_query(service: Served, query: str) -> None:
    address = httpx.URL(service.endpoint, params={"query": query}).raw_path.decode()
    with socket.create_connection(("127.0.0.1", service.port), timeout=10) as connection:
        connection.sendall(f"GET {address} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        while not service.pool._busy:
            time.sleep(0.01)
        (worker,) = service.pool._busy
        if query is LARGE:
            connection.recv(1_000)
    end = time.monotonic() + 2
    while worker in service.pool._busy:
        assert time.monotonic() < end
        time.sleep(0.01)
    rested(service)


def test_more_queries_than_may_wait_are_sent_away_with_a_time_to_return(
    hasty: Served, client: httpx.Client
) -> None:
    def ask(_: int) -> httpx.Response:
        return httpx.get(hasty.endpoint, params={"query": ENDLESS}, timeout=10)

    with ThreadPoolExecutor(8) as clients:
        responses = list(clients.map(ask, range(8)))
    codes = [response.json()["code"] for response in responses]
    assert set(codes) == {"query-stopped", "queue-full"}
    assert codes.count("queue-full") >= 4
    full = responses[codes.index("queue-full")]
    assert "Try again in 1 s." in problem(full, 503, "queue-full")
    assert full.headers["retry-after"] == "1"
    rested(hasty)


def test_eight_clients_at_once_get_their_own_answers(service: Served) -> None:
    wrong: list[str] = []

    def ask(number: int) -> None:
        with httpx.Client(timeout=10) as one:
            for thing in range(number * 20, number * 20 + 20):
                response = one.get(
                    service.endpoint, params={"query": f"SELECT ?o {{ <http://x/{thing}> ?p ?o }}"}
                )
                if read_json(response.text) != str(thing):
                    wrong.append(response.text)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_client_that_asks_too_much_is_told_when_to_come_back_and_others_are_answered(
    folder: Path, client: httpx.Client
) -> None:
    """The proxy on this machine is trusted here, so that the header says who is asking."""
    busy, other = {"X-Forwarded-For": "192.0.2.7"}, {"X-Forwarded-For": "192.0.2.8"}
    with served(folder, QueryLimits(seconds=2, budget_s=1, long=0)) as service:

        def ask(query: str, who: dict[str, str]) -> httpx.Response:
            return client.get(service.endpoint, params={"query": query}, headers=who)

        assert ask(ENDLESS, busy).status_code == 503
        refused = ask(ONE, busy)
        assert "1 s of evaluation" in problem(refused, 429, "budget-spent")
        assert 0 < int(refused.headers["retry-after"]) <= 120
        assert (refused.json()["limit"], refused.json()["limits"]) == ("budget", "/sparql/limits")
        assert ask(ONE, other).status_code == 200
        # What is in the cache costs nothing, so everybody is given it.
        assert ask(ONE, busy).status_code == 200


def test_a_client_has_so_many_queries_at_once(folder: Path, client: httpx.Client) -> None:
    with served(folder, QueryLimits(seconds=5, concurrent=1, long=0)) as service:
        with client.stream("GET", service.endpoint, params={"query": LARGE}):
            refused = httpx.get(service.endpoint, params={"query": ONE})
        assert "You have 1 queries at work" in problem(refused, 429, "too-many-at-once")
        assert refused.headers["retry-after"] == "1"
        rested(service)
        assert client.get(service.endpoint, params={"query": ONE}).status_code == 200


def test_the_token_of_a_member_brings_more(folder: Path, client: httpx.Client) -> None:
    limits = QueryLimits(seconds=0.5, member_seconds=60, concurrent=1, member_concurrent=2, long=0)
    bearer = {"Authorization": "Bearer ocn_ours"}
    with served(folder, limits) as service, ThreadPoolExecutor(1) as other:
        with service.data.control() as control:
            registry.add_member(
                control, Member("hafa", "Hafa", "en", None, "2026-01-01"), token_hash("ocn_ours")
            )
        asked = {"query": ENDLESS}
        hanging = other.submit(httpx.get, service.endpoint, params=asked, headers=bearer, timeout=30)
        stopped = problem(client.get(service.endpoint, params=asked), 503, "query-stopped")
        assert "after 0.5 s," in stopped
        assert "the token of a member" in stopped
        assert client.get(service.endpoint, params={"query": ONE}, headers=bearer).status_code == 200
        assert not hanging.done()
        os.kill(next(iter(service.pool._busy)).process, signal.SIGKILL)
        assert hanging.result().status_code == 503
        listed = client.get(f"{service.base}/sparql/limits", headers={"Accept": "application/json"}).json()
        assert [listed[f"member-{one}"]["value"] for one in ("time", "concurrent", "budget")] == [60, 2, 240]


@pytest.mark.parametrize("token", ["", "x", "ocn_gone"])
def test_a_token_that_no_member_has_is_told(service: Served, client: httpx.Client, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}".strip()}
    refused = client.get(service.endpoint, params={"query": ONE}, headers=headers)
    assert "ask the operator for a new one" in problem(refused, 401, "query-token-unknown")
    assert refused.headers["www-authenticate"] == "Bearer"


def test_what_is_meant_for_a_proxy_is_no_token(service: Served, client: httpx.Client) -> None:
    assert client.get(service.endpoint, params={"query": ONE}, auth=("a", "b")).status_code == 200


def test_the_limits_are_public(service: Served, client: httpx.Client) -> None:
    listed = client.get(f"{service.base}/sparql/limits", headers={"Accept": "application/json"}).json()
    limits = service.pool.limits
    assert (listed["time"]["value"], listed["time"]["unit"]) == (limits.seconds, "seconds")
    assert {name: one["value"] for name, one in listed.items()}.keys() >= {
        *("length", "depth", "patterns", "time", "rows", "bytes", "concurrent", "budget", "queue", "memory")
    }
    page = html.fromstring(client.get(f"{service.base}/sparql/limits", headers=BROWSER).text)
    assert page.xpath("//tbody//code/text()") == list(listed)
    assert page.xpath("//tbody/tr/td[2]/text()") == [one["unit"] for one in listed.values()]
    described = client.get(service.endpoint, headers={"Accept": "application/n-triples"}).text
    assert f'"{limits.rows}' in described


def test_a_hundred_kilobytes_of_values_are_answered(service: Served, client: httpx.Client) -> None:
    """What a client that federates sends: a block of bindings, by POST."""
    values = " ".join(f"<http://x/{number}>" for number in range(6_000))
    query = f"SELECT ?s ?o {{ VALUES ?s {{ {values} }} ?s <http://x/p> ?o }}"
    assert len(query) > 80_000
    direct = {"content": query, "headers": {"Content-Type": "application/sparql-query"}}
    for post in (direct, {"data": {"query": query}}):
        response = client.post(service.endpoint, **post)
        assert response.status_code == 200, response.text
        assert len(response.json()["results"]["bindings"]) == THINGS


DESCRIPTIONS = [
    ({}, "text/turtle"),
    ({"Accept": "*/*"}, "text/turtle"),
    ({"Accept": "application/rdf+xml"}, "application/rdf+xml"),
    ({"Accept": "application/n-triples"}, "application/n-triples"),
]


@pytest.mark.parametrize(("headers", "media_type"), DESCRIPTIONS)
def test_without_a_query_the_service_describes_itself(
    service: Served, client: httpx.Client, headers, media_type
) -> None:
    response = client.get(service.endpoint, headers=headers)
    assert response.headers["content-type"].partition(";")[0] == media_type
    told = {
        (quad.subject.value, quad.predicate.value, quad.object.value)
        for quad in parse(response.content, RdfFormat.from_media_type(media_type))
    }
    assert (service.endpoint, expand("sd:endpoint"), service.endpoint) in told
    assert response.headers["vary"] == "Accept"


def test_the_description_comes_as_json_ld_too(service: Served, client: httpx.Client) -> None:
    response = client.get(service.endpoint, params={"format": "jsonld"})
    assert response.json()["id"] == service.endpoint


def test_a_browser_without_a_query_is_sent_to_the_editor(service: Served, client: httpx.Client) -> None:
    response = client.get(service.endpoint, headers=BROWSER)
    assert (response.status_code, response.headers["location"]) == (303, "/sparql/editor")


def test_the_editor_has_examples_that_run(service: Served, client: httpx.Client) -> None:
    page = html.fromstring(
        client.get(f"{service.base}/sparql/editor").text, base_url=f"{service.base}/sparql/editor"
    )
    page.make_links_absolute()
    links = page.xpath("//main//li/a/@href")
    assert len(links) == len(EXAMPLES)
    for link, example in zip(links, EXAMPLES, strict=True):
        (form,) = html.fromstring(client.get(link).text, base_url=link).xpath(
            "//form[textarea or .//textarea]"
        )
        fields = dict(form.form_values())
        assert fields["query"].replace("\r\n", "\n").strip() == example.text.strip()
        response = client.get(f"{service.base}{form.get('action')}", params=fields, headers=BROWSER)
        assert response.status_code == 200
        assert response.headers["content-type"] == "text/html; charset=utf-8"


def test_the_editor_may_run_our_scripts_and_ask_us_and_nothing_else(
    service: Served, client: httpx.Client
) -> None:
    policy = client.get(f"{service.base}/sparql/editor").headers["content-security-policy"]
    allowed = dict(directive.strip().split(" ", 1) for directive in policy.split(";"))
    assert allowed["default-src"] == "'none'"
    assert allowed["script-src"] == allowed["connect-src"] == "'self'"
    assert "unsafe" not in policy


def page_of(service: Served, client: httpx.Client, query: str) -> html.HtmlElement:
    response = client.get(service.endpoint, params={"query": query}, headers=BROWSER)
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return html.fromstring(response.text)


def test_a_browser_is_shown_a_table(service: Served, client: httpx.Client) -> None:
    page = page_of(service, client, "SELECT ?s ?o ?none { ?s ?p ?o } LIMIT 2")
    assert page.xpath("//th/text()") == ["s", "o", "none"]
    assert len(page.xpath("//tbody/tr")) == 2
    assert page.xpath("//tbody//a/@href")[0].startswith("http://x/")
    assert "2 rows" in page.text_content()


def test_a_browser_can_take_what_it_sees_in_every_format(service: Served, client: httpx.Client) -> None:
    (form,) = page_of(service, client, ONE).xpath("//form[@class='query']")
    names = form.xpath(".//button[@name='format']/@value")
    assert names == ["json", "xml", "csv", "tsv"]
    fields = dict(form.form_values()) | {"format": "csv"}
    assert client.get(f"{service.base}{form.get('action')}", params=fields).text.split() == ["o", "1"]


def test_a_browser_is_told_yes_or_shown_a_graph(service: Served, client: httpx.Client) -> None:
    assert page_of(service, client, "ASK { <http://x/1> ?p ?o }").xpath("//main//b/text()") == ["Yes"]
    assert page_of(service, client, "ASK { <http://x/none> ?p ?o }").xpath("//main//b/text()") == ["No"]
    assert (
        "<http://x/1> <http://x/p>"
        in page_of(service, client, "DESCRIBE <http://x/1>").xpath("//pre")[0].text_content()
    )


def test_what_is_too_large_for_a_page_is_not_put_on_one(service: Served, client: httpx.Client) -> None:
    page = page_of(service, client, LARGE)
    assert "too large for a page" in page.text_content()
    assert page.xpath("//pre") == []
    rested(service)


def test_a_page_shows_values_as_text(service: Served, client: httpx.Client) -> None:
    values = "('<script>alert(1)</script>' <javascript:alert(1)>)"
    page = page_of(service, client, f"SELECT * {{ VALUES (?a ?b) {{ {values} }} }}")
    assert page.xpath("//script[not(@src or @type)]") == []
    assert page.xpath("//td//text()") == ["<script>alert(1)</script>", "javascript:alert(1)"]
    assert page.xpath("//td//a") == []


def test_the_editor_writes_a_query_as_text(service: Served, client: httpx.Client) -> None:
    text = "</textarea><script>alert(1)</script>"
    page = html.fromstring(client.get(f"{service.base}/sparql/editor", params={"query": text}).text)
    assert page.xpath("//textarea")[0].text.strip() == text
    assert [script.text for script in page.xpath("//main//script | //script[not(@src or @type)]")] == []
