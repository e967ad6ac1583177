"""What the tests of readers share: a file is written, opened, and read as plain rows."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from opencollections.records import open_table
from opencollections.records.tables import Dialect, File, Selection, Table

Opened = Callable[..., Table]


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    """Write a file and open it: ``opened("a.csv", "id\\n1\\n", iterator=…, delimiter=…)``."""

    def open_written(name: str, content: bytes | str, **chosen: Any) -> Table:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return open_path(path, **chosen)

    return open_written


def open_path(path: Path, **chosen: Any) -> Table:
    """Open a file; what belongs to the dialect may be given beside what belongs to the selection."""
    dialect = {key: chosen.pop(key) for key in ("delimiter", "quote", "encoding", "header") if key in chosen}
    return open_table(File(path.name, path), Selection(dialect=Dialect(**dialect), **chosen))


def read(table: Table, *references: str) -> list[tuple[Any, ...]]:
    """Read all rows: the place, then a value (or a list of them) for each reference."""
    wanted = references or table.columns or ()
    frames = list(table.batches(wanted))
    columns = ["row", *(f"v{index}" for index in range(len(wanted)))]
    return [row for frame in frames for row in frame.select(columns).iter_rows()]


def frame(table: Table, *references: str) -> pl.DataFrame:
    """Read a small table that comes in one batch, with its natural types."""
    (only,) = table.batches(references)
    return only


def codes(table: Table) -> list[str]:
    """Give the codes of the problems found so far."""
    return [problem.code for problem in table.problems]
