"""The inventory of a collection: one row for each thing that a reader looks for, kept as columns.

A row has the number of the entity in the ledger (``id``), its ``iri``, ``type``, ``title`` and ``modified`` time
from there, and what ``publishing.inventory`` found: a ``picture`` to show in lists, the years ``begin`` and
``end``, lists of IRIs and texts under ``kind``, ``maker``, ``place``, ``subject`` and ``rights``, and the ``file``,
``sheet`` and ``row`` that it came from.
"""

import io
from typing import Final

import polars as pl

from ..vocabulary import SERVING, expand
from .control import Control

LISTS: Final = ("kind", "maker", "place", "subject", "rights")
FOUND: Final[dict[str, pl.DataType]] = {
    "iri": pl.String(),
    "picture": pl.String(),
    "begin": pl.Int32(),
    "end": pl.Int32(),
    **dict.fromkeys(LISTS, pl.List(pl.String)),
}
"""The columns that are found in the statements of a version, beside those of the ledger."""

ORIGIN: Final[dict[str, pl.DataType]] = {
    "file": pl.String(),
    "sheet": pl.String(),
    "row": pl.String(),
}
"""The columns that tell where a thing came from; all null where nobody remembers."""

_ENTITY: Final = {
    "id": pl.UInt32,
    "iri": pl.String,
    "type": pl.String,
    "title": pl.String,
    "modified": pl.String,
}
_OBJECT: Final = expand("edm:ProvidedCHO")


def enter_inventory(control: Control, collection: str, version: int, found: pl.DataFrame) -> None:
    """Keep what was found of each thing; call it inside the publishing transaction, after the ledger is written.

    ``found`` has the columns FOUND, and may have those of ORIGIN. Things without a title are no use in a list, unless they are objects.
    """
    unknown = [pl.lit(None, dtype).alias(name) for name, dtype in ORIGIN.items() if name not in found.columns]
    found = found.with_columns(unknown).select(*FOUND, *ORIGIN)
    things = _listed(control, collection).join(found, on="iri", how="left")
    packed = io.BytesIO()
    things.write_ipc(packed, compression="zstd")
    control.db.execute(
        "INSERT INTO inventory VALUES (?, ?, ?) ON CONFLICT (collection) "
        "DO UPDATE SET version = excluded.version, columns = excluded.columns",
        (collection, version, packed.getvalue()),
    )


def _listed(control: Control, collection: str) -> pl.DataFrame:
    rows = control.db.cursor()
    rows.row_factory = None
    rows.execute(
        "SELECT id, iri, type, title, modified FROM entity WHERE collection = ? AND withdrawn IS NULL "  # noqa: S608 - as many marks as there are classes
        f"AND (type IS NULL OR type NOT IN ({', '.join('?' * len(SERVING))})) "
        "AND (title IS NOT NULL OR type = ?)",
        (collection, *sorted(SERVING), _OBJECT),
    )
    return pl.DataFrame(rows.fetchall(), schema=_ENTITY, orient="row")


def inventory_versions(control: Control) -> dict[str, int]:
    """Tell of which version each collection's inventory is."""
    rows = control.db.execute("SELECT collection, version FROM inventory ORDER BY collection")
    return {str(row[0]): int(row[1]) for row in rows}


def inventory_of(control: Control, collection: str) -> pl.DataFrame:
    """Give the inventory of one collection."""
    row = control.db.execute("SELECT columns FROM inventory WHERE collection = ?", (collection,)).fetchone()
    return pl.read_ipc(io.BytesIO(row[0]))


def kept_origins(control: Control, collection: str) -> pl.DataFrame:
    """Give where the things of a collection came from, as its inventory has it now."""
    if collection not in inventory_versions(control):
        return pl.DataFrame(schema={"iri": pl.String(), **ORIGIN})
    return inventory_of(control, collection).select("iri", *ORIGIN)
