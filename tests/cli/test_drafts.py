"""Drafts and the take-out on the command line."""

import hashlib
import json
import zipfile
from pathlib import Path

import pytest
from verbs import CC0, entered, ocn


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return entered(tmp_path_factory.mktemp("drafts"))


def said(place: Path, *arguments: str, code: int = 0, told: str | None = None) -> str:
    """Give what a verb said on the stream ``told``: that of results, or of errors where it ended with one."""
    done = ocn(*arguments, "--data", "data", cwd=place)
    assert done.returncode == code, done.stderr
    said: str = getattr(done, told or ("stderr" if code else "stdout"))
    return said


def test_a_draft_is_kept_listed_shown_published_and_gone(place: Path):
    made = json.loads(said(place, "ingest", "m/list", "list.csv", "--draft", "--json"))
    assert (made["state"], made["records"], made["kept_out"]) == ("ready", 2, 0)
    report = json.loads(said(place, "check", "m/list", "list.csv", "--json"))
    assert made["problems"] == report["problems"]
    counts = {"version": None, "added": 2, "changed": 0, "withdrawn": 0, "unchanged": 0}
    assert made["difference"] == counts | {"statements_added": 4, "statements_removed": 0}
    assert [one["draft"] for one in json.loads(said(place, "drafts", "--json"))] == [made["draft"]]
    assert made["draft"] in said(place, "drafts", "--collection", "m/list")
    shown = said(place, "drafts", "show", made["draft"])
    assert "2 records, 0 kept out" in shown
    assert f"ocn drafts publish {made['draft']}" in shown
    assert said(place, "versions", "m/list").startswith("m/list has no version yet")
    assert "published version 1" in said(place, "drafts", "publish", made["draft"], "--reason", "First")
    assert said(place, "drafts").startswith("There is no draft.")
    assert json.loads(said(place, "versions", "m/list", "--json"))[0]["reason"] == "First"
    assert "published" in said(place, "drafts", "publish", made["draft"], code=2)


def test_a_publish_that_kept_records_out_says_so_with_its_exit_code(place: Path):
    said(place, "collection", "add", "m/half", "--title", "H", "--licence", CC0, "--mapping", "mapping.yml")
    folder = place / "half"
    folder.mkdir()
    (folder / "list.csv").write_text("No,Title\n,Híd\n2,Ház\n", encoding="utf-8")
    made = json.loads(
        said(place, "ingest", "m/half", "half/list.csv", "--draft", "--json", code=1, told="stdout")
    )
    assert (made["records"], made["kept_out"]) == (2, 1)
    assert "1 records have errors and were kept out" in said(
        place, "drafts", "publish", made["draft"], code=1
    )
    assert json.loads(said(place, "versions", "m/half", "--json"))[0]["entities"] == 1


def test_a_draft_tells_how_complete_it_is(place: Path):
    made = json.loads(said(place, "ingest", "m/list", "list.csv", "--draft", "--json"))
    complete = made["completeness"]
    assert (complete["objects"], complete["metadata_tier"], complete["ready"]) == (2, "0", 0)
    assert {name for name, count in complete["core"].items() if count} == {"dc:title"}
    assert complete["core_percent"] == 9
    shown = said(place, "drafts", "show", made["draft"])
    assert "Metadata tier 0, content tier 0; 9 % of the core properties are filled." in shown
    said(place, "drafts", "discard", made["draft"])


def test_a_draft_is_discarded_and_one_that_fails_says_why(place: Path):
    made = json.loads(said(place, "ingest", "m/list", "list.csv", "--draft", "--json"))
    assert "discarded" in said(place, "drafts", "discard", made["draft"])
    assert "There is no draft" in said(place, "drafts", "show", "nothing", code=2)
    (place / "wrong.csv").write_text("Number\n1\n", encoding="utf-8")
    assert "no such column" in said(place, "ingest", "m/list", "wrong.csv", "--draft", code=1)
    listed = json.loads(said(place, "drafts", "--json"))
    [failed] = [one for one in listed if one["state"] == "failed"]
    assert "no such column" in failed["detail"]
    said(place, "drafts", "discard", failed["draft"])


def test_everything_of_a_member_is_taken_out_with_checksums(place: Path):
    made = json.loads(said(place, "ingest", "m/list", "list.csv", "--draft", "--json"))
    said(place, "drafts", "publish", made["draft"])
    waiting = json.loads(said(place, "ingest", "m/list", "list.csv", "--draft", "--json"))["draft"]
    said(place, "takeout", "m", "-o", "m.zip")
    with zipfile.ZipFile(place / "m.zip") as archive:
        assert archive.testzip() is None
        names = set(archive.namelist())
        sums = dict(line.split("  ", 1)[::-1] for line in archive.read("SHA256SUMS").decode().splitlines())
        for name in names - {"SHA256SUMS"}:
            assert sums[name] == hashlib.sha256(archive.read(name)).hexdigest()
        assert set(sums) == names - {"SHA256SUMS"}
        digest = hashlib.sha256((place / "list.csv").read_bytes()).hexdigest()
        assert f"files/{digest}/list.csv" in names
        assert any(name.endswith("/mapping.yml") for name in names)
        assert {"member.json", "log.json", "jobs.json", "collections/list/1.nq.gz"} <= names
        assert f"drafts/{waiting}/draft.json" in names
        versions = json.loads(archive.read("collections/list/versions.json"))
        assert versions[-1]["number"] == 1
    assert "There is no member" in said(place, "takeout", "nobody", "-o", "n.zip", code=2)
    assert not (place / "n.zip").exists()
