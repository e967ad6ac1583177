"""A collection to be published by real processes, and a service beside them."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from opencollections.members.scopes import Scope
from opencollections.members.tokens import add_token
from opencollections.store import registry
from opencollections.store.folders import DataFolder
from opencollections.store.registry import Collection, Member

OCN = str(Path(sys.executable).with_name("ocn"))
CC0 = "http://creativecommons.org/publicdomain/zero/1.0/"
NOW = "2026-01-01T00:00:00Z"
MAPPING = """
prefixes: {dc: "http://purl.org/dc/elements/1.1/"}
mappings:
  object: {sources: [[list.csv~csv]], s: object/$(No), po: [[dc:title, $(Title)]]}
"""
PATIENCE_S = 60


def ocn(*arguments: object, under: Sequence[str] = ()) -> subprocess.CompletedProcess[str]:
    """Run a verb to its end, ``under`` a command that starts others if one is given."""
    command = [*under, OCN, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def begun(*arguments: object, under: Sequence[str] = ()) -> subprocess.Popen[str]:
    """Start a verb and go on."""
    command = [*under, OCN, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def collection(data: Path, name: str, folder: Path) -> None:
    """Enter a collection and its member; the mapping lies in ``folder``."""
    mapping = folder / "mapping.yml"
    mapping.write_text(MAPPING, encoding="utf-8")
    member = name.partition("/")[0]
    ocn("member", "add", member, "--name", member, "--data", data)
    flags = ["--title", name, "--licence", CC0, "--mapping", mapping, "--data", data]
    done = ocn("collection", "add", name, *flags)
    assert done.returncode == 0, done.stderr


def entered(folder: Path, name: str) -> DataFolder:
    """Enter a collection and its member without a command, into ``data`` beside the mapping."""
    data, mapping = DataFolder(folder / "data"), folder / "mapping.yml"
    mapping.write_text(MAPPING, encoding="utf-8")
    with data.control() as control:
        registry.add_member(control, Member("m", "M", "en", None, NOW), "x")
        registry.add_collection(control, Collection(name, "m", "L", "en", CC0, None, str(mapping), NOW))
    return data


def listing(folder: Path, title: str, rows: int = 3) -> Path:
    """Write a list; each title is its own, so that every list makes another version."""
    path = folder / f"{title}.csv"
    lines = "".join(f"{n},{title} {n}\n" for n in range(rows))
    path.write_text(f"No,Title\n{lines}", encoding="utf-8")
    return path


def versions(data: Path, name: str) -> list[int]:
    done = ocn("versions", name, "--json", "--data", data)
    assert done.returncode == 0, done.stderr
    return [version["version"] for version in json.loads(done.stdout)]


@contextmanager
def serving(data: Path, *flags: str, under: Sequence[str] = ()) -> Iterator[tuple[str, int]]:
    """Start ``ocn serve`` on a free port, and give its address and the number of its process once it is ready."""
    process = begun("serve", "--data", data, "--port", 0, *flags, under=under)
    try:
        assert process.stderr
        found = re.search(r"http://localhost:(\d+)", process.stderr.readline())
        assert found
        address = f"http://127.0.0.1:{found[1]}"
        until(lambda: status(f"{address}/readyz") == 200)
        yield address, process.pid
    finally:
        process.terminate()
        process.communicate(timeout=30)


@dataclass(frozen=True)
class Program:
    """A program of a member, which asks a service by its token and hands in lists for a collection."""

    address: str
    token: str
    collection: str

    def ask(self, method: str, path: str, **given: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token}"}
        return httpx.request(method, f"{self.address}/api/v1{path}", headers=headers, timeout=60, **given)

    def draft(self, content: bytes) -> str:
        """Hand in a list; give the draft."""
        draft = self.ask("POST", f"/collections/{self.collection}/drafts").json()["id"]
        answer = self.ask("PUT", f"/drafts/{draft}/files/list.csv", content=content)
        assert answer.status_code == 200, answer.text
        return draft

    def job(self, job: str) -> dict[str, Any]:
        return self.ask("GET", f"/jobs/{job}").json()

    def done(self, path: str) -> dict[str, Any]:
        """Order a job and wait until it is done."""
        job = self.ask("POST", path).json()["id"]
        until(lambda: self.job(job)["ended"] is not None)
        assert self.job(job)["state"] == "done", self.job(job)
        return self.job(job)


def program(address: str, data: Path, name: str) -> Program:
    """Give a program of the member that a collection belongs to, with a token of its own."""
    with DataFolder(data).control() as control:
        _, token = add_token(control, name.partition("/")[0], "program", Scope.PUBLISH, "operator")
    return Program(address, token, name)


def status(url: str) -> int | None:
    """Ask on a connection of its own, so that any of several processes may answer."""
    try:
        return httpx.get(url, timeout=30).status_code
    except httpx.TransportError:
        return None


def titles(address: str) -> set[str]:
    """Ask by SPARQL for what is titled."""
    query = "SELECT ?t { ?s <http://purl.org/dc/elements/1.1/title> ?t }"
    answer = httpx.get(
        f"{address}/sparql", params={"query": query}, headers={"Accept": "text/csv"}, timeout=30
    )
    assert answer.status_code == 200, answer.text
    return set(answer.text.split("\r\n")[1:]) - {""}


def until(true) -> None:
    """Wait until something is so; who waits for ever is told."""
    end = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end, "it did not become so within a minute"
        time.sleep(0.05)


def workers(data: Path) -> list[str]:
    """Give the processes that work on a data folder, by their environment: the ingest worker and its jobs."""
    found = []
    for environment in Path("/proc").glob("[0-9]*/environ"):
        try:
            told = environment.read_bytes()
            command = environment.with_name("cmdline").read_bytes()
        except OSError:
            continue
        if f"OCN_DATA={data}".encode() in told and b"ingest_worker" in command:
            found.append(environment.parent.name)
    return found
