"""A data folder that can only be read for a while: reading goes on, changes are refused, and no job is lost."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from kept import Program, entered, listing, ocn, program, serving, status, titles, until, workers

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
    data = entered(folder, NAME).root
    assert ocn("ingest", NAME, listing(folder, "first"), "--data", data).returncode == 0
    with serving(data) as (address, _):
        yield program(address, data, NAME), data


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
    asking, data = service
    shown = titles(asking.address)
    draft = asking.draft(b"No,Title\n1,Second\n")
    with read_only(data):
        assert titles(asking.address) == shown
        for path in ("/", "/id/m/object/1", "/collections/m/list", "/search?q=first", "/readyz"):
            assert httpx.get(asking.address + path, follow_redirects=True).status_code == 200, path
        assert asking.ask("GET", f"/drafts/{draft}").json()["state"] == "received"
        for change, (method, path, content) in CHANGES.items():
            answer = asking.ask(method, path.format(draft=draft), content=content)
            assert (answer.status_code, answer.json()["code"]) == (503, "disk-read-only"), change
            assert SAID in answer.json()["detail"], change
            assert answer.headers["Retry-After"], change
        for verb in (["ingest", NAME, listing(tmp_path, "third")], ["rebuild"]):
            done = ocn(*verb, "--data", data)
            assert (done.returncode, SAID in done.stderr) == (3, True), done.stderr
        assert ocn("backup", tmp_path / "backup", "--data", data).returncode == 0
    assert asking.done(f"/drafts/{draft}/check")["outcome"]["records"] == 1
    assert ocn("ingest", NAME, listing(tmp_path, "third"), "--data", data).returncode == 0
    until(lambda: titles(asking.address) == {f"third {n}" for n in range(3)})
    assert [f.sentence() for f in diagnosis(DataFolder(data)).findings if f.code != "uploads-unused"] == []


def test_a_job_that_is_at_work_meanwhile_is_done_afterwards(service: tuple[Program, Path]):
    asking, data = service
    rows = b"".join(b"%d,Title %d\n" % (n, n) for n in range(ROWS))
    draft = asking.draft(b"No,Title\n" + rows)
    job = asking.ask("POST", f"/drafts/{draft}/check").json()["id"]
    until(lambda: asking.job(job)["state"] != "waiting")
    with read_only(data):
        # Its process has met the disk by then, and the worker has tried to put it back.
        until(lambda: len(workers(data)) == 1)
        assert asking.job(job)["state"] == "running"
        assert status(f"{asking.address}/readyz") == 200
    until(lambda: asking.job(job)["ended"] is not None)
    assert (asking.job(job)["state"], asking.job(job)["outcome"]["records"]) == ("done", ROWS)
