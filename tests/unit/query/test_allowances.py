"""Allowances: each client has its own, it fills up with time, and errors cost something."""

import pytest

from opencollections.errors import BudgetSpent, TooManyAtOnce
from opencollections.query import allowances
from opencollections.query.allowances import ERROR_S, Allowances
from opencollections.query.limits import QueryLimits

LIMITS = QueryLimits(budget_s=60, concurrent=2)


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.time = 1_000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def given(clock: Clock) -> Allowances:
    return Allowances(LIMITS, clock)


def test_a_client_may_have_so_many_queries_at_once_and_no_more(given: Allowances) -> None:
    first, _ = given.admitted("a"), given.admitted("a")
    with pytest.raises(TooManyAtOnce, match="2 queries at work"):
        given.admitted("a")
    given.admitted("b")
    first.end(0.1)
    given.admitted("a")


def test_a_client_that_used_up_its_time_waits_until_it_has_some_again(
    given: Allowances, clock: Clock
) -> None:
    given.admitted("a").end(90)
    with pytest.raises(BudgetSpent, match="60 s of") as refused:
        given.admitted("a")
    given.admitted("b").end(0)
    clock.time += refused.value.facts["seconds"] - 1
    with pytest.raises(BudgetSpent):
        given.admitted("a")
    clock.time += 1
    given.admitted("a").end(0)


def test_no_more_than_a_minutes_time_is_saved_up(given: Allowances, clock: Clock) -> None:
    given.admitted("a").end(1)
    clock.time += 100_000
    given.admitted("a").end(60)
    with pytest.raises(BudgetSpent):
        given.admitted("a")


def test_errors_are_charged_to_the_budget(given: Allowances) -> None:
    for _ in range(int(LIMITS.budget_s / ERROR_S)):
        given.admitted("a").fail()
    with pytest.raises(BudgetSpent):
        given.admitted("a")


def test_the_end_of_a_query_counts_once(given: Allowances) -> None:
    admission = given.admitted("a")
    for _ in range(100):
        admission.end(1)
    given.admitted("a")
    given.admitted("a")


def test_the_memory_of_clients_is_bounded(given: Allowances, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allowances, "CLIENTS_REMEMBERED", 10)
    for number in range(100):
        given.admitted(str(number)).end(1)
    assert len(given._accounts) == 10


def test_a_member_has_more_and_is_counted_by_itself(clock: Clock) -> None:
    limits = QueryLimits(
        seconds=1, concurrent=1, budget_s=6, member_seconds=2, member_concurrent=2, member_budget_s=60
    )
    given = Allowances(limits, clock)
    everybody, member = given.admitted("hafa"), given.admitted_member("hafa")
    assert (everybody.seconds, member.seconds) == (1, 2)
    given.admitted_member("hafa").end(59)
    member.end(2)
    everybody.end(0)
    with pytest.raises(BudgetSpent, match="60 s of"):
        given.admitted_member("hafa")
    given.admitted("hafa")
    clock.time += 2
    given.admitted_member("hafa")


def test_a_token_never_brings_less() -> None:
    generous = QueryLimits(seconds=90, concurrent=90, budget_s=9_000)
    assert generous.of_member == generous
