"""Reading: what a written date says as data, and what of it is doubtful.

The words are kept; nothing is guessed. What two people would read differently is no date but a doubt with both
readings, and what is said beside the date (printed later, after a photograph) is a note.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from .expressions import Unread, said_dates
from .formal import formal_reading, set_of
from .moments import NoSuchDate, Span
from .points import Ambiguous
from .tokens import tidied
from .words import UNKNOWN, bare

LENGTH_LIMIT: Final = 300
"""Characters of a date; a longer text is a description."""

YEARS_AHEAD: Final = 5
"""Years beyond the present one that a date may say, as of a work that is planned; later ones are slips of the hand."""


class Doubt(StrEnum):
    """Why a date could not be read, or only with care."""

    AMBIGUOUS = "date-ambiguous"
    IMPOSSIBLE = "date-impossible"
    UNREAD = "date-unread"
    REVERSED = "date-reversed"
    TOO_LONG = "date-too-long"
    FUTURE = "date-future"


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date as data: ``edtf`` (ISO 8601-2 level 2), and ``begin`` and ``end`` as precise as it was written.

    All three are None where nothing is known; ``begin`` or ``end`` alone is None where that side is open.
    ``note`` is what is said beside the date. With a ``doubt``, ``readings`` are what it could mean.
    """

    written: str
    edtf: str | None = None
    begin: str | None = None
    end: str | None = None
    note: str | None = None
    doubt: Doubt | None = None
    readings: tuple[str, ...] = ()


def read_date(text: str, now: int | None = None) -> DateReading:
    """Read a date as a member wrote it, in any of the ten languages (values/dates/words.py).

    Where the present year is given as ``now``, what lies far beyond it is doubtful.
    """
    reading = _read(text)
    if now is None or not _is_beyond(reading, now + YEARS_AHEAD):
        return reading
    return replace(reading, edtf=None, begin=None, end=None, doubt=Doubt.FUTURE)


def _is_beyond(reading: DateReading, last: int) -> bool:
    """Tell whether a year lies beyond the last that may be; what is begun may end later where no year says so."""
    begin, end = (int(side[:4]) if side and side[0] != "-" else 0 for side in (reading.begin, reading.end))
    return begin > last or (end > last and str(end) in reading.written)


def _read(text: str) -> DateReading:
    if len(text) > LENGTH_LIMIT:
        return DateReading(text, doubt=Doubt.TOO_LONG)
    tidy = tidied(text)
    if bare(tidy) in UNKNOWN or not bare(tidy):
        return DateReading(text)
    if (formal := formal_reading(text.strip())) is not None:
        return _made(text, *formal)
    try:
        return _made(text, *said_dates(tidy))
    except Ambiguous as found:
        return DateReading(text, doubt=Doubt.AMBIGUOUS, readings=found.readings)
    except NoSuchDate as found:
        return DateReading(text, doubt=Doubt.IMPOSSIBLE, readings=(str(found),))
    except Unread:
        return DateReading(text, doubt=Doubt.UNREAD)


def _made(written: str, dates: Sequence[Span], one_of: bool, note: str | None = None) -> DateReading:  # noqa: FBT001
    """Make the reading of one date, or of several: of one among them, or of all."""
    edtf = dates[0].edtf if len(dates) == 1 else set_of(dates, one_of=one_of)
    begin = _outermost(min, [date.first for date in dates])
    end = _outermost(max, [date.last for date in dates])
    if begin and end and begin[: len(end)] > end[: len(begin)]:
        return DateReading(written, note=note, doubt=Doubt.REVERSED, readings=(edtf,))
    return DateReading(written, edtf, begin, end, note)


def _outermost(choose: Callable[[Sequence[str]], str], sides: Sequence[str | None]) -> str | None:
    known = [side for side in sides if side]
    return choose(known) if len(known) == len(sides) else None
