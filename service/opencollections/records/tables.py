"""A table: the rows of one file, sheet or path, as columns of text that know where they came from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final, Protocol

import polars as pl

from ..problems import Problem

BATCH_ROWS: Final = 10_000
"""Rows that a reader gives at once: enough for column speed, small enough to bound memory."""


class Kind(StrEnum):
    """A kind of file that can be read."""

    CSV = "csv"
    TSV = "tsv"
    XLSX = "xlsx"
    ODS = "ods"
    JSON = "json"
    NDJSON = "ndjson"
    XML = "xml"
    PARQUET = "parquet"
    SQLITE = "sqlite"
    RDF = "rdf"


class NaturalType(StrEnum):
    """What a typed source says a value is; its code in a batch is the place in this list."""

    STRING = ""
    INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
    DOUBLE = "http://www.w3.org/2001/XMLSchema#double"
    BOOLEAN = "http://www.w3.org/2001/XMLSchema#boolean"
    DECIMAL = "http://www.w3.org/2001/XMLSchema#decimal"
    DATE = "http://www.w3.org/2001/XMLSchema#date"
    TIME = "http://www.w3.org/2001/XMLSchema#time"
    DATE_TIME = "http://www.w3.org/2001/XMLSchema#dateTime"
    HEX_BINARY = "http://www.w3.org/2001/XMLSchema#hexBinary"


NATURAL_TYPES: Final = tuple(NaturalType)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How delimited text is written (CSVW, Dialect descriptions); None means: find out.

    Of a workbook only ``header`` and ``skipped_rows`` count. Lines that begin with ``comment`` and the first
    ``skipped_rows`` lines are no records, and the first ``skipped_columns`` cells of a row are left out; rows
    are numbered as if all that were read. ``trim`` takes blanks off the ``start`` or the ``end`` of a cell,
    or ``both``. Without ``doubled_quote`` a backslash goes before a quotation mark in a cell.
    """

    delimiter: str | None = None
    quote: str = '"'
    encoding: str | None = None
    header: bool = True
    comment: str | None = None
    skipped_rows: int = 0
    skipped_columns: int = 0
    trim: str | None = None
    doubled_quote: bool = True


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rows of a file a mapping reads.

    ``sheet`` names a sheet of a workbook (None: the first one) or a table of a database (None: its only one).
    ``iterator`` is a JSONPath (RFC 9535) or an XPath 1.0, and None reads the whole document as one record (in
    NDJSON: each line as one); in a database it is an SQL query, which goes before ``sheet``, and in a file of
    RDF a SPARQL query. ``namespaces`` are the prefixes of an XPath.
    """

    kind: Kind | None = None
    sheet: str | None = None
    iterator: str | None = None
    dialect: Dialect = Dialect()
    namespaces: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was handed in: its name (which mappings use) and where its bytes are."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook, or a table of a database."""

    name: str
    is_hidden: bool = False


class Table(Protocol):
    """An opened selection, read in one pass as often as asked."""

    @property
    def file(self) -> str:
        """The name of the file as handed in."""
        ...

    @property
    def sheet(self) -> str | None:
        """The name of the sheet really read, in a workbook."""
        ...

    @property
    def columns(self) -> tuple[str, ...] | None:
        """The headings of a delimited file, sheet or Parquet file; None elsewhere.

        References are paths in JSON and XML, and in a database names that SQL spells in several ways.
        """
        ...

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What reading found doubtful: of the file at once, of its rows after the last pass over them."""
        ...

    def batches(self, references: Sequence[str]) -> Iterator[pl.DataFrame]:
        """Read the referenced values, batch by batch, in the order of the file.

        Each frame has the column ``row`` and, for the reference at index i, the column ``v{i}``. ``row`` is
        UInt32 in tables (the number the member's own program shows: the header is row 1; in Parquet and
        databases the first record is row 1) and String in JSON and XML (the element's path). ``v{i}`` is
        String, or List(String) where a record has several values; a missing value is null, an empty cell is
        "". Where a value is not text in its source, ``t{i}`` of the same shape (UInt8) beside it has its code
        in NATURAL_TYPES; it is absent where all are text.

        Raises ColumnMissing, PathInvalid, BrokenFile, TooDeep, TooLarge, ForbiddenXML.
        """
        ...
