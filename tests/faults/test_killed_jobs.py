"""kill -9 in the middle of a job: it is done after the next start, or ended with a sentence, and never twice."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from kept import PATIENCE_S, begun, entered, serving, until, workers
from killing import damages

from opencollections.publishing import kept_drafts, orders
from opencollections.publishing.doctor.diagnosis import diagnosis
from opencollections.publishing.ingest_process import started
from opencollections.store import drafts, jobs, ledger
from opencollections.store.drafts import DraftState, KeptDraft
from opencollections.store.folders import DataFolder
from opencollections.store.jobs import Job, JobState
from opencollections.store.leftovers import sweep

KILLS = 2
ROWS = 10_000
NAME = "m/list"


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    return entered(tmp_path, NAME)


@contextmanager
def working(data: DataFolder, **settings: str) -> Iterator[subprocess.Popen[bytes]]:
    """Start an ingest worker with some settings (OCN_…); whatever happens, it ends with the block."""
    theirs, ours = os.pipe()
    process = started(theirs, {"OCN_DATA": str(data.root)} | settings)
    os.close(theirs)
    try:
        yield process
    finally:
        os.close(ours)
        process.wait(PATIENCE_S)


def handed_in(data: DataFolder, title: str) -> KeptDraft:
    path = data.root.parent / "list.csv"
    lines = "".join(f"{n},{title} {n}\n" for n in range(ROWS))
    path.write_text(f"No,Title\n{lines}", encoding="utf-8")
    one = kept_drafts.begin(data, NAME, "member m")
    return kept_drafts.hand_in(data, one.id, path.name, path, "member m", 1 << 30)


def read(data: DataFolder, job: Job) -> Job:
    with data.control() as control:
        return jobs.job(control, job.id)


def state(data: DataFolder, one: KeptDraft) -> DraftState:
    with data.control() as control:
        return drafts.draft(control, one.id).state


def seconds(data: DataFolder, order: Callable[[], Job]) -> tuple[Job, float]:
    """Let a job be done, and tell how long it was at work."""
    with working(data):
        job = order()
        until(lambda: read(data, job).state is not JobState.WAITING)
        at = time.perf_counter()
        until(lambda: not read(data, job).is_open)
    return read(data, job), time.perf_counter() - at


def newest(data: DataFolder) -> int:
    with data.control() as control:
        version = ledger.newest(control, NAME)
    return version.number if version else 0


def test_a_worker_that_is_killed_again_and_again_leaves_every_job_to_the_next(data: DataFolder):
    first = handed_in(data, "first")
    job, mapping_s = seconds(data, lambda: orders.order_mapping(data, first.id, "member m"))
    assert job.state is JobState.DONE
    job, publishing_s = seconds(data, lambda: orders.order_publishing(data, first.id, "member m"))
    assert job.state is JobState.DONE
    broke_off = 0
    for number in range(KILLS):
        one = handed_in(data, f"list {number}")
        for order, duration in ((orders.order_mapping, mapping_s), (orders.order_publishing, publishing_s)):
            before, job = newest(data), order(data, one.id, "member m")
            with working(data) as worker:
                until(lambda job=job: read(data, job).state is not JobState.WAITING)
                time.sleep(duration * number / KILLS)
                worker.send_signal(signal.SIGKILL)
                worker.wait(PATIENCE_S)
            broke_off += read(data, job).is_open
            # A publish that was committed is done, and one that was not has changed nothing.
            assert newest(data) == before + (job.kind == "publish" and not read(data, job).is_open)
            assert damages(data) == []
            with working(data):
                until(lambda job=job: not read(data, job).is_open)
            assert read(data, job).state is JobState.DONE, read(data, job).detail
        assert state(data, one) is DraftState.PUBLISHED
        assert newest(data) == number + 2
    assert broke_off >= KILLS, "the kills came too late to meet a job"
    sweep(data)
    assert diagnosis(data).healthy
    assert list((data.root / "work").iterdir()) == []
    assert list(data.drafts.iterdir()) == []


def test_a_running_job_that_is_given_up_is_ended_and_others_go_on(data: DataFolder):
    one, other = handed_in(data, "one"), handed_in(data, "other")
    with working(data):
        job = orders.order_mapping(data, one.id, "member m")
        until(lambda: read(data, job).state is JobState.RUNNING)
        orders.cancel(data, job.id, "member m")
        until(lambda: not read(data, job).is_open)
        last = orders.order_mapping(data, other.id, "member m")
        until(lambda: not read(data, last).is_open)
    # It may have been done before the worker heard of it.
    expected = {JobState.CANCELLED: DraftState.CANCELLED, JobState.DONE: DraftState.READY}
    assert state(data, one) is expected[read(data, job).state]
    assert read(data, last).state is JobState.DONE
    sweep(data)
    assert damages(data) == []


def test_a_job_that_takes_too_much_memory_ends_with_a_sentence_and_the_worker_goes_on(data: DataFolder):
    one = handed_in(data, "large")
    with working(data, OCN_INGEST_MEMORY_LIMIT_BYTES="50000000") as worker:
        job = orders.order_mapping(data, one.id, "member m")
        until(lambda: not read(data, job).is_open)
        assert worker.poll() is None
    ended = read(data, job)
    assert (ended.state, ended.code, ended.attempts) == (JobState.FAILED, "job-too-large", 1)
    assert "more than 50 MB" in str(ended.detail)
    assert state(data, one) is DraftState.FAILED
    with working(data):
        again = orders.order_mapping(data, one.id, "member m")
        until(lambda: not read(data, again).is_open)
    assert read(data, again).state is JobState.DONE
    assert damages(data) == []


def test_jobs_are_done_beside_several_api_processes_and_end_with_a_killed_service(
    data: DataFolder, tmp_path: Path
):
    one = handed_in(data, "served")
    with serving(data.root, "--processes", "2"):
        job = orders.order_mapping(data, one.id, "member m")
        until(lambda: not read(data, job).is_open)
        assert read(data, job).state is JobState.DONE
    service = begun("serve", "--data", data.root, "--port", 0)
    assert service.stderr
    service.stderr.readline()
    job = orders.order_publishing(data, one.id, "member m")
    until(lambda: read(data, job).state is not JobState.WAITING)
    service.kill()
    service.communicate(timeout=30)
    until(lambda: workers(data.root) == [])
    with serving(data.root):
        until(lambda: not read(data, job).is_open)
    assert read(data, job).state is JobState.DONE
    assert newest(data) == 1
