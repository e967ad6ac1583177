"""Identifiers: numbers that others gave to things, from a number, an address or a messy cell."""

from .reading import IdentifierDoubt, IdentifierReading, read_identifier
from .schemes import BY_NAME, SCHEMES, Scheme

__all__ = ["BY_NAME", "SCHEMES", "IdentifierDoubt", "IdentifierReading", "Scheme", "read_identifier"]
