"""Dates: as written, and as data (EDTF, begin and end)."""

from .reading import DateReading, Doubt, read_date

__all__ = ["DateReading", "Doubt", "read_date"]
