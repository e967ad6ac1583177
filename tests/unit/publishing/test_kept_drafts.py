"""Kept drafts: they wait, are mapped again, published or discarded, and leave nothing behind."""

from pathlib import Path

import pytest

from opencollections.errors import (
    DraftBusy,
    DraftEmpty,
    DraftEnded,
    DraftNotReady,
    FileNameInvalid,
    TooLarge,
    TooManyFiles,
    UnknownDraft,
    UnknownDraftFile,
)
from opencollections.publishing import kept_drafts, mapped_drafts, orders
from opencollections.publishing.doctor.diagnosis import diagnosis
from opencollections.publishing.intake import plain_name
from opencollections.store import drafts
from opencollections.store.backup import back_up
from opencollections.store.drafts import DraftState
from opencollections.store.folders import DataFolder
from opencollections.store.leftovers import sweep

from .lists import IDS, PRINTS, Lists
from .working import CURATOR, begun, done, listed, mapped, now, published


def files(data: DataFolder) -> list[str]:
    """Give what lies in uploads and drafts."""
    return sorted(str(p.relative_to(data.root)) for f in (data.uploads, data.drafts) for p in f.rglob("*.*"))


def uploads(data: DataFolder) -> set[str]:
    return {path.name for path in data.uploads.rglob("*") if path.is_file()}


def test_a_draft_is_mapped_then_published_and_its_folder_goes(lists: Lists, tmp_path: Path):
    one = mapped(lists.data, PRINTS, listed(tmp_path, "1,Híd,brady 2,Ló,brady"))
    assert one.state is DraftState.READY
    assert one.made is not None
    assert (one.made["records"], one.made["kept_out"]) == (2, 0)
    with mapped_drafts.opened(lists.data, one, IDS) as made:
        assert made.statements.count == one.made["statements"]
        assert sum(1 for _ in made.statements.lines()) == made.statements.count
    job = published(lists.data, one)
    assert job.outcome is not None
    assert job.outcome["versions"][0]["version"] == 1
    assert lists.newest().actor == "member m"
    one = now(lists.data, one)
    assert (one.state, one.version) == (DraftState.PUBLISHED, 1)
    assert not (lists.data.drafts / one.id).exists()
    assert lists.store_is_its_versions()
    with lists.data.control() as control:
        events = [(event.state, event.actor) for event in drafts.events(control, one.id)]
    assert events == [
        (state, CURATOR) for state in ("received", "received", "mapping", "ready", "publishing", "published")
    ]
    assert diagnosis(lists.data).healthy


def test_who_looks_at_a_draft_that_is_mapped_anew_meanwhile_is_told_so(lists: Lists, tmp_path: Path):
    one = mapped(lists.data, PRINTS, listed(tmp_path, "1,Híd,brady"))

    def read_too_late() -> None:
        with mapped_drafts.opened(lists.data, one, IDS) as made:
            kept_drafts.correct(lists.data, one.id, {}, CURATOR)
            list(made.statements.lines())

    with pytest.raises(DraftNotReady, match="Let it be checked first"):
        read_too_late()


def test_another_file_that_is_missing_is_no_fault_of_a_draft(lists: Lists, tmp_path: Path):
    one = mapped(lists.data, PRINTS, listed(tmp_path, "1,Híd,brady"))
    with pytest.raises(FileNotFoundError), mapped_drafts.looked_at(lists.data, one):
        (tmp_path / "nowhere").read_bytes()


def test_a_draft_survives_what_happens_to_the_file_and_to_the_process(lists: Lists, tmp_path: Path):
    file = listed(tmp_path, "1,Híd,brady")
    one = begun(lists.data, PRINTS, file)
    file.unlink()
    sweep(lists.data)
    done(lists.data, orders.order_mapping(lists.data, one.id, CURATOR))
    sweep(lists.data)
    assert published(lists.data, now(lists.data, one)).detail is None
    assert lists.newest().records == 1


