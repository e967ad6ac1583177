"""What each client may still use: a number of queries at once, and seconds of evaluation that fill up again.

A client that asks much of the service waits, and nobody else does. What counts is the time that queries took
and not their number, so that many small ones are as welcome as one large one; an error costs something too.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from time import monotonic
from typing import Final

from ..errors import BudgetSpent, TooManyAtOnce
from .limits import QueryLimits

ERROR_S: Final = 0.25
"""What an error costs at least: looking at a broken query is work too, and sending more of them is no use."""

MINUTE_S: Final = 60.0

CLIENTS_REMEMBERED: Final = 50_000


@dataclass(slots=True)
class _Account:
    limits: QueryLimits
    left_s: float
    since: float
    running: int = 0


class Allowances:
    """The accounts of all clients of this process; ``now`` is a clock that never goes back, in seconds.

    A client is somebody's address, with the limits for everybody, or a member that showed its token.
    """

    def __init__(self, limits: QueryLimits, now: Callable[[], float] = monotonic) -> None:
        self._limits = limits
        self._now = now
        self._accounts: OrderedDict[str, _Account] = OrderedDict()

    def admitted(self, client: str) -> "Admission":
        """Let a client begin a query; raise TooManyAtOnce or BudgetSpent where it has to wait."""
        return self._begun(self._account(client, self._limits))

    def admitted_member(self, member: str) -> "Admission":
        """Let a member begin a query, wherever it is; raise as ``admitted`` does."""
        return self._begun(self._account(f"member {member}", self._limits.of_member))

    def _begun(self, account: _Account) -> "Admission":
        limits = account.limits
        if account.running >= limits.concurrent:
            raise TooManyAtOnce(allowed=limits.concurrent, seconds=1)
        if account.left_s <= 0:
            wait_s = ceil((ERROR_S - account.left_s) * MINUTE_S / limits.budget_s)
            raise BudgetSpent(allowed=limits.budget_s, seconds=wait_s)
        account.running += 1
        return Admission(self, account)

    def spend(self, account: _Account, seconds: float) -> None:
        self._fill(account)
        account.left_s -= seconds

    def _account(self, client: str, limits: QueryLimits) -> _Account:
        account = self._accounts.get(client)
        if account is None:
            account = self._accounts[client] = _Account(limits, limits.budget_s, self._now())
            if len(self._accounts) > CLIENTS_REMEMBERED:
                self._accounts.popitem(last=False)
        else:
            self._accounts.move_to_end(client)
            self._fill(account)
        return account

    def _fill(self, account: _Account) -> None:
        now = self._now()
        budget_s = account.limits.budget_s
        account.left_s = min(budget_s, account.left_s + (now - account.since) * budget_s / MINUTE_S)
        account.since = now


class Admission:
    """One query of a client; its end is told once, whoever tells it first."""

    def __init__(self, allowances: Allowances, account: _Account) -> None:
        self._allowances = allowances
        self._account = account
        self._ended = False

    @property
    def seconds(self) -> float:
        """The time that the query may take."""
        return self._account.limits.seconds

    def end(self, seconds: float = 0.0) -> None:
        """Take note that the evaluation is over, or never began, and how long it took."""
        if not self._ended:
            self._ended = True
            self._account.running -= 1
            self._allowances.spend(self._account, seconds)

    def fail(self) -> None:
        """Take note that the query came to nothing."""
        self._allowances.spend(self._account, ERROR_S)
        self.end()
