"""Many slow hand-ins looked through at once: some wait, the rest are asked to come again, and pages go on."""

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from programs import Program
from speaking import Client
from visitors import token_of

from opencollections.publishing import inspecting, reading_places
from opencollections.publishing.reading_places import AT_ONCE, WAITING
from opencollections.store.folders import DataFolder

CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
ASKED = 60


@pytest.fixture(scope="module")
def curator(served: Client, data: DataFolder) -> Program:
    program = Program(served, token_of(data, "hafa"))
    program.post("/collections", {"name": "hafa/slow", "title": "Lassú", "licence": CC0}, status=201)
    return program


class Slow:
    """A reader that goes on until it is let go, and counts how many read at the same time."""

    def __init__(self) -> None:
        self.reading = 0
        self.most = 0
        self.turn = threading.Lock()
        self.full = threading.Event()
        self.go = threading.Event()

    def __call__(self, *_: Any) -> tuple[()]:
        with self.turn:
            self.reading += 1
            self.most = max(self.most, self.reading)
            if self.reading == AT_ONCE:
                self.full.set()
        assert self.go.wait(60)
        with self.turn:
            self.reading -= 1
        return ()


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    reader = Slow()
    monkeypatch.setattr(inspecting, "inspected", reader)
    monkeypatch.setattr(reading_places, "PATIENCE_S", 60)
    inspecting._tables.cache_clear()
    yield reader
    reader.go.set()
    inspecting._tables.cache_clear()


def test_pages_are_answered_while_many_slow_files_are_looked_through(
    served: Client, curator: Program, slow: Slow
) -> None:
    draft = curator.post("/collections/hafa/slow/drafts", status=201)["id"]
    curator.put_file(draft, "slow.csv", b"No,Title\n1,a\n")
    with ThreadPoolExecutor(ASKED) as clients:
        refused: list[Future[httpx.Response]] = []
        all_refused = threading.Event()

        def note(answered: Future[httpx.Response]) -> None:
            refused.append(answered)
            if len(refused) == ASKED - AT_ONCE - WAITING:
                all_refused.set()

        asked = [clients.submit(curator.send, "GET", f"/drafts/{draft}/inspection") for _ in range(ASKED)]
        for one in asked:
            one.add_done_callback(note)
        try:
            assert slow.full.wait(60)
            assert all_refused.wait(60)
            for path in ("/", "/search?q=portrait", "/collections/hafa/prints"):
                assert served.get(path, accept="text/html").status_code == 200
        finally:
            slow.go.set()
        answers = [one.result() for one in asked]
    assert slow.most == AT_ONCE
    assert sorted(answer.status_code for answer in answers) == [
        *[200] * (AT_ONCE + WAITING),
        *[503] * (ASKED - AT_ONCE - WAITING),
    ]
    said = [answer for answer in answers if answer.status_code == 503]
    assert {answer.headers["content-type"] for answer in said} == {"application/problem+json"}
    assert all(int(answer.headers["retry-after"]) > 0 for answer in said)
    assert {answer.json()["code"] for answer in said} == {"reading-places-taken"}


def test_who_waits_too_long_for_a_place_is_asked_to_come_again(
    curator: Program, slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_places, "PATIENCE_S", 0.01)
    draft = curator.post("/collections/hafa/slow/drafts", status=201)["id"]
    curator.put_file(draft, "slower.csv", b"No,Title\n1,b\n")
    path = f"/drafts/{draft}/inspection"
    with ThreadPoolExecutor(AT_ONCE) as clients:
        asked = [clients.submit(curator.send, "GET", path) for _ in range(AT_ONCE)]
        try:
            assert slow.full.wait(60)
            assert curator.refused("GET", path) == (503, "reading-places-taken")
        finally:
            slow.go.set()
        assert {one.result().status_code for one in asked} == {200}
