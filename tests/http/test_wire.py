"""The same over a real socket, where the server and not the test decides what a path is."""

import asyncio
import http.client
import json
import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from time import monotonic
from typing import Any

import pytest
import uvicorn
from network import PORTRAIT, STREET
from speaking import settings_of
from visitors import token_of

from opencollections.store.folders import DataFolder
from opencollections.web.app import create_app, from_environment
from opencollections.web.connections import HEAD_LIMIT_BYTES, Connection


@pytest.fixture(scope="module")
def port(data: DataFolder) -> Iterator[int]:
    listener = socket.create_server(("127.0.0.1", 0))
    app = create_app(settings_of(data.root))
    server = uvicorn.Server(uvicorn.Config(app, http=Connection, log_level="critical"))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([listener])))
    thread.start()
    while not server.started and thread.is_alive():
        threading.Event().wait(0.02)
    yield listener.getsockname()[1]
    server.should_exit = True
    thread.join()


def spoken(port: int, request: bytes) -> tuple[int, str, bytes]:
    """Send bytes, and give status, head and body of what comes back."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(request)
        response = http.client.HTTPResponse(connection, method=request.split(b" ", 1)[0].decode())
        response.begin()
        return response.status, str(response.headers), response.read()


@pytest.mark.parametrize(
    ("path", "iri"),
    [
        (b"/data/npg/object/S%2FNPG.77.190.nt", PORTRAIT),
        (b"/data/network/place/K%C3%A1roly-k%C3%B6r%C3%BAt.nt", STREET),
    ],
)
def test_paths_arrive_as_they_were_sent(port: int, path: bytes, iri: str) -> None:
    status, _, body = spoken(port, b"GET " + path + b" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    assert status == 200
    assert f"<{iri}>" in body.decode()


@pytest.mark.parametrize(
    "path", [b"/id/a%00", b"/id/a\x7f", b"/id/../../etc/passwd", b"/id/" + b"%2E" * 2_000]
)
def test_odd_paths_are_refused_and_the_service_lives_on(port: int, path: bytes) -> None:
    status, _, body = spoken(port, b"GET " + path + b" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    assert status in {400, 404, 414}
    assert b"Traceback" not in body
    assert spoken(port, b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")[0] == 200


@pytest.mark.parametrize(
    "request_",
    [
        b"NONSENSE\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost a\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        b"POST /api/v1/mappings/check HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
)
def test_what_is_no_http_is_told_as_a_problem(port: int, request_: bytes) -> None:
    status, head, body = spoken(port, request_)
    assert (status, json.loads(body)["status"]) == (400, 400)
    assert "Content-Type: application/problem+json" in head


def test_head_has_the_length_and_no_body(port: int) -> None:
    status, head, body = spoken(port, b"HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    assert (status, body) == (200, b"")
    assert int(head.lower().partition("content-length: ")[2].split()[0]) > 1_000


ENDLESS_HEADS = [
    b"GET /" + b"a" * 65_536,
    b"GET / HTTP/1.1\r\nX: " + b"a" * 65_536,
    b"GET / HTTP/1.1\r\n" + b"X: a\r\n" * 9_000,
]


@pytest.mark.parametrize("head", ENDLESS_HEADS, ids=["address", "one header", "many headers"])
def test_a_head_without_end_ends_the_connection(port: int, head: bytes) -> None:
    more, sent = head.split(b" HTTP/1.1\r\n")[-1], len(head)
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(head)
        with suppress(ConnectionError):
            while sent < 100 * HEAD_LIMIT_BYTES:
                connection.sendall(more)
                sent += len(more)
    assert sent < 100 * HEAD_LIMIT_BYTES


def test_a_long_query_in_the_address_is_not_a_head_without_end(port: int) -> None:
    query = b"ASK%20%7B%7D%23" + b"a" * 30_000
    request = b"GET /sparql?query=" + query + b" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    assert spoken(port, request)[0] == 200


def test_a_client_that_goes_while_it_sends_is_no_fault_of_the_service(
    port: int, data: DataFolder, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "opencollections")
    head = "POST /api/v1/mappings/check HTTP/1.1\r\nHost: a\r\nContent-Type: application/yaml\r\nContent-Length: 99"
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        token = token_of(data, "hafa")
        connection.sendall(f"{head}\r\nAuthorization: Bearer {token}\r\n\r\nmappings:".encode())
    deadline = monotonic() + 10
    while not caplog.records and monotonic() < deadline:
        threading.Event().wait(0.02)
    assert [record.getMessage().partition(" was ")[2] for record in caplog.records] == [
        "broken off by its client"
    ]
    assert caplog.records[0].exc_info is None


def test_several_processes_make_the_app_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setenv("OCN_DATA", str(tmp_path))
    monkeypatch.setenv("OCN_NETWORK_NAME", "Named by the environment")
    assert from_environment().title == "Named by the environment"
