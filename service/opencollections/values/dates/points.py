"""Points: the parts of a written date that are a time by themselves, such as a day, a decade or a century.

Each rule is a pattern over the kinds of tokens (a character each) and what to make of them; the first that fits
is taken, so the longer ones stand first.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from .moments import Moment, NoSuchDate, Span, fraction_of_century, part_of_century, part_of_decade
from .tokens import Token
from .words import Kind


class Ambiguous(ValueError):
    """A date that can be read in more than one way; ``readings`` are in EDTF."""

    def __init__(self, *readings: str) -> None:
        super().__init__(*readings)
        self.readings = tuple(dict.fromkeys(readings))


@dataclass(frozen=True, slots=True)
class Point:
    """A time among the tokens, and where it stands in the text."""

    span: Span
    start: int
    end: int
    spaced: bool = True

    kind: Final = "T"


Item = Point | Token
_Maker = Callable[[Sequence[Token]], Span]

_TO: Final = "[-–/u]"
_NUMERAL: Final = r"(?:o|r|d\.?)"
_FIGURE: Final = frozenset({Kind.YEAR, Kind.NUMBER, Kind.ORDINAL, Kind.ROMAN, Kind.DECADE_NUMBER})


def _numbers(found: Sequence[Token]) -> list[int]:
    return [token.number for token in found if token.kind in _FIGURE]


def _year(found: Sequence[Token]) -> int:
    return next(token.number for token in found if token.kind is Kind.YEAR)


def _month(found: Sequence[Token]) -> int:
    return next(token.number for token in found if token.kind is Kind.MONTH)


def _small(found: Sequence[Token]) -> list[int]:
    return [token.number for token in found if token.kind in {Kind.NUMBER, Kind.ORDINAL}]


def _part(found: Sequence[Token], last: bool = False) -> str | None:  # noqa: FBT001, FBT002 - which of the two
    parts = [str(token.value) for token in found if token.kind is Kind.PART]
    return (parts[-1] if last else parts[0]) if parts else None


def _day(found: Sequence[Token]) -> Span:
    return Span.of(Moment.day(_year(found), _month(found), _small(found)[0]))


def _named_month(found: Sequence[Token]) -> Span:
    return Span.of(Moment.month(_year(found), _month(found)))


def _year_first(found: Sequence[Token]) -> Span:
    year, month, day = _numbers(found)
    return Span.of(Moment.day(year, month, day))


def _day_first(found: Sequence[Token]) -> Span:
    day, month, year = _numbers(found)
    return Span.of(Moment.day(year, month, day))


def _either_first(found: Sequence[Token]) -> Span:
    """Read 12/03/1956, where day and month change places between countries."""
    first, second, year = _numbers(found)
    if first > 12:
        return Span.of(Moment.day(year, second, first))
    if second > 12 or first == second:
        return Span.of(Moment.day(year, first, second))
    raise Ambiguous(Moment.day(year, second, first).text, Moment.day(year, first, second).text)


def _month_first(found: Sequence[Token]) -> Span:
    month, year = _numbers(found)
    return Span.of(Moment.month(year, month))


def _days_of_month(found: Sequence[Token]) -> Span:
    first, last = _small(found)
    year, month = _year(found), _month(found)
    return Span(Moment.day(year, month, first), Moment.day(year, month, last))


def _days_of_months(found: Sequence[Token]) -> Span:
    months = [token.number for token in found if token.kind is Kind.MONTH]
    (first, last), year = _small(found), _year(found)
    return Span(Moment.day(year, months[0], first), Moment.day(year, months[1], last))


def _months(found: Sequence[Token]) -> Span:
    first, last = (token.number for token in found if token.kind is Kind.MONTH)
    return Span(Moment.month(_year(found), first), Moment.month(_year(found), last))


def _season(found: Sequence[Token]) -> Span:
    season = next(str(token.value) for token in found if token.kind is Kind.SEASON)
    return Span.of(Moment.season(_year(found), season))


def _century_part(number: int, part: str | None) -> Span:
    return part_of_century(number, part) if part else Span.of(Moment.century(number))


def _century(found: Sequence[Token]) -> Span:
    return _century_part(_numbers(found)[0], _part(found))


def _centuries(found: Sequence[Token]) -> Span:
    """Read late 19th to early 20th century, and mid to late 19th century."""
    numbers = _numbers(found)
    parts = [str(token.value) for token in found if token.kind is Kind.PART]
    middle = next(n for n, token in enumerate(found) if n and token.kind.value in "-–/u&")
    first = _century_part(numbers[0], _part(found[:middle]))
    last = _century_part(numbers[-1], parts[-1] if _part(found[middle:]) else None)
    return Span(first.begin, last.end)


def _fraction(found: Sequence[Token]) -> Span:
    place = next(n for n, token in enumerate(found) if token.kind is Kind.FRACTION)
    century = next(n for n, token in enumerate(found) if token.kind is Kind.CENTURY)
    numbers = _numbers(found)
    which, number = numbers if place < century else reversed(numbers)
    return fraction_of_century(number, which, found[place].number)


def _decade(found: Sequence[Token]) -> Span:
    number = _numbers(found)[0]
    if number < 1000:
        raise Ambiguous(f"18{number // 10}X", f"19{number // 10}X")
    return _decade_part(number, _part(found))


def _decade_part(year: int, part: str | None) -> Span:
    return part_of_decade(year, part) if part else Span.of(Moment.decade(year))


def _decade_of_century(found: Sequence[Token]) -> Span:
    """Read the 20s of the 20th century, in either order; a third decade is that of the 20s as well."""
    decade = next(n for n, token in enumerate(found) if token.kind is Kind.DECADE)
    century = next(n for n, token in enumerate(found) if token.kind is Kind.CENTURY)
    numbers = _numbers(found)
    tens, number = numbers if decade < century else reversed(numbers)
    tens = tens * 10 - 10 if tens < 10 else tens
    return _decade_part((number - 1) * 100 + tens, _part(found))


def _round_decade(found: Sequence[Token]) -> Span:
    """Read années 1830: only a round number is a decade."""
    year = _numbers(found)[0]
    return _decade_part(year, _part(found)) if year % 10 == 0 else Span.of(Moment.year(year))


def _round_decades(found: Sequence[Token]) -> Span:
    first, last = _numbers(found)
    return Span(Moment.decade(first), Moment.decade(last))


def _split_year(found: Sequence[Token]) -> Span:
    """Read 1905-06 and 1973/74: a month, or the second of two years; neither where it could be both."""
    year, second = found[0].number, str(found[2].value)
    last = following_year(year, second)
    years = None if last is None else Span(Moment.year(year), Moment.year(last))
    is_month = len(second) == 2 and 1 <= int(second) <= 12 and found[1].kind is not Kind.DASH
    month = Span.of(Moment.month(year, int(second))) if is_month else None
    if years and month:
        raise Ambiguous(month.edtf, years.edtf)
    if found_one := years or month:
        return found_one
    raise NoSuchDate(f"{year}-{second}")


def following_year(year: int, digits: str) -> int | None:
    """Complete the second year of 1843–4 or 1890-95 by the first one; None where it would not come after."""
    whole = int(str(year)[: -len(digits)] + digits) if len(digits) < len(str(year)) else int(digits)
    return whole if whole > year else None


def _before_christ(found: Sequence[Token]) -> Span:
    return Span.of(Moment.year(1 - int(found[0].value)))


def _year_of_our_lord(found: Sequence[Token]) -> Span:
    return Span.of(Moment.year(next(token.number for token in found if token.kind is not Kind.AD)))


def _hundreds(found: Sequence[Token]) -> Span:
    """Refuse 1800s, which is ten years to some and a hundred to others."""
    hundred = str(found[0].value)[:2]
    raise Ambiguous(f"{hundred}0X", f"{hundred}XX")


def _short_year(found: Sequence[Token]) -> Span:
    """Refuse 12/03/56 and 08/91: the century is not written."""
    *_, year = (str(token.value) for token in found if token.kind is Kind.NUMBER)
    raise Ambiguous(f"18{year}", f"19{year}")


def _plain_year(found: Sequence[Token]) -> Span:
    return Span.of(Moment.year(_year(found)))


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: re.Pattern[str]
    make: _Maker
    closely: bool = False


def _rule(pattern: str, make: _Maker, *, closely: bool = False) -> _Rule:
    return _Rule(re.compile(pattern), make, closely)


_RULES: Final = (
    _rule(r"(?:Y|d|n)E", _before_christ),
    _rule(r"A[Ydn]|[Ydn]A", _year_of_our_lord),
    _rule(r"z", _hundreds),
    _rule(r"Y-d-d(?![\d])", _year_first),
    _rule(r"Y\.d\.d\.?", _year_first),
    _rule(r"Y/d/d", _year_first),
    _rule(r"Md[-–]Md,?Y|d\.?M[-–]d\.?M,?\.?Y|Y\.?Md\.?[-–]Md\.?", _days_of_months),
    _rule(r"Md[-–]d,?Y|d\.?[-–]d\.?M,?\.?Y|Y\.?Md\.?[-–]d\.?", _days_of_month),
    _rule(r"M[-–/]M,?Y|Y\.?M[-–/]M(?!d)", _months),
    _rule(r"[do]\.?M,?\.?Y|M[do]\.?,?Y|Y\.?,?M[do]\.?(?!\.?[MY])", _day),
    _rule(r"M,?Y(?![.]d)|Y\.?M", _named_month),
    _rule(r"Y\.?rd\.?", _year_first),
    _rule(r"d[./]?r/?Y", _day_first),
    _rule(r"d\.d\.Y", _day_first),
    _rule(r"d/d/Y|d-d-Y", _either_first),
    _rule(r"d\.d\.d(?!\d)|d/d/d|d-d-d|[do]\.?M,?d(?!\d)", _short_year, closely=True),
    _rule(r"d/d(?![/d])", _short_year, closely=True),
    _rule(r"d[./]Y", _month_first, closely=True),
    _rule(r"S,?Y|Y\.?S", _season),
    _rule(rf"P?{_NUMERAL}C?[-–/u&]P?{_NUMERAL}C|P{_TO}P{_NUMERAL}C", _centuries),
    _rule(rf"{_NUMERAL}F{_NUMERAL}C|{_NUMERAL}C{_NUMERAL}F", _fraction),
    _rule(
        rf"P?{_NUMERAL}D{_NUMERAL}C|D{_NUMERAL}C|D{_NUMERAL}{_NUMERAL}C|{_NUMERAL}C{_NUMERAL}D",
        _decade_of_century,
    ),
    _rule(rf"{_NUMERAL}CP(?!{_NUMERAL})|P[-–]?{_NUMERAL}C|{_NUMERAL}C|P?C[or]", _century),
    _rule(r"xD?P(?!x)|P[-–]?xD?|xD?", _decade),
    _rule(rf"DY{_TO}Y", _round_decades),
    _rule(r"P?DY|Y\.?D", _round_decade),
    _rule(r"P?[do]\.?D|Dd(?![.\d])", _decade),
    _rule(r"Y[-–/]d(?!d)", _split_year, closely=True),
    _rule(r"Y", _plain_year),
)


def points(found: Sequence[Token]) -> Iterator[Item]:
    """Give the tokens with those that are a time brought together.

    Raises NoSuchDate and Ambiguous for a time that cannot be, or can be two.
    """
    kinds = "".join(token.kind.value for token in found)
    at = 0
    while at < len(found):
        length, span = _first_fit(kinds, found, at)
        if span is None:
            yield found[at]
            at += 1
        else:
            yield Point(span, found[at].start, found[at + length - 1].end, found[at].spaced)
            at += length


def _first_fit(kinds: str, found: Sequence[Token], at: int) -> tuple[int, Span | None]:
    for rule in _RULES:
        fit = rule.pattern.match(kinds, at)
        if fit is None:
            continue
        taken = found[at : fit.end()]
        if rule.closely and any(token.spaced for token in taken[1:]):
            continue
        return len(taken), rule.make(taken)
    return 1, None
