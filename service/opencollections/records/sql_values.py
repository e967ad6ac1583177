"""Values of a database: their canonical texts and natural types (R2RML §10)."""

import re
from collections.abc import Mapping
from math import isfinite
from typing import Any, Final

from .natural import double
from .tables import NaturalType

_DECLARED: Final = (
    (re.compile(r"BOOL"), NaturalType.BOOLEAN),
    (re.compile(r"TIMESTAMP|DATETIME"), NaturalType.DATE_TIME),
    (re.compile(r"DATE"), NaturalType.DATE),
    (re.compile(r"TIME"), NaturalType.TIME),
    (re.compile(r"NUMERIC|DECIMAL"), NaturalType.DECIMAL),
    (re.compile(r"REAL|FLOA|DOUB"), NaturalType.DOUBLE),
)
"""What a declared type means where it says more than the value does (R2RML §10.2), by a word in it."""

_DAY: Final = r"\d{4}-\d\d-\d\d"
_HOUR: Final = r"\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?"
_OFFSET: Final = re.compile(r"(?<=\d)[+-]\d\d(?::\d\d)?$")
_WRITTEN: Final[Mapping[NaturalType, re.Pattern[str]]] = {
    NaturalType.DATE: re.compile(_DAY),
    NaturalType.TIME: re.compile(_HOUR),
    NaturalType.DATE_TIME: re.compile(f"({_DAY})[ T]({_HOUR})"),
}


def natural_type(declared: str) -> NaturalType | None:
    """Give the natural type that a declared type says, or None where the value alone says it."""
    upper = declared.upper()
    return next((natural for pattern, natural in _DECLARED if pattern.search(upper)), None)


def value(cell: Any, declared: NaturalType | None) -> tuple[str | None, NaturalType]:
    """Give the canonical text of a cell and its natural type (R2RML §10.2).

    SQLite keeps any kind of value in any column, so the value decides, and the declared type only where it
    says more: 1 in a column of Booleans is true.
    """
    match cell:
        case None:
            return None, NaturalType.STRING
        case bytes():
            return cell.hex().upper(), NaturalType.HEX_BINARY
        case int():
            return _whole(cell, declared)
        case float():
            if declared is NaturalType.DECIMAL and isfinite(cell):
                return _trimmed(f"{cell:f}"), NaturalType.DECIMAL
            return double(cell), NaturalType.DOUBLE
        case _:
            return _written(str(cell), declared)


def written(text: str | None, declared: NaturalType | None) -> tuple[str | None, NaturalType]:
    """Give the canonical text of what PostgreSQL writes for a value of a type, and its natural type.

    What the type of the database has and the one of XML Schema has not, such as the date ``infinity``, stays text.
    """
    match declared:
        case _ if text is None:
            return None, NaturalType.STRING
        case NaturalType.BOOLEAN:
            return ("true" if text == "t" else "false"), declared
        case NaturalType.DOUBLE:
            return double(float(text)), declared
        case NaturalType.HEX_BINARY:
            return text.removeprefix("\\x").upper(), declared
        case NaturalType.DECIMAL:
            return (_trimmed(text), declared) if text[-1].isdigit() else (text, NaturalType.STRING)
        case NaturalType.TIME | NaturalType.DATE_TIME:
            return _written(_zoned(text), declared)
        case NaturalType.DATE:
            return _written(text, declared)
    return text, declared or NaturalType.STRING


def _trimmed(decimal: str) -> str:
    return decimal.rstrip("0").rstrip(".") if "." in decimal else decimal


def _zoned(text: str) -> str:
    """Write an offset such as ``+02`` or ``+00`` as XML Schema does."""
    zone = _OFFSET.search(text)
    if zone is None:
        return text
    whole = text[: zone.start()]
    return (
        f"{whole}Z" if zone[0] in {"+00", "+00:00"} else f"{whole}{zone[0]}{'' if ':' in zone[0] else ':00'}"
    )


def _whole(number: int, declared: NaturalType | None) -> tuple[str, NaturalType]:
    if declared is NaturalType.BOOLEAN and number in {0, 1}:
        return ("true" if number else "false"), NaturalType.BOOLEAN
    if declared is NaturalType.DECIMAL:
        return str(number), NaturalType.DECIMAL
    if declared is NaturalType.DOUBLE:
        return double(float(number)), NaturalType.DOUBLE
    return str(number), NaturalType.INTEGER


def _written(text: str, declared: NaturalType | None) -> tuple[str, NaturalType]:
    if declared is NaturalType.BOOLEAN and text.lower() in {"true", "false"}:
        return text.lower(), NaturalType.BOOLEAN
    pattern = None if declared is None else _WRITTEN.get(declared)
    found = pattern and pattern.fullmatch(text)
    if declared is None or not found:
        return text, NaturalType.STRING
    return "T".join(found.groups()) or text, declared
