"""A data folder that can only be read for a while: reading goes on, changes are refused, and no job is lost."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from kept import Program, collection, listing, ocn, serving, status, titles, until, workers

from opencollections.publishing.doctor.diagnosis import diagnosis
from opencollections.store.folders import DataFolder

NAME = "m/list"
ROWS = 30_000
SAID = "can only be read just now, so nothing was changed"


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Let nothing below a folder be opened for writing; skip with one line where nothing may be mounted."""
    mounts = (["--bind", str(folder), str(folder)], ["-o", "remount,bind,ro", str(folder)])
    if os.geteuid() != 0 or any(
        subprocess.run(["mount", *mount], capture_output=True, check=False).returncode for mount in mounts
    ):
        pytest.skip("a folder cannot be mounted read-only here (that needs root)")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Program, Path]]:
    folder = tmp_path_factory.mktemp("served")
    data = folder / "data"
    done = ocn("member", "add", "m", "--name", "m", "--json", "--data", data)
    collection(data, NAME, folder)
    assert ocn("ingest", NAME, listing(folder, "first"), "--data", data).returncode == 0
    with serving(data) as (address, _):
        yield Program(address, json.loads(done.stdout)["token"], NAME), data


CHANGES = {
    "a draft is begun": ("POST", "/collections/m/list/drafts", None),
    "a file is handed in": ("PUT", "/drafts/{draft}/files/other.csv", b"No,Title\n1,Other\n"),
    "a draft is checked": ("POST", "/drafts/{draft}/check", None),
    "a draft is discarded": ("DELETE", "/drafts/{draft}", None),
    "a version is undone": ("POST", "/collections/m/list/undo", None),
}


def test_reading_goes_on_changes_are_refused_and_all_is_well_afterwards(
    service: tuple[Program, Path], tmp_path: Path
):
    program, data = service
    shown = titles(program.address)
    draft = program.draft(b"No,Title\n1,Second\n")
    with read_only(data):
        assert titles(program.address) == shown
        for path in ("/", "/id/m/object/1", "/collections/m/list", "/search?q=first", "/readyz"):
            assert httpx.get(program.address + path, follow_redirects=True).status_code == 200, path
        assert program.ask("GET", f"/drafts/{draft}").json()["state"] == "received"
        for change, (method, path, content) in CHANGES.items():
            answer = program.ask(method, path.format(draft=draft), content=content)
            assert (answer.status_code, answer.json()["code"]) == (503, "disk-read-only"), change
            assert SAID in answer.json()["detail"], change
            assert answer.headers["Retry-After"], change
        for verb in (["ingest", NAME, listing(tmp_path, "third")], ["undo", NAME], ["rebuild"]):
            done = ocn(*verb, "--data", data)
            assert (done.returncode, SAID in done.stderr) == (3, True), done.stderr
        assert ocn("backup", tmp_path / "backup", "--data", data).returncode == 0
    assert program.done(f"/drafts/{draft}/check")["outcome"]["records"] == 1
    assert ocn("ingest", NAME, listing(tmp_path, "third"), "--data", data).returncode == 0
    until(lambda: titles(program.address) == {f"third {n}" for n in range(3)})
    assert [f.sentence() for f in diagnosis(DataFolder(data)).findings if f.code != "uploads-unused"] == []


def test_a_job_that_is_at_work_meanwhile_is_done_afterwards(service: tuple[Program, Path]):
    program, data = service
    rows = b"".join(b"%d,Title %d\n" % (n, n) for n in range(ROWS))
    draft = program.draft(b"No,Title\n" + rows)
    job = program.ask("POST", f"/drafts/{draft}/check").json()["id"]
    until(lambda: program.job(job)["state"] != "waiting")
    with read_only(data):
        # Its process has met the disk by then, and the worker has tried to put it back.
        until(lambda: len(workers(data)) == 1)
        assert program.job(job)["state"] == "running"
        assert status(f"{program.address}/readyz") == 200
    until(lambda: program.job(job)["ended"] is not None)
    assert (program.job(job)["state"], program.job(job)["outcome"]["records"]) == ("done", ROWS)
