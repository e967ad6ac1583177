"""``ocn rebuild``, ``backup``, ``restore`` and ``doctor`` as an operator meets them."""

import json
from pathlib import Path

import pytest
from verbs import ocn, published


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a published collection ``m/list`` in ``data``."""
    return published(tmp_path_factory.mktemp("place"))


def test_a_network_moves_to_a_new_folder_and_is_healthy_there(place: Path):
    done = ocn("backup", "backup", "--json", "--data", "data", cwd=place)
    facts = json.loads(done.stdout)
    assert {"made", "base", "generation", "files", "bytes", "seconds"} == facts.keys()
    again = ocn("backup", "backup", "--data", "data", cwd=place)
    assert (again.returncode, "backup is not empty" in again.stderr) == (2, True)
    other = ocn("restore", "backup", "--data", "new", "--base-url", "https://elsewhere.example", cwd=place)
    assert (other.returncode, "published under http://localhost:8000" in other.stderr) == (2, True)
    done = ocn("restore", "backup", "--data", "new", "--base-url", "http://localhost:8000/", cwd=place)
    assert done.stdout.startswith("Restored to new: "), done.stderr
    again = ocn("restore", "backup", "--data", "new", cwd=place)
    assert (again.returncode, "new is not empty" in again.stderr) == (2, True)
    done = ocn("doctor", "--data", "new", cwd=place)
    assert done.returncode == 0
    assert done.stdout.startswith("Everything is in order: 1 collections in 1 versions, 4 statements")


def test_a_rebuild_prints_what_it_made(place: Path):
    made = json.loads(ocn("rebuild", "--json", "--data", "data", cwd=place).stdout)
    assert made.pop("seconds") > 0
    assert made == {"generation": 2, "collections": 1, "quads": 4}


def test_the_doctor_ends_with_one_where_something_is_wrong(place: Path):
    assert ocn("backup", "sick-backup", "--data", "data", cwd=place).returncode == 0
    assert ocn("restore", "sick-backup", "--data", "sick", cwd=place).returncode == 0
    (place / "sick" / "versions" / "m" / "list" / "1.nq.gz").unlink()
    done = ocn("doctor", "--json", "--data", "sick", cwd=place)
    report = json.loads(done.stdout)
    assert (done.returncode, report["healthy"]) == (1, False)
    assert [finding["code"] for finding in report["findings"]] == ["file-missing"]
    told = ocn("doctor", "--data", "sick", cwd=place)
    assert "error: versions/m/list/1.nq.gz: version 1 of m/list is missing. Put the file" in told.stdout
    refused = ocn("rebuild", "--data", "sick", cwd=place)
    assert (refused.returncode, "the file is not there" in refused.stderr) == (1, True)


@pytest.mark.parametrize("verb", [["doctor"], ["rebuild"], ["backup", "b"]])
def test_a_folder_without_data_is_told_and_not_made(tmp_path: Path, verb: list[str]):
    done = ocn(*verb, "--data", "none", cwd=tmp_path)
    assert done.returncode == 2
    assert "There is no data in none" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_backup_into_a_loop_of_links_is_told(place: Path):
    (place / "loop").symlink_to("loop")
    done = ocn("backup", "loop", "--data", "data", cwd=place)
    assert (done.returncode, "The data folder loop cannot be used" in done.stderr) == (3, True)
    assert (place / "loop").is_symlink()


def test_what_is_no_backup_is_told(tmp_path: Path):
    (tmp_path / "folder").mkdir()
    done = ocn("restore", "folder", "--data", "new", cwd=tmp_path)
    assert done.returncode == 1
    assert "it has no manifest.json" in done.stderr
