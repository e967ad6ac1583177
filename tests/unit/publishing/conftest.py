"""What the tests of publishing share."""

from .lists import lists

__all__ = ["lists"]
