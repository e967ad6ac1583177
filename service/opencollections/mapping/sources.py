"""The files of a run: which file each name in a mapping means, and the value tables beside it."""

import shutil
import tempfile
import weakref
from collections.abc import Iterable
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from ..errors import BrokenFile, MappingInvalid, SourceMissing, SourceUnmatched
from ..phrases import Phrase
from ..problems import Problem, Severity, Telling
from ..records import open_table
from ..records.databases import Database, is_address, shown_address
from ..records.packing import unpacked
from ..records.postgresql import PostgreSQLTable
from ..records.tables import Dialect, File, Kind, Selection, Table
from .findings import nearest, told
from .model import UNNAMED_DATABASE, LogicalSource, LogicalView, Mapping
from .views import ViewTable

_TO_GRANT: Final = (
    "If it is a database, whoever runs the service has to grant it under that name (OCN_DATABASES)."
)
_SQLITE_ENDINGS: Final = frozenset({".sqlite", ".sqlite3", ".db"})


class _Workplace:
    """A folder for unpacked files, made when the first one needs it and gone with the run."""

    _folder: Path | None = None

    def __call__(self, within: Path | None) -> Path:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="ocn-sources-", dir=within))
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        return self._folder


@dataclass(frozen=True, slots=True)
class Sources:
    """Files by the names a mapping uses; ``folder`` is where others are looked for, if anywhere.

    ``databases`` are those that the operator granted, by name. A mapping reaches nothing else: a name that leads
    out of the folder is refused, and so is the address of another database. ``companions`` are the files that were
    taken from the folder. What is unpacked on the way goes to ``work``, or to the system's folder for such.
    """

    files: MappingOf[str, File]
    folder: Path | None = None
    databases: MappingOf[str, Database] = field(default_factory=dict)
    work: Path | None = None
    companions: dict[str, File] = field(default_factory=dict, compare=False)
    _tables: dict[tuple[str, str, str, str], dict[str, str]] = field(default_factory=dict, compare=False)
    _unpacked: dict[tuple[File, str | None], File] = field(default_factory=dict, compare=False)
    _workplace: _Workplace = field(default_factory=_Workplace, compare=False)

    def file(self, name: str) -> File:
        """Give the file of a name; raise SourceUnmatched, SourceMissing or MappingInvalid."""
        if name in self.files:
            return self.files[name]
        if self.folder is None:
            raise SourceUnmatched(wanted=name, given=", ".join(self.files) or Phrase("nothing"))
        path = self.folder / name
        if name == UNNAMED_DATABASE and not path.is_file():
            path = _only_database(self.folder) or path
        if not path.resolve().is_relative_to(self.folder.resolve()):
            raise MappingInvalid([_outside(name)])
        if not path.is_file():
            known = (beside.name for beside in self.folder.iterdir() if beside.is_file())
            hint = _TO_GRANT if "." not in name else nearest(name, known)
            raise SourceMissing(file=name, hint=f" {hint}" if hint else "")
        return self.companions.setdefault(name, File(name, path))

    def open(self, source: LogicalSource, *, keep_empty: bool = False) -> Table:
        """Open the rows a logical source names; ``keep_empty`` counts in views, which look at cells themselves."""
        if isinstance(source, LogicalView):
            opener = partial(self.open, keep_empty=keep_empty)
            ways = (opener, self._unpacked_file, self.value_table)
            return ViewTable(source, *ways, keep_empty=keep_empty, work=self.work)
        database = None if source.file in self.files else granted(source, self.databases)
        if database is not None:
            return PostgreSQLTable(database, source.selection)
        return open_table(self._unpacked_file(source), source.selection)

    def size(self, source: LogicalSource) -> int | None:
        """Give the bytes of a source's file; None where it has no file of its own."""
        if isinstance(source, LogicalView) or (
            source.file not in self.files and granted(source, self.databases) is not None
        ):
            return None
        return self._unpacked_file(source).path.stat().st_size

    def _unpacked_file(self, source: LogicalSource) -> File:
        return self._plain(source.file, source.compression)

    def _plain(self, name: str, compression: str | None = None) -> File:
        """Give the file of a name without its packing, which is taken off once."""
        key = (self.file(name), compression)
        if key not in self._unpacked:
            self._unpacked[key] = unpacked(key[0], partial(self._workplace, self.work), compression)
        return self._unpacked[key]

    def value_table(self, name: str, from_column: str, to_column: str, delimiter: str) -> dict[str, str]:
        """Read a value table: the texts of one column by the texts of another (headings or numbers from 0).

        Where a text stands twice, its first row with a value counts; without one it has an empty text.
        """
        key = (name, from_column, to_column, delimiter)
        if key not in self._tables:
            self._tables[key] = self._read_value_table(*key)
        return self._tables[key]

    def _read_value_table(
        self, name: str, from_column: str, to_column: str, delimiter: str
    ) -> dict[str, str]:
        kind = None if Path(name).suffix else Kind.CSV
        table = open_table(self._plain(name), Selection(kind, dialect=Dialect(delimiter=delimiter or None)))
        if table.columns is None:
            raise BrokenFile(file=name, kind=Phrase("a value table"), detail=Phrase("it has no columns"))
        columns = [_heading(table.columns, column) for column in (from_column, to_column)]
        pairs: dict[str, str] = {}
        for frame in table.batches(columns):
            for key, value in frame.select("v0", "v1").iter_rows():
                if key and not pairs.get(key):
                    pairs[key] = value or ""
        return pairs