def test_a_failed_mapping_is_told_and_the_draft_can_be_corrected(lists: Lists, tmp_path: Path):
    wrong = tmp_path / "list.csv"
    wrong.write_text("Number;Name\n1;Híd\n", encoding="utf-8")
    one = begun(lists.data, PRINTS, wrong)
    job = done(lists.data, orders.order_mapping(lists.data, one.id, CURATOR))
    one = now(lists.data, one)
    assert (job.state, one.state) == ("failed", "failed")
    assert job.code == "mapping-invalid"
    assert one.detail == job.detail
    assert "No" in str(one.detail)
    assert [problem.severity for problem in mapped_drafts.problems(lists.data, one.id)]
    with pytest.raises(DraftNotReady):
        orders.order_publishing(lists.data, one.id, CURATOR)
    kept_drafts.hand_in(lists.data, one.id, "list.csv", listed(tmp_path, "1,Híd,brady"), CURATOR, 1 << 20)
    assert now(lists.data, one).state is DraftState.RECEIVED
    assert list(mapped_drafts.problems(lists.data, one.id)) == []
    done(lists.data, orders.order_mapping(lists.data, one.id, CURATOR))
    assert now(lists.data, one).state is DraftState.READY


def test_discarding_removes_what_only_the_draft_was_made_of(lists: Lists, tmp_path: Path):
    lists.ingest("1,Híd,brady")
    before = uploads(lists.data)
    same = mapped(lists.data, PRINTS, listed(tmp_path, "1,Híd,brady"))
    other = mapped(lists.data, PRINTS, listed(tmp_path, "2,Ló,brady"))
    assert len(uploads(lists.data)) == len(before) + 1
    assert kept_drafts.discard(lists.data, other.id, CURATOR).state is DraftState.DISCARDED
    kept_drafts.discard(lists.data, same.id, CURATOR)
    assert uploads(lists.data) == before
    assert list(lists.data.drafts.iterdir()) == []
    with pytest.raises(DraftEnded):
        kept_drafts.discard(lists.data, other.id, CURATOR)


def test_a_draft_at_work_is_left_alone(lists: Lists, tmp_path: Path):
    one = begun(lists.data, PRINTS, listed(tmp_path, "1,Híd,brady"))
    first = orders.order_mapping(lists.data, one.id, CURATOR)
    assert orders.order_mapping(lists.data, one.id, CURATOR).id == first.id
    with pytest.raises(DraftBusy):
        kept_drafts.discard(lists.data, one.id, CURATOR)
    with pytest.raises(DraftBusy):
        kept_drafts.take_back(lists.data, one.id, "list.csv", CURATOR)
    with pytest.raises(DraftBusy):
        orders.order_publishing(lists.data, one.id, CURATOR)


def test_what_is_not_there_is_told(lists: Lists, tmp_path: Path):
    with pytest.raises(UnknownDraft):
        kept_drafts.discard(lists.data, "nothing", CURATOR)
    one = kept_drafts.begin(lists.data, PRINTS, CURATOR)
    with pytest.raises(DraftEmpty):
        orders.order_mapping(lists.data, one.id, CURATOR)
    with pytest.raises(UnknownDraftFile):
        kept_drafts.take_back(lists.data, one.id, "list.csv", CURATOR)
    with pytest.raises(UnknownDraftFile):
        kept_drafts.correct(lists.data, one.id, {"list.csv": {}}, CURATOR)
    with pytest.raises(TooLarge):
        kept_drafts.hand_in(lists.data, one.id, "a.csv", listed(tmp_path, "1,a,b"), CURATOR, 5)
    assert uploads(lists.data) == set()


