"""Natural values: the text and the datatype of a JSON value, as RML-Core maps them (§ Natural mapping)."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from math import isfinite, isnan
from types import NoneType
from typing import Any, Final

from .tables import NATURAL_TYPES, NaturalType


def double(number: float) -> str:
    """Write a double canonically (XML Schema Part 2 §3.2.5.2): 5.0 is 5.0E0, 0.00012 is 1.2E-4."""
    # A cache takes the two zeros for one.
    return _double(number) if number else f"{number}E0"


@lru_cache(maxsize=4096)
def _double(number: float) -> str:
    if not isfinite(number):
        return "NaN" if isnan(number) else "INF" if number > 0 else "-INF"
    mantissa, _, exponent = repr(number).lstrip("-").partition("e")
    whole, _, fraction = mantissa.partition(".")
    figures = whole + fraction
    digits = figures.lstrip("0")
    # The power of the first digit that is not zero.
    power = int(exponent or 0) + len(whole) - 1 - (len(figures) - len(digits))
    digits = digits.rstrip("0")
    sign = "-" if number < 0 else ""
    return f"{sign}{digits[0]}.{digits[1:] or '0'}E{power}"


def _boolean(value: bool) -> str:  # noqa: FBT001 - it is the value itself
    return "true" if value else "false"


def _nothing(_: object) -> None:
    return None


TEXTS: Final[Mapping[type, Callable[[Any], str | None]]] = {
    str: str,
    bool: _boolean,
    int: str,
    float: double,
    NoneType: _nothing,
    object: _nothing,
}
"""How a scalar of a Python type is written; ``object`` is the type of the mark for "nothing found"."""

CODES: Final[Mapping[type, int | None]] = {
    str: NATURAL_TYPES.index(NaturalType.STRING),
    bool: NATURAL_TYPES.index(NaturalType.BOOLEAN),
    int: NATURAL_TYPES.index(NaturalType.INTEGER),
    float: NATURAL_TYPES.index(NaturalType.DOUBLE),
    NoneType: None,
    object: None,
}
"""The code of its datatype."""

STRING: Final = NATURAL_TYPES.index(NaturalType.STRING)
NOTHING_KINDS: Final = frozenset({NoneType, object})
TEXT_KINDS: Final = NOTHING_KINDS | {str}
SCALAR_KINDS: Final = frozenset(TEXTS)
