"""Coordinates: latitude and longitude (WGS 84) from decimals, degrees and minutes, one cell or two."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

LENGTH_LIMIT: Final = 120


class CoordinatesDoubt(StrEnum):
    """Why a place's coordinates cannot be taken as they stand."""

    UNREAD = "coordinates-unread"
    OUT_OF_RANGE = "coordinates-out-of-range"
    SWAPPED = "coordinates-swapped"
    ZERO = "coordinates-zero"


@dataclass(frozen=True, slots=True)
class CoordinatesReading:
    """A point in degrees, as precise as it was written; with ``SWAPPED`` the order that would be right is proposed."""

    written: str
    latitude: str | None = None
    longitude: str | None = None
    doubt: CoordinatesDoubt | None = None
    proposal: tuple[str, str] | None = None


_SIDES: Final = {"n": 1, "s": -1, "e": 1, "w": -1, "o": 1}
_NORTH_SOUTH: Final = frozenset("ns")
_ANGLE: Final = (
    r"(?P<degrees>[-+]?\d{1,3}(?:[.,]\d+)?)\s*[°ºd]\s*(?:(?P<minutes>\d{1,2}(?:[.,]\d+)?)\s*['′’]\s*)?"
    r"(?:(?P<seconds>\d{1,2}(?:[.,]\d+)?)\s*(?:[\"″”]|'')\s*)?"
)
_LEADING: Final = re.compile(rf"(?P<side>[NSEWO])\s*{_ANGLE}", re.IGNORECASE)
_TRAILING: Final = re.compile(rf"{_ANGLE}(?P<side>[NSEWO])?", re.IGNORECASE)
_SIDED: Final = re.compile(r"(?P<number>\d{1,3}(?:[.,]\d+)?)\s*(?P<side>[NSEW])", re.IGNORECASE)
_WRAPPED: Final = re.compile(r"(?:SRID=4326;)?\s*POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)", re.IGNORECASE)


def read_coordinates(text: str, longitude: str | None = None) -> CoordinatesReading:
    """Read a point from one cell (``47.49648, 19.05668``), or from a cell each for latitude and longitude."""
    written = text if longitude is None else f"{text} {longitude}"
    tidy = [_tidied(part) for part in ((text,) if longitude is None else (text, longitude))]
    if not any(tidy):
        return CoordinatesReading(written)
    if any(len(part) > LENGTH_LIMIT for part in tidy):
        return CoordinatesReading(written, doubt=CoordinatesDoubt.UNREAD)
    pair = _pair(tidy[0]) if len(tidy) == 1 else (_one(tidy[0]), _one(tidy[1]))
    if pair is None or pair[0] is None or pair[1] is None:
        return CoordinatesReading(written, doubt=CoordinatesDoubt.UNREAD)
    return _checked(written, pair[0], pair[1])


def _tidied(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).replace("−", "-").split()).strip("[] ;")


def _pair(text: str) -> tuple[str | None, str | None] | None:
    if found := _WRAPPED.fullmatch(text):
        return found[2], found[1]
    text = text.strip("()")
    leading = text[:1].lower() in _SIDES
    sexagesimal = list((_LEADING if leading else _TRAILING).finditer(text))
    if len(sexagesimal) == 2:
        return _placed([(_in_degrees(one), one["side"] or "") for one in sexagesimal])
    sided = list(_SIDED.finditer(text))
    if len(sided) == 2:
        return _placed([(_signed(one["number"], one["side"]), one["side"]) for one in sided])
    # With decimal commas only a blank or semicolon can part the two: 47,49648; 19,05668
    for separator in (r"\s*;\s*|\s*/\s*|\s*\|\s*", r"\s*,\s+|\s+", r"\s*,\s*"):
        parts = re.split(separator, text)
        numbers = [_one(part) for part in parts]
        if len(parts) == 2 and all(numbers):
            return numbers[0], numbers[1]
    return None


def _placed(found: list[tuple[str, str]]) -> tuple[str, str]:
    """Put latitude first, by the letters that say which is which."""
    (first, side), (second, _) = found
    return (second, first) if side and side.lower() not in _NORTH_SOUTH else (first, second)


def _one(text: str) -> str | None:
    if found := _TRAILING.fullmatch(text) or _LEADING.fullmatch(text):
        return _in_degrees(found)
    if found := _SIDED.fullmatch(text):
        return _signed(found["number"], found["side"])
    return (
        text.replace(",", ".").lstrip("+") if re.fullmatch(r"[-+]?\d{1,3}(?:[.,]\d{1,15})?", text) else None
    )


def _signed(number: str, side: str) -> str:
    plain = number.replace(",", ".")
    return f"-{plain}" if _SIDES[side.lower()] < 0 else plain


def _in_degrees(found: re.Match[str]) -> str:
    """Give degrees, minutes and seconds as a decimal, with no more digits than the writing has."""
    degrees, minutes, seconds = (
        float((found[part] or "0").replace(",", ".")) for part in ("degrees", "minutes", "seconds")
    )
    digits = 5 if found["seconds"] else 3 if found["minutes"] else 6
    value = abs(degrees) + minutes / 60 + seconds / 3600
    negative = degrees < 0 or _SIDES.get((found["side"] or "").lower(), 1) < 0
    return f"{'-' if negative else ''}{round(value, digits):.{digits}f}".rstrip("0").rstrip(".")


def _checked(written: str, latitude: str, longitude: str) -> CoordinatesReading:
    north, east = float(latitude), float(longitude)
    if north == east == 0:
        return CoordinatesReading(written, doubt=CoordinatesDoubt.ZERO)
    if abs(north) > 90 and abs(east) <= 90 and abs(north) <= 180:
        return CoordinatesReading(written, doubt=CoordinatesDoubt.SWAPPED, proposal=(longitude, latitude))
    if abs(north) > 90 or abs(east) > 180:
        return CoordinatesReading(written, doubt=CoordinatesDoubt.OUT_OF_RANGE)
    return CoordinatesReading(written, latitude, longitude)
