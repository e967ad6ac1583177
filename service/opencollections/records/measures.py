"""Measures: how much something is, and how much there may be of it, told in any language."""

from ..phrases import Fact, Phrase


def in_bytes(count: int | str) -> Phrase:
    return Phrase("{count} bytes", {"count": str(count)})


def in_seconds(count: float) -> Phrase:
    return Phrase("{count} seconds", {"count": f"{count:g}"})


def over(limit: Fact) -> Phrase:
    """Say of something that it is more than a limit, where nobody counted on."""
    return Phrase("over {limit}", {"limit": limit})
