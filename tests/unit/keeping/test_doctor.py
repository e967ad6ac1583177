"""The doctor: what is whole is called so, and every kind of damage is found and comes with what to do."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from published import published
from pyoxigraph import Literal, NamedNode, Quad, Store

from opencollections.errors import DataMissing
from opencollections.problems import Severity
from opencollections.publishing.doctor import machine, statements
from opencollections.publishing.doctor.diagnosis import Diagnosis, diagnosis
from opencollections.publishing.rebuild import rebuild
from opencollections.store.folders import DataFolder
from opencollections.store.leftovers import sweep

VERSION = "versions/npg/portraits/2.nq.gz"
GRAPH = NamedNode("http://localhost:8000/graph/npg/portraits")


def codes(found: Diagnosis) -> list[str]:
    return [finding.code for finding in found.findings]


def test_what_is_whole_is_called_so(data: DataFolder):
    found = diagnosis(data)
    assert found.healthy
    assert found.findings == ()
    assert (found.collections, found.versions, found.quads, found.generation) == (2, 3, 9, 3)


def test_a_full_disk_is_no_damage(data: DataFolder, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object) -> None:
        raise OSError("No space left on device (os error 28)")

    monkeypatch.setattr(statements, "_stored", full)
    (found,) = diagnosis(data).findings
    assert (found.code, found.severity) == ("not-comparable", Severity.WARNING)
    assert "Make room" in found.advice


def test_numbers_that_the_store_writes_otherwise_are_no_finding(data: DataFolder):
    published(data, "hafa/prints", {1: "Price list"}, sheets="0012")
    assert diagnosis(data).healthy


def store(data: DataFolder) -> Store:
    return Store(str(data.generations.path(3)))


def lose_a_statement(data: DataFolder) -> None:
    one = store(data)
    one.remove(next(one.quads_for_pattern(None, None, None, GRAPH)))
    one.flush()


def add_a_statement(data: DataFolder) -> None:
    one = store(data)
    one.add(Quad(NamedNode("http://e.org/s"), NamedNode("http://e.org/p"), Literal("x"), GRAPH))
    one.flush()


def sql(statement: str) -> Callable[[DataFolder], None]:
    def run(data: DataFolder) -> None:
        with data.control() as control:
            control.db.execute("PRAGMA foreign_keys = OFF")
            control.db.execute(statement)

    return run


def in_file(name: str, change: Callable[[Path], object]) -> Callable[[DataFolder], None]:
    return lambda data: change(data.root / name)


def an_upload(data: DataFolder) -> Path:
    return min(path for path in data.uploads.rglob("*") if path.is_file())


def add_file(name: str) -> Callable[[DataFolder], None]:
    def write(data: DataFolder) -> None:
        (data.root / name).parent.mkdir(parents=True, exist_ok=True)
        (data.root / name).write_bytes(b"x")

    return write


DAMAGES: dict[str, tuple[Callable[[DataFolder], object], list[str], str]] = {
    "version changed": (
        in_file(VERSION, lambda path: path.write_bytes(path.read_bytes() + b"x")),
        ["file-damaged", "not-comparable"],
        "version 2 of npg/portraits is not what it was",
    ),
    "version gone": (
        in_file(VERSION, Path.unlink),
        ["file-missing"],
        "version 2 of npg/portraits is missing",
    ),
    "old version gone": (
        in_file("versions/npg/portraits/1.nq.gz", Path.unlink),
        ["file-missing"],
        "Put the file of a backup in its place",
    ),
    "report gone": (
        in_file("versions/npg/portraits/2.problems.json", Path.unlink),
        ["report-missing"],
        "The problem report of version 2",
    ),
    "upload gone": (lambda data: an_upload(data).unlink(), ["file-missing"], "is missing"),
    "upload changed": (lambda data: an_upload(data).write_bytes(b"x"), ["file-damaged"], "its checksum"),
    "statement lost": (lose_a_statement, ["store-differs"], "lacks 1 statements of <http"),
    "statement too many": (add_a_statement, ["store-differs"], "has 1 too many. Make the store anew"),
    "store gone": (
        lambda data: shutil.rmtree(data.generations.folder),
        ["generation-broken"],
        "ocn rebuild",
    ),
    "entity unknown": (
        sql("DELETE FROM entity WHERE iri LIKE '%/npg/object/3'"),
        ["database-references", "ledger-differs", "search-differs"],
        "lacks 1 entities",
    ),
    "entity too many": (
        sql("UPDATE entity SET withdrawn = NULL WHERE iri LIKE '%/npg/object/2'"),
        ["ledger-differs", "search-differs"],
        "has 1 that it does not state",
    ),
    "title of another version": (
        sql("UPDATE entity SET title = 'Arm' WHERE iri LIKE '%/npg/object/3'"),
        ["ledger-differs"],
        "and 1 otherwise than it states them",
    ),
    "search empty": (sql("DELETE FROM search"), ["search-differs"], "does not find 3 entities"),
    "member gone": (sql("DELETE FROM member WHERE slug = 'npg'"), ["database-references"], "not there"),
    "work left": (add_file("work/x/piece-0.nq"), ["leftovers"], "ocn serve"),
    "half a file left": (add_file("uploads/aa/aab.1.unfinished"), ["leftovers"], "ocn serve"),
    "version never committed": (add_file("versions/npg/portraits/3.nq.gz"), ["leftovers"], "3.nq.gz"),
    "load broken off": (add_file("generations/00000003/bulk-1.sst"), ["leftovers"], "bulk-1.sst"),
}


@pytest.mark.parametrize(("damage", "expected", "told"), DAMAGES.values(), ids=DAMAGES)
def test_damage_is_found_and_told(
    data: DataFolder, damage: Callable[[DataFolder], object], expected: list[str], told: str
):
    damage(data)
    found = diagnosis(data)
    assert not found.healthy
    assert codes(found) == expected
    assert told in " ".join(finding.sentence() for finding in found.findings)
    assert all(finding.advice for finding in found.findings)


def test_a_rebuild_mends_the_store(data: DataFolder):
    lose_a_statement(data)
    rebuild(data, lambda _: None, lambda *_: None)
    assert diagnosis(data).healthy


def test_a_sweep_mends_leftovers(data: DataFolder):
    for name in ("work/x/y", "versions/npg/portraits/3.nq.gz", "generations/00000003/bulk-1.sst"):
        add_file(name)(data)
    sweep(data)
    assert diagnosis(data).healthy


def test_files_of_drafts_are_advice_and_no_illness(data: DataFolder):
    from hashlib import sha256  # noqa: PLC0415

    name = sha256(b"x").hexdigest()
    add_file(f"uploads/{name[:2]}/{name}")(data)
    found = diagnosis(data)
    assert found.healthy
    assert [(finding.code, finding.severity) for finding in found.findings] == [
        ("uploads-unused", Severity.ADVICE)
    ]


def test_leftovers_are_not_looked_for_while_somebody_publishes(data: DataFolder):
    add_file("versions/npg/portraits/3.nq.gz")(data)
    with data.publishing("npg/portraits"):
        assert diagnosis(data).healthy
    assert not diagnosis(data).healthy


def test_work_that_goes_on_is_no_leftover(data: DataFolder):
    with data.working():
        assert diagnosis(data).healthy


def test_little_room_is_told(data: DataFolder, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(machine, "LEAST_FREE_BYTES", 1 << 60)
    monkeypatch.setattr(machine, "LEAST_FREE_SHARE", 1.0)
    assert codes(diagnosis(data)) == ["little-room"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to another user")
def test_files_of_another_user_are_told(data: DataFolder):
    os.chown(data.root / VERSION, 12_345, 12_345)
    found = diagnosis(data)
    assert codes(found) == ["other-owner"]
    assert "chown --recursive" in found.findings[0].advice


def test_files_that_cannot_be_used_are_told(data: DataFolder, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(machine.os, "access", lambda path, _: "portraits" not in str(path))
    assert codes(diagnosis(data)) == ["no-permission"]


def test_where_there_is_no_data_it_is_said_and_nothing_made(tmp_path: Path):
    with pytest.raises(DataMissing):
        diagnosis(DataFolder(tmp_path / "none"))
    assert not (tmp_path / "none").exists()


def test_what_is_swept_while_the_doctor_looks_is_no_finding(
    data: DataFolder, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(
        machine, "_below", lambda root: iter([root / "generations" / "00000002" / "gone.sst"])
    )
    assert codes(diagnosis(data)) == []
