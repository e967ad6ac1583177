"""What a query worker tells of itself with each answer."""

import json
import socket

import pytest
from pyoxigraph import Store

from opencollections.query import worker
from opencollections.query.frames import FrameKind, frame, received
from opencollections.query.worker import Assignment

ASSIGNMENT = Assignment(generation="", memory_bytes=10**9, result_bytes=10**6, rows=1, seconds=10.0)
ASKED = {
    "media_type": "application/sparql-results+json",
    "seconds": None,
    "base_iri": None,
    "union": True,
    "default_graphs": None,
    "named_graphs": None,
    "instead": None,
}


def told(text: str) -> tuple[FrameKind, dict[str, object]]:
    """Ask a worker in this process, and give the last thing that it says before it leaves."""
    ours, theirs = socket.socketpair()
    with ours, theirs, ours.makefile("rb") as incoming:
        ours.sendall(frame(FrameKind.QUERY, json.dumps(ASKED | {"text": text}).encode()))
        worker._answer_all(theirs, Store(), ASSIGNMENT)
        theirs.shutdown(socket.SHUT_WR)
        *_, (kind, payload) = iter(lambda: received(incoming), None)
    return kind, json.loads(payload)


@pytest.mark.parametrize(
    ("text", "kind", "error"),
    [
        ("ASK {}", FrameKind.END, None),
        ("SELECT", FrameKind.ERROR, "syntax"),
        ("SELECT * { VALUES ?a { 1 2 } }", FrameKind.ERROR, "rows"),
    ],
)
def test_a_worker_that_holds_much_leaves_and_says_so_also_with_an_error(
    monkeypatch: pytest.MonkeyPatch, text: str, kind: FrameKind, error: str | None
) -> None:
    monkeypatch.setattr(worker, "KEPT_BYTES", -1)
    # The limit would be one of the process that runs the tests.
    monkeypatch.setattr(worker, "allow_seconds", lambda _: None)
    said, facts = told(text)
    assert (said, facts.get("kind"), facts["leaving"]) == (kind, error, True)
