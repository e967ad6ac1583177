"""Programs at a real service: uploads cut or endless, small files beside a large one, and the memory that takes."""

import json
import re
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from kept import PATIENCE_S, begun, collection, ocn, serving, status, until

LARGE_ROWS = 600_000
CANCELLED_ROWS = 60_000
MEMORY_LIMIT_KB = 300_000


class Service:
    """A service with two members, and what their programs ask of it."""

    def __init__(self, address: str, process: int, data: Path, tokens: dict[str, str]) -> None:
        self.address, self.process, self.data, self.tokens = address, process, data, tokens

    def ask(self, member: str, method: str, path: str, **given: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.tokens[member]}"} | given.pop("headers", {})
        url = f"{self.address}/api/v1{path}"
        return httpx.request(method, url, headers=headers, timeout=PATIENCE_S, **given)

    def draft(self, member: str) -> str:
        return self.ask(member, "POST", f"/collections/{member}/list/drafts").json()["id"]

    def checked(self, member: str, content: bytes) -> str:
        """Hand in a list and order that it is checked; give the job."""
        draft = self.draft(member)
        answer = self.ask(member, "PUT", f"/drafts/{draft}/files/list.csv", content=content)
        assert answer.status_code == 200, answer.text
        return self.ask(member, "POST", f"/drafts/{draft}/check").json()["id"]

    def job(self, member: str, job: str) -> dict[str, Any]:
        return self.ask(member, "GET", f"/jobs/{job}").json()

    def send_raw(self, head: list[str], body: bytes, *, cut: bool) -> bytes:
        """Send a request byte by byte as told, then cut it or wait, and give what comes back first."""
        host, port = self.address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=PATIENCE_S) as connection:
            connection.sendall("\r\n".join([*head, f"Host: {host}", "", ""]).encode() + body)
            if cut:
                connection.shutdown(socket.SHUT_WR)
            return connection.recv(65_536)

    def peak_kb(self) -> int:
        """Give the most memory that the process of the interface has held."""
        told = Path(f"/proc/{self.process}/status").read_text(encoding="ascii")
        found = re.search(r"VmHWM:\s+(\d+) kB", told)
        assert found
        return int(found[1])


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("served")
    data, tokens = folder / "data", {}
    for member in ("a", "b"):
        done = ocn("member", "add", member, "--name", member, "--json", "--data", data)
        tokens[member] = json.loads(done.stdout)["token"]
        (folder / member).mkdir()
        collection(data, f"{member}/list", folder / member)
    with serving(data) as (address, process):
        yield Service(address, process, data, tokens)


def left(service: Service) -> set[Path]:
    folders = (service.data / "uploads", service.data / "work")
    return {path for folder in folders for path in folder.rglob("*") if path.is_file()}


def left_at_work(service: Service) -> set[Path]:
    return {path for path in (service.data / "work").rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("framing", "body"),
    [
        ("Content-Length: 1000000", b"No,Title\n1,One\n"),
        ("Content-Length: 1000000", b""),
        ("Transfer-Encoding: chunked", b"f\r\nNo,Title\n1,One\n\r\n"),
        ("Transfer-Encoding: chunked", b"ffff\r\nNo,Title\n"),
    ],
)
def test_an_upload_that_is_cut_leaves_nothing(service: Service, framing: str, body: bytes):
    draft, before = service.draft("a"), left(service)
    head = [
        f"PUT /api/v1/drafts/{draft}/files/list.csv HTTP/1.1",
        f"Authorization: Bearer {service.tokens['a']}",
    ]
    service.send_raw([*head, framing], body, cut=True)
    until(lambda: left(service) == before)
    assert service.ask("a", "GET", f"/drafts/{draft}").json()["files"] == []


def test_two_gigabytes_are_refused_before_they_are_sent(service: Service):
    head = [
        f"PUT /api/v1/drafts/{service.draft('a')}/files/list.csv HTTP/1.1",
        f"Authorization: Bearer {service.tokens['a']}",
        "Content-Length: 2147483648",
    ]
    answer = service.send_raw(head, b"No,Title\n", cut=False)
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b'"code": "body-too-large"' in answer


