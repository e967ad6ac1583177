"""The official tests of SPARQL 1.1 Federated Query, with their endpoints on this machine."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import Final

import httpx
import pytest
from endpoints import answering, endpoint
from pyoxigraph import NamedNode, QueryResultsFormat, RdfFormat, Store, parse, parse_query_results
from sparql_server import generation, served

from opencollections.query.federation import Federation

SUITE: Final = Path(__file__).resolve().parents[2] / ".." / "shared" / "conformance" / "sparql11" / "service"
MANIFEST: Final = SUITE / "manifest.ttl"

_MF: Final = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
_QT: Final = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"

INVALID: Final = "http://invalid.endpoint.org/sparql"
IGNORED: Final = {
    "service5": "only services that the operator has listed are asked, so none named by a variable"
}


@dataclass(frozen=True)
class Case:
    """A test: a query, data of ours, data of other endpoints by their addresses, and the result."""

    name: str
    query: Path
    data: Path | None
    services: dict[str, Path]
    result: Path


def cases() -> list[Case]:
    store, base = Store(), MANIFEST.as_uri()
    store.extend(parse(path=str(MANIFEST), format=RdfFormat.TURTLE, base_iri=base))

    def values(subject, name: str) -> list:
        return [quad.object for quad in store.quads_for_pattern(subject, NamedNode(name), None)]

    def file(subject, name: str) -> Path | None:
        found = values(subject, name)
        return SUITE / found[0].value.rpartition("/")[2] if found else None

    found = []
    for quad in store.quads_for_pattern(None, NamedNode(f"{_MF}action"), None):
        action = quad.object
        services = {
            values(data, f"{_QT}endpoint")[0].value: file(data, f"{_QT}data")
            for data in values(action, f"{_QT}serviceData")
        }
        found.append(
            Case(
                quad.subject.value.rpartition("#")[2],
                file(action, f"{_QT}query"),
                file(action, f"{_QT}data"),
                services,
                file(quad.subject, f"{_MF}result"),
            )
        )
    return sorted(found, key=lambda case: case.name)


CASES: Final = cases() if MANIFEST.is_file() else []
pytestmark = pytest.mark.skipif(not CASES, reason="the official suites (../shared/conformance) are not here")


def test_the_suite_is_whole() -> None:
    assert [case.name for case in CASES] == [
        "service1", "service2", "service3", "service4a", "service5", "service6", "service7",
    ]  # fmt: skip
    assert set(IGNORED) <= {case.name for case in CASES}


@pytest.fixture(params=CASES, ids=lambda case: case.name)
def asked(request, tmp_path: Path) -> Iterator[tuple[Case, httpx.Response]]:
    """Give a case and the answer to its query, whose addresses are those of endpoints on this machine."""
    case: Case = request.param
    ours = parse(path=str(case.data), format=RdfFormat.TURTLE) if case.data else ()
    quads = "".join(f"{quad.triple} <http://g/> .\n" for quad in ours)
    with ExitStack() as running:
        addresses = {INVALID: "http://127.0.0.1:9/sparql"} | {
            address: running.enter_context(endpoint(answering(file))).address
            for address, file in case.services.items()
        }
        federation = Federation(frozenset(addresses.values()), (ip_network("127.0.0.0/8"),))
        service = running.enter_context(
            served(generation(tmp_path / "1", quads), workers=1, federation=federation)
        )
        text = case.query.read_text()
        for address, here in addresses.items():
            text = re.sub(re.escape(f"<{address}>"), f"<{here}>", text)
        with httpx.Client(timeout=30) as client:
            yield case, client.get(service.endpoint, params={"query": text, "format": "xml"})


def test_a_case_of_the_suite(asked: tuple[Case, httpx.Response]) -> None:
    case, response = asked
    if case.name in IGNORED:
        assert response.status_code == 403
        assert "SERVICE with a variable" in response.json()["detail"]
        pytest.skip(IGNORED[case.name])
    assert response.status_code == 200, response.text
    assert rows(response.content) == rows(case.result.read_bytes())


def rows(xml: bytes) -> list[set[tuple[str, str]]]:
    """Give each row as the names and terms that it binds, in an order that does not depend on the engine."""
    result = parse_query_results(xml, QueryResultsFormat.XML)
    names = [variable.value for variable in result.variables]
    bound = [{(name, str(row[name])) for name in names if row[name] is not None} for row in result]
    return sorted(bound, key=sorted)
