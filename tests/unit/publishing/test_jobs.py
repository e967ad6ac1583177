"""Jobs: each kind is done, ends with what came of it, and an error is told with it."""

import threading
from pathlib import Path

import pytest

from opencollections.errors import (
    EngineFailed,
    JobEnded,
    NothingToUndo,
    UnknownCollection,
    UnknownJob,
    UnknownVersion,
    VersionDamaged,
)
from opencollections.publishing import jobs as doing
from opencollections.publishing import orders
from opencollections.publishing.ingest_worker import ATTEMPTS, IngestWorker
from opencollections.publishing.jobs import JobProgress
from opencollections.publishing.progress import unit
from opencollections.settings import Settings
from opencollections.store import drafts, jobs
from opencollections.store.drafts import DraftState
from opencollections.store.jobs import Job, JobState

from .lists import LETTERS, PRINTS, Lists, iri
from .working import CURATOR, begun, done, listed, mapped, now, published


def read(lists: Lists, job: Job) -> Job:
    with lists.data.control() as control:
        return jobs.job(control, job.id)


def test_undo_withdraw_restore_and_merge_are_jobs(lists: Lists):
    lists.ingest("1,Híd,brady 2,Ló,hevesy")
    lists.ingest("1,Hidak,brady 2,Ló,hevesy")
    undone = done(lists.data, orders.order_undo(lists.data, PRINTS, CURATOR))
    assert undone.outcome == {
        "changed": True,
        "versions": [
            {
                "collection": PRINTS,
                "version": 3,
                "records": 2,
                "entities": 6,
                "statements": 14,
                "added": 1,
                "removed": 1,
            }
        ],
    }
    order = orders.order_withdrawal(lists.data, PRINTS, CURATOR, iri("m/object/1"), "Sold")
    assert done(lists.data, order).state is JobState.DONE
    assert lists.stated("m/object/1") == set()
    assert (lists.newest().actor, lists.newest().reason) == ("member m", "Sold")
    done(lists.data, orders.order_restoration(lists.data, PRINTS, CURATOR, iri("m/object/1")))
    assert lists.stated("m/object/1")
    merged = orders.order_merge(lists.data, "m", CURATOR, iri("m/object/1"), iri("m/object/2"))
    assert done(lists.data, merged).state is JobState.DONE
    assert lists.stated("m/object/1") == set()
    assert done(lists.data, orders.order_withdrawal(lists.data, PRINTS, CURATOR)).state is JobState.DONE
    assert lists.newest().is_withdrawn
    assert lists.store_is_its_versions()


def test_an_error_ends_a_job_and_is_told_with_its_code(lists: Lists):
    job = done(lists.data, orders.order_restoration(lists.data, PRINTS, CURATOR, iri("m/object/1")))
    assert (job.state, job.code) == (JobState.FAILED, "not-withdrawn")
    assert PRINTS in str(job.detail)
    with pytest.raises(UnknownJob):
        orders.cancel(lists.data, "nothing", CURATOR)


@pytest.mark.parametrize(
    ("ingested", "collection", "to", "error"),
    [
        (2, "m/nothing", None, UnknownCollection),
        (0, PRINTS, None, NothingToUndo),
        (0, PRINTS, 1, NothingToUndo),
        (1, PRINTS, None, NothingToUndo),
        (2, PRINTS, 3, UnknownVersion),
        (2, PRINTS, 0, UnknownVersion),
        (2, PRINTS, -1, UnknownVersion),
        (2, PRINTS, 10**30, UnknownVersion),
    ],
)
def test_an_undo_that_cannot_be_is_refused_when_it_is_ordered(
    lists: Lists, ingested: int, collection: str, to: int | None, error: type[Exception]
):
    for number in range(ingested):
        lists.ingest(f"1,Híd{number},brady")
    with pytest.raises(error):
        orders.order_undo(lists.data, collection, CURATOR, to)
    with lists.data.control() as control:
        assert jobs.jobs(control) == []


@pytest.mark.parametrize(
    "error",
    [
        EngineFailed(path="/srv/data/generations", detail="x"),
        VersionDamaged(path="/srv/data/versions", version=1, collection=PRINTS, detail="x"),
    ],
)
def test_what_only_the_operator_can_mend_is_told_in_the_log_and_to_others_as_a_fault(
    lists: Lists, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: Exception
):
    def broken(*_: object) -> None:
        raise error

    monkeypatch.setattr(doing, "restore", broken)
    job = done(lists.data, orders.order_restoration(lists.data, PRINTS, CURATOR, iri("m/object/1")))
    assert (job.state, job.code) == (JobState.FAILED, "job-fault")
    assert job.id in str(job.detail)
    assert not any(word in str(job.detail) for word in ("/srv", "ocn"))
    assert str(error) in caplog.text


def test_what_is_public_already_makes_no_version_and_the_job_is_done(lists: Lists, tmp_path: Path):
    published(lists.data, mapped(lists.data, PRINTS, listed(tmp_path, "1,Híd,brady")))
    again = mapped(lists.data, PRINTS, listed(tmp_path, "1,Híd,brady"))
    job = published(lists.data, again)
    assert job.outcome is not None
    assert job.outcome["changed"] is False
    assert lists.newest().number == 1
    assert now(lists.data, again).version == 1


def test_the_same_order_twice_is_one_job(lists: Lists):
    lists.ingest("1,Híd,brady")
    first = orders.order_withdrawal(lists.data, PRINTS, CURATOR, reason="Sold")
    assert orders.order_withdrawal(lists.data, PRINTS, "operator", reason="Sold").id == first.id
    assert orders.order_withdrawal(lists.data, PRINTS, CURATOR, reason="Lost").id != first.id
    assert orders.order_withdrawal(lists.data, LETTERS, CURATOR, reason="Sold").id != first.id


