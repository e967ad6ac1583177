"""Moments and spans: a time as precise as it was written, in EDTF (ISO 8601-2) and as begin and end.

Begin and end have the precision of what was written (``1880``, ``1955-04``, ``1960-03-10``), never more.
"""

from calendar import monthrange
from dataclasses import dataclass, replace
from typing import Final, Self

SEASONS: Final = {"spring": 21, "summer": 22, "autumn": 23, "winter": 24}
"""The numbers that EDTF gives the seasons, in the place of a month."""

OPEN: Final = ".."
_QUALIFIERS: Final = {(False, False): "", (True, False): "~", (False, True): "?", (True, True): "%"}


class NoSuchDate(ValueError):
    """A day or month that no calendar has; its text names it."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One time: ``text`` is its EDTF without a qualifier, ``first`` and ``last`` are its bounds."""

    text: str
    first: str
    last: str
    approximate: bool = False
    uncertain: bool = False

    @property
    def edtf(self) -> str:
        return self.text + _QUALIFIERS[self.approximate, self.uncertain]

    def qualified(self, *, approximate: bool, uncertain: bool) -> "Moment":
        """Add what is said of it to what was said before."""
        return replace(
            self, approximate=self.approximate or approximate, uncertain=self.uncertain or uncertain
        )

    @classmethod
    def year(cls, number: int) -> Self:
        """Give a year, counted as astronomers do: 1 BC is 0."""
        text = _year(number)
        return cls(text, text, text)

    @classmethod
    def month(cls, year: int, month: int) -> Self:
        """Give a month; raise NoSuchDate."""
        if not 1 <= month <= 12:
            raise NoSuchDate(f"{_year(year)}-{month:02d}")
        text = f"{_year(year)}-{month:02d}"
        return cls(text, text, text)

    @classmethod
    def day(cls, year: int, month: int, day: int) -> Self:
        """Give a day, or the month where the day is written as 00; raise NoSuchDate."""
        if day == 0:
            return cls.month(year, month) if month else cls.year(year)
        if not 1 <= month <= 12 or not 1 <= day <= monthrange(max(year, 1), month)[1]:
            raise NoSuchDate(f"{_year(year)}-{month:02d}-{day:02d}")
        text = f"{_year(year)}-{month:02d}-{day:02d}"
        return cls(text, text, text)

    @classmethod
    def season(cls, year: int, season: str) -> Self:
        """Give a season; its bounds are those of the year, since when it begins depends on who counts."""
        return cls(f"{_year(year)}-{SEASONS[season]}", _year(year), _year(year))

    @classmethod
    def decade(cls, year: int) -> Self:
        tens = year // 10
        return cls(f"{tens:03d}X", f"{tens:03d}0", f"{tens:03d}9")

    @classmethod
    def century(cls, number: int) -> Self:
        """Give a century: the 19th is 18XX, from 1801 to 1900."""
        hundreds = number - 1
        return cls(f"{hundreds:02d}XX", f"{hundreds * 100 + 1:04d}", f"{number * 100:04d}")


def _year(number: int) -> str:
    return f"{number:04d}" if number >= 0 else f"-{-number:04d}"


@dataclass(frozen=True, slots=True)
class Span:
    """From one moment to another; None is an open side, and of a single moment both are the same."""

    begin: Moment | None
    end: Moment | None

    @classmethod
    def of(cls, moment: Moment) -> Self:
        return cls(moment, moment)

    @property
    def edtf(self) -> str:
        if self.begin is not None and self.begin == self.end:
            return self.begin.edtf
        sides = (side.edtf if side else OPEN for side in (self.begin, self.end))
        return "/".join(sides)

    @property
    def first(self) -> str | None:
        return self.begin.first if self.begin else None

    @property
    def last(self) -> str | None:
        return self.end.last if self.end else None

    def qualified(self, *, approximate: bool = False, uncertain: bool = False) -> "Span":
        """Say of both sides that they are approximate or uncertain."""
        begin, end = (
            side and side.qualified(approximate=approximate, uncertain=uncertain)
            for side in (self.begin, self.end)
        )
        return Span(begin, end)


_PARTS_OF_DECADE: Final = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}
_PARTS_OF_CENTURY: Final = {"early": 1, "mid": 2, "late": 3}


def part_of_decade(year: int, part: str) -> Span:
    """Give the early, mid or late years of a decade; where it is cut is approximate."""
    first, last = _PARTS_OF_DECADE[part]
    begin, end = Moment.year(year // 10 * 10 + first), Moment.year(year // 10 * 10 + last)
    return _cut(begin, end, part)


def part_of_century(number: int, part: str) -> Span:
    """Give the early, middle or late third of a century; where it is cut is approximate."""
    third = fraction_of_century(number, _PARTS_OF_CENTURY[part], 3)
    assert third.begin is not None
    assert third.end is not None
    return _cut(third.begin, third.end, part)


def _cut(begin: Moment, end: Moment, part: str) -> Span:
    return Span(
        begin.qualified(approximate=part != "early", uncertain=False),
        end.qualified(approximate=part != "late", uncertain=False),
    )


def fraction_of_century(number: int, which: int, of: int) -> Span:
    """Give the first, second … half, third or quarter of a century; ``which`` -1 is the last."""
    which = of if which == -1 else which
    if not 1 <= which <= of:
        raise NoSuchDate(f"{which}/{of}")
    before = (number - 1) * 100
    return Span(Moment.year(before + 1 + 100 * (which - 1) // of), Moment.year(before + 100 * which // of))
