"""Search: which things have the words of a text in their names and texts, blind to diacritics, in every language."""

import re
from typing import Any, Final

import polars as pl

from ..store.control import Control
from .inventory import Inventory

MATCH_LIMIT: Final = 50_000
"""Entities that one search goes through."""

RANKED_LIMIT: Final = 3_000
"""Entities that are put in order by how well they fit; behind them the others follow as they were entered."""

_MATCHES: Final = (
    "SELECT group_concat(rowid) FROM (SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid LIMIT ?)"
)
_RANKED: Final = "SELECT rowid, bm25(search, 10.0, 1.0) FROM search WHERE search MATCH ? LIMIT ?"


def matches(control: Control, inventory: Inventory, text: str) -> pl.Series | None:
    """Give the numbers of the things that have all the words of a text, the best first.

    Names count before other texts. The last word may be a beginning. None where the text has no words.
    """
    words = _words(text)
    if not words:
        return None
    everywhere = _match(words)
    found = pl.DataFrame({"id": _numbers(control, everywhere)})
    # Where a word is everywhere, only those that are called so are worth an order.
    asked = everywhere if found.height <= RANKED_LIMIT else f"title : ({everywhere})"
    best = _ranked(control, asked).join(inventory.entities, on="id").sort("score", "thing")
    others = found.join(inventory.entities, on="id")
    return pl.concat([best["thing"], others["thing"]]).unique(maintain_order=True)


def _numbers(control: Control, match: str) -> pl.Series:
    """Give the numbers of the entities that match, which may be many: as one text they come in a third of the time."""
    ((listed,),) = _rows(control, _MATCHES, match, MATCH_LIMIT)
    return pl.Series([listed], dtype=pl.String).drop_nulls().str.split(",").explode().cast(pl.UInt32)


def _ranked(control: Control, match: str) -> pl.DataFrame:
    rows = _rows(control, _RANKED, match, RANKED_LIMIT)
    return pl.DataFrame(rows, schema={"id": pl.UInt32, "score": pl.Float64}, orient="row")


def _rows(control: Control, query: str, match: str, limit: int) -> list[tuple[Any, ...]]:
    """Give the rows as plain tuples."""
    cursor = control.db.cursor()
    cursor.row_factory = None
    return cursor.execute(query, (match, limit)).fetchall()


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text[:500])[:16]


def _match(words: list[str]) -> str:
    """Write an FTS5 expression that has words as data: quoted, so that no operator acts.

    The last word may be a beginning, from two letters on: a single letter would begin everything.
    """
    quoted = [f'"{word}"' for word in words]
    if len(words[-1]) > 1:
        quoted[-1] += "*"
    return " ".join(quoted)