def test_a_draft_has_so_many_files_and_no_more(lists: Lists, tmp_path: Path):
    file = listed(tmp_path, "1,Híd,brady")
    one = kept_drafts.begin(lists.data, PRINTS, CURATOR)
    for number in range(kept_drafts.FILES_LIMIT):
        kept_drafts.hand_in(lists.data, one.id, f"{number}.csv", file, CURATOR, 1 << 20)
    kept_drafts.hand_in(lists.data, one.id, "0.csv", file, CURATOR, 1 << 20)
    other, there = listed(tmp_path, "2,Ló,brady", "other.csv"), uploads(lists.data)
    with pytest.raises(TooManyFiles):
        kept_drafts.hand_in(lists.data, one.id, "one-more.csv", other, CURATOR, 1 << 20)
    with pytest.raises(UnknownDraft):
        kept_drafts.hand_in(lists.data, "nothing", "one-more.csv", other, CURATOR, 1 << 20)
    assert uploads(lists.data) == there


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.csv", "passwd.csv"),
        ("C:\\Users\\Eva\\leltár.xlsx", "leltár.xlsx"),
        ("a\0b.csv", "ab.csv"),
        ("invoice\u202exslx.exe", "invoicexslx.exe"),
        ("lelta\u0301r.csv", "leltár.csv"),
        (" list.csv\n", "list.csv"),
        ("con.csv", "con.csv"),
    ],
)
def test_a_name_is_only_a_name(given: str, kept: str):
    assert plain_name(given) == kept


@pytest.mark.parametrize("given", ["", "..", "/", "a/", "\0", " . ", "x" * 256, "é" * 200])
def test_what_is_no_name_is_refused(given: str):
    with pytest.raises(FileNameInvalid):
        plain_name(given)


def test_whatever_a_file_is_called_nothing_is_written_elsewhere(lists: Lists, tmp_path: Path):
    before = {path for path in tmp_path.rglob("*") if lists.data.root not in path.parents}
    one = kept_drafts.begin(lists.data, PRINTS, CURATOR)
    file = listed(tmp_path, "1,Híd,brady")
    for name in ("../../x.csv", "/etc/y.csv", "..\\z.csv", "con"):
        kept_drafts.hand_in(lists.data, one.id, name, file, CURATOR, 1 << 20)
    after = {path for path in tmp_path.rglob("*") if lists.data.root not in path.parents}
    assert after - before == {file}
    assert {path.parent.parent for path in lists.data.uploads.rglob("*") if path.is_file()} == {
        lists.data.uploads
    }


def test_old_drafts_go(lists: Lists, tmp_path: Path):
    one = mapped(lists.data, PRINTS, listed(tmp_path, "1,Híd,brady"))
    assert kept_drafts.expire(lists.data, 30, "the service") == []
    with lists.data.control() as control, control.transaction() as db:
        db.execute("UPDATE draft SET changed = '2026-01-01T00:00:00Z'")
    assert [gone.id for gone in kept_drafts.expire(lists.data, 30, "the service")] == [one.id]
    assert now(lists.data, one).state is DraftState.DISCARDED
    assert list(lists.data.drafts.iterdir()) == []


def test_leftovers_are_swept_and_the_doctor_misses_what_should_be_there(lists: Lists, tmp_path: Path):
    one = mapped(lists.data, PRINTS, listed(tmp_path, "1,Híd,brady"))
    stray = lists.data.drafts / "stray"
    stray.mkdir()
    assert [finding.code for finding in diagnosis(lists.data).findings] == ["leftovers"]
    sweep(lists.data)
    assert not stray.exists()
    assert diagnosis(lists.data).findings == ()
    next((lists.data.drafts / one.id).glob("*.nq")).unlink()
    assert [finding.code for finding in diagnosis(lists.data).findings] == ["draft-damaged"]
    with pytest.raises(DraftNotReady), mapped_drafts.opened(lists.data, one, IDS):
        pass


def test_a_backup_takes_drafts_along(lists: Lists, tmp_path: Path):
    one = mapped(lists.data, PRINTS, listed(tmp_path, "1,Híd,brady"))
    back_up(lists.data, tmp_path / "backup", "2026-11-26T08:00:00Z")
    copy = DataFolder(tmp_path / "backup")
    assert published(copy, now(copy, one)).outcome is not None
    assert now(lists.data, one).state is DraftState.READY
