"""Proposals by program: how files are read, what columns mean, and a mapping that nobody had to write."""

from typing import Any

import pytest
from programs import Program, worked
from speaking import Client
from visitors import token_of

from opencollections.store.folders import DataFolder

CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
ROWS = [
    "Leltári szám;Cím;Készítő;Év;Jegyzet",
    *(f"F.{n};Őszi híd {n};Szabó Éva;{1900 + n};első {n}" for n in range(1, 30)),
]
FILE = "\r\n".join(ROWS).encode("cp1250")


@pytest.fixture(scope="module")
def curator(served: Client, data: DataFolder) -> Program:
    program = Program(served, token_of(data, "hafa"))
    wanted = {"name": "hafa/photos", "title": "Fotók", "licence": CC0}
    program.post("/collections", wanted, status=201)
    return program


@pytest.fixture
def draft(curator: Program) -> str:
    made = curator.post("/collections/hafa/photos/drafts", status=201)["id"]
    curator.put_file(made, "leltár.csv".replace("á", "%C3%A1"), FILE)
    return made


def test_a_file_is_told_as_it_is_read_and_corrected(curator: Program, draft: str) -> None:
    [file] = curator.get(f"/drafts/{draft}/inspection")["files"]
    [table] = file["tables"]
    assert (file["name"], table["kind"], table["delimiter"], table["records"]) == (
        "leltár.csv",
        "csv",
        ";",
        29,
    )
    assert [column["name"] for column in table["columns"]][:2] == ["Leltári szám", "Cím"]
    assert table["first"][0][1] == "Őszi híd 1"
    wrong = {"options": {"leltár.csv": {"encoding": "utf-8"}}}
    answer = curator.send("PATCH", f"/drafts/{draft}", wrong)
    assert answer.json()["options"] == wrong["options"]
    [file] = curator.get(f"/drafts/{draft}/inspection")["files"]
    assert file["tables"] == []
    assert "leltár.csv" in file["detail"]


@pytest.mark.parametrize(
    "options",
    [
        {"encoding": "nonsense"},
        {"encoding": "zlib"},
        {"encoding": "undefined"},
        {"encoding": "utf-16"},
        {"encoding": "\0"},
        {"encoding": 5, "sheet": 5, "iterator": 5, "header_row": "x"},
        {"delimiter": "ab"},
        {"delimiter": "\ud800"},
        {"delimiter": "\n"},
        {"header_row": -5},
        {"header_row": 10_000_000_000},
        {"kind": "xlsx"},
        {"sheet": "None"},
        {"iterator": "$["},
        {"quote": "''"},
        {"unknown": [1, 2]},
    ],
)
def test_whatever_is_said_of_a_file_breaks_nothing(
    curator: Program, draft: str, options: dict[str, Any]
) -> None:
    answer = curator.send("PATCH", f"/drafts/{draft}", {"options": {"leltár.csv": options}})
    assert answer.status_code in {200, 400, 422}, answer.text
    assert curator.send("GET", f"/drafts/{draft}/inspection").status_code == 200
    assert curator.send("GET", f"/drafts/{draft}/proposal").status_code in {200, 422}


def test_a_proposal_is_corrected_taken_and_published_and_proposed_again_next_time(
    curator: Program, draft: str, data: DataFolder
) -> None:
    proposal = curator.get(f"/drafts/{draft}/proposal?language=hu")
    [table] = proposal["tables"]
    words = {column["column"]: column["word"] for column in table["columns"]}
    assert (words["Leltári szám"], words["Cím"], words["Készítő"]) == ("identifier", "title", "maker")
    assert not proposal["from_before"]
    note = {"column": "Jegyzet", "word": None}
    rights = {**proposal["defaults"], "rights": "http://rightsstatements.org/vocab/CNE/1.0/"}
    taken = {"tables": [{"table": table["table"], "columns": [note]}], "defaults": rights}
    path = f"/drafts/{draft}/proposal?language=hu"
    assert curator.send("POST", path, taken).status_code == 204
    assert curator.get("/collections/hafa/photos")["mapping"] == {"kind": "own", "name": "mapping.yml"}
    assert "Őszi" not in curator.send("GET", "/collections/hafa/photos/mapping").text
    curator.post(f"/drafts/{draft}/check")
    worked(data)
    checked = curator.get(f"/drafts/{draft}")
    assert (checked["state"], checked["records"], checked["kept_out"]) == ("ready", 29, 0), checked["detail"]
    job = curator.post(f"/drafts/{draft}/publish")
    worked(data)
    assert curator.get(f"/jobs/{job['id']}")["state"] == "done"

    later = curator.post("/collections/hafa/photos/drafts", status=201)["id"]
    curator.put_file(later, "leltar.csv", FILE)
    again = curator.get(f"/drafts/{later}/proposal?language=hu")
    assert again["from_before"]
    assert {c["column"]: c["word"] for c in again["tables"][0]["columns"]}["Jegyzet"] is None
    assert again["defaults"]["rights"] == rights["rights"]


def test_a_correction_that_names_nothing_there_is_refused(curator: Program, draft: str) -> None:
    table = curator.get(f"/drafts/{draft}/proposal")["tables"][0]["table"]
    for column, word in (("Nothing", "title"), ("Cím", "nonsense")):
        taken = {"tables": [{"table": table, "columns": [{"column": column, "word": word}]}]}
        assert curator.refused("POST", f"/drafts/{draft}/proposal", taken) == (422, "column-unknown")


def test_a_draft_is_mapped_by_a_text_of_its_own(curator: Program, draft: str, data: DataFolder) -> None:
    text = """
prefixes: {dc: "http://purl.org/dc/elements/1.1/"}
mappings:
  object: {sources: [["list.csv~csv"]], s: "object/$(Leltári szám)", po: [[dc:title, $(Cím)]]}
"""
    path = f"/drafts/{draft}/mapping"
    answer = curator.send("PUT", path, content=text.encode(), content_type="application/yaml")
    assert answer.status_code == 204, answer.text
    curator.post(f"/drafts/{draft}/check")
    worked(data)
    assert curator.get(f"/drafts/{draft}")["records"] == 29
