"""Passwords in tests: they cost next to nothing, and are kept and compared as everywhere."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from argon2 import PasswordHasher

from opencollections.members import passwords


@contextmanager
def quick_passwords() -> Iterator[None]:
    """Let a password be computed quickly in the block."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        passwords._nobodys.cache_clear()
        yield
    passwords._nobodys.cache_clear()
