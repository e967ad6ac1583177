"""Measures: how much something is, and how much there may be of it, told in any language."""

from ..phrases import Fact, Phrase


def in_bytes(count: int | str) -> Phrase:
    return Phrase("{count} bytes", {"count": str(count)})


def in_seconds(count: float) -> str:
    """Write a time with the sign of the second, which has one form in every language."""
    return f"{count:g} s"


def in_work(seconds: float, memory_bytes: int) -> Phrase:
    """Say what something may take while it is at work."""
    facts = {"time": in_seconds(seconds), "memory": f"{memory_bytes // 1_000_000} MB"}
    return Phrase("{time} of processor time and {memory} of memory", facts)


def over(limit: Fact) -> Phrase:
    """Say of something that it is more than a limit, where nobody counted on."""
    return Phrase("over {limit}", {"limit": limit})
