"""Passwords: kept as argon2id hashes, and compared in the same time whether there is anything to compare with."""

import unicodedata
from functools import cache
from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ..errors import PasswordUnfit

SHORTEST: Final = 10
LONGEST: Final = 200

AT_ONCE: Final = 2
"""Each computation takes 64 MB and a core for a twentieth of a second, so that others wait."""

_HASHER: Final = PasswordHasher()
_places: Final = BoundedSemaphore(AT_ONCE)


def password_hash(password: str, email: str) -> str:
    """Give what is kept of a password; raise PasswordUnfit for one that is soon guessed."""
    if not _is_fit(password, email):
        raise PasswordUnfit(shortest=SHORTEST, longest=LONGEST)
    with _places:
        return _HASHER.hash(_composed(password))


def fits(password: str, kept: str | None) -> bool:
    """Tell whether a password is the one of which this is kept; without one, the time passes all the same."""
    with _places:
        try:
            return _HASHER.verify(kept or _nobodys(), _composed(password)[: LONGEST + 1]) and bool(kept)
        except (VerificationError, InvalidHashError):
            return False


def outdated(kept: str) -> bool:
    """Tell whether a hash was made with less effort than is made now."""
    return _HASHER.check_needs_rehash(kept)


def _is_fit(password: str, email: str) -> bool:
    varied = len(set(password)) >= SHORTEST // 2
    return SHORTEST <= len(password) <= LONGEST and password.casefold() != email.casefold() and varied


def _composed(password: str) -> str:
    # The same letter may be typed as one character or two (RFC 8265 takes them for the same).
    return unicodedata.normalize("NFC", password)


@cache
def _nobodys() -> str:
    return _HASHER.hash("a password that nobody has")
