"""Statements: does the store say what the versions say, graph by graph, and nothing else."""

from collections import Counter
from collections.abc import Iterable, Iterator
from heapq import merge
from typing import Final

import polars as pl
import pyoxigraph
from pyoxigraph import Quad, RdfFormat, Store

from ...problems import Problem, Severity
from ...store.disk import is_full
from ...store.embedded import EmbeddedEngine
from ...store.statements import Difference, SortedStatements, StatementSorter, difference
from ...store.versions import version_lines
from .patient import Patient

BATCH_BYTES: Final = 8_000_000
REMOTE: Final = "What a remote engine holds is not compared with the versions."
ROOM: Final = (
    "Make room for all statements as text, which the doctor writes down to sort them, and ask again."
)
REBUILD: Final = "Make the store anew from the versions: ocn rebuild"


def store_equals_versions(patient: Patient) -> Iterator[Problem]:
    """Compare the whole store with the current versions, line by line; a broken file is told elsewhere."""
    files = [patient.data.version_file(version.collection, version.number) for version in patient.current]
    if patient.generation is None or not all(path.is_file() for path in files):
        return
    if not isinstance(patient.generation.engine, EmbeddedEngine):
        yield Problem("not-comparable", Severity.ADVICE, REMOTE, REBUILD)
        return
    store = patient.generation.engine.store
    expected = merge(*(version_lines(path) for path in files))
    try:
        found = difference(expected, _stored(store, patient).lines(), patient.folder)
    except (OSError, EOFError) as error:
        yield _not_comparable(error)
        return
    missing, surplus = _counted(store, found)
    for graph in sorted(missing.keys() | surplus.keys()):
        message = (
            f"The store lacks {missing[graph]:,} statements of {graph}, and has {surplus[graph]:,} too many."
        )
        yield Problem("store-differs", Severity.ERROR, message, REBUILD)


def _not_comparable(error: Exception) -> Problem:
    message = f"The store cannot be compared with the versions: {error}."
    if isinstance(error, OSError) and is_full(error):
        return Problem("not-comparable", Severity.WARNING, message, ROOM)
    return Problem("not-comparable", Severity.ERROR, message, "Mend the version files first.")


def _stored(store: Store, patient: Patient) -> SortedStatements:
    """Give everything in the store, sorted."""
    dump = patient.folder / "store.nq"
    store.dump(str(dump), RdfFormat.N_QUADS)
    sorter = StatementSorter(patient.folder)
    with dump.open("rb") as file:
        while lines := file.readlines(BATCH_BYTES):
            sorter.add(pl.Series(lines, dtype=pl.Binary).cast(pl.String))
    dump.unlink()
    return sorter.sorted()


def _counted(store: Store, found: Difference) -> tuple[Counter[str], Counter[str]]:
    """Count by graph what the store lacks and what it has too much.

    The store keeps one form of a number or date (1 for "01"), so a line that differs may still be said.
    """
    missing: Counter[str] = Counter()
    said_otherwise = Store()
    for quad in _quads(found.removed):
        if quad in store:
            said_otherwise.add(quad)
        else:
            missing[str(quad.graph_name)] += 1
    surplus = Counter(str(quad.graph_name) for quad in _quads(found.added) if quad not in said_otherwise)
    return missing, surplus


def _quads(statements: SortedStatements) -> Iterable[Quad]:
    for piece in statements.pieces:
        yield from pyoxigraph.parse(path=str(piece), format=RdfFormat.N_QUADS)
