"""A cell of a spreadsheet becomes the text that its owner sees."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from opencollections.records.cells import Cell, cell_text


def moment(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC).replace(tzinfo=None)  # type: ignore[arg-type,misc]  # years, months and so on


CELLS: list[tuple[Cell, str]] = [
    ("", ""),
    (" text ", " text "),
    (1956.0, "1956"),
    (-3.0, "-3"),
    (0.0, "0"),
    (-0.0, "0"),
    (5990000000001.0, "5990000000001"),
    (9007199254740991.0, "9007199254740991"),
    (1e22, "1e+22"),
    (2.5, "2.5"),
    (0.1 + 0.2, "0.3"),
    (1e-7, "1e-07"),
    (7, "7"),
    (True, "true"),
    (False, "false"),
    (date(1848, 3, 15), "1848-03-15"),
    (moment(1944, 10, 27), "1944-10-27"),
    (moment(1944, 10, 27, 13, 5), "1944-10-27T13:05:00"),
    (moment(1944, 10, 27, 13, 4, 59, 999997), "1944-10-27T13:05:00"),
    (moment(1944, 10, 26, 23, 59, 59, 999997), "1944-10-27"),
    (time(7, 30), "07:30:00"),
    (time(0, 0), "00:00:00"),
    (time(7, 29, 59, 999997), "07:30:00"),
    (timedelta(hours=30, minutes=5), "30:05:00"),
    (timedelta(minutes=-90), "-01:30:00"),
    (timedelta(seconds=59, microseconds=700_000), "00:01:00"),
]


@pytest.mark.parametrize(("cell", "text"), CELLS, ids=[repr(cell) for cell, _ in CELLS])
def test_a_cell_reads_as_it_is_shown(cell: Cell, text: str) -> None:
    assert cell_text(cell) == text
