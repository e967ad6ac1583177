"""Turns: whose job is next."""

from datetime import timedelta
from pathlib import Path

import pytest

from opencollections.publishing.turns import SMALL_BYTES, next_job
from opencollections.store import clock, jobs, registry
from opencollections.store.control import Control
from opencollections.store.jobs import Job, JobKind, JobState, Order
from opencollections.store.registry import Member

LARGE = 200 * 1024 * 1024


def job(seq: int, member: str, kind: str = "map", size: int = 1, collection: str | None = None) -> Job:
    name = collection or f"{member}/{seq}"
    return Job(seq, str(seq), JobKind(kind), member, name, None, {}, size, "", JobState.WAITING, "")


def turn(waiting, running=(), begun=None, limit=None) -> int | None:
    found = next_job(waiting, running, begun or {}, limit)
    return found.seq if found else None


def test_the_oldest_goes_first_where_all_else_is_equal():
    assert turn([job(1, "a"), job(2, "b")]) == 1


def test_a_member_with_a_job_at_work_lets_another_go_first():
    assert turn([job(2, "a"), job(3, "b")], [job(1, "a")]) == 3


def test_a_member_with_a_hundred_files_does_not_go_first_each_time():
    waiting = [*(job(seq, "a") for seq in range(1, 101)), job(101, "b")]
    assert turn(waiting, begun={"a": 0}) == 101
    assert turn(waiting[:-1], begun={"b": 1, "a": 0}) == 1


def test_the_lane_for_small_files_takes_no_large_one():
    assert turn([job(1, "a", size=LARGE), job(2, "b")], limit=SMALL_BYTES) == 2
    assert turn([job(1, "a", size=LARGE)], limit=SMALL_BYTES) is None
    assert turn([job(1, "a", size=LARGE)]) == 1


@pytest.mark.parametrize("kind", ["publish", "undo", "withdraw", "restore", "merge"])
def test_one_publishes_at_a_time_and_drafts_go_on_meanwhile(kind: str):
    at_work = [job(1, "a", "publish")]
    assert turn([job(2, "b", kind)], at_work) is None
    assert turn([job(2, "b", kind), job(3, "c")], at_work) == 3
    assert turn([job(2, "b", kind)], [job(1, "a")]) == 2


def test_what_changes_one_collection_is_done_in_the_order_given():
    large, small = job(1, "a", "publish", LARGE, "a/x"), job(2, "a", "publish", 1, "a/x")
    assert turn([large, small], limit=SMALL_BYTES) is None
    assert turn([large, small]) == 1


def test_a_member_whose_job_was_begun_by_a_clock_that_was_ahead_does_not_go_last_until_then(tmp_path: Path):
    with Control(tmp_path / "control.sqlite") as control:
        for member in ("a", "b"):
            registry.add_member(control, Member(member, member, "en", None, "2026-01-01T00:00:00Z"))
            with control.transaction():
                jobs.begin(control, jobs.enter_job(control, Order(JobKind.UNDO, member, "operator")))
        assert list(jobs.last_begun(control)) == ["a", "b"]
        control.db.execute("UPDATE job SET begun = ? WHERE member = 'a'", (clock.moment(timedelta(days=1)),))
        assert list(jobs.last_begun(control)) == ["b"]
