"""Drafts: what a ready mapping leaves open comes from the member and the collection."""

import gzip
import tempfile
from pathlib import Path

import pytest

from opencollections.iris import Identifiers
from opencollections.publishing.documents import mapping_document
from opencollections.publishing.drafts import draft
from opencollections.records.tables import File
from opencollections.store import registry
from opencollections.store.folders import DataFolder
from opencollections.store.registry import Collection, Member

CASES = Path(__file__).resolve().parents[2] / "cases"
IDS = Identifiers("http://localhost:8000")
NOW = "2026-01-01T00:00:00Z"
LICENCE = "http://creativecommons.org/publicdomain/zero/1.0/"
RIGHTS = "http://rightsstatements.org/vocab/CNE/1.0/"


def drafted(data: DataFolder, collection: Collection, file: Path) -> tuple[str, str]:
    """Give the statements of a draft and what stands for its input."""
    with draft(data, collection, IDS, [File(file.name, file)], 1 << 20, lambda *_: None) as made:
        return b"".join(made.statements.lines()).decode(), made.input_sha256


def member_folder(folder: Path, name: str) -> DataFolder:
    data = DataFolder(folder)
    with data.control() as control:
        registry.add_member(control, Member("film", name, "nl", None, NOW), "x")
    return data


def test_a_ready_mapping_is_filled_from_member_and_collection_and_a_copy_is_not(tmp_path: Path):
    ready = mapping_document("film-sheet")
    data = member_folder(tmp_path / "data", "Filmarchief Zuid")
    sample = ready.folder / "films.csv"
    by_name = Collection("film/all", "film", "Films", "nl", LICENCE, RIGHTS, "film-sheet", NOW)
    statements, _ = drafted(data, by_name, sample)
    assert '"Filmarchief Zuid"@nl' in statements
    assert RIGHTS in statements
    own = Collection("film/own", "film", "Films", "nl", LICENCE, RIGHTS, str(ready.path), NOW)
    statements, _ = drafted(data, own, sample)
    assert '"My Film Archive"@sk' in statements
    assert RIGHTS not in statements


def test_nothing_is_unpacked_outside_of_the_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    case = CASES / "views-of-documents-in-cells"
    packed = tmp_path / "list.csv.gz"
    packed.write_bytes(gzip.compress((case / "list.csv").read_bytes()))
    lists = Collection("film/lists", "film", "L", "en", LICENCE, None, str(case / "mapping.ttl"), NOW)
    data = member_folder(tmp_path / "data", "Zuid")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "there-is-none"))
    statements, _ = drafted(data, lists, packed)
    assert "http://example.org/ns#cm" in statements
    assert list((data.root / "work").iterdir()) == []


def test_what_is_given_to_a_ready_mapping_belongs_to_the_input(tmp_path: Path):
    sample = mapping_document("film-sheet").folder / "films.csv"
    films = Collection("film/all", "film", "Films", "nl", LICENCE, RIGHTS, "film-sheet", NOW)
    inputs = {drafted(member_folder(tmp_path / name, name), films, sample)[1] for name in ("Zuid", "Noord")}
    assert len(inputs) == 2


def test_a_ready_mapping_does_not_tell_what_a_file_does_not_use_but_that_it_is_of_another_kind(
    tmp_path: Path,
):
    data = member_folder(tmp_path / "data", "Zuid")
    objects = Collection("film/objects", "film", "Objecten", "nl", LICENCE, None, "lido", NOW)
    file = tmp_path / "export.xml"
    record = "<l:lidoRecID>1</l:lidoRecID>"
    file.write_text(f'<l:lido xmlns:l="http://www.lido-schema.org">{record}</l:lido>', encoding="utf-8")
    with draft(data, objects, IDS, [File(file.name, file)], 1 << 20, lambda *_: None) as made:
        assert made.records == 1
        assert {one.code for one in made.problems}.isdisjoint({"path-not-found", "no-records"})
    file.write_text("<records/>", encoding="utf-8")
    with draft(data, objects, IDS, [File(file.name, file)], 1 << 20, lambda *_: None) as made:
        assert made.records == 0
        assert {problem.code for problem in made.problems} == {"no-records"}
