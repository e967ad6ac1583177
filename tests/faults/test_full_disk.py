"""A disk that is really full: a small file system in memory, and the command line on it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

OCN = str(Path(sys.executable).with_name("ocn"))
CC0 = "http://creativecommons.org/publicdomain/zero/1.0/"
SIZE_MB = 24
MAPPING = """
prefixes: {dc: "http://purl.org/dc/elements/1.1/"}
mappings:
  object: {sources: [[list.csv~csv]], s: object/$(No), po: [[dc:title, $(Title)], [dc:description, $(Text)]]}
"""


def ocn(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [OCN, *map(str, arguments)], capture_output=True, text=True, check=False, timeout=120
    )


@pytest.fixture
def small_disk(tmp_path: Path):
    """A file system of 24 MB, or a skip with one line where none may be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("a file system in memory cannot be mounted here (that needs root)")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def listing(folder: Path, name: str, rows: int) -> Path:
    path = folder / name
    lines = (f"{n},Title {n},{os.urandom(60).hex()}" for n in range(rows))
    path.write_text("No,Title,Text\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_full_disk_is_said_changes_nothing_and_heals_with_room(small_disk: Path, tmp_path: Path):
    data = small_disk / "data"
    (tmp_path / "mapping.yml").write_text(MAPPING, encoding="utf-8")
    mapping = tmp_path / "mapping.yml"
    ocn("member", "add", "m", "--name", "M", "--data", data)
    ocn("collection", "add", "m/list", "--title", "L", "--licence", CC0, "--mapping", mapping, "--data", data)
    assert ocn("ingest", "m/list", listing(tmp_path, "small.csv", 10), "--data", data).returncode == 0
    ballast = small_disk / "ballast"
    for room_kb in (8_000, 3_000, 500, 0):
        free = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize
        with ballast.open("wb") as file:
            file.write(b"x" * max(free - room_kb * 1024, 0))
        done = ocn("ingest", "m/list", listing(tmp_path, "large.csv", 60_000), "--data", data)
        assert done.returncode == 3, done.stderr
        assert "disk is full" in done.stderr
        assert "Traceback" not in done.stderr
        ballast.unlink()
        versions = json.loads(ocn("versions", "m/list", "--json", "--data", data).stdout)
        assert [version["version"] for version in versions] == [1]
        count = ocn("query", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "--data", data).stdout.split()
        assert count == ["n", "20"]
    done = ocn("ingest", "m/list", listing(tmp_path, "next.csv", 11), "--json", "--data", data)
    assert json.loads(done.stdout)["version"] == 2
