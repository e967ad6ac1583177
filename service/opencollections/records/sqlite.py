"""SQLite: a table or a query of a database file, read as if its bytes could be hostile.

The file is opened read-only, an authorizer allows nothing but reading, and a clock stops what runs on.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from time import monotonic
from typing import Any, Final
from urllib.parse import quote

import polars as pl

from ..errors import BrokenFile, QueryInvalid, TableMissing
from ..phrases import Phrase
from ..problems import Problem
from .frames import CELL_LIMIT_BYTES
from .headings import Headings, did_you_mean, listed
from .sql import Cells, batch, column_places, quoted, too_slow, unquoted
from .sql_values import natural_type, value
from .tables import BATCH_ROWS, File, Selection, Sheet

_TIME_LIMIT_S: Final = 30.0
_STEPS_BETWEEN_LOOKS: Final = 10_000
_COLUMN_LIMIT: Final = 500
# A row of a table may have a picture in a column that no mapping reads; what a query computes has no such excuse.
_ROW_LIMIT_BYTES: Final = 1 << 26
_FETCHED_ROWS: Final = 100
_FETCHED_BYTES: Final = 1 << 24
_BATCH_LIMIT_BYTES: Final = 1 << 27

_ALLOWED: Final = frozenset(
    {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
)
_FORBIDDEN_FUNCTIONS: Final = frozenset({"load_extension", "fts3_tokenizer", "readfile", "writefile", "edit"})
_SIZES: Final = ("page_count", "page_size")
_DAMAGED: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR})
_QUERY_VIEW: Final = "ocn_query"


class SQLiteTable:
    """A table, a view or a query of a database, opened: its columns are known, its rows are not read."""

    columns = None
    problems: tuple[Problem, ...] = ()

    def __init__(self, source: File, selection: Selection, *, time_limit_s: float = _TIME_LIMIT_S) -> None:
        self.file = source.name
        self._path = source.path
        self._time_limit_s = time_limit_s
        self._query = selection.iterator
        self._length_limit = CELL_LIMIT_BYTES
        self.sheet: str | None = None
        with self.opened() as database:
            if self._query is None:
                self.sheet = self._table(database, selection.sheet)
                declared = _declared(database, self.sheet)
            else:
                declared = self._of_query(database)
        self._types = [natural_type(text) for _, text in declared]
        self._headings = Headings([name for name, _ in declared])
        self._names = [name for name, _ in declared]

    @property
    def headings(self) -> tuple[str, ...]:
        """The columns, as the database names them."""
        return self._headings.names

    def batches(self, references: Sequence[str]) -> Iterator[pl.DataFrame]:
        """Read the referenced columns, as the protocol of a table says; QueryInvalid where SQLite refuses."""
        return self._batches(references, column_places(references, self._headings, self.file, self.sheet))

    def _batches(self, references: Sequence[str], places: Sequence[int]) -> Iterator[pl.DataFrame]:
        rows: list[tuple[Any, ...]] = []
        read = size = 0
        for fetched, fetched_size in self._fetched(places):
            rows += fetched
            size += fetched_size
            if len(rows) >= BATCH_ROWS or size > _BATCH_LIMIT_BYTES:
                yield self._frame(rows, read, references, places)
                read, rows, size = read + len(rows), [], 0
        if rows:
            yield self._frame(rows, read, references, places)

    def _fetched(self, places: Sequence[int]) -> Iterator[tuple[list[tuple[Any, ...]], int]]:
        """Run the query; give some rows at a time, as many cells as there are places, and their bytes."""
        query, wanted = self._query, places
        if query is None:
            columns = ", ".join(quoted(self._names[place]) for place in places) or "1"
            query = f"SELECT {columns} FROM {quoted(self.sheet or '')}"  # noqa: S608 - names in quotes
            wanted = range(len(places))
        with self.opened() as database:
            clock = _Clock(self._time_limit_s)
            database.set_authorizer(_authorized)
            database.set_progress_handler(clock.is_over, _STEPS_BETWEEN_LOOKS)
            cursor = self._run(clock, lambda: database.execute(query))
            while found := self._run(clock, lambda: _some(cursor)):
                yield [tuple(row[place] for place in wanted) for row in found[0]], found[1]

    def _frame(
        self, rows: Sequence[tuple[Any, ...]], read: int, references: Sequence[str], places: Sequence[int]
    ) -> pl.DataFrame:
        columns = [
            Cells([row[index] for row in rows], self._types[place]) for index, place in enumerate(places)
        ]
        return batch(self.file, read, references, columns, len(rows), value)

    @contextmanager
    def opened(self) -> Iterator[sqlite3.Connection]:
        """Open the database to be read and nothing else."""
        address = f"file:{quote(str(self._path.resolve()))}?mode=ro&immutable=1"
        try:
            with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as database:
                database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, self._length_limit)
                database.setlimit(sqlite3.SQLITE_LIMIT_COLUMN, _COLUMN_LIMIT)
                database.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
                database.execute("PRAGMA trusted_schema = OFF")
                database.execute("PRAGMA cell_size_check = ON")
                self._refuse_cut(database)
                yield database
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            raise BrokenFile(file=self.file, kind="SQLite", detail=str(error)) from None

    def _refuse_cut(self, database: sqlite3.Connection) -> None:
        """Refuse a file whose end is missing, which SQLite would read as zeros."""
        pages, page_size = (database.execute(f"PRAGMA {name}").fetchone()[0] for name in _SIZES)
        if pages * page_size > self._path.stat().st_size:
            raise BrokenFile(file=self.file, kind="SQLite", detail=Phrase("its end is missing"))

    def _run(self, clock: "_Clock", step: Callable[[], Any]) -> Any:
        """Run a step of the query; say in our words what SQLite raises."""
        try:
            with clock:
                return step()
        except (sqlite3.Error, sqlite3.Warning, UnicodeDecodeError) as error:
            if clock.stopped:
                raise too_slow(self.file, self._time_limit_s) from None
            if getattr(error, "sqlite_errorcode", None) in _DAMAGED:
                raise
            query, detail = (self._query or "")[:200], str(error).removesuffix(".")
            raise QueryInvalid(file=self.file, query=query, detail=detail) from None

    def _table(self, database: sqlite3.Connection, asked: str | None) -> str:
        """Find the table or view that is asked for; without a name, the only one."""
        kinds = _tables(database)
        names = list(kinds)
        wanted = asked or ""
        if asked is None and len(names) == 1:
            wanted = names[0]
        wanted = unquoted(wanted, names, {name.casefold(): name for name in reversed(names)})
        if wanted in names:
            if kinds[wanted] == "table":
                self._length_limit = _ROW_LIMIT_BYTES
            return wanted
        raise TableMissing(
            file=self.file, table=asked or "", known=listed(names), hint=did_you_mean(asked or "", names)
        )

    def _of_query(self, database: sqlite3.Connection) -> list[tuple[str, str]]:
        """Give the columns of the query with their declared types, which SQLite tells only of a view."""
        clock = _Clock(self._time_limit_s)
        database.set_authorizer(_authorized_view)
        database.set_progress_handler(clock.is_over, _STEPS_BETWEEN_LOOKS)
        view = f"CREATE TEMP VIEW {_QUERY_VIEW} AS {self._query}"
        self._run(clock, lambda: database.execute(view))
        database.set_authorizer(None)
        declared: list[tuple[str, str]] = self._run(clock, lambda: _declared(database, _QUERY_VIEW))
        return declared


class _Clock:
    """Counts the seconds that a query runs, not those in which its rows are used."""

    def __init__(self, limit_s: float) -> None:
        self._left = limit_s
        self._started = 0.0
        self.stopped = False

    def __enter__(self) -> None:
        self._started = monotonic()

    def __exit__(self, *_: object) -> None:
        self._left -= monotonic() - self._started

    def is_over(self) -> bool:
        self.stopped = monotonic() - self._started > self._left
        return self.stopped


def tables_of(file: File) -> tuple[Sheet, ...]:
    """Give the tables and views of a database; raise BrokenFile."""
    with SQLiteTable(file, Selection(iterator="SELECT 1")).opened() as database:
        return tuple(map(Sheet, _tables(database)))


def _tables(database: sqlite3.Connection) -> dict[str, str]:
    """Give the names of tables and views, each with which of the two it is."""
    listing = "SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY rowid"
    return {str(name): kind for name, kind in database.execute(listing) if name[:7] != "sqlite_"}


def _some(cursor: sqlite3.Cursor) -> tuple[list[tuple[Any, ...]], int] | None:
    """Fetch the next rows, fewer where they are long, with their bytes; None at the end."""
    rows: list[tuple[Any, ...]] = []
    size = 0
    for row in cursor:
        rows.append(row)
        size += sum(len(cell) for cell in row if isinstance(cell, str | bytes))
        if len(rows) == _FETCHED_ROWS or size > _FETCHED_BYTES:
            break
    return (rows, size) if rows else None


def _authorized(action: int, _: str | None, name: str | None, *__: str | None) -> int:
    """Allow reading and computing, and nothing else: no attaching, writing or setting."""
    if action == sqlite3.SQLITE_FUNCTION and (name or "").lower() in _FORBIDDEN_FUNCTIONS:
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY


def _authorized_view(action: int, first: str | None, name: str | None, *rest: str | None) -> int:
    """Allow also to make the one temporary view, which writes a row into the list of temporary tables."""
    is_view = action == sqlite3.SQLITE_CREATE_TEMP_VIEW and first == _QUERY_VIEW
    is_noted = action in {sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE} and first == "sqlite_temp_master"
    return sqlite3.SQLITE_OK if is_view or is_noted else _authorized(action, first, name, *rest)


def _declared(database: sqlite3.Connection, table: str) -> list[tuple[str, str]]:
    """Give the names and the declared types of a table's columns."""
    found = database.execute(f"PRAGMA table_info({quoted(table)})").fetchall()
    return [(str(row[1]), str(row[2] or "")) for row in found]
