"""``ocn propose``: what the columns of a file mean, said and written."""

import json
from pathlib import Path

from verbs import ocn

SHEET = "No.;Cím;Kelt;Hely\n1;Híd a Dunán;1912;Győr\n2;Piactér ősszel;1920 k.;Győr\n"


def sheet(folder: Path, text: str = SHEET) -> Path:
    path = folder / "list.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_proposal_is_a_table_with_reasons_in_the_member_s_language(tmp_path: Path):
    done = ocn("propose", sheet(tmp_path), "--language", "hu")
    assert done.returncode == 0, done.stderr
    assert "delimiter ';', headings in row 1, 2 records" in done.stdout
    assert "A fejléc ezt jelenti: cím." in done.stdout


def test_the_mapping_that_is_written_runs_at_once(tmp_path: Path):
    mapping = tmp_path / "list.yarrrml"
    assert ocn("propose", sheet(tmp_path), "--institution", "Múzeum", "-o", mapping).returncode == 0
    checked = ocn("map", "--mapping", mapping, "--check")
    assert checked.returncode == 0, checked.stderr
    assert "0 errors, 0 warnings, 0 pieces of advice" in checked.stdout
    assert (
        json.loads((tmp_path / "list.json").read_text(encoding="utf-8"))["defaults"]["institution"]
        == "Múzeum"
    )


def test_a_script_gets_json_and_a_column_can_be_said(tmp_path: Path):
    done = ocn("propose", sheet(tmp_path), "--column", "Hely=made-at", "--column", "Kelt=none", "--json")
    (table,) = json.loads(done.stdout)["tables"]
    assert {one["column"]: one["word"] for one in table["columns"]} == {
        "No.": "identifier",
        "Cím": "title",
        "Kelt": None,
        "Hely": "made-at",
    }


def test_what_cannot_be_done_is_one_sentence(tmp_path: Path):
    path = sheet(tmp_path, "title\nA\nA\n")
    needs = ocn("propose", path, "-o", tmp_path / "m.yarrrml")
    assert needs.returncode == 1
    assert "nothing tells the objects apart" in needs.stderr
    assert not (tmp_path / "m.yarrrml").exists()
    assert "of the file and one of: identifier" in ocn("propose", path, "--column", "x=title").stderr
    assert ocn("propose", tmp_path / "none.csv").returncode == 2
    (tmp_path / "empty.csv").write_bytes(b"")
    assert "it is empty" in ocn("propose", tmp_path / "empty.csv").stderr


def test_a_mapping_that_is_there_is_not_overwritten(tmp_path: Path):
    mapping = tmp_path / "m.yarrrml"
    mapping.write_text("mine", encoding="utf-8")
    refused = ocn("propose", sheet(tmp_path), "-o", mapping)
    assert (refused.returncode, mapping.read_text(encoding="utf-8")) == (2, "mine")
    assert ocn("propose", sheet(tmp_path), "-o", mapping, "--force").returncode == 0
