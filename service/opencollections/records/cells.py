"""The text of a spreadsheet cell, as its owner would type it into a text file."""

from datetime import date, datetime, time, timedelta
from math import floor
from typing import Final

# From here on neighbouring whole numbers are no longer told apart by the numbers of a spreadsheet.
EXACT_BELOW: Final = 2**53
_HALF_SECOND: Final = timedelta(milliseconds=500)

Cell = int | float | str | bool | time | date | datetime | timedelta


def cell_text(cell: Cell) -> str:
    """Give the text of a cell.

    Spreadsheets keep every number as a double: a whole one is written without ``.0``, another one with the
    15 digits that a spreadsheet shows. Dates are ISO 8601, and a date with the time 00:00:00 is only a date.
    """
    match cell:
        case float():
            return _number(cell)
        case str():
            return cell
        case bool():
            return "true" if cell else "false"
        case int():
            return str(cell)
        case datetime():
            return _moment(cell)
        case date():
            return cell.isoformat()
        case time():
            return _moment(datetime.combine(date.min, cell)).partition("T")[2] or "00:00:00"
        case timedelta():
            return _duration(cell)


def _number(number: float) -> str:
    if number.is_integer() and abs(number) < EXACT_BELOW:
        return str(int(number))
    return f"{number:.15g}"


def _moment(moment: datetime) -> str:
    """Round to the second, since a spreadsheet keeps 13:05:00 as 13:04:59.999997."""
    rounded = (moment + _HALF_SECOND).replace(microsecond=0)
    return rounded.date().isoformat() if rounded.time() == time.min else rounded.isoformat()


def day_text(epoch: date, days: float) -> str:
    """Write the day so many days after (or, below zero, before) the first one; "" where no calendar has it."""
    try:
        return (epoch + timedelta(days=floor(days))).isoformat()
    except (OverflowError, ValueError):
        return ""


def _duration(duration: timedelta) -> str:
    """Write hours, minutes and seconds; a concert of 30 hours is 30:00:00."""
    seconds = round(abs(duration).total_seconds())
    sign = "-" if duration < timedelta() and seconds else ""
    return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