def granted(source: LogicalSource, databases: MappingOf[str, Database]) -> Database | None:
    """Give the database that a source means, None where it is a file; raise MappingInvalid for one not granted."""
    if is_address(source.file):
        for database in databases.values():
            if database.is_meant_by(source.file):
                return database
        raise MappingInvalid([_not_granted(source)])
    unnamed = UNNAMED_DATABASE.partition(".")[0] if source.file == UNNAMED_DATABASE else source.file
    return databases.get(unnamed)


def _not_granted(source: LogicalSource) -> Problem:
    where = source.location
    telling = Telling(
        told("The source is the database {database}, which the configuration does not grant to mappings."),
        told(
            'Whoever runs the service can grant it under a name (OCN_DATABASES); then write rml:source "NAME".'
        ),
        {"database": shown_address(source.file)},
    )
    return Problem.told(
        "mapping-source-refused",
        Severity.ERROR,
        telling,
        file=where.file if where else None,
        row=where.line if where else None,
    )


def _only_database(folder: Path) -> Path | None:
    """Give the one SQLite file beside a mapping in R2RML, which cannot name it."""
    found = [path for path in folder.iterdir() if path.suffix.lower() in _SQLITE_ENDINGS and path.is_file()]
    return found[0] if len(found) == 1 else None


def _heading(headings: tuple[str, ...], column: str) -> str:
    if column not in headings and column.isdigit() and int(column) < len(headings):
        return headings[int(column)]
    return column


def _outside(name: str) -> Problem:
    telling = Telling(
        told(
            "The source {name!r} lies outside the folder of the mapping, and a mapping reads only files handed in with it."
        ),
        told("Put the file beside the mapping and name it without folders."),
        {"name": name},
    )
    return Problem.told("mapping-source-outside", Severity.ERROR, telling)


def names(mapping: Mapping, databases: MappingOf[str, Database] | None = None) -> tuple[str, ...]:
    """Give the names of the files a mapping reads, in the order of first use: the principal one first.

    A source that is one of the granted ``databases`` is no file.
    """
    origins = (origin for triples_map in mapping.triples_maps for origin in triples_map.source.origins())
    return tuple(dict.fromkeys(origin.file for origin in origins if not granted(origin, databases or {})))


def matched(
    mapping: Mapping, files: Iterable[File], folder: Path, databases: MappingOf[str, Database] | None = None
) -> dict[str, File]:
    """Match handed-in files to the names of a mapping, without regard to case; raise SourceUnmatched.

    Where one file and one name are left they need not agree. Other files may lie beside the mapping, but the
    principal one must be handed in: a sample there is nobody's catalogue.
    """
    wanted, given = names(mapping, databases), list(files)
    by_name = {file.name.casefold(): file for file in given}
    found = {
        name: by_name[Path(name).name.casefold()] for name in wanted if Path(name).name.casefold() in by_name
    }
    missing = [
        name for name in wanted if name not in found and (name == wanted[0] or not (folder / name).is_file())
    ]
    left = [file for file in given if file not in found.values()]
    if len(missing) == len(left) == 1:
        found[missing[0]] = left[0]
    elif missing:
        raise SourceUnmatched(
            wanted=missing[0], given=", ".join(file.name for file in given) or Phrase("nothing")
        )
    return {file.name: file for file in given} | found