def test_a_publish_that_is_cancelled_in_the_middle_changes_nothing_and_can_be_ordered_again(service: Service):
    rows = b"No,Title\n" + b"".join(b"%d,Title %d\n" % (n, n) for n in range(CANCELLED_ROWS))
    checked = service.checked("b", rows)
    until(lambda: service.job("b", checked)["ended"] is not None)
    draft = service.job("b", checked)["draft"]
    job = service.ask("b", "POST", f"/drafts/{draft}/publish").json()["id"]
    until(lambda: service.job("b", job)["step"] is not None)
    answer = service.ask("b", "POST", f"/jobs/{job}/cancel")
    assert answer.status_code == 200, answer.text
    until(lambda: service.job("b", job)["ended"] is not None)
    assert service.job("b", job)["state"] == "cancelled"
    assert service.ask("b", "GET", f"/drafts/{draft}").json()["state"] == "ready"
    assert service.ask("b", "GET", "/collections/b/list").json()["version"] is None
    again = service.ask("b", "POST", f"/drafts/{draft}/publish").json()["id"]
    assert again != job
    until(lambda: service.job("b", again)["ended"] is not None)
    assert service.job("b", again)["outcome"]["versions"][0]["records"] == CANCELLED_ROWS
    assert service.ask("b", "GET", "/collections/b/list").json()["version"] == 1
    until(lambda: left_at_work(service) == set())


@pytest.mark.parametrize("processes", [1, 2])
def test_a_service_that_is_asked_to_end_ends_after_its_processes(tmp_path: Path, processes: int):
    data = tmp_path / "data"
    ocn("member", "add", "a", "--name", "a", "--data", data)
    process = begun("serve", "--data", data, "--port", 0, "--processes", processes)
    assert process.stderr
    found = re.search(r"http://localhost:(\d+)", process.stderr.readline())
    assert found
    until(lambda: status(f"http://127.0.0.1:{found[1]}/readyz") == 200)
    started = [
        Path(f"/proc/{child}")
        for task in Path(f"/proc/{process.pid}/task").iterdir()
        for child in (task / "children").read_text(encoding="ascii").split()
        # Python's own tracker of what processes share ends by itself a moment later.
        if b"resource_tracker" not in Path(f"/proc/{child}/cmdline").read_bytes()
    ]
    assert started
    process.terminate()
    _, told = process.communicate(timeout=30)
    assert (process.returncode, told) == (0, "")
    assert [child for child in started if child.exists()] == []


def test_a_list_of_two_rows_does_not_wait_for_a_large_one_and_memory_stays_small(service: Service):
    large = b"No,Title\n" + b"".join(b"%d,Title of the object %d\n" % (n, n) for n in range(LARGE_ROWS))
    first = service.checked("a", large)
    until(lambda: service.job("a", first)["state"] == "running")
    with ThreadPoolExecutor(1) as listener:
        listening = listener.submit(events, service, first)
        small = service.checked("b", b"No,Title\n1,One\n2,Two\n")
        until(lambda: service.job("b", small)["ended"] is not None)
        assert service.job("b", small)["state"] == "done"
        assert service.job("a", first)["state"] == "running"
        told = listening.result()
    assert told[-1][0] == "end"
    steps = [document for kind, document in told if kind == "progress"]
    assert steps
    assert all(document["state"] == "running" for document in steps)
    # Mapping may be over between two looks, so that not every step has been told.
    assert any(document["step"] for document in steps)
    assert service.job("a", first)["outcome"]["records"] == LARGE_ROWS
    assert service.peak_kb() < MEMORY_LIMIT_KB


def events(service: Service, job: str) -> list[tuple[str, dict[str, Any]]]:
    """Listen to a job until its end."""
    found = []
    url = f"{service.address}/api/v1/jobs/{job}/events"
    headers = {"Authorization": f"Bearer {service.tokens['a']}"}
    with httpx.stream("GET", url, headers=headers, timeout=PATIENCE_S) as answer:
        kind = ""
        for line in answer.iter_lines():
            if line.startswith("event: "):
                kind = line.removeprefix("event: ")
            elif line.startswith("data: "):
                found.append((kind, json.loads(line.removeprefix("data: "))))
    return found
