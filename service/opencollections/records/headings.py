"""The headings of a table: unique names for its columns, and the way from a reference to a column."""

import unicodedata
from collections.abc import Sequence
from difflib import get_close_matches

from ..errors import ColumnMissing
from ..phrases import Fact, Phrase
from .findings import Findings

_LISTED = 40
_LISTED_CHARS = 80


class Headings:
    """The names of the columns, as a mapping may write them.

    A heading is stripped of blanks around it. The second ``Title`` is called ``Title_2`` (or the next number
    that is no heading of its own), a column without heading is called by its letter, ``column C``. With
    ``numbered`` there is no header row and the columns are called "1", "2", ….
    """

    def __init__(self, cells: Sequence[str], *, first: int = 0, numbered: bool = False) -> None:
        self._cells = [str(place + 1) for place in range(len(cells))] if numbered else list(cells)
        self._first = first
        self.names = self._unique()
        self._places = self._lookup()

    def place(self, reference: str, file: str, sheet: str | None = None) -> int:
        """Give the index of the column that a reference means, or raise ColumnMissing."""
        for name in (reference, _plain(reference), _folded(reference)):
            if name in self._places:
                return self._places[name]
        raise ColumnMissing(
            file=file,
            sheet_note=Phrase(", sheet {sheet}", {"sheet": sheet}) if sheet else "",
            column=reference,
            known=listed(self.names),
            hint=did_you_mean(reference, self.names),
        )

    def report(self, findings: Findings, row: int) -> None:
        """Report doubled and blank headings, which a mapping has to call by another name."""
        for place, (cell, name) in enumerate(zip(self._cells, self.names, strict=True)):
            letters = column_letters(self._first + place)
            if not _plain(cell):
                findings.add("heading-blank", row=row, column=name, letters=letters)
            elif _plain(cell) != _plain(name):
                findings.add("heading-doubled", row=row, column=name, letters=letters, heading=_plain(cell))

    def _unique(self) -> tuple[str, ...]:
        plain = [_plain(cell) for cell in self._cells]
        written = set(plain)
        names: dict[str, None] = {}
        numbers: dict[str, int] = {}
        for place, name in enumerate(plain):
            base = unique = name or f"column {column_letters(self._first + place)}"
            while unique in names or (unique != name and unique in written):
                # Where thousands are called the same, nobody counts from two for each of them.
                numbers[base] = numbers.get(base, 1) + 1
                unique = f"{base}_{numbers[base]}"
            names[unique] = None
        return tuple(names)

    def _lookup(self) -> dict[str, int]:
        """Map every spelling to its column: a name before a cell as it stands, that before a folded one."""
        places = {name: place for place, name in enumerate(self.names)}
        for spelt in (str, _plain, _folded):
            for place, cell in enumerate(self._cells):
                places.setdefault(spelt(cell), place)
        return places


def _plain(cell: str) -> str:
    return unicodedata.normalize("NFC", cell.strip().strip("\ufeff").strip())


def _folded(cell: str) -> str:
    """Put one blank for the line breaks that headings in spreadsheets have."""
    return " ".join(_plain(cell).split())


def column_letters(place: int) -> str:
    """Give the letters of a column as a spreadsheet shows them: 0 is A, 26 is AA."""
    letters = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def listed(names: Sequence[str]) -> Fact:
    """Join the beginnings of names for a sentence, and only count those beyond forty."""
    rest = len(names) - _LISTED
    shown = ", ".join(name[:_LISTED_CHARS] for name in names[:_LISTED])
    return Phrase("{shown} and {rest} more", {"shown": shown, "rest": str(rest)}) if rest > 0 else shown


def did_you_mean(name: str, known: Sequence[str]) -> Fact:
    """Give " Did you mean 'Titel'?" for the nearest known name, or nothing."""
    folded = {one.casefold(): one for one in reversed(known)}
    near = get_close_matches(name.casefold().strip(), folded, n=1, cutoff=0.6)
    return Phrase(" Did you mean {near!r}?", {"near": folded[near[0]]}) if near else ""
