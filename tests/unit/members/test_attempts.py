"""Attempts to sign in: who has to wait, how long, and who is forgotten."""

import pytest

from opencollections.errors import TooManyAttempts
from opencollections.members import attempts
from opencollections.members.attempts import BY_ACCOUNT, BY_ADDRESS, Attempts


class Clock:
    """Seconds that pass when it is said."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def counted(clock: Clock) -> Attempts:
    return Attempts(clock)


def wait(counted: Attempts, address: str, email: str) -> int:
    with pytest.raises(TooManyAttempts) as refused:
        counted.count(address, email)
    return int(str(refused.value.facts["seconds"]))


def test_an_account_waits_until_the_first_of_its_attempts_is_old(counted: Attempts, clock: Clock):
    for number in range(BY_ACCOUNT.amount):
        counted.count(f"address {number}", "anna@m.example")
        clock.seconds += 10
    assert wait(counted, "another", " ANNA@m.example ") == BY_ACCOUNT.seconds - 10 * BY_ACCOUNT.amount
    clock.seconds = 1_000 + BY_ACCOUNT.seconds
    counted.count("another", "anna@m.example")
    assert wait(counted, "another", "anna@m.example") == 10


def test_an_address_waits_whatever_accounts_it_tries(counted: Attempts):
    for number in range(BY_ADDRESS.amount):
        counted.count("::1", f"{number}@m.example")
    assert wait(counted, "::1", "kate@m.example") == BY_ADDRESS.seconds
    counted.count("::2", "kate@m.example")


def test_attempts_that_were_refused_do_not_count(counted: Attempts, clock: Clock):
    for _ in range(BY_ACCOUNT.amount):
        counted.count("::1", "anna@m.example")
    clock.seconds += BY_ACCOUNT.seconds - 1
    assert wait(counted, "::2", "anna@m.example") == 1
    clock.seconds += 1
    counted.count("::2", "anna@m.example")


def test_whoever_has_come_is_forgotten(counted: Attempts):
    for _ in range(2 * BY_ACCOUNT.amount):
        counted.count("::1", "anna@m.example")
        counted.forget("Anna@m.example")


def test_so_many_names_are_kept_and_the_oldest_goes_first(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(attempts, "NAMES_LIMIT", 4)
    counted = Attempts()
    for _ in range(BY_ACCOUNT.amount):
        counted.count("::1", "anna@m.example")
    for number in range(2):
        counted.count(f"::{number + 2}", f"{number}@m.example")
    counted.count("::1", "anna@m.example")
