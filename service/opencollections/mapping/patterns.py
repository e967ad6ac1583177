"""Regular expressions of a mapping: they run in linear time, so neither they nor the data can stall a run.

The engine is Rust's regex. It knows no look-around and no back-references, which Java's and Python's have; a
pattern with those is refused before the first record.
"""

import re
from typing import Final

import polars as pl
from polars.exceptions import ComputeError

from ..phrases import Phrase

_REASON: Final = re.compile(r"^error: (.+)$", re.MULTILINE)
_JAVA_GROUP: Final = re.compile(r"\$(\d+)")


def between_slashes(text: str) -> str | None:
    """Give the pattern of a text such as ``/[0-9]+/``, or None where the text is no pattern but meant as it is."""
    return text[1:-1] if len(text) > 2 and text[0] == text[-1] == "/" else None


def pattern_refusal(pattern: str) -> Phrase | None:
    """Say why a pattern cannot be used, or None."""
    try:
        pl.Series([""]).str.contains(pattern)
    except ComputeError as error:
        found = _REASON.search(str(error))
        reason = found[1] if found else Phrase("it is too large")
        return Phrase(
            "the pattern {pattern!r} cannot be used: {reason}", {"pattern": pattern[:60], "reason": reason}
        )
    return None


def whole(pattern: str) -> str:
    """Give the pattern that a text matches as a whole, from its first character to its last."""
    return rf"\A(?:{pattern})\z"


def groups(value: pl.Expr, pattern: str) -> pl.Expr:
    """Give the texts of a pattern's groups as a list, without those that took no part; null where it fits nowhere.

    A pattern without groups gives the text that it fits.
    """
    found = pl.Series([""]).str.extract_groups(pattern).struct.fields
    numbers = range(1, len(found) + 1) if found else (0,)
    texts = pl.concat_list([value.str.extract(pattern, number) for number in numbers])
    return pl.when(value.str.contains(pattern)).then(texts.list.drop_nulls())


def replacement(text: str) -> str:
    """Write the groups of a replacement as the engine reads them: ``$1`` becomes ``${1}``."""
    return _JAVA_GROUP.sub(r"${\1}", text)
