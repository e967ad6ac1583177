"""The description of the interface: whatever is asked by it is answered as it says."""

import json
import re
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, settings
from network import BASE
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance
from speaking import Client
from visitors import token_of

from opencollections.settings import Settings
from opencollections.store.folders import DataFolder
from opencollections.web.app import create_app

DOCUMENT = json.loads(json.dumps(create_app(Settings()).openapi()).replace("small-prints", "prints"))
"""The description, with examples of the network that is asked here instead of those of the demonstration."""

SETTINGS = {"query_budget_s": 1e6}
TOKENS: list[str] = []
"""What the member shows at its own interface, so that more is asked of it than who is there."""

OPERATIONS = schemathesis.openapi.from_dict(DOCUMENT)

PUBLIC = [
    *("/search", "/about", "/catalog", "/members/{name}", "/collections/{member}/{name}"),
    *("/id/{member}/{kind}/{name}", "/data/{member}/{kind}/{name}", "/page/{member}/{kind}/{name}"),
    *("/dumps/{member}/{name}.nq.gz", "/sparql", "/sparql/limits", "/queries", "/queries/{name}", "/graphs"),
    *("/exports/{member}/{name}", "/context.jsonld", "/ontology/{document}", "/graph/catalog"),
    *("/api/v1/changes", "/api/v1/limits", "/healthz", "/readyz", "/metrics"),
]


@schemathesis.serializer("application/sparql-query", "application/n-triples", "text/turtle")
def as_text(_: Any, value: Any) -> bytes:
    """Send a text as it is."""
    return str(value).encode("utf-8", "replace")


@pytest.fixture(scope="module")
def asked(served: Client, data: DataFolder) -> Client:
    TOKENS.append(token_of(data, "hafa"))
    return served


def test_every_public_address_is_described() -> None:
    assert set(PUBLIC) <= set(DOCUMENT["paths"])
    assert {"get", "put", "post", "delete"} == set(DOCUMENT["paths"]["/graphs"])


@pytest.mark.parametrize("path", [path for path in DOCUMENT["paths"] if "get" in DOCUMENT["paths"][path]])
def test_the_description_names_only_addresses_that_are_routes(asked: Client, path: str) -> None:
    allowed = asked.request("OPTIONS", re.sub(r"{\w+}", "1", path))
    assert "GET" in allowed.headers["allow"]


@OPERATIONS.parametrize()
@settings(
    max_examples=8,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_every_operation_answers_as_described(case: schemathesis.Case, asked: Client) -> None:
    sent = requests.Request(**asked_of(case)).prepare()
    if sent.path_url.startswith("/api/v1/"):
        sent.headers["Authorization"] = f"Bearer {TOKENS[-1]}"
    body = sent.body.encode() if isinstance(sent.body, str) else sent.body
    response = asked.request(str(sent.method), sent.path_url, dict(sent.headers), body)
    checks = [not_a_server_error, status_code_conformance, content_type_conformance]
    case.validate_response(response, checks=checks)


def asked_of(case: schemathesis.Case) -> dict[str, Any]:
    """Give what ``requests`` makes a request of."""
    wanted = ("method", "url", "params", "data", "json", "files", "headers", "cookies", "auth")
    given = case.as_transport_kwargs(base_url=BASE)
    return {name: given[name] for name in wanted if given.get(name) is not None}
