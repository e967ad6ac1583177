"""Hostile RDF at the door of the graph store: each document is refused whole, and nothing of it is fetched or kept."""

from collections.abc import Iterator
from typing import Any

import pytest
from attacks import documents
from endpoints import Endpoint, empty, endpoint
from network import BASE, CC0, EARLIER
from speaking import Client

from opencollections.members.tokens import new_token, token_hash
from opencollections.store import registry
from opencollections.store.folders import DataFolder
from opencollections.store.registry import Collection, Member

ONE = "<http://x/1> <http://x/p> <http://x/2> ."
GRAPH = f"{BASE}/graph/tester/attacked"


@pytest.fixture(scope="module")
def client(served: Client, data: DataFolder) -> Client:
    token = new_token()
    with data.control() as control:
        registry.add_member(control, Member("tester", "Tester", "en", None, EARLIER), token_hash(token))
        registry.add_collection(
            control, Collection("tester/attacked", "tester", "Attacked", "en", CC0, None, "rdf", EARLIER)
        )
    served.token = token
    assert put(served, ONE.encode(), "text/turtle").status_code == 201
    return served


@pytest.fixture(scope="module")
def inside() -> Iterator[Endpoint]:
    with endpoint(empty) as canary:
        yield canary


def put(client: Any, body: bytes, media_type: str):
    headers = {"authorization": f"Bearer {client.token}", "content-type": media_type}
    return client.request("PUT", f"/graphs?graph={GRAPH}", headers, body)


NAMES = [name for name, _, _ in documents(0)]


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_document_is_refused_and_changes_nothing(
    client: Client, inside: Endpoint, name: str
) -> None:
    port = int(inside.address.rpartition(":")[2].partition("/")[0])
    media_type, body = next((kind, body) for one, kind, body in documents(port) if one == name)
    response = put(client, body, media_type)
    assert response.status_code == 422, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert "root:" not in response.text
    kept = client.get(f"/graphs?graph={GRAPH}", accept="application/n-triples")
    assert kept.text.strip() == ONE
    assert inside.asked == []
