"""Functions of numbers, which are texts before and after: exact in decimal digits, as a catalogue writes them."""

import re
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Final

import polars as pl

from .prefixes import GREL
from .signatures import ANY, FIRST, SECOND, SPARQL, Arguments, Function, Result, per_value

_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?")
_DIGITS: Final = 200
"""Characters of a number that is read; nothing in a catalogue has more."""

_TRAPS: Final = [InvalidOperation, DivisionByZero, Overflow]
_EXACT: Final = Context(prec=60, Emax=300, Emin=-300, traps=_TRAPS)
_ROUNDED: Final = Context(prec=15, Emax=300, Emin=-300, traps=_TRAPS)
"""For what has no end in decimal digits, such as a third."""

N: Final = GREL + "p_dec_n"
_N_2: Final = GREL + "param_n2"
_EXPONENT: Final = GREL + "p_any_exp"
_I: Final = GREL + "p_int_i"
_I_2: Final = GREL + "p_int_i2"
_HALF: Final = Decimal("0.5")


def number(text: str) -> Decimal | None:
    """Read a number with a point before its decimals, as XML Schema writes decimals and doubles, or give None."""
    stripped = text.strip()
    return Decimal(stripped) if len(stripped) <= _DIGITS and _NUMBER.fullmatch(stripped) else None


def written(value: Decimal) -> str:
    """Write a number without an exponent, and without zeros that say nothing."""
    plain = format(value, "f")
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return "0" if plain in {"-0", ""} else plain


def whole_number(value: pl.Expr) -> pl.Expr:
    """Read the whole numbers of a column; what is none becomes null."""
    return value.str.strip_chars().cast(pl.Int64, strict=False)


def total(texts: list[str | None]) -> str | None:
    """Add the numbers of a list; give None where one is none."""
    numbers = [number(text) for text in texts if text is not None]
    if not numbers or None in numbers:
        return None
    return written(sum((each for each in numbers if each is not None), start=Decimal(0)))


def _calculation(change: Callable[..., Decimal], *parameters: str) -> Function:
    """Make a function of numbers; what is no number, or has no result, gives nothing."""

    def calculated(*texts: str) -> str | None:
        numbers = [number(text) for text in texts]
        try:
            return None if None in numbers else written(change(*numbers))
        except (InvalidOperation, DivisionByZero, Overflow):
            return None

    def column(a: Arguments) -> pl.Expr:
        return per_value(calculated, *(a[parameter] for parameter in parameters))

    return Function(parameters, column, Result.NUMBER, code="number-unread")


def _remainder(value: Decimal, divisor: Decimal) -> Decimal:
    """Give the remainder with the sign of the value, as Java and XPath have it."""
    return _EXACT.remainder(value, divisor)


NUMBER_FUNCTIONS: Final[dict[str, Function]] = {
    GREL + "string_toNumber": _calculation(lambda n: n, ANY),
    GREL + "math_round": _calculation(lambda n: _EXACT.add(n, _HALF).to_integral_value(ROUND_FLOOR), N),
    GREL + "math_floor": _calculation(lambda n: n.to_integral_value(ROUND_FLOOR), N),
    GREL + "math_ceil": _calculation(lambda n: n.to_integral_value(ROUND_CEILING), N),
    GREL + "math_min": _calculation(min, N, _N_2),
    GREL + "math_max": _calculation(max, N, _N_2),
    GREL + "math_mod": _calculation(_remainder, _I, _I_2),
    GREL + "math_pow": _calculation(_ROUNDED.power, N, _EXPONENT),
    GREL + "math_exp": _calculation(_ROUNDED.exp, N),
    GREL + "math_ln": _calculation(_ROUNDED.ln, N),
    GREL + "math_log": _calculation(_ROUNDED.log10, N),
    SPARQL + "add": _calculation(_EXACT.add, FIRST, SECOND),
    SPARQL + "subtract": _calculation(_EXACT.subtract, FIRST, SECOND),
    SPARQL + "multiply": _calculation(_EXACT.multiply, FIRST, SECOND),
    SPARQL + "divide": _calculation(_ROUNDED.divide, FIRST, SECOND),
    SPARQL + "abs": _calculation(_EXACT.abs, FIRST),
}
