"""Lexical forms: how a value of each datatype of XML Schema is written (XML Schema 1.1 Part 2 §3.3, §3.4)."""

from collections.abc import Mapping
from typing import Final

from ..vocabulary import XSD

_SIGNED: Final = r"[+-]?[0-9]+"
_UNSIGNED: Final = r"\+?[0-9]+|-0+"
_DECIMAL: Final = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_FLOATING: Final = rf"{_DECIMAL}(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN"
_YEAR: Final = r"-?(?:[1-9][0-9]{3,}|0[0-9]{3})"
_MONTH: Final = r"(?:0[1-9]|1[0-2])"
_DAY: Final = r"(?:0[1-9]|[12][0-9]|3[01])"
_CLOCK: Final = r"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?)"
_ZONE: Final = r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))"

_INTEGERS: Final = ("integer", "long", "int", "short", "byte")
_NATURALS: Final = ("nonNegativeInteger", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte")
_ONE_SIDED: Final = {
    "positiveInteger": r"\+?0*[1-9][0-9]*",
    "nonPositiveInteger": r"-[0-9]+|\+?0+",
    "negativeInteger": "-0*[1-9][0-9]*",
}

_FORMS: Final = {
    "boolean": "true|false|1|0",
    "decimal": _DECIMAL,
    "double": _FLOATING,
    "float": _FLOATING,
    "date": f"{_YEAR}-{_MONTH}-{_DAY}{_ZONE}?",
    "time": f"{_CLOCK}{_ZONE}?",
    "dateTime": f"{_YEAR}-{_MONTH}-{_DAY}T{_CLOCK}{_ZONE}?",
    "dateTimeStamp": f"{_YEAR}-{_MONTH}-{_DAY}T{_CLOCK}{_ZONE}",
    "gYear": f"{_YEAR}{_ZONE}?",
    "gYearMonth": f"{_YEAR}-{_MONTH}{_ZONE}?",
    "gMonth": f"--{_MONTH}{_ZONE}?",
    "gDay": f"---{_DAY}{_ZONE}?",
    "gMonthDay": f"--{_MONTH}-{_DAY}{_ZONE}?",
    "hexBinary": "(?:[0-9a-fA-F]{2})*",
    **dict.fromkeys(_INTEGERS, _SIGNED),
    **dict.fromkeys(_NATURALS, _UNSIGNED),
    **_ONE_SIDED,
}

LEXICAL_FORMS: Final[Mapping[str, str]] = {XSD + name: f"^(?:{form})$" for name, form in _FORMS.items()}
"""Regular expressions of Polars by the IRI of the datatype; in all others, any text is a value."""

DECIMALS: Final = frozenset(XSD + name for name in ("decimal", *_INTEGERS, *_NATURALS, *_ONE_SIDED))
"""The datatypes of numbers that are written without an exponent."""
