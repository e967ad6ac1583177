"""Separators inside cells: the sign between several values of one cell, where that is certain enough."""

import re
from collections.abc import Sequence
from typing import Final

from .words import Shape, Word

_SIGNS: Final = ("\x1d", "\x0b", "|", ";", "\n", " / ", "•")
"""Signs that separate wherever they stand; FileMaker writes the first two between the values of a repeating field."""

_SEPARATING: Final = frozenset("\x1d\x0b|;\n/•,")
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

    A comma stands in names, titles and sentences, so it counts only for subjects: between words that stand in other
    cells as well, or of which some cell has three.
    """
    if word.shape not in _SPLIT or word.name in _WHOLE or not values:
        return None
    for sign in _SIGNS:
        with_sign = [value for value in values if _parts(value, sign) > 1]
        if len(with_sign) >= max(1, _LEAST_SHARE * len(values)):
            return sign
    return "," if word.name == "subject" and _comma_is_safe(values) else None


def may_be_parted(values: Sequence[str], word: Word | None) -> bool:
    """Tell whether a member may want to part the cells of a column: a sign is in them, and they are no whole texts."""
    whole = word is not None and (word.shape not in _SPLIT or word.name in _WHOLE)
    return not whole and any(_SEPARATING.intersection(value) for value in values)


def _parts(value: str, sign: str) -> int:
    return sum(1 for part in value.split(sign) if part.strip())


def _comma_is_safe(values: Sequence[str]) -> bool:
    listed = [value for value in values if "," in value]
    parts = [part.strip() for value in listed for part in value.split(",") if part.strip()]
    if len(listed) < _COMMA_SHARE * len(values) or not parts:
        return False
    is_repeated = len(parts) > len(set(parts))
    is_alone = any(value.strip() in parts for value in values)
    is_list = any(_parts(value, ",") > 2 for value in listed)
    is_short = all(len(part) <= _SHORT for part in parts)
    return is_short and not any(map(_is_name, listed)) and (is_repeated or is_alone or is_list)


def _is_name(value: str) -> bool:
    """Tell whether a cell can be one person: two words with capitals, as in Nagy, Anna."""
    return re.fullmatch(r"\s*[^\W\d_a-z]\w*\s*,\s*[^\W\d_a-z]\w*\s*", value) is not None
