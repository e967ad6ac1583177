"""JSON-LD as others read it: jsonld.js, with the context from its address, finds the statements of the N-Triples."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from network import BASE, HAFA_83
from pyoxigraph import Literal, RdfFormat, parse

from opencollections.resources import resource
from opencollections.vocabulary import expand

CLIENT = Path(__file__).resolve().parents[1] / "node"
PATHS = ("hafa/object/HAFA-83", "network/agent/hatschek-farkas", "network/place/K%C3%A1roly-k%C3%B6r%C3%BAt")
CONTEXTS = {
    "full": (f"{BASE}/context.jsonld", "context.jsonld"),
    "schema": (f"{BASE}/ontology/profiles/schema/context.jsonld", "profiles/schema/context.jsonld"),
    "edm": (f"{BASE}/context.jsonld", "context.jsonld"),
    "linked-art": ("https://linked.art/ns/v1/linked-art.json", "profiles/linked-art/context.jsonld"),
    "dc": (f"{BASE}/ontology/profiles/dc/context.jsonld", "profiles/dc/context.jsonld"),
}

pytestmark = pytest.mark.skipif(
    shutil.which("node") is None or not (CLIENT / "node_modules" / "jsonld").is_dir(),
    reason="jsonld.js is not installed (make test installs it where there are node and npm)",
)


def statements(n_triples: bytes) -> set[tuple[str, str, object]]:
    """Read statements, a double by its value: JSON-LD writes it in another way (API §8.6)."""
    found = set()
    for quad in parse(n_triples, format=RdfFormat.N_TRIPLES):
        value: object = quad.object
        if isinstance(value, Literal) and value.datatype.value == expand("xsd:double"):
            value = float(value.value)
        found.add((str(quad.subject), quad.predicate.value, value))
    return found


@pytest.mark.parametrize("profile", CONTEXTS)
@pytest.mark.parametrize("path", PATHS)
def test_a_document_means_what_the_other_formats_say(client: Any, path: str, profile: str) -> None:
    address, file = CONTEXTS[profile]
    document = client.get(f"/data/{path}.jsonld?_profile={profile}").content
    command = ["node", CLIENT / "statements.js", address, resource("ontology") / file]
    read = subprocess.run(command, input=document, capture_output=True, timeout=60, check=False)
    assert read.returncode == 0, read.stderr.decode()
    assert statements(read.stdout) == statements(client.get(f"/data/{path}.nt?_profile={profile}").content)


def test_the_entity_is_on_top_and_its_context_may_be_kept(client: Any) -> None:
    document = client.get("/data/hafa/object/HAFA-83.jsonld").json()
    assert next(iter(document)) == "@context"
    assert document["id"] == HAFA_83
    response = client.get("/context.jsonld")
    assert "max-age" in response.headers["cache-control"]
    assert response.headers["etag"]
