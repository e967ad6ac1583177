"""XML: the elements that a path selects are records.

The place of a record is its path with the number of every step but the first among its namesakes, such as
``/programs/program[4]/worksInfo[1]/work[2]``.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import polars as pl

from ..errors import PathInvalid, TooLarge
from ..phrases import Phrase
from ..problems import Problem
from .columns import Column
from .findings import Findings
from .headings import did_you_mean
from .measures import in_bytes
from .path_table import SMALL_BYTES
from .tables import BATCH_ROWS, File, Selection
from .xml_paths import (
    Branch,
    Element,
    Namespaces,
    is_linear,
    looks_outward,
    plain_path,
    plain_steps,
    values,
    xpath,
)
from .xml_stream import ElementStream, Places, children_at, root_of, shown_name, tree_of

_WHOLE_LIMIT_BYTES: Final = 64_000_000
_GROUP_RECORDS: Final = 256
_BATCH_BYTES: Final = 1 << 22

Placed = Iterator[tuple[str, Element]]


class XMLTable:
    """An XML document, opened: its beginning is read."""

    sheet = None
    columns = None

    def __init__(self, source: File, selection: Selection) -> None:
        self.file = source.name
        self._source = source
        self._reading = Findings(source.name)
        self._root = root_of(source)
        self._namespaces = Namespaces(selection.namespaces, self._root.prefixes)
        self._iterator = _absolute(selection.iterator)
        self._steps = plain_steps(self._iterator, self._namespaces, source.name)
        self._stream: ElementStream | None = None
        self._select = xpath(self._iterator, self._namespaces, source.name)

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self._reading.problems

    def batches(self, references: Sequence[str]) -> Iterator[pl.DataFrame]:
        """Read the referenced values, as the protocol of a table says."""
        gatherer = _Gatherer(references, self._namespaces, self.file)
        self._reading = findings = Findings(self.file)
        return self._batches(gatherer, [Column(path, self.file, findings) for path in references], findings)

    def costly(self, references: Sequence[str]) -> list[str]:
        """Give the paths that may run on, or that need a large document in memory."""
        gatherer = _Gatherer(references, self._namespaces, self.file)
        found = [] if self._steps or is_linear(self._iterator) else [self._iterator]
        found += [path for path in gatherer.queries if looks_outward(path) or not is_linear(path)]
        is_large = self._source.path.stat().st_size > SMALL_BYTES
        return found or ([self._iterator] if is_large and self._anchor(gatherer) is None else [])

    def _batches(
        self, gatherer: "_Gatherer", columns: Sequence[Column], findings: Findings
    ) -> Iterator[pl.DataFrame]:
        places: list[str] = []
        missing = set(range(len(columns)))
        start = 0
        for group_places, records in self._groups(gatherer):
            places += group_places
            for index, (column, found) in enumerate(zip(columns, zip(*records, strict=True), strict=True)):
                if index in missing and any(value is not None and value != [] for value in found):
                    missing.remove(index)
                column.add(found, group_places)
            if len(places) > BATCH_ROWS - _GROUP_RECORDS or self._read_bytes() - start > _BATCH_BYTES:
                yield _frame(places, columns)
                places, start = [], self._read_bytes()
        if places:
            yield _frame(places, columns)
        if gatherer.children is None:
            self._report_no_records(findings)
            return
        for index in sorted(missing):
            path = columns[index].path
            hint = did_you_mean(path, gatherer.children)
            findings.add("path-not-found", column=path, path=path, hint=hint)

    def _groups(self, gatherer: "_Gatherer") -> Iterator[tuple[list[str], list[list[Any]]]]:
        places: list[str] = []
        records: list[list[Any]] = []
        for place, element in self._records(gatherer):
            places.append(place)
            records.append(gatherer.values(element))
            if len(records) == _GROUP_RECORDS:
                yield places, records
                places, records = [], []
        if records:
            yield places, records

    def _records(self, gatherer: "_Gatherer") -> Placed:
        """Find the records in a stream where the path and all references allow it, else in the whole tree."""
        anchor = self._anchor(gatherer)
        if self._steps is None or anchor is None:
            return self._records_in_tree()
        return self._records_in_stream(self._steps[:anchor], self._steps[anchor:])

    def _anchor(self, gatherer: "_Gatherer") -> int | None:
        """Give the number of steps to the elements that are read one by one; None where the whole is needed."""
        anchor = len(self._steps or ()) - gatherer.climb
        return None if gatherer.outward or anchor < 2 else anchor

    def _records_in_stream(self, steps: Sequence[str], below: Sequence[str]) -> Placed:
        """Read the elements that references climb to, and find the records in each."""
        if steps[0] != self._root.tag:
            return
        self._stream = ElementStream(self._source, steps)
        for place, element in self._stream.elements():
            yield from children_at(element, place, below)

    def _records_in_tree(self) -> Placed:
        size = self._source.path.stat().st_size
        if size > _WHOLE_LIMIT_BYTES:
            raise TooLarge(
                file=self.file,
                what=Phrase("the file, which the paths need as a whole,"),
                value=in_bytes(size),
                limit=in_bytes(_WHOLE_LIMIT_BYTES),
                advice=Phrase(
                    "Name every step of the path to the records, such as /programs/program, and climb less in references."
                ),
            )
        places = Places()
        selected = self._select(tree_of(self._source))
        for element in selected if isinstance(selected, list) else [selected]:
            if not isinstance(element, Element):
                detail = Phrase("it selects text or a number, and a record is an element")
                raise PathInvalid(file=self.file, path=self._iterator, language="XML", detail=detail)
            yield places.of(element), element

    def _read_bytes(self) -> int:
        return self._stream.read_bytes if self._stream else 0

    def _report_no_records(self, findings: Findings) -> None:
        """Report a path that finds nothing; raise PathInvalid where a missing namespace is why."""
        namespace = self._root.tag.rpartition("}")[0].lstrip("{") or self._root.prefixes.get(None)
        name = self._root.tag.rpartition("}")[2]
        if namespace and re.search(r"(?:^|/)[^\W\d][\w.-]*(?![\w.:(-])", self._iterator):
            detail = Phrase(
                "it finds nothing, because the document's elements are in the namespace {namespace}; declare a prefix for "
                "that namespace in the mapping, such as x, and write /x:{name}",
                {"namespace": namespace, "name": name},
            )
            raise PathInvalid(file=self.file, path=self._iterator, language="XML", detail=detail)
        findings.add(
            "no-records",
            path=self._iterator,
            hint=Phrase(" The outermost element is {name}.", {"name": name}),
        )


class _Gatherer:
    """All references of one reading, applied to one record after the other."""

    def __init__(self, references: Sequence[str], namespaces: Namespaces, file: str) -> None:
        self.climb = 0
        """How many levels above a record have to be complete."""
        self.outward = False
        """Whether a reference may look anywhere in the document."""
        self.children: list[str] | None = None
        """The names in the first record; None while there was no record."""
        self._branch = Branch()
        self.queries: list[str] = []
        """The references that are no plain paths."""
        self._queries: list[tuple[int, Callable[[Any], Any]]] = []
        self._width = len(references)
        for index, path in enumerate(references):
            plain = plain_path(path, namespaces, file)
            if plain is None:
                self.queries.append(path)
                self._queries.append((index, xpath(path, namespaces, file)))
                self.outward = self.outward or looks_outward(path)
            else:
                self._branch.graft(plain, index)
                self.climb = max(self.climb, plain.needs_climb)

    def values(self, element: Element) -> list[Any]:
        """Give what each reference finds in a record: a text, several, or None."""
        if self.children is None:
            self.children = [shown_name(child) for child in element.iterchildren("*")]
        found: list[Any] = [None] * self._width
        self._branch.gather(element, found)
        for index, query in self._queries:
            found[index] = values(query(element))
        return found


def _frame(places: list[str], columns: Sequence[Column]) -> pl.DataFrame:
    made = [series for index, column in enumerate(columns) for series in column.series(index, places)]
    return pl.DataFrame([pl.Series("row", places, dtype=pl.String), *made])


def _absolute(iterator: str | None) -> str:
    """Write a path from the document; without one, the outermost element is the only record."""
    path = (iterator or "/*").strip()
    return path if path.startswith(("/", "(")) else f"/{path}"
