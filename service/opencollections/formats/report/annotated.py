"""A member's own workbook with its problems as comments in the cells, and all of them on a sheet of their own.

Macros and links to other files are not written back. A workbook that is large in memory is refused: its report is
there as CSV.
"""

import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from ...errors import BrokenFile, TooLarge
from ...phrases import Phrase
from ...problems import Problem, Severity
from ...records.archives import UNREADABLE, Archive
from ...records.measures import in_bytes, over
from ...records.tables import File, Kind
from .documents import COLUMNS, Report, rows
from .words import Words

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

UNPACKED_LIMIT_BYTES: Final = 40_000_000
"""Unpacked size of a workbook that can be annotated; in memory it is about ten times as much."""

COMMENTS_LIMIT: Final = 5_000
"""Comments in one workbook; with more, spreadsheet programs become slow."""

_HEADING_ROWS: Final = 30
"""Rows among which the headings are looked for."""

_COLOURS: Final = {Severity.ERROR: "F8CBAD", Severity.WARNING: "FFE699", Severity.ADVICE: "DDEBF7"}
_AUTHOR: Final = "Open Collections"

Cells = Mapping[tuple[int, int], Sequence[Problem]]
"""Problems by row and column, both counted from 1."""


def annotated(file: File, report: Report, words: Words) -> bytes:
    """Write a workbook anew with the problems of its cells; raise TooLarge, BrokenFile or ForbiddenXML."""
    # It takes a third of a second to load, and only who asks for this format needs it.
    from openpyxl import load_workbook  # noqa: PLC0415

    _refuse_large(file)
    try:
        # By its path it would be judged by its ending, and files are kept without one.
        with file.path.open("rb") as opened:
            workbook = load_workbook(opened, keep_vba=False, keep_links=False)
    except (KeyError, ValueError, TypeError, AttributeError, *UNREADABLE) as error:
        # What a damaged part makes of the library is any of these.
        raise BrokenFile(file=file.name, kind="XLSX", detail=str(error)) from error
    problems = [words.problem(one) for one in report.problems if one.file == file.name]
    room = COMMENTS_LIMIT
    for sheet in workbook.worksheets:
        own = [one for one in problems if one.sheet in {None, sheet.title} and isinstance(one.row, int)]
        if own:
            room = _annotate(sheet, _cells(sheet, own), words, room)
    _list(workbook, report.problems, words)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _refuse_large(file: File) -> None:
    """Unpack once, within the limits of all workbooks, before a parser does."""
    size = 0
    with Archive(file, Kind.XLSX) as archive:
        for name in archive.names:
            if name.endswith((".xml", ".rels")):
                size += sum(map(len, archive.chunks(name)))
            if size > UNPACKED_LIMIT_BYTES:
                raise TooLarge(
                    file=file.name,
                    what=Phrase("its unpacked size"),
                    value=over(in_bytes(UNPACKED_LIMIT_BYTES)),
                    limit=in_bytes(UNPACKED_LIMIT_BYTES),
                    advice=Phrase("Take the report as CSV."),
                )


def _cells(sheet: "Worksheet", problems: Iterable[Problem]) -> Cells:
    """Give the problems by their cells; one without a column belongs to the first cell of its row."""
    several = list(problems)
    places = _headings(sheet, {one.column for one in several if one.column})
    cells: dict[tuple[int, int], list[Problem]] = defaultdict(list)
    for one in several:
        assert isinstance(one.row, int)
        cells[one.row, places.get(one.column or "", 1)].append(one)
    return cells


def _headings(sheet: "Worksheet", wanted: set[str]) -> dict[str, int]:
    """Give the column of each heading, from the row that has most of them."""
    best: dict[str, int] = {}
    for row in sheet.iter_rows(max_row=_HEADING_ROWS):
        found = {str(cell.value).strip(): cell.column for cell in row if str(cell.value).strip() in wanted}
        best = found if len(found) > len(best) else best
    return best


def _annotate(sheet: "Worksheet", cells: Cells, words: Words, room: int) -> int:
    """Put comments and colours to cells; give how many comments there may still be."""
    from openpyxl.comments import Comment  # noqa: PLC0415
    from openpyxl.styles import PatternFill  # noqa: PLC0415

    for (row, column), problems in sorted(cells.items()):
        if not room:
            break
        cell: Any = sheet.cell(row, column)
        if type(cell).__name__ == "MergedCell":
            continue
        worst = min(problems, key=lambda one: list(Severity).index(one.severity)).severity
        told = "\n".join(f"{words.severity(one.severity)}: {one.message} {one.advice}" for one in problems)
        before = f"{cell.comment.text}\n" if cell.comment else ""
        cell.comment = Comment(before + told, _AUTHOR, height=120, width=320)
        cell.fill = PatternFill("solid", start_color=_COLOURS[worst])
        room -= 1
    return room


def _list(workbook: Any, problems: Iterable[Problem], words: Words) -> None:
    """Add a sheet with all problems; every cell is a text, so that nothing in it runs."""
    sheet = workbook.create_sheet(_title(workbook.sheetnames, words.text("Problems")))
    for number, row in enumerate(([words.text(one) for one in COLUMNS], *rows(problems, words)), start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            cell.value = _writable(text)
            cell.data_type = "s"


def _title(taken: Sequence[str], wanted: str) -> str:
    names = (wanted if number == 1 else f"{wanted} {number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def _writable(text: str) -> str:
    """Take out what a workbook cannot hold: control characters."""
    return "".join(char for char in text if char >= " " or char in "\t\n")
