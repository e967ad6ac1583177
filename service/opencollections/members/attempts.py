"""Attempts: how often a password may be tried, for an address in the network and for an account."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from threading import Lock
from time import monotonic
from typing import Final

from ..errors import TooManyAttempts


@dataclass(frozen=True, slots=True)
class AttemptLimit:
    """So many attempts in any so many seconds."""

    amount: int
    seconds: float


BY_ADDRESS: Final = AttemptLimit(20, 5 * 60)
BY_ACCOUNT: Final = AttemptLimit(8, 15 * 60)

NAMES_LIMIT: Final = 20_000
"""Addresses and accounts that are counted at once; whoever tries more is forgotten first where it was longest ago."""


class Attempts:
    """Counts attempts to sign in; each API process counts for itself, and forgets when it ends.

    ``now`` gives seconds that nobody can set back: those of the clock on the wall would keep people out for as long
    as it was wrong.
    """

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._times: dict[str, deque[float]] = {}
        self._lock = Lock()

    def count(self, address: str, email: str) -> None:
        """Count an attempt; raise TooManyAttempts over the limit of the address or of the account."""
        with self._lock:
            self._count(BY_ADDRESS, f"address {address}")
            self._count(BY_ACCOUNT, _account(email))

    def forget(self, email: str) -> None:
        """Forget the attempts for an account, since its owner has come."""
        with self._lock:
            self._times.pop(_account(email), None)

    def _count(self, limit: AttemptLimit, name: str) -> None:
        now, times = self._now(), self._times.pop(name, deque(maxlen=limit.amount))
        # What was counted last stands last.
        self._times[name] = times
        if len(times) == limit.amount and (wait := times[0] + limit.seconds - now) > 0:
            raise TooManyAttempts(seconds=ceil(wait))
        times.append(now)
        if len(self._times) > NAMES_LIMIT:
            del self._times[next(iter(self._times))]


def _account(email: str) -> str:
    return f"account {email.strip().casefold()[:300]}"