def test_a_job_that_waits_is_cancelled_at_once(lists: Lists, tmp_path: Path):
    one = begun(lists.data, PRINTS, listed(tmp_path, "1,Híd,brady"))
    job = orders.order_mapping(lists.data, one.id, CURATOR)
    assert orders.cancel(lists.data, job.id, CURATOR).state is JobState.CANCELLED
    assert now(lists.data, one).state is DraftState.CANCELLED
    with pytest.raises(JobEnded):
        orders.cancel(lists.data, job.id, CURATOR)
    again = done(lists.data, orders.order_mapping(lists.data, one.id, CURATOR))
    assert again.state is JobState.DONE
    waiting = orders.order_publishing(lists.data, one.id, CURATOR)
    orders.cancel(lists.data, waiting.id, CURATOR)
    assert now(lists.data, one).state is DraftState.READY


def test_a_job_that_broke_off_is_begun_again_but_not_for_ever(lists: Lists, tmp_path: Path):
    one = begun(lists.data, PRINTS, listed(tmp_path, "1,Híd,brady"))
    job = orders.order_mapping(lists.data, one.id, CURATOR)
    worker = IngestWorker(Settings(data=lists.data.root))
    for attempt in range(1, ATTEMPTS + 1):
        with lists.data.control() as control, control.transaction():
            jobs.begin(control, job)
        worker.recovered()
        expected = JobState.WAITING if attempt < ATTEMPTS else JobState.FAILED
        assert read(lists, job).state is expected
    assert read(lists, job).code == "job-broken-off"
    assert now(lists.data, one).state is DraftState.FAILED


def test_a_running_job_that_is_given_up_and_broke_off_is_cancelled(lists: Lists, tmp_path: Path):
    one = begun(lists.data, PRINTS, listed(tmp_path, "1,Híd,brady"))
    job = orders.order_mapping(lists.data, one.id, CURATOR)
    with lists.data.control() as control, control.transaction():
        jobs.begin(control, job)
    assert orders.cancel(lists.data, job.id, CURATOR).state is JobState.RUNNING
    IngestWorker(Settings(data=lists.data.root)).recovered()
    assert read(lists, job).state is JobState.CANCELLED
    assert now(lists.data, one).state is DraftState.CANCELLED


def test_that_a_publish_is_done_becomes_true_with_its_version_or_not_at_all(
    lists: Lists, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    one = mapped(lists.data, PRINTS, listed(tmp_path, "1,Híd,brady"))
    job = orders.order_publishing(lists.data, one.id, CURATOR)
    noted = doing.Work.note

    def interrupted(self, control, versions, *, changed):
        noted(self, control, versions, changed=changed)
        raise KeyboardInterrupt

    monkeypatch.setattr(doing.Work, "note", interrupted)
    with pytest.raises(KeyboardInterrupt):
        done(lists.data, job)
    monkeypatch.undo()
    assert read(lists, job).state is JobState.RUNNING
    with lists.data.control() as control:
        assert drafts.draft(control, one.id).state is DraftState.PUBLISHING
        assert control.db.execute("SELECT count(*) FROM version").fetchone()[0] == 0
    assert done(lists.data, job).state is JobState.DONE
    assert lists.newest().number == 1


def test_progress_does_not_wait_for_a_commit_and_tells_the_seconds_left(lists: Lists, tmp_path: Path):
    one = begun(lists.data, PRINTS, listed(tmp_path, "1,Híd,brady"))
    job = orders.order_mapping(lists.data, one.id, CURATOR)
    with lists.data.control() as control, control.transaction():
        jobs.begin(control, job)
    progress = JobProgress(lists.data, job.id, {"loading": 400})
    with lists.data.control() as control, control.transaction():
        thread = threading.Thread(target=progress, args=("mapped", 1))
        thread.start()
        thread.join(10)
        assert not thread.is_alive()
    progress("loading", 100)
    progress("loading", 101)
    progress.close()
    told = read(lists, job)
    assert (told.step, told.done, told.total) == ("loading", 100, 400)
    assert told.stepped is not None
    assert told.seconds_left(told.stepped + 10) == pytest.approx(30)
    assert told.seconds_left(told.stepped - 1) == 0


def test_progress_is_told_in_records_of_how_many_and_says_when_the_database_commits(
    lists: Lists, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    told: list[tuple[str, int, int | None]] = []
    monkeypatch.setattr(doing, "NOTED_EVERY_S", 0)
    monkeypatch.setattr(
        doing.jobs,
        "note_progress",
        lambda _control, _job, step, done, total, _at: told.append((step, done, total)),
    )
    rows = " ".join(f"{number},Híd,brady" for number in range(1, 8))
    one = mapped(lists.data, PRINTS, listed(tmp_path, rows))
    assert told[-2:] == [("mapped", 7, 7), ("checking", 0, None)]
    assert {unit(step) for step, _, _ in told} == {"records", None}
    told.clear()
    published(lists.data, one)
    steps = list(dict.fromkeys(step for step, _, _ in told))
    assert steps[-2:] == ["committing", "published"]
    assert unit("committing") is None
    assert all(total and done <= total for step, done, total in told if step == "loading")


def test_a_step_that_was_left_is_not_told_again(lists: Lists, tmp_path: Path):
    one = begun(lists.data, PRINTS, listed(tmp_path, "1,Híd,brady"))
    job = orders.order_mapping(lists.data, one.id, CURATOR)
    progress = JobProgress(lists.data, job.id)
    for step in ("loading", "committing", "loading"):
        progress(step, 0)
    progress.close()
    assert read(lists, job).step == "committing"
