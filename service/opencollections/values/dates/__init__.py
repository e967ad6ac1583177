"""Dates: as written, and as data (EDTF, begin and end)."""

from .formal import edtf_reading
from .moments import Moment, NoSuchDate, Span
from .reading import LENGTH_LIMIT, DateReading, Doubt, read_date

__all__ = [
    "LENGTH_LIMIT",
    "DateReading",
    "Doubt",
    "Moment",
    "NoSuchDate",
    "Span",
    "edtf_reading",
    "read_date",
]
