"""JSON and NDJSON: the values that a path selects are records, read one after the other.

The place of a record is its path, such as ``$.records[3]``; in NDJSON it is ``line 7``, and
``line 7, $.works[0]`` where a path selects records inside the line.
"""

from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any, Final

import polars as pl

from ..phrases import Fact, Phrase
from ..problems import Problem
from .columns import Column, Found
from .encodings import encoding_of, utf8_chunks
from .findings import Findings
from .headings import did_you_mean, listed
from .json_paths import (
    NOTHING,
    Reference,
    compiled,
    is_linear,
    matches,
    plain_steps,
    reference,
    step_text,
    walk,
)
from .json_text import JSONText, found
from .ndjson import lines
from .path_table import SMALL_BYTES
from .tables import BATCH_ROWS, File, Kind, Selection

_CHUNK_BYTES: Final = 1 << 18
# Records turn into columns in small groups, because a collector of garbage that has thousands of them
# to look through takes as long as the parser.
_GROUP_RECORDS: Final = 256
_GROUP_BYTES: Final = 1 << 21
_BATCH_BYTES: Final = 1 << 22


class JSONTable:
    """A JSON or NDJSON document, opened; nothing of it is parsed yet."""

    sheet = None
    columns = None

    def __init__(self, source: File, selection: Selection, kind: Kind) -> None:
        self.file = source.name
        self._path = source.path
        self._lines = kind is Kind.NDJSON
        self._opening = Findings(source.name)
        self._reading = Findings(source.name)
        encoding = encoding_of(source, kind.name, selection.dialect.encoding)
        if encoding.sample is not None:
            self._opening.add("encoding-guessed", encoding=encoding.title, sample=encoding.sample)
        self._codec = encoding.codec
        self._iterator = _rooted(selection.iterator)
        self._steps = plain_steps(self._iterator)
        self._query: Any = compiled(self._iterator, source.name) if self._steps is None else None
        self._read_bytes = 0

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self._opening.problems + self._reading.problems

    def batches(self, references: Sequence[str]) -> Iterator[pl.DataFrame]:
        """Read the referenced values, as the protocol of a table says."""
        wanted = [reference(path, self.file) for path in references]
        self._reading = findings = Findings(self.file)
        return self._batches(
            [_Lookup(one, Column(one.path, self.file, findings)) for one in wanted], findings
        )

    def costly(self, references: Sequence[str]) -> list[str]:
        """Give the paths that may run on, or that need a large document in memory."""
        found = [] if self._steps is not None or is_linear(self._iterator) else [self._iterator]
        found += [one.path for path in references if (one := reference(path, self.file)).is_costly]
        is_large = not self._lines and self._path.stat().st_size > SMALL_BYTES
        return found or ([self._iterator] if is_large and not self._is_streamed else [])

    def _batches(self, columns: Sequence["_Lookup"], findings: Findings) -> Iterator[pl.DataFrame]:
        places: list[str] = []
        start = 0
        first: Any = NOTHING
        for group_places, records in self._groups():
            first = records[0] if first is NOTHING else first
            places += group_places
            _extend(columns, records, group_places)
            if len(places) > BATCH_ROWS - 2 * _GROUP_RECORDS or self._read_bytes - start > _BATCH_BYTES:
                yield _frame(places, columns)
                places, start = [], self._read_bytes
        if places:
            yield _frame(places, columns)
        self._report_missing(first, columns, findings)

    def _groups(self) -> Iterator[tuple[list[str], list[Any]]]:
        places: list[str] = []
        records: list[Any] = []
        start = 0
        for some_places, some_records in self._records():
            for first in range(0, len(some_records), _GROUP_RECORDS):
                places += some_places[first : first + _GROUP_RECORDS]
                records += some_records[first : first + _GROUP_RECORDS]
                if len(records) >= _GROUP_RECORDS or self._read_bytes - start > _GROUP_BYTES:
                    yield places, records
                    places, records, start = [], [], self._read_bytes
        if records:
            yield places, records

    def _records(self) -> Iterator[tuple[list[str], list[Any]]]:
        """Give the places and the records, some at once."""
        if self._lines:
            for number, document in lines(self.file, self._chunks()):
                if self._steps == ():
                    yield [f"line {number}"], [document]
                else:
                    for path, record in self._selected(document):
                        yield [f"line {number}, {path}"], [record]
            return
        text = JSONText(self.file, self._chunks())
        if self._steps is not None and self._is_streamed:
            yield from found(text, self._steps)
        else:
            yield from (([path], [record]) for path, record in self._selected(text.value()))
        text.finish()

    @property
    def _is_streamed(self) -> bool:
        """Tell whether records are read one by one, and not from the whole document."""
        return self._steps is not None and not any(isinstance(step, int) and step < 0 for step in self._steps)

    def _selected(self, document: Any) -> Iterator[tuple[str, Any]]:
        """Find the records in a document that is in memory."""
        if self._steps is not None:
            yield from walk(document, self._steps, "$")
            return
        for match in matches(self._query, document, self._iterator, self.file):
            yield "$" + "".join(map(step_text, match.parts)), match.value

    def _chunks(self) -> Iterator[bytes]:
        self._read_bytes = 0
        for chunk in utf8_chunks(self._path, self._codec, _CHUNK_BYTES):
            self._read_bytes += len(chunk)
            yield chunk

    def _report_missing(self, first: Any, columns: Iterable["_Lookup"], findings: Findings) -> None:
        if first is NOTHING:
            findings.add("no-records", path=self._iterator, hint=self._outline())
            return
        known = list(first) if isinstance(first, dict) else []
        in_list = Phrase(" The record is a list: does the path of the records lack [*] at its end?")
        for column in columns:
            if not column.seen:
                path = column.reference.path
                near = did_you_mean(path.rpartition(".")[2], known)
                hint = in_list if isinstance(first, list) else near
                findings.add("path-not-found", column=path, path=path, hint=hint)

    def _outline(self) -> Fact:
        """Say what the document is, where the path found nothing in it."""
        text = JSONText(self.file, utf8_chunks(self._path, self._codec, _CHUNK_BYTES))
        sign = text.peek()
        if sign == "[":
            return Phrase(" The file is a list.")
        names = []
        for name in text.members() if sign == "{" else ():
            names.append(name)
            text.skip()
        return Phrase(" The file is an object with: {names}.", {"names": listed(names)}) if names else ""


