"""Rows of delimited text by the csv module, which also reads what is not quite CSV."""

import csv
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final, NamedTuple

from .dialects import Style, csv_reader
from .findings import Findings
from .frames import CELL_LIMIT_BYTES, too_long

_LINE_LIMIT_BYTES: Final = 1 << 26

# The limit belongs to the whole process and is the only way to bound a cell of the csv module; the default
# of 131,072 would refuse the long texts of archives.
csv.field_size_limit(CELL_LIMIT_BYTES)


class Row(NamedTuple):
    """A row with the number that a spreadsheet shows."""

    number: int
    cells: list[str]


def rows(chunks: Iterable[bytes], style: Style, file: str, last: int, findings: Findings) -> Iterator[Row]:
    """Read the rows of UTF-8 text after row ``last``, blank ones too.

    Quotes are read strictly; where that fails, the row is read as spreadsheets do, and reported. Raises
    TooLarge for a cell over the limit.
    """
    taken: list[str] = []
    usual = style.is_usual
    lines = _noted(_lines(chunks, file), taken, style)
    strict = csv_reader(lines, style, strict=True)
    number = last
    while True:
        number += 1
        taken.clear()
        try:
            cells = next(strict)
        except StopIteration:
            return
        except csv.Error as error:
            lenient = csv_reader(chain(tuple(taken), lines), style, strict=False)
            cells = _lenient_cells(lenient, error, file, number)
            strict = csv_reader(lines, style, strict=True)
            _report(findings, number, style.delimiter.join(cells), len(taken))
        if any("\0" in line for line in taken):
            findings.add("nul-in-text", row=number)
            cells = [cell.replace("\0", "") for cell in cells]
        yield Row(number, cells if usual else style.cells(cells))


def _lenient_cells(reader: Iterator[list[str]], error: csv.Error, file: str, number: int) -> list[str]:
    if "limit" not in str(error):
        try:
            return next(reader)
        except csv.Error:
            pass  # Only the limit of a cell stops a lenient reader.
    raise too_long(file, number, None, f"over {CELL_LIMIT_BYTES}")


def _report(findings: Findings, number: int, value: str, lines: int) -> None:
    if lines > 1:
        findings.add("quote-unclosed", row=number, value=value, lines=lines)
    else:
        findings.add("quote-misplaced", row=number, value=value)


def _noted(lines: Iterator[str], taken: list[str], style: Style) -> Iterator[str]:
    """Pass lines on and note them, so that a row can be read a second time.

    What begins a row and is none by the dialect becomes a blank row, so that all others keep their numbers.
    """
    usual = style.is_usual
    for number, line in enumerate(lines, 1):
        taken.append(line if usual or taken or style.is_record(line, number) else "\n")
        yield taken[-1]


def _lines(chunks: Iterable[bytes], file: str) -> Iterator[str]:
    """Split UTF-8 into lines with their ends, as the csv module wants them: at LF, CR and CR LF only."""
    rest = b""
    for chunk in chunks:
        # A CR at the end may be half of a CR LF, so the last line always waits for what follows.
        lines = (rest + chunk).splitlines(keepends=True)
        rest = lines.pop() if lines else b""
        if len(rest) > _LINE_LIMIT_BYTES:
            raise too_long(file, "after the last line break", None, f"over {_LINE_LIMIT_BYTES}")
        yield from (line.decode() for line in lines)
    if rest:
        yield rest.decode()
