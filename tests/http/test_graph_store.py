"""The Graph Store Protocol: the official tests that fit a service of published collections, and what is ours."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from manifests import CNT, HT, MF, Manifest
from network import BASE, CC0, EARLIER, PORTRAIT, statements
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    NamedNode,
    Quad,
    RdfFormat,
    parse,
)
from speaking import Client

from opencollections.iris import Identifiers
from opencollections.members.tokens import new_token, token_hash
from opencollections.publishing.publish import Publishing
from opencollections.publishing.undo import undo
from opencollections.store import registry
from opencollections.store.folders import DataFolder
from opencollections.store.registry import Collection, Member

SUITE: Final = (
    Path(__file__).resolve().parents[2]
    / ".."
    / "shared"
    / "conformance"
    / "sparql11"
    / "graph-store-protocol"
)
TURTLE: Final = "text/turtle"
SETTINGS: Final = {"upload_limit_bytes": 100_000}
COLLECTIONS: Final = ("one", "two", "four", "empty", "mapped")


DIRECT: Final = (
    "the IRI of a graph leads people and machines to its collection, so graphs are named by ?graph= alone"
)
IGNORED: Final = {
    "put_get_repeat_direct": DIRECT,
    "put_delete_get_delete_direct": DIRECT,
    "post_get_post_get_direct": DIRECT,
    "head_existing_direct": DIRECT,
    "put_get_default": "the default graph is what all collections state together, so nobody writes it",
    "post_get_post_get_indirect": "a graph is posted as RDF, and not in a form (multipart/form-data)",
    "post_get_new_graph": "a graph is that of a collection with a licence and a publisher, so none is made by writing",
    "put_get_uri_pct_encoded_twice": "the IRI of a graph has no percent sign, so %2531 can be none",
}


PLACES: Final = {
    "http://www.example/gsp/person/1.ttl": "one",
    "http://www.example/gsp/person/2.ttl": "two",
    "http://www.example/gsp/person/4.ttl": "four",
}
"""The graphs of the suite, and the collections that stand for them."""


@dataclass(frozen=True)
class Exchange:
    """One request and what is expected of its answer."""

    method: str
    path: str
    content_type: str | None
    accept: str | None
    body: str | None
    statuses: tuple[str, ...]
    expected: str | None


@dataclass(frozen=True)
class Case:
    name: str
    exchanges: tuple[Exchange, ...] = field(default=())


class Suite(Manifest):
    """The tests of one manifest of the suite."""

    def __init__(self, file: Path) -> None:
        super().__init__(file)
        self.cases = [self._case(node) for node in self.entries()]

    def _case(self, node: Any) -> Case:
        requests = self.items(self.value(self.value(node, f"{MF}action"), f"{HT}requests"))
        return Case(
            node.value.rpartition("#")[2].rpartition("/")[2], tuple(self._exchange(one) for one in requests)
        )

    def _exchange(self, node: Any) -> Exchange:
        headers = {
            self.value(one, f"{HT}fieldName").value.lower(): self.value(one, f"{HT}fieldValue").value
            for one in self.items(self.value(node, f"{HT}headers"))
        }
        response = self.value(node, f"{HT}resp")
        return Exchange(
            method=self.value(node, f"{HT}methodName").value,
            path=self.value(node, f"{HT}absolutePath").value,
            content_type=headers.get("content-type"),
            accept=headers.get("accept"),
            body=self._chars(node),
            statuses=tuple(
                one.value.rpartition("#")[2] for one in self.values(response, f"{MF}expectedStatus")
            ),
            expected=self._chars(response),
        )

    def _chars(self, node: Any) -> str | None:
        body = self.value(node, f"{HT}body")
        return None if body is None else self.value(body, f"{CNT}chars").value


FILES: Final = [SUITE / "manifest-direct.ttl", SUITE / "manifest-indirect.ttl"]
CASES: Final = [case for file in FILES if file.is_file() for case in Suite(file).cases]
suite = pytest.mark.skipif(not CASES, reason="the official suites (../shared/conformance) are not here")

STATUSES: Final = {"OK": 200, "Created": 201, "NoContent": 204, "NotFound": 404}


@dataclass(frozen=True)
class Place:
    """A service with a member that may write, its token, the data, and a number for collections of one test."""

    client: Client
    token: str
    data: DataFolder
    number: int = 0

    def collection(self, name: str) -> str:
        return f"tester/{name}-{self.number}"

    def graph(self, name: str) -> str:
        return f"{BASE}/graph/{self.collection(name)}"

    def ask(self, method: str, path: str, content: str | None = None, **headers: str) -> httpx.Response:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        body = None if content is None else content.encode()
        return self.client.request(method, path, sent, body)

    def write(
        self, method: str, name: str, content: str | None = None, media_type: str = TURTLE, **more: str
    ) -> httpx.Response:
        headers = {"authorization": f"Bearer {self.token}", "content_type": media_type, **more}
        return self.ask(method, f"/graphs?graph={self.graph(name)}", content, **headers)


@pytest.fixture(scope="module")
def running(served: Client, data: DataFolder) -> Place:
    token = new_token()
    with data.control() as control:
        registry.add_member(control, Member("tester", "Tester", "en", None, EARLIER), token_hash(token))
    return Place(served, token, data)


NUMBERS: Final = count(1)


@pytest.fixture
def place(running: Place) -> Place:
    """Give the service with collections that no other test writes."""
    own = replace(running, number=next(NUMBERS))
    with own.data.control() as control:
        for name in COLLECTIONS:
            mapping = "mapping.yml" if name == "mapped" else "rdf"
            made = Collection(own.collection(name), "tester", name, "en", CC0, None, mapping, EARLIER)
            registry.add_collection(control, made)
    return own


def canonical(quads: Any) -> Dataset:
    """Give triples with what stands for blank nodes as blank nodes again, named by what they are."""

    def nameless(term: Any) -> Any:
        if isinstance(term, NamedNode) and "/.well-known/genid/" in term.value:
            return BlankNode("b" + term.value.rpartition("/")[2].replace("-", "").replace("%", ""))
        return term

    dataset = Dataset(Quad(nameless(quad.subject), quad.predicate, nameless(quad.object)) for quad in quads)
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def turtle(text: str | bytes) -> Dataset:
    return canonical(parse(text, format=RdfFormat.TURTLE, base_iri=f"{BASE}/id/tester/"))


@suite
def test_the_suite_is_whole() -> None:
    assert len(CASES) == 13
    assert set(IGNORED) <= {case.name for case in CASES}


@suite
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_of_the_suite(place: Place, case: Case) -> None:
    if case.name in IGNORED:
        pytest.skip(IGNORED[case.name])
    for exchange in case.exchanges:
        path = exchange.path.replace("/gsp?", "/graphs?")
        for theirs, name in PLACES.items():
            ours = place.graph(name)
            encoded = theirs.replace(":", "%3A").replace("/", "%2F")
            path = path.replace(encoded, ours.replace(":", "%3A").replace("/", "%2F")).replace(theirs, ours)
        headers = {"authorization": f"Bearer {place.token}"}
        headers |= {"content_type": exchange.content_type} if exchange.content_type else {}
        headers |= {"accept": exchange.accept} if exchange.accept else {}
        response = place.ask(exchange.method, path, exchange.body, **headers)
        assert response.status_code in {STATUSES[one] for one in exchange.statuses}, response.text
        if exchange.expected is not None:
            assert response.headers["content-type"] == "text/turtle; charset=utf-8"
            assert turtle(response.content) == turtle(exchange.expected)


GRAPH = f"/graphs?graph={BASE}/graph/npg/portraits"


@pytest.mark.parametrize(
    "media_type", ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"]
)
def test_a_graph_is_read_in_every_format(client: Client, media_type: str) -> None:
    response = client.get(GRAPH, accept=media_type)
    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] == media_type
    read = set(parse(response.content, RdfFormat.from_media_type(media_type)))
    assert {quad.triple for quad in read} == {quad.triple for quad in statements("npg/portraits")}
    assert response.headers["content-length"] == str(len(response.content))
    # A strong validator promises the same bytes, whichever process writes them.
    again = client.get(GRAPH, accept=media_type)
    assert (again.headers["etag"], again.content) == (response.headers["etag"], response.content)


def test_the_default_graph_is_what_all_state(client: Client) -> None:
    read = {
        quad.triple
        for quad in parse(client.get("/graphs?default", accept="text/turtle").content, RdfFormat.TURTLE)
    }
    assert read >= {
        quad.triple for name in ("npg/portraits", "network/authorities") for quad in statements(name)
    }


def test_a_graph_that_a_format_cannot_write_is_refused_whole(client: Client) -> None:
    response = client.get(f"/graphs?graph={BASE}/graph/hafa/prints", accept="application/rdf+xml")
    assert response.status_code == 406
    assert "another format" in response.json()["detail"]


def test_an_unchanged_graph_is_not_sent_again(client: Client) -> None:
    first = client.get(GRAPH, accept="text/turtle")
    assert client.get(GRAPH, accept="text/turtle", if_none_match=first.headers["etag"]).status_code == 304
    assert client.get(GRAPH, accept="application/n-triples").headers["etag"] != first.headers["etag"]
    head = client.request("HEAD", GRAPH, {"accept": "text/turtle"})
    assert (head.content, head.headers["content-length"]) == (b"", first.headers["content-length"])


def test_without_a_name_the_graphs_are_listed_elsewhere(client: Client) -> None:
    response = client.get("/graphs")
    assert (response.status_code, response.headers["location"]) == (303, "/catalog")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("graph=x", 404),
        ("graph=", 404),
        (f"graph={BASE}/graph/npg/none", 404),
        (f"graph={BASE}/graph/", 404),
        (f"graph={BASE}/graph/npg", 404),
        (f"graph={BASE}/graph/npg/portraits&default", 400),
        (f"graph={BASE}/graph/npg/portraits&graph={BASE}/graph/npg/portraits", 400),
        ("default=x", 400),
        ("graph%00=x", 400),
        ("other=1", 400),
    ],
)
def test_what_names_no_graph_is_told(client: Client, query: str, status: int) -> None:
    response = client.get(f"/graphs?{query}", accept="application/json")
    assert response.status_code in {status, 406}
    response = client.get(f"/graphs?{query}", accept="text/turtle")
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"


ONE = f'<{BASE}/id/tester/1> <http://x/title> "one" .'
TWO = f'<{BASE}/id/tester/2> <http://x/title> "two" .'
THREE = f'<{BASE}/id/tester/3> <http://x/title> "three" .'


def stated(place: Place, name: str) -> set[str]:
    response = place.ask("GET", f"/graphs?graph={place.graph(name)}", accept="application/n-triples")
    return set(response.text.splitlines()) if response.status_code == 200 else set()


def test_put_replaces_and_post_adds(place: Place) -> None:
    assert place.write("PUT", "one", ONE).status_code == 201
    assert place.write("PUT", "one", TWO).status_code == 204
    assert stated(place, "one") == {TWO}
    assert place.write("POST", "one", ONE).status_code == 204
    assert stated(place, "one") == {ONE, TWO}
    assert place.write("POST", "one", ONE).status_code == 204
    assert place.write("POST", "two", ONE).status_code == 201


def test_each_write_is_a_version_that_can_be_undone(place: Place) -> None:
    place.write("PUT", "one", ONE)
    place.write("PUT", "one", TWO)
    place.write("DELETE", "one")
    assert stated(place, "one") == set()
    publishing = Publishing(place.data, Identifiers(BASE), lambda _: None, lambda *_: None)
    undo(publishing, place.collection("one"))
    assert stated(place, "one") == {TWO}
    undo(publishing, place.collection("one"), 1)
    assert stated(place, "one") == {ONE}


def etag(place: Place, name: str, media_type: str = TURTLE) -> str:
    return place.ask("GET", f"/graphs?graph={place.graph(name)}", accept=media_type).headers["etag"]


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_a_write_that_has_not_seen_the_latest_state_is_refused(place: Place, method: str) -> None:
    place.write("PUT", "one", ONE)
    seen = etag(place, "one")
    place.write("PUT", "one", TWO)
    for stale in (seen, '"another"', f"W/{etag(place, 'one')}", "nonsense"):
        refused = place.write(method, "one", ONE, if_match=stale)
        assert (refused.status_code, refused.json()["code"]) == (412, "graph-changed")
    assert stated(place, "one") == {TWO}


@pytest.mark.parametrize("media_type", [TURTLE, "application/n-triples", "application/ld+json"])
def test_a_write_that_has_seen_the_latest_state_is_taken(place: Place, media_type: str) -> None:
    place.write("PUT", "one", ONE)
    matching = f'"other", {etag(place, "one", media_type)}'
    assert place.write("POST", "one", TWO, if_match=matching).status_code == 204
    assert place.write("POST", "one", TWO, if_match=matching).status_code == 412
    assert place.write("DELETE", "one", if_match=etag(place, "one", media_type)).status_code == 204


def test_a_graph_can_be_written_only_if_it_is_there_or_only_if_it_is_not(place: Place) -> None:
    assert place.write("PUT", "one", ONE, if_match="*").status_code == 412
    assert place.write("PUT", "one", ONE, if_none_match="*").status_code == 201
    assert place.write("PUT", "one", TWO, if_none_match="*").status_code == 412
    assert place.write("PUT", "one", TWO, if_match="*").status_code == 204
    assert stated(place, "one") == {TWO}


def test_of_two_writes_that_have_seen_the_same_state_one_is_refused(place: Place) -> None:
    place.write("PUT", "one", ONE)
    seen = etag(place, "one")
    with ThreadPoolExecutor(2) as both:
        writes = [both.submit(place.write, "PUT", "one", body, if_match=seen) for body in (TWO, THREE)]
    assert sorted(write.result().status_code for write in writes) == [204, 412]


def test_a_relative_identifier_is_one_of_the_member(place: Place) -> None:
    place.write("PUT", "one", '<object/1> <http://x/title> "one" .')
    assert stated(place, "one") == {f'<{BASE}/id/tester/object/1> <http://x/title> "one" .'}


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("application/n-triples", ONE),
        ("application/n-quads", f"{ONE[:-1]}<http://other/graph> ."),
        ("application/trig", f"<http://other/graph> {{ {ONE} }}"),
        ("application/ld+json", f'{{"@id": "{BASE}/id/tester/1", "http://x/title": "one"}}'),
        ("text/turtle; charset=UTF-8", ONE),
    ],
)
def test_every_syntax_is_taken(place: Place, media_type: str, body: str) -> None:
    assert place.write("PUT", "one", body, media_type).status_code == 201
    assert stated(place, "one") == {ONE}


HOSTILE_XML = '<!DOCTYPE x [<!ENTITY a "b">]><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">&a;</rdf:RDF>'

BAD = [
    ("<x> <y", TURTLE, 422),
    ("", "image/png", 415),
    (ONE, "application/sparql-update", 415),
    (ONE, "multipart/form-data; boundary=x", 415),
    (HOSTILE_XML, "application/rdf+xml", 422),
    ("[" * 50_000, "application/ld+json", 422),
    ("# " + "x" * 100_000, TURTLE, 413),
]


@pytest.mark.parametrize(("body", "media_type", "status"), BAD)
def test_a_bad_body_changes_nothing_and_is_told(
    place: Place, body: str, media_type: str, status: int
) -> None:
    place.write("PUT", "one", ONE)
    for method in ("PUT", "POST"):
        response = place.write(method, "one", body, media_type)
        assert response.status_code == status, response.text
        assert response.headers["content-type"] == "application/problem+json"
    assert stated(place, "one") == {ONE}
    assert list((place.data.root / "work").iterdir()) == []


def test_only_a_member_writes_and_only_its_own(place: Place) -> None:
    own = f"/graphs?graph={place.graph('one')}"
    for authorization in ("", "Bearer", "Bearer x", f"Basic {place.token}", f"Bearer {place.token}x"):
        refused = place.ask("PUT", own, ONE, content_type=TURTLE, authorization=authorization)
        assert refused.status_code == 401
        assert refused.headers["www-authenticate"] == "Bearer"
    mine = {"authorization": f"Bearer {place.token}", "content_type": TURTLE}
    for method in ("PUT", "POST", "DELETE"):
        foreign = place.ask(method, f"/graphs?graph={BASE}/graph/npg/portraits", ONE, **mine)
        assert foreign.status_code == 403
        assert place.ask(method, f"/graphs?graph={place.graph('none')}", ONE, **mine).status_code == 404
        assert place.ask(method, "/graphs?default", ONE, **mine).status_code == 403
        assert place.ask(method, "/graphs", ONE, **mine).status_code == 400
    assert stated(place, "one") == set()
    assert PORTRAIT in place.ask("GET", GRAPH, accept="application/n-triples").text


def test_a_collection_with_a_mapping_is_not_written_past_it(place: Place) -> None:
    for method in ("PUT", "POST"):
        response = place.write(method, "mapped", ONE)
        assert response.status_code == 409
        assert "made from files by a mapping" in response.json()["detail"]


def test_what_has_nothing_to_delete_is_not_found(place: Place) -> None:
    assert place.write("DELETE", "empty").status_code == 404


def test_the_graph_is_found_everywhere_at_once(place: Place) -> None:
    place.write("PUT", "one", f'<{BASE}/id/tester/1> <http://purl.org/dc/elements/1.1/title> "one" .')
    assert place.ask("GET", "/data/tester/1.nt").status_code == 200
    assert place.graph("one") in place.ask("GET", "/catalog.nt").text


def test_the_methods_are_told(place: Place) -> None:
    allowed = place.ask("OPTIONS", f"/graphs?graph={place.graph('one')}").headers["allow"]
    assert allowed == "GET, HEAD, POST, PUT, DELETE, OPTIONS"
