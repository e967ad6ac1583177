"""Several at once: publishing goes in turn, readers of all processes follow, and no second service is let in."""

import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from kept import begun, collection, listing, ocn, serving, status, titles, until, versions

from opencollections.publishing.doctor.diagnosis import diagnosis
from opencollections.store.folders import DataFolder

NAMES = ("a/list", "b/list", "c/list")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for name in NAMES:
        collection(tmp_path / "data", name, tmp_path)
    return tmp_path / "data"


def test_who_waits_says_what_for_and_goes_on_when_it_is_done(data: Path, tmp_path: Path):
    with DataFolder(data).publishing("another/collection"):
        waiting = begun("ingest", "a/list", listing(tmp_path, "A"), "--data", data)
        assert waiting.stderr
        assert waiting.stderr.readline() == f"Waiting for process {os.getpid()}: another/collection\n"
        assert versions(data, "a/list") == []
    assert waiting.communicate(timeout=60)[0].startswith("a/list: published version 1")


def test_three_collections_ingested_at_once_are_all_published_whole(data: Path, tmp_path: Path):
    runs = [begun("ingest", name, listing(tmp_path, name[0]), "--data", data) for name in NAMES]
    assert [(run.communicate(timeout=120), run.returncode)[1] for run in runs] == [0, 0, 0]
    assert [versions(data, name) for name in NAMES] == [[1], [1], [1]]
    found = diagnosis(DataFolder(data))
    assert (found.healthy, found.generation, found.quads) == (True, 3, 9)


def test_a_second_service_is_refused_with_a_sentence(data: Path):
    with serving(data) as (address, _):
        second = ocn("serve", "--data", data, "--port", 0)
        assert second.returncode == 3
        assert "is in use by another ocn serve (process" in second.stderr
        assert status(f"{address}/healthz") == 200


def test_two_processes_follow_every_publish_and_hold_no_more_than_they_read(data: Path, tmp_path: Path):
    assert ocn("ingest", "a/list", listing(tmp_path, "first"), "--data", data).returncode == 0
    with serving(data, "--processes", "2") as (address, _):
        assert titles(address) == {"first 0", "first 1", "first 2"}
        for title in ("second", "third", "fourth"):
            assert ocn("ingest", "a/list", listing(tmp_path, title), "--data", data).returncode == 0
            # Each question has a connection of its own, and either process may take it.
            until(lambda: all(titles(address) == {f"{title} {n}" for n in range(3)} for _ in range(12)))  # noqa: B023
        assert ocn("rebuild", "--data", data).returncode == 0
        assert {httpx.get(f"{address}/readyz").json()["generation"] for _ in range(12)} == {5}
        assert titles(address) == {"fourth 0", "fourth 1", "fourth 2"}
        assert httpx.get(f"{address}/id/a/object/none").status_code == 404
        # Whichever process answers tells what all of them counted.
        counted = 'ocn_http_request_seconds_count{room="id",status="404"} 1.0'
        assert all(counted in httpx.get(f"{address}/metrics").text for _ in range(12))
        # What readers have left goes by itself.
        until(lambda: generations(data) == ["00000005"])


READER = """
import sys
from pathlib import Path
from opencollections.store.snapshots import opened
store, hold = opened(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.readline()
print(len(store))
"""


def test_a_generation_that_a_process_reads_stays_until_it_has_read(data: Path, tmp_path: Path):
    assert ocn("ingest", "a/list", listing(tmp_path, "first"), "--data", data).returncode == 0
    folder = data / "generations" / "00000001"
    command = [sys.executable, "-c", READER, str(folder)]
    with (
        serving(data) as (address, _),
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader,
    ):
        assert reader.stdout
        assert reader.stdout.readline() == "open\n"
        for title in ("second", "third"):
            assert ocn("ingest", "a/list", listing(tmp_path, title), "--data", data).returncode == 0
            until(lambda: titles(address) == {f"{title} {n}" for n in range(3)})  # noqa: B023
        until(lambda: generations(data) == ["00000001", "00000003"])
        assert reader.communicate("read\n", timeout=60)[0] == "3\n"
        until(lambda: generations(data) == ["00000003"])


def generations(data: Path) -> list[str]:
    return sorted(path.name for path in (data / "generations").iterdir())
