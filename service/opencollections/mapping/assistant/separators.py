"""Separators inside cells: the sign between several values of one cell, where that is certain enough."""

import re
from collections.abc import Sequence
from typing import Final

from .words import Shape, Word

_SIGNS: Final = ("|", ";", "\n", " / ", "•")
_LEAST_SHARE: Final = 0.03
_WHOLE: Final = frozenset({"title", "description", "note", "credit", "size", "alternative"})
"""Words whose values are whole texts, where such a sign is one of them."""
_COMMA_SHARE: Final = 0.3
_SHORT: Final = 30
_SPLIT: Final = frozenset(
    {Shape.TEXT, Shape.PLAIN, Shape.MAKER, Shape.THING, Shape.PICTURE, Shape.FUNCTION, Shape.MATCH}
)


def separator(values: Sequence[str], word: Word) -> str | None:
    """Give the sign that separates the values of a cell, or None.

    A comma stands in names, titles and sentences, so it counts only for subjects: between words that also stand
    alone in other cells, and never twice in one of them.
    """
    if word.shape not in _SPLIT or word.name in _WHOLE or not values:
        return None
    for sign in _SIGNS:
        with_sign = [value for value in values if _parts(value, sign) > 1]
        if len(with_sign) >= max(1, _LEAST_SHARE * len(values)):
            return sign
    return "," if word.name == "subject" and _comma_is_safe(values) else None


def _parts(value: str, sign: str) -> int:
    return sum(1 for part in value.split(sign) if part.strip())


def _comma_is_safe(values: Sequence[str]) -> bool:
    listed = [value for value in values if "," in value]
    parts = [part.strip() for value in listed for part in value.split(",") if part.strip()]
    if len(listed) < _COMMA_SHARE * len(values) or not parts:
        return False
    repeated = len(parts) - len(set(parts))
    is_short = all(len(part) <= _SHORT for part in parts)
    names = sum(1 for part in parts if re.match(r"\w+\s*,\s*\w+$", part))
    return is_short and not names and (repeated > 0 or any(value.strip() in set(parts) for value in values))
