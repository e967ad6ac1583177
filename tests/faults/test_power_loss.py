"""Power loss: before a version is acknowledged, all that it stands on was flushed to the disk, the commit last.

The system calls of a real ``ocn ingest`` are watched by strace; nothing else shows what a power cut would leave.
"""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from kept import OCN, collection, listing, ocn

NAME = "m/list"
CALL = re.compile(r"(?:\d+ +)?(\w+)\((?:\d+<([^>]*)>|\"([^\"]*)\", \"([^\"]*)\")")


@dataclass(frozen=True)
class Call:
    """A system call on a file, or from one name to another, in the order of the calls."""

    name: str
    path: str
    new_path: str = ""

    @property
    def flushes(self) -> bool:
        return self.name in {"fsync", "fdatasync"}


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> list[Call]:
    """Give the calls of the second ingest of a collection, or skip with one line."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed (make system)")
    place = tmp_path_factory.mktemp("place")
    collection(place / "data", NAME, place)
    assert ocn("ingest", NAME, listing(place, "first"), "--data", place / "data").returncode == 0
    log = place / "calls"
    traced = "trace=fsync,fdatasync,rename,renameat,renameat2,write"
    command = ["strace", "-f", "-y", "-s", "16", "-e", traced, "-o", str(log), OCN, "ingest", NAME]
    command += [str(listing(place, "second")), "--data", str(place / "data")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=150)
    if "ptrace" in done.stderr:
        pytest.skip("strace may not watch processes here")
    assert done.returncode == 0, done.stderr
    return read(log.read_text(encoding="utf-8", errors="replace"), place / "data")


def read(log: str, data: Path) -> list[Call]:
    """Read the calls below the data folder, and the writes to standard output."""
    found = []
    for line in log.splitlines():
        match = CALL.match(line)
        if match is None:
            continue
        name, opened, old, new = match.groups()
        path, inside = opened or old, f"{data}/"
        if path.startswith(inside):
            found.append(Call(name, path.removeprefix(inside), (new or "").removeprefix(inside)))
        elif name == "write" and re.search(r"\(1<", line):
            found.append(Call("answer", path))
    return found


def flushes(calls: list[Call], path: str) -> list[int]:
    """Give the places of the flushes of files with such a path."""
    found = [place for place, call in enumerate(calls) if call.flushes and re.fullmatch(path, call.path)]
    assert found, f"{path} was never flushed in {len(calls)} calls"
    return found


def commit(calls: list[Call]) -> int:
    """Give the place of the commit: an ingest has one transaction, and later flushes only tidy its log up."""
    return flushes(calls, r"control\.sqlite-wal")[0]


FLUSHED = {
    "the file handed in": r"uploads/../[0-9a-f]{64}\..*\.unfinished",
    "its folder": r"uploads/..",
    "the version": r"versions/m/list/2\.nq\.gz\..*\.unfinished",
    "its report": r"versions/m/list/2\.problems\.json\..*\.unfinished",
    "the folder of versions": r"versions/m/list",
    "the statements of the generation": r"generations/00000002/\d+\.(sst|log)",
    "what names its files": r"generations/00000002/MANIFEST-\d+",
    "its folder entries": r"generations/00000002",
    "the folder of generations": r"generations",
}


@pytest.mark.parametrize("path", FLUSHED.values(), ids=FLUSHED)
def test_it_is_flushed_before_the_commit(calls: list[Call], path: str):
    assert flushes(calls, path)[-1] < commit(calls)


def test_the_commit_is_flushed_before_the_answer(calls: list[Call]):
    assert commit(calls) < next(place for place, call in enumerate(calls) if call.name == "answer")


@pytest.mark.parametrize("path", ["versions/m/list/2.nq.gz", "versions/m/list/2.problems.json"])
def test_a_file_gets_its_name_after_it_was_flushed_and_its_folder_is_flushed_then(
    calls: list[Call], path: str
):
    named = next(place for place, call in enumerate(calls) if call.new_path == path)
    assert flushes(calls, re.escape(path) + r"\..*\.unfinished")[-1] < named
    assert named < flushes(calls, "versions/m/list")[-1]
