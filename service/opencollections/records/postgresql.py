"""PostgreSQL: a table, a view or a query of a database that the operator granted.

It is read in one read-only transaction, through a cursor of the server, so that memory holds some rows and no
more; the time that the server works is limited. Everything comes as the text that PostgreSQL writes.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from ..errors import DatabaseTooMighty, DatabaseUnreachable, QueryInvalid, TableMissing
from ..problems import Problem
from .databases import Database
from .headings import Headings, did_you_mean, listed
from .sql import Cells, batch, column_places, quoted, too_slow, unquoted
from .sql_values import written
from .tables import BATCH_ROWS, NaturalType, Selection

if TYPE_CHECKING:
    from psycopg import Connection, ServerCursor

_CONNECT_S: Final = 10
_FETCHED_ROWS: Final = 2_000

_NATURAL: Final[Mapping[int, NaturalType]] = {
    **dict.fromkeys((20, 21, 23, 26), NaturalType.INTEGER),
    1700: NaturalType.DECIMAL,
    **dict.fromkeys((700, 701), NaturalType.DOUBLE),
    16: NaturalType.BOOLEAN,
    1082: NaturalType.DATE,
    **dict.fromkeys((1083, 1266), NaturalType.TIME),
    **dict.fromkeys((1114, 1184), NaturalType.DATE_TIME),
    17: NaturalType.HEX_BINARY,
}
"""The natural types of R2RML §10.2 by the number of a type (pg_type.oid); every other one is text."""

_SESSION: Final = (
    "SET default_transaction_read_only = on",
    "SET TimeZone = 'UTC'",
    "SET DateStyle = 'ISO, YMD'",
    "SET IntervalStyle = 'iso_8601'",
    "SET bytea_output = 'hex'",
    "SET extra_float_digits = 1",
)
_TABLES: Final = """
    SELECT n.nspname, c.relname, pg_table_is_visible(c.oid)
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'v', 'm', 'p', 'f') AND n.nspname <> 'information_schema'
        AND n.nspname NOT LIKE 'pg\\_%' AND has_table_privilege(c.oid, 'SELECT')
    ORDER BY 1, 2
