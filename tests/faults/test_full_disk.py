"""A disk that is really full, at every step: it is said, the old state is served, and with room all goes on."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from filling import STEPS, fill
from kept import collection, listing, ocn, program, serving, status, titles, until

from opencollections.errors import DiskFull
from opencollections.members import audit
from opencollections.members.audit import audited
from opencollections.publishing.compaction import compact
from opencollections.publishing.doctor.diagnosis import diagnosis
from opencollections.publishing.preparation import prepare
from opencollections.store.folders import DataFolder

NAME = "m/list"
SIZE_MB = 72
ROWS = 30_000


@pytest.fixture(scope="module")
def small_disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A small file system in memory, or a skip with one line where none may be mounted."""
    folder = tmp_path_factory.mktemp("small") / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("a file system in memory cannot be mounted here (that needs root)")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@contextmanager
def full(data: Path) -> Iterator[None]:
    """Fill the disk of a data folder to the last byte, for as long as the block runs."""
    ballast = data.parent / "ballast"
    # A generation that readers have left goes by itself, which would make room.
    until(lambda: len(list((data / "generations").iterdir())) == 1)
    fill(ballast)
    try:
        yield
    finally:
        ballast.unlink()


@pytest.fixture(scope="module")
def served(small_disk: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A data folder on the small disk with a published collection, and the address it is served at."""
    data, place = small_disk / "data", tmp_path_factory.mktemp("place")
    collection(data, NAME, place)
    assert ocn("ingest", NAME, listing(place, "first"), "--data", data).returncode == 0
    with serving(data) as (address, _):
        yield data, address


def state(data: Path) -> int:
    """Give the number of the newest version, after the doctor has found everything whole."""
    found = diagnosis(DataFolder(data))
    told = [
        finding.sentence()
        for finding in found.findings
        if finding.code not in {"little-room", "uploads-unused"}
    ]
    assert told == []
    return found.versions


@pytest.mark.parametrize("step", STEPS)
def test_a_full_disk_is_told_changes_nothing_and_is_got_over_without_a_restart(
    served: tuple[Path, str], tmp_path: Path, step: str
):
    data, address = served
    before, shown = state(data), titles(address)
    script = Path(__file__).with_name("filling.py")
    command = [sys.executable, str(script), str(data), NAME, str(listing(tmp_path, step)), step]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        assert process.stdout.readline().startswith("disk-full: The disk is full while writing")
        assert status(f"{address}/readyz") == 200
        assert titles(address) == shown
        assert ocn("ingest", NAME, listing(tmp_path, "other"), "--data", data).returncode == 3
        process.stdin.write("there is room again\n")
        process.stdin.flush()
        assert process.stdout.readline() == f"published {before + 1}\n"
    assert process.returncode == 0
    until(lambda: titles(address) == {f"{step} {n}" for n in range(3)})
    assert state(data) == before + 1


def test_too_little_room_for_a_large_list_is_told_by_the_command_line(
    served: tuple[Path, str], tmp_path: Path
):
    data, address = served
    before, shown = state(data), titles(address)
    large = listing(tmp_path, "large", ROWS)
    free = os.statvfs(data).f_bavail * os.statvfs(data).f_frsize
    ballast = data.parent / "ballast"
    ballast.write_bytes(bytes(free - 3_000_000))
    done = ocn("ingest", NAME, large, "--data", data)
    assert done.returncode == 3, done.stderr
    assert "disk is full" in done.stderr
    assert "Traceback" not in done.stderr
    assert titles(address) == shown
    ballast.unlink()
    assert state(data) == before
    assert ocn("ingest", NAME, large, "--data", data).returncode == 0
    until(lambda: len(titles(address)) == ROWS)


def test_a_backup_without_room_is_told_and_leaves_nothing(served: tuple[Path, str]):
    data, address = served
    target = data.parent / "backup"
    with full(data):
        done = ocn("backup", target, "--data", data)
        assert (done.returncode, "disk is full" in done.stderr) == (3, True), done.stderr
        assert not target.exists()
        assert status(f"{address}/readyz") == 200
    assert ocn("backup", target, "--data", data).returncode == 0


@pytest.mark.parametrize("work", [compact, prepare], ids=["compact", "prepare"])
def test_a_store_is_made_anew_when_there_is_room_again(served: tuple[Path, str], work):
    data, address = served
    before, shown = state(data), titles(address)
    with full(data), pytest.raises(DiskFull):
        work(DataFolder(data))
    assert titles(address) == shown
    work(DataFolder(data))
    until(lambda: titles(address) == shown)
    assert state(data) == before


def test_an_export_without_room_is_told_and_leaves_nothing(served: tuple[Path, str]):
    data, address = served
    exported = data.parent / "list.ttl"
    with full(data):
        done = ocn("export", NAME, "--format", "ttl", "-o", exported, "--data", data)
        assert (done.returncode, "disk is full" in done.stderr) == (3, True), done.stderr
        assert list(data.parent.glob("list.ttl*")) == []
        answer = httpx.get(f"{address}/exports/{NAME}.schema.org.jsonld")
        assert (answer.status_code, answer.json()["code"]) == (507, "disk-full")
    assert ocn("export", NAME, "--format", "ttl", "-o", exported, "--data", data).returncode == 0


def test_programs_are_told_that_the_disk_is_full_and_go_on_when_it_is_not(served: tuple[Path, str]):
    data, address = served
    asking = program(address, data, NAME)
    rows = b"No,Title\n" + b"".join(b"%d,Title %d\n" % (n, n) for n in range(3_000))
    draft = asking.draft(b"No,Title\n1,One\n")
    with full(data):
        answer = asking.ask("PUT", f"/drafts/{draft}/files/list.csv", content=rows)
        assert (answer.status_code, answer.json()["code"]) == (507, "disk-full")
        # The database may have room of its own for a few rows.
        answer = asking.ask("POST", f"/collections/{NAME}/drafts")
        assert answer.status_code == 201 or answer.json()["code"] == "disk-full"
    assert asking.ask("GET", f"/drafts/{draft}").json()["files"][0]["bytes"] == len(b"No,Title\n1,One\n")
    assert asking.done(f"/drafts/{draft}/check")["outcome"]["records"] == 1


def test_what_cannot_be_entered_into_the_log_is_told(served: tuple[Path, str]):
    folder = DataFolder(served[0])
    with full(served[0]), pytest.raises(DiskFull):
        entered(folder, *(f"{number} {'x' * 1_900}" for number in range(ROWS)))
    entered(folder, "with room")
    with folder.control() as control:
        last = audit.entries(control, count=1)
    assert [(entry.about, entry.outcome) for entry in last] == [("with room", audit.DONE)]


def entered(folder: DataFolder, *tried: str) -> None:
    """Enter into the log what was tried, one after the other."""
    for about in tried:
        with audited(folder, None, "try", about, "m"):
            pass
