"""Small SPARQL endpoints of this machine, well-behaved or not, that tell how often they were asked."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs

from pyoxigraph import QueryResultsFormat, RdfFormat, Store, parse

JSON = "application/sparql-results+json"
EMPTY = json.dumps({"head": {"vars": []}, "results": {"bindings": []}}).encode()


class Endpoint:
    """One endpoint: its address, the requests it got (path, headers, query), and what it answers to each."""

    def __init__(self, answer: Callable[["Handler", str], None]) -> None:
        self.asked: list[tuple[str, dict[str, str], str]] = []
        self.answer = answer
        self.address = ""


class Handler(BaseHTTPRequestHandler):
    """Takes a request down and hands it to the endpoint's answer."""

    endpoint: Endpoint

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        direct = self.headers.get("Content-Type") == "application/sparql-query"
        query = body if direct else parse_qs(body).get("query", [""])[0]
        self.endpoint.asked.append((self.path, dict(self.headers), query))
        self.endpoint.answer(self, query)

    do_GET = do_POST  # noqa: N815 - the name that http.server calls

    def send(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@contextmanager
def endpoint(
    answer: Callable[[Handler, str], None], host: str = "127.0.0.1", port: int = 0
) -> Iterator[Endpoint]:
    """Run an endpoint while the block runs."""
    made = Endpoint(answer)
    handler = type("HandlerOfOne", (Handler,), {"endpoint": made})
    server = ThreadingHTTPServer((host, port), handler)
    made.address = f"http://{host}:{server.server_port}/sparql"
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def answering(*files: Path) -> Callable[[Handler, str], None]:
    """Give the answer of an endpoint that evaluates queries on the data of some Turtle files."""
    store = Store()
    for file in files:
        store.extend(parse(path=str(file), format=RdfFormat.TURTLE))

    def answer(handler: Handler, query: str) -> None:
        result = store.query(query).serialize(format=QueryResultsFormat.JSON)
        handler.send(200, result, Content_Type=JSON)

    return answer


def empty(handler: Handler, _: str) -> None:
    """Answer with no rows."""
    handler.send(200, EMPTY, Content_Type=JSON)
