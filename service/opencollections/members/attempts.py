"""Attempts: how often a password may be tried, for an address in the network and for an account."""

from typing import Final

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from ..errors import TooManyAttempts
from ..store.clock import seconds_until

BY_ADDRESS: Final = RateLimitItemPerMinute(20, 5)
BY_ACCOUNT: Final = RateLimitItemPerMinute(8, 15)


class Attempts:
    """Counts attempts to sign in; each API process counts for itself, and forgets when it ends."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def count(self, address: str, email: str) -> None:
        """Count an attempt; raise TooManyAttempts over the limit of the address or of the account."""
        for limit, name in ((BY_ADDRESS, f"address {address}"), (BY_ACCOUNT, _account(email))):
            if not self._limiter.hit(limit, name):
                raise TooManyAttempts(seconds=self._wait(limit, name))

    def forget(self, email: str) -> None:
        """Forget the attempts for an account, since its owner has come."""
        self._limiter.clear(BY_ACCOUNT, _account(email))

    def _wait(self, limit: RateLimitItem, name: str) -> int:
        return seconds_until(self._limiter.get_window_stats(limit, name).reset_time)


def _account(email: str) -> str:
    return f"account {email.strip().casefold()[:300]}"
