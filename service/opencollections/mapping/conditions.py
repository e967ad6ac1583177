"""Conditions: several of them as one."""

from collections.abc import Sequence
from functools import reduce
from typing import Final

from .model import Call, Constant, Expression
from .prefixes import GREL

_IF: Final = f"{GREL}controls_if"


def conjunction(conditions: Sequence[Expression]) -> Expression | None:
    """Give the expression that holds when all of these hold, or None where there is none.

    It is written with GREL's *if*, for GREL's *and* takes a list: if the first holds then the second, else false.
    """
    return reduce(_both, conditions) if conditions else None


def _both(first: Expression, second: Expression) -> Expression:
    arguments = (
        (f"{GREL}bool_b", first),
        (f"{GREL}any_true", second),
        (f"{GREL}any_false", Constant("false")),
    )
    return Call(_IF, arguments, getattr(second, "location", None))
