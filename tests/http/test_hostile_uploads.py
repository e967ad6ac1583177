"""Whatever is handed in, a sentence comes back, the service lives, and nothing is left but what was kept."""

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hostile_uploads import POLYGLOTS, READ, REFUSED, before_a_workbook, workbook
from programs import Program, worked
from speaking import Client
from visitors import token_of

from opencollections.store.folders import DataFolder

CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
SOURCES = {
    ".csv": "[list.csv~csv]",
    ".zip": "[list.csv~csv]",
    ".xlsx": "[list.xlsx~xlsx, Objects]",
    ".xml": "[list.xml~xpath, /x]",
    ".json": "[list.json~jsonpath, '$[*]']",
}
MAPPING = """
prefixes: {{dc: "http://purl.org/dc/elements/1.1/"}}
mappings:
  object: {{sources: [{source}], s: object/$(No), po: [[dc:title, $(Title)]]}}
"""


@pytest.fixture(scope="module")
def curator(served: Client, data: DataFolder) -> Program:
    return Program(served, token_of(data, "hafa"))


def handed_in(curator: Program, data: DataFolder, name: str, content: bytes, kind: str) -> dict[str, Any]:
    """Hand in a file for a collection that reads such ones, and let it be checked."""
    collection = f"hafa/of-{kind.removeprefix('.')}"
    if collection not in {one["name"] for one in curator.get("/collections")["items"]}:
        curator.post("/collections", {"name": collection, "title": kind, "licence": CC0}, status=201)
        mapping = MAPPING.format(source=SOURCES[kind]).encode()
        path = f"/collections/{collection}/mapping"
        kept = curator.send("PUT", path, content=mapping, content_type="application/yaml")
        assert kept.status_code == 204, kept.text
    draft = curator.post(f"/collections/{collection}/drafts", status=201)["id"]
    curator.put_file(draft, name, content)
    curator.post(f"/drafts/{draft}/check")
    worked(data)
    assert list((data.root / "work").iterdir()) == []
    return curator.get(f"/drafts/{draft}")


@pytest.mark.parametrize("what", REFUSED)
def test_a_hostile_file_is_refused_with_a_sentence(curator: Program, data: DataFolder, what: str) -> None:
    name, made = REFUSED[what]
    draft = handed_in(curator, data, name, made(), Path(name).suffix)
    assert draft["state"] == "failed", draft
    assert draft["detail"]
    assert "list" in draft["detail"]
    for inside in ("Traceback", "site-packages", str(data.root), "object at 0x"):
        assert inside not in draft["detail"]
    assert curator.get("/limits")["items"]
    assert curator.send("DELETE", f"/drafts/{draft['id']}").status_code == 204


@pytest.mark.parametrize("first", POLYGLOTS.values(), ids=POLYGLOTS)
def test_a_polyglot_is_a_whole_workbook_too(first: bytes) -> None:
    polyglot = before_a_workbook(first)
    assert polyglot.startswith(first)
    sheet = openpyxl.load_workbook(io.BytesIO(polyglot)).worksheets[0]
    assert [cell.value for cell in sheet["B"]] == ["Title", "One", "Two"]


@pytest.mark.parametrize("what", READ)
def test_an_odd_file_is_read_as_data_and_nothing_else(curator: Program, data: DataFolder, what: str) -> None:
    name, made = READ[what]
    kind = ".csv" if what in {"formulas", "a path out of an archive"} else ".xlsx"
    outside = {path for path in data.root.parent.rglob("*") if data.root not in path.parents}
    draft = handed_in(curator, data, name, made(), kind)
    assert (draft["state"], draft["records"]) == ("ready", 2), draft["detail"]
    items = curator.get(f"/drafts/{draft['id']}/difference")["items"]
    assert [one["kind"] for one in items] == ["added", "added"]
    assert {path for path in data.root.parent.rglob("*") if data.root not in path.parents} == outside


def test_a_report_is_written_into_the_workbook_in_a_process_of_its_own(
    curator: Program, data: DataFolder
) -> None:
    draft = handed_in(curator, data, "list.xlsx", workbook(xl__vbaProject_bin=b"x" * 500), ".xlsx")
    answer = curator.send("GET", f"/drafts/{draft['id']}/report.xlsx?language=hu")
    assert answer.status_code == 200, answer.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        assert "xl/worksheets/sheet2.xml" in book.namelist()
        assert not any("vba" in name for name in book.namelist())
    missing = curator.refused("GET", f"/drafts/{draft['id']}/report.xlsx?file=other.xlsx")
    assert missing == (404, "unknown-draft-file")
    listed = handed_in(curator, data, "list.csv", b"No,Title\n1,One\n", ".csv")
    assert curator.refused("GET", f"/drafts/{listed['id']}/report.xlsx") == (404, "no-workbook")
    named = handed_in(curator, data, "list.xlsx", b"No,Title\n1,One\n", ".csv")
    assert curator.refused("GET", f"/drafts/{named['id']}/report.xlsx") == (422, "broken-file")