"""
_PART: Final = r'(?:"(?:[^"]|"")+"|[^".]+)'
_QUALIFIED: Final = re.compile(rf"(?:{_PART}\.)?({_PART})\.({_PART})")


class PostgreSQLTable:
    """A table, a view or a query, opened: its columns are known, its rows are not read."""

    columns = None
    problems: tuple[Problem, ...] = ()

    def __init__(self, database: Database, selection: Selection) -> None:
        self.file = database.name
        self._database = database
        self.sheet: str | None = None
        self._query = (selection.iterator or "").strip().rstrip(";")
        with self._session() as session:
            if selection.iterator is None:
                self.sheet, table = self._table(session, selection.sheet)
                self._query = f"SELECT * FROM {table}"  # noqa: S608 - names in quotes
            with self._declared(session, self._query) as cursor:
                found = cursor.description or ()
        self._names = [column.name for column in found]
        self._types = [_NATURAL.get(column.type_code) for column in found]
        self._headings = Headings(self._names)

    def batches(self, references: Sequence[str]) -> Iterator[pl.DataFrame]:
        """Read the referenced columns, as the protocol of a table says; QueryInvalid where the server refuses."""
        return self._batches(references, column_places(references, self._headings, self.file, self.sheet))

    def _batches(self, references: Sequence[str], places: Sequence[int]) -> Iterator[pl.DataFrame]:
        rows: list[tuple[Any, ...]] = []
        read = 0
        for fetched in self._fetched(places):
            rows += fetched
            if len(rows) >= BATCH_ROWS:
                yield self._batch(rows, read, references, places)
                read, rows = read + len(rows), []
        if rows:
            yield self._batch(rows, read, references, places)

    def _batch(
        self, rows: Sequence[tuple[Any, ...]], read: int, references: Sequence[str], places: Sequence[int]
    ) -> pl.DataFrame:
        columns = [
            Cells([row[index] for row in rows], self._types[place]) for index, place in enumerate(places)
        ]
        return batch(self.file, read, references, columns, len(rows), written)

    def _fetched(self, places: Sequence[int]) -> Iterator[list[tuple[Any, ...]]]:
        """Give some rows at a time, as many cells as there are places; a column that nobody wants stays there."""
        query, wanted = self._query, places
        if self.sheet is not None and places:
            columns = ", ".join(quoted(self._names[place]) for place in places)
            query = f"SELECT {columns} {query.removeprefix('SELECT * ')}"
            wanted = range(len(places))
        with self._session() as session:
            left, started = self._database.time_limit_s, monotonic()
            with self._declared(session, query) as cursor:
                while (left := left - (monotonic() - started)) > 0:
                    # The limit is set anew for each piece, also because the query itself could set another one.
                    started = monotonic()
                    _allow(session, left)
                    rows = cursor.fetchmany(_FETCHED_ROWS)
                    left -= monotonic() - started
                    if not rows:
                        return
                    yield [tuple(row[place] for place in wanted) for row in rows]
                    started = monotonic()
        raise too_slow(self.file, self._database.time_limit_s)

    @contextmanager
    def _declared(self, session: "Connection[Any]", query: str) -> Iterator["ServerCursor[Any]"]:
        """Make the cursor of a query: it is planned, and none of its rows is computed yet.

        The statement is sent by the protocol that takes one statement only, whatever stands in it.
        """
        _allow(session, self._database.time_limit_s)
        with session.cursor(name="ocn_rows") as cursor:
            cursor.execute(query)
            yield cursor

    def _table(self, session: "Connection[Any]", asked: str | None) -> tuple[str, str]:
        """Find the table or view that is asked for, as it is called and as SQL names it; without name, the only one."""
        known: dict[str, str] = {}
        for schema, table, is_visible in session.execute(_TABLES).fetchall():
            qualified = f"{quoted(schema)}.{quoted(table)}"
            known[f"{schema}.{table}"] = qualified
            if is_visible == "t":
                known[table] = qualified
        shown = [name for name in known if "." not in name] or list(known)
        wanted = shown[0] if asked is None and len(shown) == 1 else _table_name(asked or "", list(known))
        if wanted in known:
            return wanted, known[wanted]
        raise TableMissing(
            file=self.file, table=asked or "", known=listed(shown), hint=did_you_mean(asked or "", shown)
        )

    @contextmanager
    def _session(self) -> Iterator["Connection[Any]"]:
        """Open a read-only transaction; say in our words what the driver raises."""
        import psycopg  # noqa: PLC0415 - see _connected

        try:
            with closing(self._connected()) as session:
                _as_text(session)
                for setting in _SESSION:
                    session.execute(setting)
                # A query of the mightiest user reads any file of the server, whatever the transaction is.
                if session.execute("SHOW is_superuser").fetchone() == ("on",):
                    raise DatabaseTooMighty(name=self.file)
                session.autocommit = False
                session.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
                session.read_only = True
                yield session
        except psycopg.errors.QueryCanceled:
            raise too_slow(self.file, self._database.time_limit_s) from None
        except (psycopg.OperationalError, psycopg.InterfaceError) as error:
            raise DatabaseUnreachable(name=self.file, detail=self._told(error)) from None
        except (psycopg.Error, UnicodeDecodeError) as error:
            detail = self._told(error)
            raise QueryInvalid(file=self.file, query=self._query[:200], detail=detail) from None

    def _connected(self) -> "Connection[Any]":
        import psycopg  # noqa: PLC0415 - a mapping without a database need not wait for the driver

        try:
            return psycopg.connect(
                self._database.address,
                autocommit=True,
                connect_timeout=_CONNECT_S,
                client_encoding="utf-8",
            )
        except psycopg.ProgrammingError:
            # What the driver says of an address can quote any part of it.
            detail = "its connection is not written as PostgreSQL wants it"
            raise DatabaseUnreachable(name=self.file, detail=detail) from None

    def _told(self, error: Exception) -> str:
        """Give the first line of what the driver says, without the password."""
        line = (str(error).strip().splitlines() or [type(error).__name__])[0]
        return self._database.without_secrets(line).rstrip(".")


def _as_text(session: "Connection[Any]") -> None:
    """Take every value as the text that the server sends."""
    from psycopg.types.string import TextLoader  # noqa: PLC0415 - see _session

    for known in session.adapters.types:
        for number in (known.oid, known.array_oid):
            session.adapters.register_loader(number, TextLoader)


def _allow(session: "Connection[Any]", seconds: float) -> None:
    """Let the next statements take so long, each."""
    session.execute(f"SET statement_timeout = {max(int(seconds * 1000), 1)}")


def _table_name(asked: str, known: Sequence[str]) -> str:
    """Read the name of a table, which may stand after its schema (and that after the database)."""
    folded = {name.casefold(): name for name in reversed(known)}
    found = unquoted(asked, known, folded)
    qualified = _QUALIFIED.fullmatch(asked)
    if found in known or qualified is None:
        return found
    parts = (part[1:-1].replace('""', '"') if part[0] == '"' else part for part in qualified.groups())
    return unquoted(".".join(parts), known, folded)
