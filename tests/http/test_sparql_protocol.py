"""The official tests of the SPARQL 1.1 Protocol, request by request, over a real connection."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import httpx
import pytest
from manifests import CNT, HT, MF, Manifest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse
from sparql_server import Served, generation, served

SUITE: Final = Path(__file__).resolve().parents[2] / ".." / "shared" / "conformance" / "sparql11" / "protocol"
MANIFEST: Final = SUITE / "manifest.ttl"

_UT: Final = "http://www.w3.org/2009/sparql/tests/test-update#"
_LABEL: Final = "http://www.w3.org/2000/01/rdf-schema#label"

FORMATS: Final = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": {
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    },
    "RDF": {"text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"},
}

WRITING: Final = "writing here means publishing a version, so updates are refused with 403 and a sentence"
IGNORED: Final = (
    "update_dataset_default_graph",
    "update_dataset_default_graphs",
    "update_dataset_named_graphs",
    "update_dataset_full",
    "update_post_form",
    "update_post_direct",
    "update_base_uri",
)

Term = NamedNode | BlankNode | Literal


@dataclass(frozen=True)
class Exchange:
    """One request and what is expected of its answer."""

    method: str
    query_string: str
    headers: dict[str, str]
    body: bytes | None
    statuses: frozenset[str]
    boolean: bool | None
    format: str | None


@dataclass(frozen=True)
class Case:
    """A test: graphs to have, by IRI, and requests to make."""

    name: str
    graphs: dict[str, Path] = field(default_factory=dict)
    exchanges: tuple[Exchange, ...] = ()


class Suite(Manifest):
    """The tests of one manifest of the suite."""

    def __init__(self, file: Path) -> None:
        super().__init__(file)
        self.cases = [self._case(node) for node in self.entries()]

    def _case(self, node: Term) -> Case:
        graphs = {
            self.text(data, _LABEL): self.folder / self.text(data, f"{_UT}graph").rpartition("/")[2]
            for data in self.values(node, f"{_UT}graphData")
        }
        requests = self.items(self.value(self.value(node, f"{MF}action"), f"{HT}requests"))
        return Case(
            node.value.rpartition("#")[2], graphs, tuple(self._exchange(request) for request in requests)
        )

    def _exchange(self, node: Term) -> Exchange:
        response, body = self.value(node, f"{HT}resp"), self.value(node, f"{HT}body")
        boolean, format_ = (
            self.value(response, f"{MF}expectedBoolean"),
            self.value(response, f"{MF}expectedFormat"),
        )
        headers = self.value(node, f"{HT}headers")
        return Exchange(
            method=self.text(node, f"{HT}methodName"),
            query_string=self.text(node, f"{HT}absolutePath").partition("?")[2],
            headers={
                self.text(one, f"{HT}fieldName"): self.text(one, f"{HT}fieldValue")
                for one in self.items(headers)
            },
            body=self.text(body, f"{CNT}chars").encode(self.text(body, f"{CNT}characterEncoding"))
            if body
            else None,
            statuses=frozenset(value.value[-3:] for value in self.values(response, f"{MF}expectedStatus")),
            boolean=None if boolean is None else boolean.value == "true",
            format=None if format_ is None else format_.value,
        )


CASES: Final = Suite(MANIFEST).cases if MANIFEST.is_file() else []
pytestmark = pytest.mark.skipif(not CASES, reason="the official suites (../shared/conformance) are not here")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    quads = [
        f"{quad.triple} <{graph}> .\n"
        for graph, file in {graph: file for case in CASES for graph, file in case.graphs.items()}.items()
        for quad in parse(path=str(file), format=RdfFormat.N_TRIPLES)
    ]
    folder = generation(tmp_path_factory.mktemp("protocol") / "1", "".join(quads))
    with served(folder, workers=1) as running:
        yield running


def test_the_suite_is_whole() -> None:
    assert len(CASES) == 34
    assert set(IGNORED) <= {case.name for case in CASES}
    assert sum(len(case.graphs) for case in CASES) > 5


def answer_to(service: Served, exchange: Exchange) -> httpx.Response:
    address = f"{service.endpoint}?{exchange.query_string}" if exchange.query_string else service.endpoint
    with httpx.Client(timeout=10) as client:
        return client.request(exchange.method, address, headers=exchange.headers, content=exchange.body)


def check(response: httpx.Response, exchange: Exchange) -> None:
    assert f"{response.status_code // 100}xx" in exchange.statuses, response.text
    if exchange.format is not None:
        assert response.headers["content-type"].partition(";")[0] in FORMATS[exchange.format]
    if exchange.boolean is not None:
        assert response.json()["boolean"] is exchange.boolean


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_of_the_suite(service: Served, case: Case) -> None:
    if case.name in IGNORED:
        refused = answer_to(service, case.exchanges[0])
        assert refused.status_code == 403
        assert "publishes a new version" in refused.json()["detail"]
        pytest.skip(WRITING)
    for exchange in case.exchanges:
        check(answer_to(service, exchange), exchange)
