"""Undo, withdraw and merge on the command line: what they print, and what they refuse."""

import json
from pathlib import Path

import pytest
from verbs import CC0, ocn, published

BASE = "http://localhost:8000/id/m/object/"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that no test publishes ``m/list`` in."""
    return made(tmp_path_factory.mktemp("history"))


def made(folder: Path) -> Path:
    """Publish two versions of ``m/list`` in ``data``."""
    published(folder)
    (folder / "list.csv").write_text("No,Title\n1,Híd\n2,Háza\n", encoding="utf-8")
    said(folder, "ingest", "m/list", "list.csv")
    return folder


def said(place: Path, *arguments: str, code: int = 0) -> str:
    done = ocn(*arguments, "--data", "data", cwd=place)
    assert done.returncode == code, done.stderr
    return done.stdout if code == 0 else done.stderr


def test_undo_withdraw_restore_and_merge_follow_one_another(tmp_path: Path):
    place = made(tmp_path)
    undone = json.loads(said(place, "undo", "m/list", "--json"))
    assert (undone["version"], undone["added"], undone["removed"]) == (3, 1, 1)
    assert "is public now" in said(place, "undo", "m/list", "--to", "1")
    assert "has no version 99999999999999999999" in said(place, "undo", "m/list", "--to", "9" * 20, code=2)
    withdrawn = said(place, "withdraw", "m/list", f"{BASE}2", "--reason", "Sold")
    assert "published version 4: 1 records, 1 entities, 2 statements" in withdrawn
    assert "published version 5" in said(place, "withdraw", "m/list", f"{BASE}2", "--restore")
    merged = json.loads(said(place, "merge", f"{BASE}2", f"{BASE}1", "--json"))
    assert merged["into"] == f"{BASE}1"
    assert [one["version"] for one in merged["versions"]] == [6]
    assert "published version 7: 0 records" in said(place, "withdraw", "m/list")
    listed = json.loads(said(place, "versions", "m/list", "--json"))
    assert [one["kind"] for one in listed] == [
        *("withdrawal", "merge", "restoration", "withdrawal", "undo", "import", "import"),
    ]
    assert listed[3]["reason"] == "Sold"
    assert len(listed[-1]["mapping_sha256"]) == 64
    assert "undo: as in version 1" in said(place, "versions", "m/list")
    graph = "http://localhost:8000/graph/catalog"
    query = (
        f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?v <http://www.w3.org/ns/prov#wasRevisionOf> ?b }} }}"
    )
    assert said(place, "query", query).split() == ["n", "6"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["undo", "m/nothing"], "There is no collection"),
        (["undo", "m/list", "--to", "99"], "has no version 99"),
        (["withdraw", "m/list", "http://viaf.org/viaf/1"], "is not an identifier of this network"),
        (["withdraw", "m/list", "--restore"], "--restore"),
        (["merge", f"{BASE}99", f"{BASE}1"], "Nothing is published under"),
    ],
)
def test_what_cannot_be_is_one_sentence(place: Path, arguments: list[str], sentence: str):
    told = said(place, *arguments, code=2)
    assert sentence in told
    assert told.count("\n") == 1


def test_a_collection_without_a_mapping_takes_rdf_as_it_is(place: Path):
    (place / "subjects.ttl").write_text(
        '<subject/1> <http://www.w3.org/2004/02/skos/core#prefLabel> "kamera"@hu .', encoding="utf-8"
    )
    said(place, "collection", "add", "m/subjects", "--title", "S", "--licence", CC0)
    outcome = json.loads(said(place, "ingest", "m/subjects", "subjects.ttl", "--json"))
    assert (outcome["records"], outcome["entities"], outcome["quads"]) == (1, 1, 1)
    assert "takes RDF as it is" in said(place, "ingest", "m/subjects", "list.csv", code=1)
