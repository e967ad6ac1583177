"""The quality of objects as judged when they were published: tiers, what keeps them out where, what lifts them."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl

from ..vocabulary import expand
from .control import Control
from .rows import frames

FOUND: Final[dict[str, pl.DataType]] = {"iri": pl.String(), "judgement": pl.UInt32()}
"""An object and the place of its judgement."""

GAPS: Final[dict[str, pl.DataType]] = {"iri": pl.String(), "what": pl.String(), "thing": pl.String()}
"""An object, and what the thing is lacking that it is connected with."""

_OBJECT: Final = expand("edm:ProvidedCHO")
_NUMBERED: Final = {"id": pl.UInt32, "iri": pl.String}
_MEANT: Final = "FROM entity WHERE collection = ?1 AND type = ?3 AND (?2 IS NULL OR iri IN (SELECT value FROM json_each(?2)))"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is judged of an object: its tiers, the codes of what keeps it out, and what would lift its metadata tier.

    ``measured`` is False where the content tier may be higher, since the size of the media is not known. A lift is
    what is lacking, the tier that it would bring, and the elements it is about. ``filled`` names the properties of the
    core that it has; it is told of drafts, and not kept.
    """

    metadata: str
    content: int
    measured: bool
    reasons: tuple[str, ...]
    lifts: tuple[tuple[str, str, tuple[str, ...]], ...]
    filled: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quality:
    """The judgements of the objects of a version: ``found`` has the columns FOUND and ``gaps`` the columns GAPS."""

    judgements: tuple[Judgement, ...]
    found: pl.DataFrame
    gaps: pl.DataFrame


def enter_quality(
    control: Control,
    collection: str,
    version: int,
    rules: int,
    quality: Quality,
    only: Collection[str] | None = None,
) -> None:
    """Keep how the objects of a collection were judged (those in ``only``, when given), by the rules of a number.

    Call it inside the publishing transaction, after the ledger is written.
    """
    meant = (collection, None if only is None else json.dumps(sorted(only)), _OBJECT)
    for table in ("quality", "gap"):
        control.db.execute(f"DELETE FROM {table} WHERE id IN (SELECT id {_MEANT})", meant)  # noqa: S608 - fixed text
    numbers = pl.DataFrame(
        {"number": [_number(control, one) for one in quality.judgements]}, schema={"number": pl.UInt32}
    ).with_row_index("judgement")
    found = quality.found.join(numbers, on="judgement")
    for objects in _objects(control, meant):
        judged = objects.join(found, on="iri").select("id", "number")
        control.db.executemany("INSERT INTO quality VALUES (?, ?)", judged.iter_rows())
        gaps = objects.join(quality.gaps, on="iri").select("id", "what", "thing")
        control.db.executemany("INSERT INTO gap VALUES (?, ?, ?)", gaps.iter_rows())
    control.db.execute(
        "INSERT INTO judged VALUES (?, ?, ?) ON CONFLICT (collection) DO UPDATE "
        "SET version = excluded.version, rules = excluded.rules",
        (collection, version, rules),
    )


def _number(control: Control, one: Judgement) -> int:
    """Give the number of a judgement; a new one is entered."""
    row = (one.metadata, one.content, one.measured, json.dumps(one.reasons), json.dumps(one.lifts))
    control.db.execute(
        "INSERT OR IGNORE INTO judgement (metadata, content, measured, reasons, lifts) VALUES (?, ?, ?, ?, ?)",
        row,
    )
    find = "SELECT number FROM judgement WHERE metadata = ? AND content = ? AND measured = ? AND reasons = ? AND lifts = ?"
    return int(control.db.execute(find, row).fetchone()[0])


def _objects(control: Control, meant: tuple[str, str | None, str]) -> Iterator[pl.DataFrame]:
    return frames(control, f"SELECT id, iri {_MEANT} AND withdrawn IS NULL", meant, _NUMBERED)


def judged_versions(control: Control, rules: int) -> dict[str, int]:
    """Tell of which version each collection was judged by the rules of a number."""
    rows = control.db.execute("SELECT collection, version FROM judged WHERE rules = ?", (rules,))
    return {str(row[0]): int(row[1]) for row in rows}


def object_numbers(control: Control, collection: str) -> pl.DataFrame:
    """Give the number in the ledger (``id``) and the ``iri`` of every object that a collection has now."""
    return pl.concat([pl.DataFrame(schema=_NUMBERED), *_objects(control, (collection, None, _OBJECT))])