def _extend(columns: Sequence["_Lookup"], records: Sequence[Any], places: Sequence[str]) -> None:
    """Look up all references in some records; in objects that have all of them this is one call a record."""
    objects = all(type(record) is dict for record in records)
    keys = [column.reference.key for column in columns]
    if objects and len(keys) > 1 and None not in keys:
        try:
            found = list(zip(*map(itemgetter(*keys), records), strict=True))
        except KeyError:
            pass
        else:
            for column, values in zip(columns, found, strict=True):
                column.take(values, places)
            return
    for column in columns:
        column.extend(records, places, objects=objects)


def _frame(places: list[str], columns: Iterable["_Lookup"]) -> pl.DataFrame:
    made = [series for index, lookup in enumerate(columns) for series in lookup.column.series(index, places)]
    return pl.DataFrame([pl.Series("row", places, dtype=pl.String), *made])


def _rooted(iterator: str | None) -> str:
    """Write a path from the root, which older mappings leave out."""
    path = (iterator or "$").strip()
    if path.startswith("$"):
        return path
    return f"${path}" if path.startswith("[") else f"$.{path}"


class _Lookup:
    """One reference, looked up in one group of records after the other."""

    def __init__(self, one: Reference, column: Column) -> None:
        self.reference = one
        self.column = column
        self.seen = False
        """Whether any record had the referenced place, be it null."""

    def take(self, values: Sequence[Any], places: Sequence[str]) -> None:
        """Take a value that is there for each of some records."""
        self.seen = True
        self.column.add(values, places)

    def extend(self, records: Sequence[Any], places: Sequence[str], *, objects: bool) -> None:
        """Look up in some records; ``objects`` says that all of them are objects."""
        key = self.reference.key
        if key is not None and objects:
            values = [record.get(key) for record in records]
            self.seen = self.seen or any(key in record for record in records)
        else:
            values = [self.reference.find(record) for record in records]
            self.seen = self.seen or any(_is_there(value) for value in values)
        self.column.add(values, places)


def _is_there(value: Any) -> bool:
    return value is not NOTHING and not (isinstance(value, Found) and not value)
