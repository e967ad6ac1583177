"""Own records: how many records have an entity of the ledger as their own thing, in the file it was imported from last.

An entity that is withdrawn keeps its number, since an undo or a restoration may bring it back.
"""

import json
from collections.abc import Iterable
from typing import Final

import polars as pl

from .control import Control
from .rows import digest, frame

_KNOWN: Final = {"iri": pl.String, "before": pl.UInt32, "is_stated": pl.Boolean}


def own_records(control: Control, collection: str, iris: Iterable[str]) -> int:
    """Count the records of a collection that have one of some entities as their own thing."""
    row = control.db.execute(
        "SELECT coalesce(sum(records), 0) FROM entity "
        "WHERE collection = ? AND iri IN (SELECT value FROM json_each(?))",
        (collection, json.dumps(list(iris))),
    ).fetchone()
    return int(row[0])


def renew_own_records(control: Control, collection: str, own: pl.DataFrame) -> None:
    """Keep how many ``records`` have which ``iri`` as their own thing after an import, where the ledger differs.

    It has those of entities that came or changed; here are the others, whose statements stay. What is stated and not
    among them has none. Call it inside the publishing transaction, after ledger and inventory are written.
    """
    made = digest(own.select(pl.concat_str("records", "iri", separator=" ")).to_series())
    row = control.db.execute("SELECT records FROM inventory WHERE collection = ?", (collection,)).fetchone()
    if row[0] == made:
        return
    for changed in _differing(_known(control, collection), own):
        control.db.executemany(
            "UPDATE entity SET records = ? WHERE iri = ? AND collection = ?",
            changed.select("records", "iri", pl.lit(collection)).iter_rows(),
        )
    control.db.execute("UPDATE inventory SET records = ? WHERE collection = ?", (made, collection))


def _known(control: Control, collection: str) -> pl.DataFrame:
    query = "SELECT iri, records, withdrawn IS NULL FROM entity WHERE collection = ? AND records > 0"
    return frame(control, query, (collection,), _KNOWN)


def _differing(known: pl.DataFrame, own: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give the numbers that are not what they were, and those of entities that have none any more."""
    both = own.join(known, on="iri", how="left")
    none = known.filter("is_stated").join(own, on="iri", how="anti")
    return both.filter(pl.col("records") != pl.col("before").fill_null(0)), none.with_columns(
        records=pl.lit(0)
    )
